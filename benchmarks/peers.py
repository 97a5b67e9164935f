"""memcon beside what users have: textacy's quotations, and a few lines of their own over spaCy.

All read the texts of a gold folder (``../shared/gold/dev``, else the project's own ``tests/gold``),
and are scored by the rules of ``memcon evaluate``: a statement is found if at least half of its
words are (intersection over union), and rightly given if its speaker is the one annotated too. The
parser is the same for all, with spaCy's default components for the peers. Where a peer gives a
pronoun as the speaker, the person named last before it is taken, and a name counts as that of a
person or of a body as it fits: both are more than the peers say themselves.

textacy is optional: ``pip install textacy==0.13.0``. On Python 3.13 that compiles floret, of which
there is no wheel, and wants a C++ compiler. Without textacy the rest is measured.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "BLIS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = "1"  # before numpy is loaded

from measured import ROOT, VERSION, table, write  # noqa: E402

from memcon import sources  # noqa: E402
from memcon.evaluation.gold import Corpus, GoldDocument, load_corpus  # noqa: E402
from memcon.evaluation.names import persons_agree, split_speakers  # noqa: E402
from memcon.evaluation.run import empty_record  # noqa: E402
from memcon.evaluation.score import score_document  # noqa: E402
from memcon.evaluation.tally import Scores, total  # noqa: E402
from memcon.reading.parse import MODELS  # noqa: E402
from memcon.reading.reader import Reader  # noqa: E402
from memcon.record import Actor, Record, Span, Statement  # noqa: E402

GOLD: Final = ROOT.parent / "shared" / "gold" / "dev"
TIMES: Final = 3  # all take turns, and the best of each counts
_WORDS: Final = """
acknowledge add admit affirm announce argue claim comment confirm declare deny emphasise emphasize
explain express highlight insist note pledge point promise reaffirm reiterate remark reply report
repeat say state stress suggest tell underline underscore urge warn write
"""
SAYING: Final = frozenset(_WORDS.split())
"""What a user who wants statements would list first."""

QUOTES: Final = "\"'“”‘’«»"
BODIES: Final = frozenset(("GPE", "LOC", "NORP", "ORG"))


@dataclass(frozen=True, slots=True)
class Said:
    """A statement as a peer gives it: where its words are, and who is its speaker."""

    start: int
    end: int
    speaker: str
    direct: bool


def quotations(doc: Any) -> Iterator[Said]:
    """Yield textacy's direct quotations."""
    from textacy.extract import direct_quotations

    for found in direct_quotations(doc):
        words = " ".join(token.text for token in found.speaker)
        name = _speaker(doc, found.speaker[-1], words)
        first, last = found.content[0], found.content[-1]
        yield _said(doc, first.idx, last.idx + len(last), name, direct=True)


def reported(doc: Any) -> Iterator[Said]:
    """Yield what verbs of saying govern: their subject said their clausal complement."""
    for verb in doc:
        if verb.pos_ != "VERB" or verb.lemma_ not in SAYING:
            continue
        subject = next((t for t in verb.children if t.dep_ in ("nsubj", "nsubjpass")), None)
        clause = next((t for t in verb.children if t.dep_ in ("ccomp", "xcomp")), None)
        if clause is None:
            clause = next((t for t in verb.children if t.dep_ in ("dobj", "obj")), None)
        if subject is None or clause is None:
            continue
        words = [t for t in clause.subtree if t.i != verb.i]
        if clause.left_edge.i < verb.i < clause.right_edge.i:  # the tag stands in the middle
            words = [t for t in words if t.i < verb.i] or words
        while words and (words[0].dep_ == "mark" or words[0].is_punct):
            words = words[1:]
        if words:
            name = _speaker(doc, subject, " ".join(t.text for t in subject.subtree))
            end = words[-1].idx + len(words[-1])
            quoted = words[0].i > 0 and doc[words[0].i - 1].is_quote
            yield _said(doc, words[0].idx, end, name, direct=quoted)


def _said(doc: Any, start: int, end: int, name: str, *, direct: bool) -> Said:
    text = doc.text
    while start < end and (text[start].isspace() or text[start] in QUOTES):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in QUOTES + ".,"):
        end -= 1
    return Said(start, end, name, direct)


def _speaker(doc: Any, token: Any, words: str) -> str:
    """Return the named entity that a token is of, for a pronoun the person named last before."""
    within = [one for one in doc.ents if one.start <= token.i < one.end]
    inside = [one for one in doc.ents if one.root in token.subtree]
    before = [one for one in doc.ents if one.end <= token.i and one.label_ == "PERSON"]
    persons = [one for one in inside if one.label_ == "PERSON"]
    bodies = [one for one in inside if one.label_ in BODIES]
    last = before[-1:] if token.pos_ == "PRON" else []
    return next((str(one.text) for one in (*within, *persons, *last, *bodies)), words)


def record(gold: GoldDocument, found: Sequence[Said]) -> Record:
    """Return what a peer found as a record, so that it can be scored as any."""
    text = gold.text
    names = {name for one in gold.gold.statements for name in split_speakers(one.speaker)}
    actors: dict[str, Actor] = {}
    statements: list[Statement] = []
    for number, one in enumerate(found, 1):
        if one.start >= one.end:
            continue
        slug = "-".join(one.speaker.lower().split())
        person = any(persons_agree(name, one.speaker) for name in names)
        actor = Actor(
            id=f"person:{slug}" if person else slug,
            kind="person" if person else "organisation",
            name=one.speaker,
        )
        actors[actor.id] = actor
        content = Span(start=one.start, end=one.end, text=text[one.start : one.end])
        statements.append(
            Statement(
                id=f"statement:{number}",
                speakers=[actor.id],
                content=[content],
                mode="direct" if one.direct else "indirect",
            )
        )
    return empty_record(text).model_copy(
        update={"actors": list(actors.values()), "statements": statements}
    )


def taken(doc: Any, extract: Callable[[Any], Iterator[Said]]) -> list[Said]:
    """Return what a peer finds in a document, nothing where it gives up."""
    try:
        return list(extract(doc))
    except ValueError:  # textacy, where quotation marks do not come in pairs
        return []


def only_direct(gold: GoldDocument) -> GoldDocument:
    """Return a gold document of which only the direct quotations are left."""
    kept = [one for one in gold.gold.statements if one.mode == "direct"]
    return gold.model_copy(update={"gold": gold.gold.model_copy(update={"statements": kept})})


def scores(documents: Sequence[GoldDocument], records: Sequence[Record]) -> Scores:
    """Return the scores of records."""
    return total(
        score_document(gold, read).scores for gold, read in zip(documents, records, strict=True)
    )


def percent(share: float | None) -> str:
    """Return a share as per cent."""
    return "–" if share is None else f"{100 * share:.0f} %"


def figures(corpus: Corpus) -> list[list[str]]:
    """Measure all, and return a row each."""
    import spacy

    documents = corpus.documents
    texts = [one.text for one in documents]
    count = sum(len(text.split()) for text in texts)
    name = next(name for name in MODELS if importlib.util.find_spec(name) is not None)
    nlp = spacy.load(name)
    reader = Reader(knowledge=corpus.knowledge)
    runs: dict[str, Callable[[], list[Any]]] = {
        "memcon": lambda: list(reader.read_many(sources.from_text(text) for text in texts)),
        "spaCy, default components": lambda: list(nlp.pipe(texts)),
        "spaCy with forty lines: verbs of saying, their subjects and clauses": lambda: [
            taken(doc, reported) for doc in nlp.pipe(texts)
        ],
    }
    if importlib.util.find_spec("textacy") is not None:
        runs["textacy, direct quotations"] = lambda: [
            taken(doc, quotations) for doc in nlp.pipe(texts)
        ]
    else:
        remedy = "pip install textacy==0.13.0 (on Python 3.13 with a C++ compiler, for floret)"
        print(f"textacy is not installed, and is left out: {remedy}")
    best = dict.fromkeys(runs, float("inf"))
    found: dict[str, list[Any]] = {}
    for _ in range(TIMES):
        for peer, work in runs.items():
            start = time.process_time()
            found[peer] = work()
            best[peer] = min(best[peer], time.process_time() - start)
    rows: list[list[str]] = []
    direct = [only_direct(one) for one in documents]
    for peer, given in found.items():
        row = [peer, f"{count / best[peer]:,.0f}", f"{best[peer] / best['memcon']:.2f}"]
        if isinstance(given[0], (Record, list)):
            records = [
                one if isinstance(one, Record) else record(gold, one)
                for gold, one in zip(documents, given, strict=True)
            ]
            whole, quoted = scores(documents, records), scores(direct, records)
            row += [
                percent(whole.content.recall),
                percent(whole.content.precision),
                percent(whole.statement.value),
                percent(whole.exact.value),
                percent(quoted.statement.recall),
            ]
        else:
            row += ["–"] * 5
        rows.append(row)
    return rows


def main() -> None:
    """Measure, and print a Markdown table."""
    parser = argparse.ArgumentParser(description=__doc__)
    default = GOLD if GOLD.is_dir() else ROOT / "tests" / "gold"
    parser.add_argument("--gold", type=Path, default=default, help="a folder of gold")
    parser.add_argument("--write", action="store_true", help="write the table into the page")
    options = parser.parse_args()
    corpus = load_corpus(options.gold)
    count = sum(len(one.gold.statements) for one in corpus.documents)
    head = ["what", "words a second", "time : memcon", "found", "of what it gives, right"]
    head += ["with the right speaker (F1)", "word for word (F1)", "direct quotations with speaker"]
    lines = [
        f"{len(corpus.documents)} documents, {count} annotated statements; {VERSION}",
        "",
        *table(head, figures(corpus)),
    ]
    print("\n".join(lines))
    if options.write:
        write("peers", lines)


if __name__ == "__main__":
    main()
