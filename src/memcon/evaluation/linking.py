"""Score linking against gold: which meetings are one occasion, which names are one person.

A gold folder has ``meetings.tsv`` and ``persons.tsv`` (see tests/gold/linking/README.md); what was
linked is a mapping from an item, ``(document id, local id)``, to any name of its cluster. The
figures are those usual for coreference: pairwise precision and recall over pairs of items, and
B-cubed (Bagga and Baldwin 1998), the mean over items, which large clusters sway less.

``python -m memcon.evaluation.linking GOLD RECORDS.jsonl [--links LINKS.tsv] [--errors]`` scores
the links of a file, tab-separated with a head line ``document item cluster``, beside two
baselines: persons by equal id, meetings by equal day and sides.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import combinations
from pathlib import Path

from pydantic import ValidationError

from memcon.errors import GoldError, MemconError, NotFoundError
from memcon.evaluation.tally import Found
from memcon.record import Meeting, Record

SKIP = "skip"
HEAD = ("document", "item", "start", "label", "note")
LINKS_HEAD = ("document", "item", "cluster")

Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class GoldItem:
    """One annotated meeting or person of one document.

    ``item`` is its id in the record; ``start`` the offset of its first evidence or mention, by
    which it is found again when ids change (None: known from the title or a label only);
    ``label`` the occasion or the person, or `SKIP`.
    """

    document: str
    item: str
    start: int | None
    label: str


@dataclass(frozen=True, slots=True)
class Wrong:
    """Two groups of items wrongly joined or wrongly parted, with an example of each.

    ``joined`` says which of the two it is; ``pairs`` how many pairs of items it makes wrong.
    """

    joined: bool
    pairs: int
    first: Key
    second: Key
    first_label: str
    second_label: str


@dataclass(frozen=True, slots=True)
class LinkScores:
    """The figures of one comparison, and what is behind them.

    ``pairs`` counts pairs of items: in one cluster of both, of the gold, of the prediction.
    ``b_cubed`` is precision and recall. ``unlinked`` counts the gold items without a prediction,
    each taken as a cluster by itself. ``wrong`` has the costliest first.
    """

    items: int
    unlinked: int
    gold_clusters: int
    predicted_clusters: int
    pairs: Found
    b_cubed: tuple[float, float]
    wrong: tuple[Wrong, ...]

    @property
    def b_cubed_f1(self) -> float:
        """The harmonic mean of the two parts of B-cubed."""
        both = sum(self.b_cubed)
        return 2 * self.b_cubed[0] * self.b_cubed[1] / both if both else 0.0


def score_links(predicted: Mapping[Key, Hashable], gold: Mapping[Key, str]) -> LinkScores:
    """Compare clusters with labels, over the items that are in the gold.

    Args:
        predicted: the cluster of each item; items outside the gold do not count.
        gold: the label of each item, without skipped ones.
    """
    # A cell holds the items that share both cluster and label: all figures follow from the cells.
    cells: dict[tuple[Hashable, str], list[Key]] = defaultdict(list)
    for key in sorted(gold):
        # An item's own key stands for "a cluster by itself"; it cannot be a predicted name too.
        cluster: Hashable = ("linked", predicted[key]) if key in predicted else ("alone", key)
        cells[cluster, gold[key]].append(key)
    sizes = {cell: len(keys) for cell, keys in cells.items()}
    clusters: Counter[Hashable] = Counter()
    labels: Counter[str] = Counter()
    for (cluster, label), size in sizes.items():
        clusters[cluster] += size
        labels[label] += size
    pairs = Found(_pairs(sizes.values()), _pairs(labels.values()), _pairs(clusters.values()))
    total = len(gold) or 1
    precision = sum(size * size / clusters[cluster] for (cluster, _), size in sizes.items())
    recall = sum(size * size / labels[label] for (_, label), size in sizes.items())
    return LinkScores(
        items=len(gold),
        unlinked=sum(key not in predicted for key in gold),
        gold_clusters=len(labels),
        predicted_clusters=len(clusters),
        pairs=pairs,
        b_cubed=(precision / total, recall / total),
        wrong=_wrong(cells),
    )


def _pairs(sizes: Iterable[int]) -> int:
    return sum(size * (size - 1) // 2 for size in sizes)


def _wrong(cells: Mapping[tuple[Hashable, str], list[Key]]) -> tuple[Wrong, ...]:
    found = []
    for joined in (True, False):
        groups: dict[Hashable, list[tuple[str, list[Key]]]] = defaultdict(list)
        for (cluster, label), keys in cells.items():
            groups[cluster if joined else label].append((label, keys))
        for group in groups.values():
            for (label, keys), (other, others) in combinations(group, 2):
                pairs = len(keys) * len(others)
                found.append(Wrong(joined, pairs, keys[0], others[0], label, other))
    return tuple(sorted(found, key=lambda w: (not w.joined, -w.pairs, w.first, w.second)))


def thin(gold: Mapping[Key, str], side: Mapping[Key, str | None]) -> dict[Key, str]:
    """Keep one item for each form of a name, so that one often met does not drown the others.

    A form is local id, side and label together; the item first in order stands for it.

    Args:
        gold: the label of each item.
        side: for whom the person of an item speaks, where known.
    """
    kept: dict[tuple[str, str | None, str], Key] = {}
    for key in sorted(gold):
        kept.setdefault((key[1], side.get(key), gold[key]), key)
    return {key: gold[key] for key in sorted(kept.values())}


def read_gold(path: Path) -> list[GoldItem]:
    """Read ``meetings.tsv`` or ``persons.tsv``, skipped items included.

    Raises:
        GoldError: the head line, the number of fields or an offset is wrong, or an item is there
            twice.
        NotFoundError: there is no such file.
    """
    items: dict[Key, GoldItem] = {}
    for number, fields in _rows(path, HEAD):
        document, item, start, label, _ = fields
        where = f"{path}:{number}"
        if not label or (start and not start.isdigit()):
            raise GoldError("no label, or a start that is no offset", where=where, remedy=_REMEDY)
        if (document, item) in items:
            raise GoldError(f"{item} of {document} twice", where=where, remedy="Keep one of them")
        items[document, item] = GoldItem(document, item, int(start) if start else None, label)
    return list(items.values())


def read_links(path: Path) -> dict[Key, str]:
    """Read predicted clusters: tab-separated ``document``, ``item``, ``cluster``.

    Raises:
        GoldError: the head line or the number of fields is wrong.
        NotFoundError: there is no such file.
    """
    return {(fields[0], fields[1]): fields[2] for _, fields in _rows(path, LINKS_HEAD)}


_REMEDY = "See tests/gold/linking/README.md for the format"


def _rows(path: Path, head: tuple[str, ...]) -> list[tuple[int, list[str]]]:
    if not path.is_file():
        raise NotFoundError("there is no such file", where=str(path), remedy=_REMEDY)
    lines = path.read_text(encoding="utf-8").split("\n")
    rows = [(number, line.split("\t")) for number, line in enumerate(lines, 1) if line]
    if not rows or tuple(rows[0][1]) != head:
        raise GoldError(f"the head line is not {' '.join(head)}", where=str(path), remedy=_REMEDY)
    for number, fields in rows:
        if len(fields) != len(head):
            problem = f"{len(fields)} fields instead of {len(head)}"
            raise GoldError(problem, where=f"{path}:{number}", remedy=_REMEDY)
    return rows[1:]


def place(
    items: Iterable[GoldItem], records: Mapping[str, Record]
) -> tuple[dict[Key, str], list[GoldItem]]:
    """Find the annotated items in records, which may number them otherwise than the gold does.

    A meeting is the one with evidence at the gold's offset; a person the one of the same id, else
    the one mentioned there. Skipped items are left out.

    Args:
        items: as annotated.
        records: by document id.

    Returns:
        The label of each item under its present key, and the items that no record has any more.
    """
    placed: dict[Key, str] = {}
    lost = []
    for item in items:
        if item.label == SKIP:
            continue
        record = records.get(item.document)
        local = _present_id(item, record) if record is not None else None
        if local is None or (item.document, local) in placed:
            lost.append(item)
        else:
            placed[item.document, local] = item.label
    return placed, lost


def _present_id(item: GoldItem, record: Record) -> str | None:
    if item.item.startswith("person:"):
        spans = {a.id: a.mentions for a in record.actors if a.kind == "person"}
        if item.item in spans:
            return item.item
    else:
        spans = {m.id: m.evidence for m in record.meetings}
    there = [
        local
        for local, some in spans.items()
        if item.start is not None and any(span.start == item.start for span in some)
    ]
    return item.item if item.item in there else next(iter(there), None)


def by_equal_id(keys: Iterable[Key]) -> dict[Key, Hashable]:
    """Link what has the same local id: the baseline for persons."""
    return {key: key[1] for key in keys}


def by_day_and_sides(records: Mapping[str, Record]) -> dict[Key, Hashable]:
    """Link meetings of one day and one set of sides: the baseline for meetings.

    A meeting without a day, or with fewer than two sides, is linked with none.
    """
    links: dict[Key, Hashable] = {}
    for document, record in records.items():
        for meeting in record.meetings:
            sides = tuple(sorted({p.side for p in meeting.participants if p.side}))
            known = len(sides) > 1 and _day(meeting) is not None
            key = (document, meeting.id)
            links[key] = (_day(meeting), sides) if known else key
    return links


def _day(meeting: Meeting) -> str | None:
    date = meeting.date
    return date.value if date is not None and date.precision == "day" else None


def report(name: str, scores: LinkScores, *, errors: bool = False) -> str:
    """Return the figures as a line, and with ``errors`` what is behind them, a line each."""
    pairs = scores.pairs
    lines = [
        f"{name}: pairs P {_figure(pairs.precision)} R {_figure(pairs.recall)} "
        f"F1 {_figure(pairs.value)} ({pairs.matched} of {pairs.gold} gold, "
        f"{pairs.predicted} predicted); B-cubed P {_figure(scores.b_cubed[0])} "
        f"R {_figure(scores.b_cubed[1])} F1 {_figure(scores.b_cubed_f1)}; "
        f"{scores.items} items, {scores.gold_clusters} labels, "
        f"{scores.predicted_clusters} clusters, {scores.unlinked} unlinked"
    ]
    for wrong in scores.wrong if errors else ():
        what = "joined" if wrong.joined else "parted"
        labels = [wrong.first_label] + [wrong.second_label] * wrong.joined
        ends = " | ".join("/".join(key) for key in (wrong.first, wrong.second))
        lines.append(f"  {what} {wrong.pairs}: {' | '.join(labels)}: {ends}")
    return "\n".join(lines)


def in_first_half(label: str) -> bool:
    """Return whether a label is of the half on which rules may be tuned; a digest decides."""
    return sha256(label.encode("utf-8")).digest()[-1] % 2 == 0


def as_markdown(scores: Mapping[str, LinkScores]) -> str:
    """Return the figures as a table, a row for each comparison.

    Args:
        scores: by what the first column is to say.
    """
    lines = [
        "| linking | precision | recall | F1 | pairs | B-cubed precision | recall | F1 | items |",
        "|---|---:|---:|---:|---|---:|---:|---:|---:|",
    ]
    for name, one in scores.items():
        pairs = one.pairs
        values = (pairs.precision, pairs.recall, pairs.value)
        cells = [
            name,
            *map(_figure, values),
            f"{pairs.matched} of {pairs.gold}; {pairs.predicted} linked",
            *map(_figure, (*one.b_cubed, one.b_cubed_f1)),
            str(one.items),
        ]
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


def _figure(value: float | None) -> str:
    return "–" if value is None else f"{value:.4f}"


def load_records(path: Path, documents: Iterable[str]) -> dict[str, Record]:
    """Read the records of some documents from JSON Lines; of repeats the first counts.

    Raises:
        GoldError: a line is no record.
        NotFoundError: there is no such file.
    """
    wanted = set(documents)
    records: dict[str, Record] = {}
    if not path.is_file():
        raise NotFoundError("there is no such file", where=str(path), remedy="Give JSON Lines")
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            try:
                record = Record.model_validate_json(line)
            except ValidationError as error:
                remedy = "Write the file with `memcon export records`"
                where = f"{path}:{number}"
                raise GoldError("not a record", where=where, remedy=remedy) from error
            if record.document.id in wanted:
                records.setdefault(record.document.id, record)
    return records


def main(argv: Sequence[str] | None = None) -> int:
    """Print the scores of links, and of the baselines, on a gold folder.

    Returns:
        0, or 1 where a file cannot be read.
    """
    parser = argparse.ArgumentParser(prog="python -m memcon.evaluation.linking")
    parser.add_argument("gold", type=Path, help="folder with meetings.tsv and persons.tsv")
    parser.add_argument("records", type=Path, help="the records, as JSON Lines")
    parser.add_argument("--links", type=Path, help="TSV of document, item, cluster")
    parser.add_argument("--errors", action="store_true", help="list what was wrongly linked")
    arguments = parser.parse_args(argv)
    try:
        files = {
            name: read_gold(arguments.gold / f"{name}.tsv") for name in ("meetings", "persons")
        }
        documents = {item.document for items in files.values() for item in items}
        records = load_records(arguments.records, documents)
        links = read_links(arguments.links) if arguments.links else None
    except MemconError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sides = {
        (document, actor.id): actor.side
        for document, record in records.items()
        for actor in record.actors
    }
    meetings, lost_meetings = place(files["meetings"], records)
    persons, lost_persons = place(files["persons"], records)
    forms = thin(persons, sides)
    lines = [
        f"not found in the records: {len(lost_meetings)} meetings, {len(lost_persons)} persons"
    ]
    for kind, gold, baseline in (
        ("meetings", meetings, by_day_and_sides(records)),
        ("persons", persons, by_equal_id(persons)),
        ("persons, each form once", forms, by_equal_id(forms)),
    ):
        errors = arguments.errors
        if links is not None:
            lines.append(report(kind, score_links(links, gold), errors=errors))
        lines.append(
            report(f"{kind}, baseline", score_links(baseline, gold), errors=errors and not links)
        )
    sys.stdout.write("\n".join(lines) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
