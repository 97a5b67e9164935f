"""Gold: hand-made annotation of documents, read and checked.

A gold folder holds ``texts/NAME.txt`` and ``gold/NAME.json``, and ``memcon.toml`` where the reader
needs to be told of states or bodies that its own tables lack. Offsets count the code points of the
text file with its line ends untouched (a byte-order mark aside). Every quotation is compared with
the text when the file is loaded, so a folder that loads is one whose spans can be trusted.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from memcon.errors import GoldError
from memcon.record import ActType, CommitmentStrength, MeetingForm, Mode

FORMAT_HELP = "See docs/accuracy.md for the gold format"
_NOTE_KEYS = frozenset({"note", "notes", "comment"})


def _as_list(value: object) -> object:
    """Let a single name stand where a list of names is meant."""
    if value is None:
        return []
    return [value] if isinstance(value, str) else value


Names = Annotated[list[str], BeforeValidator(_as_list)]


class _Gold(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class GoldSpan(_Gold):
    """Words of the text. ``quote`` or ``sha1`` (first twelve digits) says which they must be."""

    start: Annotated[int, Field(ge=0)]
    end: Annotated[int, Field(ge=0)]
    quote: str | None = None
    sha1: str | None = None

    @property
    def offsets(self) -> tuple[int, int]:
        """Start and end."""
        return self.start, self.end


class GoldHead(_Gold):
    """What is known of the document as a whole."""

    title: str | None = None
    publisher: str | None = None
    published: str | None = None
    dateline_place: str | None = None
    language: str = "en"
    attributable_to: str | None = None
    url: str | None = None


class GoldParticipant(_Gold):
    """Who took part; the name is null where only the office or the side is known."""

    name: str | None = None
    role: str | None = None
    country_or_org: str | None = None


class GoldMeeting(GoldSpan):
    """An encounter, with the words that tell of it."""

    form: MeetingForm
    place: str | None = None
    date: str | None = None
    participants: list[GoldParticipant] = Field(default_factory=list)


class GoldStatement(_Gold):
    """One source, one cue, and their content."""

    speaker: str | None = None
    speaker_mention: GoldSpan | None = None
    cue: GoldSpan | None = None
    content: Annotated[list[GoldSpan], Field(min_length=1)]
    mode: Mode
    acts: list[ActType] = Field(default_factory=list)
    holder: str | None = None
    targets: Names = Field(default_factory=list)
    issues: Names = Field(default_factory=list)
    via: Names = Field(default_factory=list)

    @property
    def start(self) -> int:
        """Where the content begins."""
        return min(span.start for span in self.content)


class GoldCommitment(GoldSpan):
    """A pledge, hope or call, with the words that make it."""

    by: Names = Field(default_factory=list)
    to: Names = Field(default_factory=list)
    strength: CommitmentStrength
    quantity: str | int | float | None = None
    deadline: str | None = None


class GoldFile(_Gold):
    """The content of one ``gold/NAME.json``."""

    id: str
    doc: GoldHead = Field(default_factory=GoldHead)
    meetings: list[GoldMeeting] = Field(default_factory=list)
    statements: list[GoldStatement] = Field(default_factory=list)
    commitments: list[GoldCommitment] = Field(default_factory=list)
    neutral: list[GoldSpan] = Field(default_factory=list)
    annotated_until: int | None = None


class GoldDocument(_Gold):
    """A text with its annotation."""

    id: str
    text: str
    gold: GoldFile


class Corpus(_Gold):
    """The documents of one gold folder, in the order of their names."""

    name: str
    path: Path
    documents: list[GoldDocument]
    knowledge: Annotated[Path | None, Field(description="memcon.toml of the folder, if any")] = None
    digest: Annotated[str, Field(description="sha256 over the names and content of all its files")]


def load(path: Path) -> list[Corpus]:
    """Load a gold folder, or every gold folder directly inside a folder.

    Args:
        path: a folder with ``texts/`` and ``gold/``, or a folder of such folders.

    Returns:
        One corpus for each gold folder, by name.

    Raises:
        GoldError: no gold folder there, a text or an annotation without its counterpart, or
            an annotation that does not follow the format.
    """
    if is_gold_folder(path):
        return [load_corpus(path)]
    inner = sorted(p for p in path.iterdir() if is_gold_folder(p)) if path.is_dir() else []
    if not inner:
        raise GoldError(
            "no gold folder here: neither it nor a folder in it has both texts/ and gold/",
            where=str(path),
            remedy=FORMAT_HELP,
        )
    return [load_corpus(folder) for folder in inner]


def is_gold_folder(path: Path) -> bool:
    """Say whether ``path`` has the two folders of a gold corpus."""
    return (path / "texts").is_dir() and (path / "gold").is_dir()


def load_corpus(path: Path) -> Corpus:
    """Load one gold folder.

    Raises:
        GoldError: as for `load`.
    """
    texts = {p.stem: p for p in sorted((path / "texts").glob("*.txt"))}
    golds = {p.stem: p for p in sorted((path / "gold").glob("*.json"))}
    for name in sorted(texts.keys() ^ golds.keys()):
        have, lack = ("texts", "gold") if name in texts else ("gold", "texts")
        raise GoldError(
            f"{name!r} is in {have}/ and not in {lack}/",
            where=str(path),
            remedy="Give each texts/NAME.txt its gold/NAME.json",
        )
    if not golds:
        raise GoldError("texts/ and gold/ are empty", where=str(path), remedy=FORMAT_HELP)
    absolute = path.resolve()
    knowledge = absolute / "memcon.toml"
    files = [file for name in sorted(golds) for file in (texts[name], golds[name])]
    files += [knowledge] if knowledge.exists() else []
    return Corpus(
        name=absolute.name,
        path=absolute,
        documents=[load_document(texts[name], golds[name]) for name in sorted(golds)],
        knowledge=knowledge if knowledge.exists() else None,
        digest=_digest(files),
    )


def _digest(files: list[Path]) -> str:
    digest = hashlib.sha256()
    for file in files:
        content = file.read_bytes()
        place = "" if file.suffix == ".toml" else f"{file.parent.name}/"
        digest.update(f"{place}{file.name}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()


def load_document(text_file: Path, gold_file: Path) -> GoldDocument:
    """Load and check one text and its annotation.

    Raises:
        GoldError: the file is no JSON, has unknown keys or wrong values, or a span does not say
            what the text says at its offsets.
    """
    text = _text_of(text_file).removeprefix("\ufeff")
    try:
        raw = json.loads(_text_of(gold_file))
    except json.JSONDecodeError as error:
        raise GoldError(
            f"no valid JSON: {error.msg}",
            where=f"{gold_file}:{error.lineno}:{error.colno}",
            remedy="Correct the file",
        ) from error
    try:
        gold = GoldFile.model_validate(_without_notes(raw))
    except ValidationError as error:
        first = error.errors()[0]
        more = f" ({error.error_count() - 1} more)" if error.error_count() > 1 else ""
        raise GoldError(
            f"{first['msg']}{more}",
            where=f"{gold_file}: {_place(first['loc'])}",
            remedy=FORMAT_HELP,
        ) from error
    for place, span in _spans(gold):
        _check_span(span, text, f"{gold_file}: {place}")
    return GoldDocument(id=gold.id, text=text, gold=gold)


def _text_of(file: Path) -> str:
    try:
        return file.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        raise GoldError(
            f"not UTF-8 at byte {error.start}", where=str(file), remedy="Save it as UTF-8"
        ) from error


def _without_notes(value: Any) -> Any:
    """Drop the keys in which annotators leave remarks to each other."""
    if isinstance(value, dict):
        return {k: _without_notes(v) for k, v in value.items() if k not in _NOTE_KEYS}
    if isinstance(value, list):
        return [_without_notes(item) for item in value]
    return value


def _place(loc: tuple[int | str, ...]) -> str:
    return "".join(f"[{p}]" if isinstance(p, int) else f".{p}" for p in loc).lstrip(".") or "root"


def _spans(gold: GoldFile) -> Iterator[tuple[str, GoldSpan]]:
    for i, meeting in enumerate(gold.meetings):
        yield f"meetings[{i}]", meeting
    for i, statement in enumerate(gold.statements):
        here = f"statements[{i}]"
        if statement.speaker_mention:
            yield f"{here}.speaker_mention", statement.speaker_mention
        if statement.cue:
            yield f"{here}.cue", statement.cue
        for j, span in enumerate(statement.content):
            yield f"{here}.content[{j}]", span
    for i, commitment in enumerate(gold.commitments):
        yield f"commitments[{i}]", commitment
    for i, span in enumerate(gold.neutral):
        yield f"neutral[{i}]", span


def _check_span(span: GoldSpan, text: str, where: str) -> None:
    if not span.start < span.end <= len(text):
        raise GoldError(
            f"offsets {span.start}–{span.end} are empty or outside the text of {len(text)}",
            where=where,
            remedy="Correct start and end",
        )
    words = text[span.start : span.end]
    if span.quote is None and span.sha1 is None:
        raise GoldError("a span without quote", where=where, remedy=f"It should be {words!r}")
    if span.quote is not None and span.quote != words:
        raise GoldError(
            f"the quote is {span.quote!r}, the text at {span.start}–{span.end} is {words!r}",
            where=where,
            remedy="Correct the offsets or the quote",
        )
    if span.sha1 is not None:
        # An identifier of the quoted words, not a safeguard: hence the short old digest.
        found = hashlib.sha1(words.encode(), usedforsecurity=False).hexdigest()
        if not found.startswith(span.sha1):
            raise GoldError(
                f"the text at {span.start}–{span.end}, {words!r}, has sha1 {found[:12]}, "
                f"not {span.sha1}",
                where=where,
                remedy="Correct the offsets",
            )
