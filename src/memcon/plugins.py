"""What other installed packages add, by entry points (docs/plugins.md).

Looking for them reads the metadata of installed packages and imports none of them: a package that
is broken is noticed by whoever uses it, and by nobody else.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib.metadata import EntryPoint, entry_points
from typing import Any, Final, Literal, get_args

from memcon.errors import PluginError

Group = Literal["memcon.sources", "memcon.analyses", "memcon.exports", "memcon.knowledge"]
GROUPS: Final[tuple[Group, ...]] = get_args(Group)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plugin:
    """One thing that a package adds.

    Attributes:
        group: what it is, one of ``GROUPS``.
        name: what it is called on the command line and in ``memcon.toml``.
        package: the name of the package.
        version: of the package.
        entry_point: where in the package it is.
    """

    group: str
    name: str
    package: str
    version: str
    entry_point: EntryPoint

    def __str__(self) -> str:
        """Return what messages call it."""
        return f"{self.name!r} of the package {self.package} {self.version} ({self.group})"

    @property
    def remedy(self) -> str:
        """What to do where it is broken."""
        return (
            f"Update the package, or do without it: pip uninstall {self.package}; "
            "MEMCON_DEBUG=1 shows where it happened"
        )


def plugins(group: Group) -> tuple[Plugin, ...]:
    """Return what installed packages add to a group, sorted by name and package; none is imported.

    Args:
        group: the entry point group.
    """
    found = [
        Plugin(
            group=group,
            name=point.name,
            package=(point.dist.metadata["Name"] or "?") if point.dist else "?",
            version=point.dist.version if point.dist else "?",
            entry_point=point,
        )
        for point in entry_points(group=group)
    ]
    return tuple(sorted(found, key=lambda one: (one.name, one.package, one.entry_point.value)))


def find(group: Group, name: str) -> Plugin | None:
    """Return the plugin of a name, None where no package adds one.

    Raises:
        PluginError: several packages do.
    """
    found = [one for one in plugins(group) if one.name == name]
    if len(found) > 1:
        packages = " and ".join(one.package for one in found)
        raise PluginError(
            f"the packages {packages} both add {name!r} ({group})",
            remedy=f"Keep one of them: pip uninstall {found[-1].package}",
        )
    return found[0] if found else None


def require(group: Group, name: str, *, where: str | None = None) -> Plugin:
    """Return the plugin of a name that somebody asked for.

    Raises:
        PluginError: no package adds it, or several do.
    """
    found = find(group, name)
    if found is None:
        known = ", ".join(dict.fromkeys(one.name for one in plugins(group))) or "none"
        raise PluginError(
            f"no installed package adds {name!r} ({group})",
            where=where,
            remedy=f"Install the package that does; installed are: {known}",
        )
    return found


def load(plugin: Plugin) -> Any:
    """Import what a plugin points at and return it.

    Raises:
        PluginError: it cannot be imported.
    """
    try:
        return plugin.entry_point.load()
    except (Exception, SystemExit) as error:  # whatever another's code does
        raise broken(plugin, "cannot be loaded", error) from error


def broken(plugin: Plugin, problem: str, error: BaseException | None = None) -> PluginError:
    """Return the error that tells what is wrong with a plugin.

    Args:
        plugin: which one.
        problem: what was wrong.
        error: what it raised, if it did.
    """
    if error is not None:
        problem = f"{problem} ({type(error).__name__}: {error})"
    return PluginError(problem, where=str(plugin), remedy=plugin.remedy)
