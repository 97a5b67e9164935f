"""``memcon ask``: questions that other installed packages add, a command for each."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, get_type_hints

import typer

from memcon.cli.answers import FORMATS, AnswerFormat, FormatOption
from memcon.cli.archive_option import ArchiveOption, ConfigOption
from memcon.cli.asking import ask
from memcon.cli.commands import COMMANDS
from memcon.cli.lazy import LazyCommand, LazyGroup
from memcon.errors import MemconError

if TYPE_CHECKING:
    from memcon.plugins import Plugin


EPILOG: Final = """\b
Without a package that adds a question there is none to ask: memcon plugins lists what is
installed, docs/plugins.md says how a question is written."""

_FORM: Final = inspect.Parameter(
    "form", inspect.Parameter.KEYWORD_ONLY, annotation=FormatOption, default=AnswerFormat.table
)
_ARCHIVE: Final = inspect.Parameter(
    "archive", inspect.Parameter.KEYWORD_ONLY, annotation=ArchiveOption, default=None
)
_CONFIG: Final = inspect.Parameter(
    "config", inspect.Parameter.KEYWORD_ONLY, annotation=ConfigOption, default=None
)
_CONTEXT: Final = inspect.Parameter(
    "context", inspect.Parameter.KEYWORD_ONLY, annotation=typer.Context
)
_OWN: Final = (_FORM, _ARCHIVE, _CONFIG)
# What the command line can give; each but the flag also without a default, as an argument.
_TYPES: Final = (str, int, float, bool, str | None, int | None, float | None, list[str])


class Questions(LazyGroup):
    """The questions of other packages."""

    def names(self) -> list[str]:
        """Return the names of the questions."""
        from memcon.plugins import plugins

        return list(dict.fromkeys(one.name for one in plugins("memcon.analyses")))

    def make(self, name: str) -> LazyCommand | None:
        """Return the command of a question."""
        from memcon import plugins

        plugin = plugins.find("memcon.analyses", name)
        if plugin is None:
            return None
        question = plugins.load(plugin)
        if not inspect.isfunction(question):
            raise plugins.broken(plugin, "is no function")
        summary, _, more = inspect.cleandoc(question.__doc__ or name).partition("\n")
        return LazyCommand(
            function=_command(plugin, question),
            summary=f"{summary.strip().rstrip('.')} (of the package {plugin.package}).",
            epilog=f"{_paragraphs(more)}\n\n{FORMATS}".strip(),
        )


app = typer.Typer(
    name="ask",
    add_completion=False,
    cls=Questions,
    help=COMMANDS["ask"],
    epilog=EPILOG,
    no_args_is_help=True,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)


@app.callback()
def _questions() -> None:
    """Ask what an installed package adds a question for."""


def _paragraphs(text: str) -> str:
    """Return the rest of a docstring so that its lines stay as they are."""
    return "\n\n".join(f"\b\n{part}" for part in text.strip().split("\n\n") if part.strip())


def _command(plugin: Plugin, question: Callable[..., Any]) -> Callable[..., int]:
    """Return a command whose options are the parameters of a question after the first."""
    parameters = _parameters(plugin, question)

    def command(
        context: typer.Context,
        form: AnswerFormat,
        archive: str | None,
        config: Path | None,
        **given: Any,
    ) -> int:
        def asked(connection: Any) -> Any:
            from memcon import plugins
            from memcon.analysis.answer import Answer

            try:
                answer = question(connection, **given)
            except MemconError:
                raise
            except Exception as error:  # whatever another's code does
                raise plugins.broken(plugin, "failed", error) from error
            if not isinstance(answer, Answer):
                kind = type(answer).__name__
                raise plugins.broken(plugin, f"gave {kind}, not memcon.analysis.answer.Answer")
            return answer

        return ask(context, asked, archive=archive, config=config, form=form)

    every = [_CONTEXT, *parameters, *_OWN]
    command.__signature__ = inspect.Signature(every)  # type: ignore[attr-defined]
    command.__annotations__ = {one.name: one.annotation for one in every}
    return command


def _parameters(plugin: Plugin, question: Callable[..., Any]) -> list[inspect.Parameter]:
    from memcon import plugins

    try:
        hints = get_type_hints(question)
    except Exception as error:  # a name in an annotation that is nowhere
        raise plugins.broken(plugin, "has parameters of unknown types", error) from error
    found = list(inspect.signature(question).parameters.values())
    if not found:
        raise plugins.broken(plugin, "takes no connection to an archive")
    taken = {one.name for one in (*_OWN, _CONTEXT)}
    made = []
    for one in found[1:]:
        kind = hints.get(one.name)
        if one.name in taken or kind not in _TYPES or (kind is bool and one.default is one.empty):
            raise plugins.broken(
                plugin,
                f"has a parameter {one.name!r} that the command line cannot give",
            )
        made.append(one.replace(kind=inspect.Parameter.KEYWORD_ONLY, annotation=kind))
    return made
