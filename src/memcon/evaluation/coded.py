"""``python -m memcon.evaluation.coded``: how good event coding is, on annotated sentences.

Gold is ``tests/gold/events/sentences.jsonl``: sentences with their events by CAMEO code, source
and target. A root is found where a sentence has it, whoever acts (the usual measure of coders); an
event is found where root, source and target agree, words being the same where half of the shorter
of the two occur in the other. ``silent.jsonl`` points at sentences of the corpus that tell of no
event. Without ``--write`` it says whether docs/accuracy.md is up to date and no score is under its
floor.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from memcon.errors import GoldError, MemconError
from memcon.evaluation.page import replace_section, section
from memcon.evaluation.tally import Found, Share
from memcon.reading.coding.sentences import SentenceCoder, SentenceEvent

GOLD: Final = Path("tests/gold/events")
FLOORS: Final = GOLD / "floors.json"
PAGE: Final = Path("docs/accuracy.md")
SECTION: Final = "events"
CORPUS: Final = Path("../shared/corpus")
_WORD: Final = re.compile(r"[\w-]+")
_SMALL: Final = frozenset({"the", "a", "an", "s", "of", "in", "its", "their", "his", "her", "some"})

Code = Callable[[Iterable[str]], Iterable[SentenceEvent]]


@dataclass(frozen=True, slots=True)
class GoldEvent:
    """An annotated event: CAMEO code, words of source and target, None where there is none."""

    code: str
    source: str | None
    target: str | None


@dataclass(frozen=True, slots=True)
class GoldSentence:
    """An annotated sentence."""

    id: str
    text: str
    events: tuple[GoldEvent, ...]


@dataclass(slots=True)
class CodedScores:
    """Counts over all sentences."""

    roots: Found = field(default_factory=Found)
    events: Found = field(default_factory=Found)
    exact: Share = field(default_factory=Share)  # of the events found, those with the very code
    silent: Share = field(default_factory=Share)  # coded, of those without event
    corpus: Share = field(default_factory=Share)  # the same, of sentences of the corpus
    by_root: dict[str, Found] = field(default_factory=dict)


def read_sentences(path: Path) -> list[GoldSentence]:
    """Read annotated sentences.

    Raises:
        GoldError: a line is not as it should be.
    """
    found = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        try:
            row = json.loads(line)
            events = tuple(GoldEvent(e["code"], e["source"], e["target"]) for e in row["events"])
            found.append(GoldSentence(row["id"], row["text"], events))
        except (ValueError, KeyError, TypeError) as error:
            raise GoldError(
                f"the line is no annotated sentence ({error})",
                where=f"{path}, line {number}",
                remedy="See tests/gold/events/README.md",
            ) from error
    return found


def silent_sentences(gold: Path, corpus: Path) -> Iterator[str]:
    """Yield the words of the corpus that were judged to tell of no event, each on one line.

    Args:
        gold: ``silent.jsonl``: file, start and end of each.
        corpus: the folder that the files are in.
    """
    for line in gold.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        text = (corpus / row["file"]).read_bytes().decode("utf-8")
        yield " ".join(text[row["start"] : row["end"]].split())


def score_sentences(
    gold: Sequence[GoldSentence], code: Code, silent: Sequence[str] = ()
) -> CodedScores:
    """Score a coder.

    Args:
        gold: annotated sentences.
        code: lines to events; denied ones count as none.
        silent: sentences without any event.
    """
    scores = CodedScores()
    coded = _by_line(code(sentence.text for sentence in gold))
    for number, sentence in enumerate(gold, 1):
        _add(scores, sentence, coded.get(number, []))
    if silent:
        scores.corpus = Share(len(_by_line(code(silent))), len(silent))
    return scores


def _by_line(events: Iterable[SentenceEvent]) -> dict[int, list[SentenceEvent]]:
    found: dict[int, list[SentenceEvent]] = {}
    for event in events:
        if not event.negated:
            found.setdefault(event.line, []).append(event)
    return found


def _add(scores: CodedScores, sentence: GoldSentence, coded: list[SentenceEvent]) -> None:
    wanted = {event.code[:2] for event in sentence.events}
    given = {event.code[:2] for event in coded}
    scores.roots += Found(len(wanted & given), len(wanted), len(given))
    for root in wanted | given:
        one = Found(int(root in wanted and root in given), int(root in wanted), int(root in given))
        scores.by_root[root] = scores.by_root.get(root, Found()) + one
    if not sentence.events:
        scores.silent += Share(int(bool(coded)), 1)
    left = list(coded)
    for event in sentence.events:
        same = next((one for one in left if _agree(event, one)), None)
        if same is not None:
            left.remove(same)
            scores.exact += Share(int(same.code == event.code), 1)
    matched = len(coded) - len(left)
    scores.events += Found(matched, len(sentence.events), len(coded))


def _agree(gold: GoldEvent, coded: SentenceEvent) -> bool:
    source = coded.source.text if coded.source is not None else None
    target = coded.target.text if coded.target is not None else None
    return (
        gold.code[:2] == coded.code[:2]
        and _same_words(gold.source, source)
        and _same_words(gold.target, target)
    )


def _same_words(one: str | None, other: str | None) -> bool:
    if one is None or other is None:
        return one is other
    first, second = _words(one), _words(other)
    return 2 * len(first & second) >= min(len(first), len(second)) > 0


def _words(text: str) -> frozenset[str]:
    words = frozenset(_WORD.findall(text.lower()))
    return words - _SMALL or words


def measure(root: Path) -> CodedScores:
    """Return the scores on the project's own sentences, and on the corpus if it is there.

    Args:
        root: the project's folder.

    Raises:
        GoldError: the gold is not as it should be.
    """
    gold = read_sentences(root / GOLD / "sentences.jsonl")
    corpus = root / CORPUS
    silent = list(silent_sentences(root / GOLD / "silent.jsonl", corpus)) if corpus.is_dir() else []
    return score_sentences(gold, SentenceCoder().code, silent)


def values_of(scores: CodedScores) -> dict[str, float]:
    """Return the figures that are pinned, by name; a share of false codings counts down."""
    values = {
        "root_f1": scores.roots.value or 0.0,
        "event_f1": scores.events.value or 0.0,
        "silent": 1 - scores.silent.right / scores.silent.of if scores.silent.of else 1.0,
    }
    if scores.corpus.of:
        values["corpus_silent"] = 1 - scores.corpus.right / scores.corpus.of
    return {name: round(value, 4) for name, value in values.items()}


def under_floor(scores: CodedScores, floors: Mapping[str, float]) -> list[str]:
    """Return a line for each figure that is under its floor."""
    return [
        f"{name} is {value}, its floor {floors[name]}"
        for name, value in values_of(scores).items()
        if value < floors.get(name, 0.0)
    ]


def as_markdown(scores: CodedScores, names: Mapping[str, str]) -> str:
    """Return the section of docs/accuracy.md; ``names`` are those of the roots."""
    lines = [
        "| | precision | recall | F1 | found of annotated |",
        "|---|---|---|---|---|",
        _row("root of an event, whoever acts", scores.roots),
        _row("event: root, source and target", scores.events),
        "",
        f"Of the events found, {_share(scores.exact)} have the very code. Of the sentences of the "
        f"list that tell of no event, {_share(scores.silent)} are coded all the same"
        + (
            f"; of the corpus sentences that tell of none, {_share(scores.corpus)}."
            if scores.corpus.of
            else "."
        ),
        "",
        "| root | name | precision | recall | annotated |",
        "|---|---|---|---|---|",
    ]
    for root, one in sorted(scores.by_root.items()):
        name = names[root].capitalize()
        lines.append(
            f"| {root} | {name} | {_figure(one.precision)} | {_figure(one.recall)} | {one.gold} |"
        )
    return "\n".join(lines)


def _row(name: str, found: Found) -> str:
    figures = (_figure(found.precision), _figure(found.recall), _figure(found.value))
    return f"| {name} | {' | '.join(figures)} | {found.matched} of {found.gold} |"


def _figure(value: float | None) -> str:
    return f"{value:.2f}" if value is not None else "–"


def _share(share: Share) -> str:
    return f"{share.right} of {share.of} ({share.right / share.of:.1%})" if share.of else "none"


def main(argv: Sequence[str] | None = None) -> int:
    """Check or write the figures in the page of the project in the current folder.

    Returns:
        0, or 1 where a score is under its floor, the page is out of date, or something is missing.
    """
    from memcon.knowledge.events import cameo_codes

    parser = argparse.ArgumentParser(prog="python -m memcon.evaluation.coded", description=__doc__)
    parser.add_argument("--write", action="store_true", help="write the figures into the page")
    arguments = parser.parse_args(argv)
    root = Path.cwd()
    names = {code: item.name for code, item in cameo_codes().items() if len(code) == 2}
    try:
        scores = measure(root)
        written = as_markdown(scores, names)
        page = (root / PAGE).read_text(encoding="utf-8")
        lines = under_floor(scores, json.loads((root / FLOORS).read_text(encoding="utf-8")))
        if arguments.write:
            page = replace_section(page, SECTION, written)
            (root / PAGE).write_text(page, encoding="utf-8")
        elif section(page, SECTION) != written:
            lines.append(f"{PAGE} is out of date: run it with --write")
    except MemconError as error:
        lines = [str(error)]
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main())
