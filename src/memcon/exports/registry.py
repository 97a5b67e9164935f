"""Which formats there are, by name: memcon's own and those of other installed packages.

A format's module is imported when the format is asked for, so that the program starts as fast with
twenty formats as with two.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from memcon import plugins
from memcon.errors import ExtraError, MemconError

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from memcon.exports.formats import Format, Selection

GROUP: Final = "memcon.exports"


@dataclass(frozen=True, slots=True)
class Own:
    """A format of memcon's own: its module, its line in the list, and the constant that it is.

    The list is printed without importing twenty modules, so it has the summaries too.
    """

    module: str
    summary: str
    constant: str = "FORMAT"


# By name, in the order of the list. The workbook's sheets are answers of ``analysis``, which
# exports do not know: here it is named like another package's, and nothing of it imported.
OWN: Final[dict[str, Own]] = {
    "annotations": Own(
        "memcon.exports.annotations", "Write findings as W3C Web Annotations (JSON-LD)."
    ),
    "bibtex": Own(
        "memcon.exports.citations", "Write citations of the documents as BibTeX.", "BIBTEX"
    ),
    "csl": Own("memcon.exports.citations", "Write citations of the documents as CSL-JSON.", "CSL"),
    "duckdb": Own(
        "memcon.exports.duckdb_file", "Write records as a DuckDB file, with tables and views."
    ),
    "followthemoney": Own(
        "memcon.exports.money", "Write actors, meetings and reports as FollowTheMoney entities."
    ),
    "gdelt": Own("memcon.exports.gdelt", "Write events as GDELT 2.0 tables (Events and Mentions)."),
    "gexf": Own(
        "memcon.exports.network", "Write who met whom as a network (GEXF, for Gephi).", "GEXF"
    ),
    "graphml": Own(
        "memcon.exports.network", "Write who met whom as a network (GraphML).", "GRAPHML"
    ),
    "ics": Own(
        "memcon.exports.schedule",
        "Write meetings, and deadlines of open commitments, as iCalendar.",
    ),
    "parquet": Own("memcon.exports.parquet", "Write records as Parquet tables, a file a table."),
    "plover": Own("memcon.exports.plover", "Write events as PLOVER JSON Lines."),
    "polecat": Own("memcon.exports.polecat", "Write events as a POLECAT table."),
    "prov": Own(
        "memcon.exports.provenance", "Write where each record comes from as PROV-O (Turtle)."
    ),
    "prov-json": Own(
        "memcon.exports.provenance", "Write where each record comes from as PROV-JSON.", "JSON"
    ),
    "schemaorg": Own(
        "memcon.exports.schemaorg",
        "Write meetings, statements and documents as schema.org JSON-LD.",
    ),
    "xlsx": Own("memcon.workbook", "Write ledger, positions and meetings as an Excel workbook."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Registered:
    """A format with the package that adds it; None for memcon's own."""

    format: Format
    plugin: plugins.Plugin | None = None


def names() -> list[str]:
    """Return the names of all formats: memcon's own, then those of other packages; none is loaded.

    A name of memcon's own is nobody else's.
    """
    others = dict.fromkeys(one.name for one in plugins.plugins(GROUP))
    return [*OWN, *(name for name in others if name not in OWN)]


def find(name: str) -> Registered | None:
    """Load the format of a name; None where there is none.

    Raises:
        PluginError: the package that adds it is broken, or several add it.
    """
    from memcon.exports.formats import Format

    if name in OWN:
        own = OWN[name]
        form: Format = getattr(import_module(own.module), own.constant)
        return Registered(format=form)
    plugin = plugins.find(GROUP, name)
    if plugin is None:
        return None
    loaded = plugins.load(plugin)
    if not isinstance(loaded, Format):
        raise plugins.broken(plugin, f"is {type(loaded).__name__}, not memcon.exports.Format")
    if loaded.target not in ("stream", "file", "folder") or not callable(loaded.write):
        raise plugins.broken(plugin, "has no target to write to, or nothing that writes")
    return Registered(format=loaded, plugin=plugin)


def write(registered: Registered, connection: Connection, target: Any, selection: Selection) -> int:
    """Write a part of an archive in a format; return how many things were written.

    Args:
        registered: the format.
        connection: the archive.
        target: an open text stream, or a path that does not exist yet; see ``Format.target``.
        selection: which part.

    Raises:
        ExtraError: the format needs an extra of memcon that is not installed.
        PluginError: it is another package's, and failed.
        MemconError: the selection names what is not in the archive.
    """
    form = registered.format
    try:
        return form.write(connection, target, selection)
    except (MemconError, BrokenPipeError):
        raise
    except ImportError as error:
        if form.extra is not None:
            raise ExtraError(
                f"the format {form.name} needs what is not installed ({error})",
                remedy=f"Install it: pip install 'memcon[{form.extra}]'",
            ) from error
        if registered.plugin is not None:
            raise plugins.broken(registered.plugin, "failed", error) from error
        raise
    except Exception as error:
        if registered.plugin is not None:
            raise plugins.broken(registered.plugin, "failed", error) from error
        raise
