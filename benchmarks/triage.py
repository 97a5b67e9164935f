"""What triage costs and what it loses: prints the tables that stand in docs/triage.md.

Speed is that of judging texts before they are parsed, in processor time of one core: over texts
of diplomacy (``../shared/corpus`` if it is there, else ``examples/``), and over other text, news of
our own making and documentation of packages (``streams.py``). No finding of gold may be lost: if
one is, the command fails. ``--corpus`` reads the whole corpus, with every sentence and with those
that matter, and tells what both kinds of triage lose there; it takes a quarter of an hour.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "BLIS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = "1"  # before numpy is loaded

import manuals  # noqa: E402
from newsroom import Newsroom  # noqa: E402

from memcon import sources  # noqa: E402
from memcon.evaluation.corpora import present  # noqa: E402
from memcon.knowledge import Knowledge, load_knowledge  # noqa: E402
from memcon.reading.reader import Reader  # noqa: E402
from memcon.reading.sentence_triage import asked_paragraphs  # noqa: E402
from memcon.reading.triage import DocumentTriage, Verdict  # noqa: E402
from memcon.record import Record  # noqa: E402
from memcon.sources import Taken  # noqa: E402

ROOT: Final = Path(__file__).resolve().parent.parent
SHARED: Final = ROOT.parent / "shared" / "corpus"
TIMES: Final = 5  # the best counts
NEWS: Final = 3000
MANUALS: Final = 1000
FINDINGS: Final = ("statements", "acts", "commitments", "meetings", "events")


def speed(judge: Callable[[str], Verdict], texts: Sequence[str]) -> tuple[float, float]:
    """Return megabytes a second of processor time, and the share that is kept."""
    size = sum(len(text.encode()) for text in texts) / 1e6
    best, kept = 0.0, 0
    for _ in range(TIMES):
        start = time.process_time()
        kept = sum(judge(text).keep for text in texts)
        best = max(best, size / (time.process_time() - start))
    return best, kept / len(texts)


def diplomatic() -> list[str]:
    """Return texts of diplomacy."""
    return [one.document.text for _, one in corpus()] or [
        path.read_text("utf-8") for path in sorted((ROOT / "examples").glob("2*"))
    ]


def corpus() -> Iterator[tuple[str, Taken]]:
    """Yield the documents of the corpus beside the project, each text once, by its folder."""
    seen: set[str] = set()
    for path in sorted(SHARED.glob("*/*")):
        for one in sources.from_path(path):
            if one.document.text not in seen:
                seen.add(one.document.text)
                yield path.parent.name, one


def gold_loss() -> tuple[list[list[str]], int]:
    """Return the table of what document triage loses of gold, and how many findings these are."""
    table, total = [], 0
    for name, one in present(ROOT).items():
        triage = DocumentTriage(load_knowledge(one.knowledge))
        aside = [doc.gold for doc in one.documents if not triage.judge(doc.text).keep]
        found = [doc.gold for doc in one.documents]
        row = [name, f"{len(aside)} of {len(found)}"]
        for part in ("statements", "acts", "commitments"):
            lost, there = (sum(_size(gold, part) for gold in some) for some in (aside, found))
            total += lost
            row.append(f"{lost} of {there}")
        table.append(row)
    return table, total


def _size(gold: Any, part: str) -> int:
    if part == "acts":
        return sum(len(one.acts) for one in gold.statements)
    return len(getattr(gold, part))


def foreign(record: Record, knowledge: Knowledge, home: str = "USA") -> Counter[str]:
    """Count the findings of a record in which a state or body other than its own has a part."""
    sides = {a.id: a.id if a.kind in ("state", "organisation") else a.side for a in record.actors}

    def takes_part(ids: Sequence[str]) -> bool:
        return any(
            (sides.get(one) or one) in knowledge.entities
            and not one.startswith("group:")
            and (sides.get(one) or one) != home
            for one in ids
        )

    return Counter(
        statements=sum(takes_part([*s.speakers, *s.addressees]) for s in record.statements),
        acts=sum(takes_part([*a.by, *a.to]) for a in record.acts),
        commitments=sum(takes_part([*c.by, *c.to]) for c in record.commitments),
        meetings=sum(
            takes_part([p.side for p in m.participants if p.side is not None])
            for m in record.meetings
        ),
        events=sum(
            takes_part([p.actor for p in (*e.sources, *e.targets) if p.actor is not None])
            for e in record.events
        ),
    )


def sizes(record: Record) -> Counter[str]:
    """Count the findings of a record."""
    return Counter({part: len(getattr(record, part)) for part in FINDINGS})


def corpus_loss() -> tuple[list[list[str]], list[str]]:
    """Read the corpus; return the table of document triage and the lines of sentence triage."""
    knowledge = load_knowledge()
    triage = DocumentTriage(knowledge)
    documents = list(corpus())
    reader = Reader(every_sentence=True)
    totals: dict[str, Counter[str]] = {}
    every: dict[int, Record] = {}
    records = reader.read_many(taken for _, taken in documents)
    for number, ((name, taken), record) in enumerate(zip(documents, records, strict=True)):
        tally = totals.setdefault(name, Counter())
        kept = triage.judge(taken.document.text).keep
        abroad = foreign(record, knowledge)
        for kind, counts in (("all", sizes(record)), ("foreign", abroad)):
            for part, count in [
                *counts.items(),
                ("documents", kind == "all" or any(abroad.values())),
            ]:
                tally[f"{kind} {part}"] += count
                tally[f"{kind} {part} lost"] += 0 if kept else count
        if asked_paragraphs(taken.document):
            every[number] = record
    table = [
        [name, part, *(_lost(tally, f"{kind} {part}") for kind in ("all", "foreign"))]
        for name, tally in totals.items()
        for part in ("documents", *FINDINGS)
    ]
    return table, _sentence_loss(every, [documents[number][1] for number in every], len(documents))


def _lost(tally: Mapping[str, int], key: str) -> str:
    lost, there = tally[f"{key} lost"], tally[key]
    return f"{lost:,} of {there:,} ({lost / max(there, 1):.1%})"


def _sentence_loss(every: Mapping[int, Record], taken: list[Taken], total: int) -> list[str]:
    lost: Counter[str] = Counter()
    there: Counter[str] = Counter()
    differing = 0
    records = Reader().read_many(taken)
    for before, after in zip(every.values(), records, strict=True):
        differing += before != after
        there += sizes(before)
        for part in FINDINGS:
            ours, others = (Counter(map(_bare, getattr(one, part))) for one in (before, after))
            lost[part] += (ours - others).total()
    gone = ", ".join(f"{lost[part]:,} of {there[part]:,} {part}" for part in FINDINGS)
    return [
        f"Documents with questions: {len(every)} of {total}; with another record: {differing}.",
        f"Lost or changed in them: {gone}.",
    ]


def _bare(finding: Any) -> str:
    """Return a finding without the numbers by which findings refer to each other."""
    numbered = {"id", "act", "statement", "continues", "meeting"}
    return json.dumps(finding.model_dump(mode="json", exclude=numbered), sort_keys=True)


def show(head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print a Markdown table."""
    for row in (head, ["---"] * len(head), *rows):
        print("|", " | ".join(row), "|")
    print()


def main() -> None:
    """Measure, and print Markdown tables."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--corpus", action="store_true", help="read the whole corpus, too")
    chosen = arguments.parse_args()
    triage = DocumentTriage(load_knowledge())
    triage.language("A text, so that the model is loaded.")
    news = Newsroom(1)
    rows = []
    for name, texts in (
        ("texts of diplomacy", diplomatic()),
        ("other news", [news.article(number).text for number in range(NEWS)]),
        ("documentation", [manuals.article(1, number).text for number in range(MANUALS)]),
    ):
        rate, kept = speed(triage.judge, texts)
        page_rate, page_kept = speed(triage.judge_page, texts)
        rows.append(
            [
                name,
                f"{len(texts):,}",
                f"{rate:.0f}",
                f"{kept:.1%}",
                f"{page_rate:.0f}",
                f"{page_kept:.1%}",
            ]
        )
    show(["", "texts", "MB/s a core", "kept", "as pages: MB/s", "kept"], rows)
    table, lost = gold_loss()
    show(["gold", "documents set aside", "statements", "acts", "commitments"], table)
    if chosen.corpus:
        table, lines = corpus_loss()
        show(["corpus", "", "set aside", "of those with another state or body"], table)
        print("\n".join(lines))
    if lost:
        sys.exit(f"{lost} findings of gold are lost")


if __name__ == "__main__":
    main()
