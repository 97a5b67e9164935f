"""Short documents about meetings of invented states, as many as wanted, always the same.

They are made so that linking has work: several accounts of one meeting, reprints, promises said
again, persons whose names are printed in several ways, pages in two versions, one text in two
files, feeds with several items, and a file that cannot be read.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

from conftest import ROOT
from memcon.record import Record

KNOWLEDGE = ROOT / "examples" / "memcon.toml"  # the states, places and publishers


@dataclass(frozen=True)
class State:
    name: str
    adjective: str
    capital: str
    site: str
    source: str
    # the ministers in turn, each with other spellings of the name
    ministers: tuple[tuple[str, ...], ...]


STATES = (
    State(
        "Varnia",
        "Varnian",
        "Lendrava",
        "varnapress.example",
        "Varnapress",
        (("Mirel Dovanu",), ("Sorin Pelescu", "Sorin I. Pelescu")),
    ),
    State(
        "Ostria",
        "Ostrian",
        "Kasbrod",
        "mfa.ostria.example",
        "Ministry of Foreign Affairs of Ostria",
        (("Tomáš Helverin", "Tomas Helverin"), ("Ilse Brandar",)),
    ),
    State(
        "Selmark",
        "Selmarkian",
        "Halmsund",
        "innerseapress.example",
        "Inner Sea Press",
        (("Astrid Holmgard", "Astrid Marie Holmgard"),),
    ),
    State(
        "Kelshara",
        "Kelsharan",
        "Ammuri",
        "sestratribune.example",
        "The Sestra Tribune",
        (("Dawit Ashenko", "Dawit Aschenko"),),
    ),
)

PROMISES = (
    "build {n} ferries by {year}",
    "send {n} veterinarians to the border districts before the end of {year}",
    "bring annual trade to {n} billion marks by {year}",
    "open {n} crossings on the Sunda line by {year}",
    "lower the tolls on grain ships in the Strait of Maren",
    "keep the northern channel open to fishing boats of both countries",
    "share soundings of the sea bed with the Inner Sea Council",
    "pay the pensions of former harbour workers without delay",
)
REMARKS = (
    "{a} firmly supports {b} in guarding its coast, {m} said.",
    "{m} called on {c} to lift its ban on herring.",
    "{m} criticised {c} for the closing of the beacons.",
    "{m} thanked {b} for the help that its sailors gave after the storm.",
    "{m} stressed that the good-neighbour partnership of equals needs patience.",
    "{m} proposed that experts of both countries meet in {place}.",
)
SETTINGS = (
    "The talks were held in a hall beside the old harbour and lasted two hours.",
    "It was the first talk of the two since the spring floods.",
    "Officials of both ministries joined the talks for the second half.",
    "Rain kept the two from walking along the quay as planned.",
    "The two also looked at charts of the northern channel.",
)


@dataclass(frozen=True)
class Encounter:
    """A meeting that documents tell of."""

    day: dt.date
    host: State
    guest: State
    names: tuple[tuple[str, ...], tuple[str, ...]]
    form: str
    promise: str
    remarks: tuple[str, str]
    setting: str


def write(folder: Path, count: int, *, seed: int = 1) -> list[Path]:
    """Write ``count`` files into a folder; return them in the order of their names."""
    draw = random.Random(seed)
    encounters = [_encounter(draw) for _ in range(max(count // 3, 2))]
    folder.mkdir(parents=True, exist_ok=True)
    made: list[str] = []
    paths: list[Path] = []
    for number in range(count):
        kind = number % 20
        name = f"{number:03}"
        if kind == 7:
            name, content = f"{name}.xml", _feed(draw, draw.sample(encounters, 2), number)
        elif kind == 11:
            name, content = f"{name}.txt", "\x00\x01\x02" * 40 + str(number)
        elif kind == 13 and made:
            name, content = f"{name}.txt", draw.choice(made)  # a text that is there already
        elif kind in (15, 16, 17) and made:  # reprints, with a line of the paper's own
            name, content = f"{name}.txt", _reprint(draw.choice(made[-40:]), number)
        elif kind in (18, 19):  # a page in two versions
            content = _version(draw, encounters[number // 20], number)
            name = f"{name}.md"
        else:
            content = _report(draw, draw.choice(encounters))
            made.append(content)
            name = f"{name}.txt"
        path = folder / name
        path.write_text(content, encoding="utf-8")
        paths.append(path)
    return paths


def _encounter(draw: random.Random) -> Encounter:
    host, guest = draw.sample(STATES, 2)
    year = draw.choice((2023, 2024))
    day = dt.date(year, 1, 5) + dt.timedelta(days=draw.randrange(0, 360, 3))
    promise = draw.choice(PROMISES).format(
        n=draw.choice((4, 6, 40)), year=draw.choice((2026, 2028))
    )
    first, second = draw.sample(REMARKS, 2)
    in_office = 0 if year == 2023 else -1
    return Encounter(
        day=day,
        host=host,
        guest=guest,
        names=(host.ministers[in_office], guest.ministers[in_office]),
        form=draw.choice(("met", "met", "spoke by telephone with")),
        promise=promise,
        remarks=(first, second),
        setting=draw.choice(SETTINGS),
    )


def _body(draw: random.Random, encounter: Encounter) -> str:
    """Return three or four sentences by which one account tells of an encounter."""
    e = encounter
    host, guest = (draw.choice(names) for names in e.names)
    third = next(state for state in STATES if state not in (e.host, e.guest))
    mine = host.rpartition(" ")[2] if draw.random() < 0.5 else host
    remark = draw.choice(e.remarks).format(
        a=e.host.name, b=e.guest.name, c=third.name, m=mine, place=e.guest.capital
    )
    reply = draw.choice(e.remarks).format(
        a=e.guest.name, b=e.host.name, c=third.name, m=guest, place=e.host.capital
    )
    sentences = [
        f"{e.host.adjective} Foreign Minister {host} {e.form} {e.guest.adjective} Foreign "
        f"Minister {guest} in {e.host.capital} on {e.day:%d %B %Y}.",
        f"{e.host.name} will {e.promise}, {mine} said.",
        remark,
        reply,
    ]
    if draw.random() < 0.6:
        sentences.append(e.setting)
    return "\n\n".join((" ".join(sentences[:2]), " ".join(sentences[2:])))


def _report(draw: random.Random, encounter: Encounter) -> str:
    e = encounter
    printed = e.day + dt.timedelta(days=draw.randrange(3))
    by = draw.choice((e.host, e.guest))
    return (
        f"{e.host.adjective} and {e.guest.adjective} ministers speak of the sea\n\n"
        f"Source: {by.source}   {printed}\n\n{_body(draw, e)}\n"
    )


def _reprint(text: str, number: int) -> str:
    return f"{text}\nThis report was also printed in the evening paper, page {number % 7 + 1}.\n"


def _version(draw: random.Random, encounter: Encounter, number: int) -> str:
    site = encounter.host.site
    printed = encounter.day + dt.timedelta(days=number % 20 - 17)
    return (
        f"---\ntitle: On the talks in {encounter.host.capital}\ndate: '{printed}'\n"
        f"source_url: https://{site}/talks/{number // 20}\n---\n{_body(draw, encounter)}\n"
    )


def _feed(draw: random.Random, encounters: Sequence[Encounter], number: int) -> str:
    site = encounters[0].host.site
    items = "".join(
        f"<item><title>Talks in {e.host.capital}</title>"
        f"<link>https://{site}/feed/{number}/{place}</link>"
        f"<pubDate>{e.day:%a, %d %b %Y} 12:00:00 +0000</pubDate>"
        f"<description>{escape(f'<p>{_body(draw, e)}</p>')}</description></item>"
        for place, e in enumerate(encounters)
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0"><channel>'
        f"<title>Talks</title><link>https://{site}/</link>{items}</channel></rss>\n"
    )


def read(paths: Iterable[Path]) -> dict[str, Record]:
    """Return the records of files by document id; those that cannot be read have none."""
    from memcon import sources
    from memcon.errors import MemconError
    from memcon.reading.reader import Reader

    taken = []
    for path in paths:
        try:
            taken.extend(sources.from_path(path))
        except MemconError:
            continue
    return {record.document.id: record for record in Reader(knowledge=KNOWLEDGE).read_many(taken)}


@dataclass(frozen=True)
class InventedDocuments:
    """Files, and a file of their records, for a process that adds them without a reader."""

    paths: list[Path]
    records: Path

    @classmethod
    def write(cls, folder: Path, count: int) -> InventedDocuments:
        """Write ``count`` files, read them, and write their records."""
        paths = write(folder / "texts", count)
        records = folder / "records.jsonl"
        lines = (record.to_json() + "\n" for record in read(paths).values())
        records.write_text("".join(lines), encoding="utf-8")
        return cls(paths, records)
