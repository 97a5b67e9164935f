"""The meeting network: counted from meetings, written as GraphML and GEXF, read by networkx."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import networkx as nx  # type: ignore[import-untyped]
import pytest

from archives import filled
from memcon.archive import Archive
from memcon.exports import network
from memcon.exports.formats import Selection
from memcon.exports.gatherings import Gathering, Guest
from memcon.exports.selected import Known

OSTRIA = Known(id="OST", kind="state", name="Ostria", side="OST")
VARNIA = Known(id="VAR", kind="state", name="Varnia", side="VAR")
COUNCIL = Known(id="ISC", kind="organisation", name="Inner Sea Council", side="ISC")
BRANDAR = Known(id="person:ilse-brandar", kind="person", name="Ilse Brandar", side="OST")
HELVERIN = Known(id="person:tomas-helverin", kind="person", name="Tomáš Helverin", side="OST")
DOVANU = Known(id="person:mirel-dovanu", kind="person", name="Mirel Dovanu", side="VAR")


def guest(actor: Known | None = None, side: Known | None = None) -> Guest:
    return Guest(actor=actor, role=None, side=side)


def gathering(*guests: Guest, day: str | None = "2024-03-14", status: str = "held") -> Gathering:
    return Gathering(
        id="doc:00000000000000aa/meeting:1",
        form="meeting",
        status=status,
        day=day,
        precision="day",
        place=None,
        occasion=None,
        guests=guests,
        documents=(),
    )


def edges(graph: Any) -> dict[tuple[str, str], str]:
    return {(one, other): data["kind"] for one, other, data in graph.edges(data=True)}


def test_sides_and_persons_of_a_meeting_are_linked() -> None:
    graph = network.meeting_network(
        [gathering(guest(BRANDAR, OSTRIA), guest(HELVERIN, OSTRIA), guest(DOVANU, VARNIA))]
    )
    assert edges(graph) == {
        ("OST", "VAR"): "sides",
        ("person:ilse-brandar@OST", "person:mirel-dovanu@VAR"): "persons",
        ("person:mirel-dovanu@VAR", "person:tomas-helverin@OST"): "persons",
    }
    assert graph.nodes["person:tomas-helverin@OST"] == {
        "label": "Tomáš Helverin", "kind": "person", "side": "OST", "meetings": 1,
        "first": "2024-03-14", "last": "2024-03-14",
    }  # fmt: skip


def test_a_person_who_met_nobody_named_is_linked_with_their_side() -> None:
    graph = network.meeting_network([gathering(guest(BRANDAR, OSTRIA), guest(None, VARNIA))])
    assert edges(graph) == {
        ("OST", "VAR"): "sides",
        ("VAR", "person:ilse-brandar@OST"): "person-side",
    }


def test_bodies_take_part_by_themselves() -> None:
    graph = network.meeting_network([gathering(guest(COUNCIL), guest(OSTRIA))])
    assert edges(graph) == {("ISC", "OST"): "sides"}


def test_meetings_are_counted_between_their_first_and_last_day() -> None:
    pair = guest(OSTRIA), guest(VARNIA)
    graph = network.meeting_network(
        [
            gathering(*pair, day="2024-03-14"),
            gathering(*pair, day="2023-11"),
            gathering(*pair, day=None),
            gathering(*pair, day="2025-01-01", status="planned"),
        ]
    )
    assert graph.edges["OST", "VAR"] == {
        "weight": 3, "kind": "sides", "first": "2023-11", "last": "2024-03-14",
    }  # fmt: skip
    undated = network.meeting_network([gathering(*pair, day=None)])
    assert undated.edges["OST", "VAR"]["first"] == ""


def test_names_with_control_marks_make_valid_files() -> None:
    odd = Known(id="group:odd", kind="group", name="Odd\x00 <one> &\x0b\nall", side=None)
    graph = network.meeting_network([gathering(guest(odd), guest(OSTRIA))])
    for write, read in ((network.graphml, nx.parse_graphml), (network.gexf, nx.read_gexf)):
        text = "".join(write(graph))
        back = read(text if write is network.graphml else io.BytesIO(text.encode()))
        assert back.nodes["group:odd"]["label"] == "Odd <one> & all"


@pytest.fixture
def archive(archive_url: str) -> Iterator[Archive]:
    """An archive of the examples."""
    with filled(archive_url) as opened:
        yield opened


def written(archive: Archive, write: Callable[..., int], **selected: str) -> tuple[int, str]:
    stream = io.StringIO()
    with archive.reading() as connection:
        count = write(connection, stream, Selection(**selected))
    return count, stream.getvalue()


def content(graph: Any) -> tuple[dict[str, Any], set[tuple[Any, ...]]]:
    pairs: Iterable[tuple[str, str, dict[str, Any]]] = graph.edges(data=True)
    found = {(*sorted((one, other)), data["weight"], data["kind"]) for one, other, data in pairs}
    return {name: dict(data) for name, data in graph.nodes(data=True)}, found


def test_networkx_reads_what_was_written(archive: Archive, tmp_path: Path) -> None:
    with archive.reading() as connection:
        made = network._graph(connection, Selection())
    assert made.number_of_edges() > 3
    for write, read in (
        (network.write_graphml, nx.read_graphml),
        (network.write_gexf, nx.read_gexf),
    ):
        count, text = written(archive, write)
        assert count == made.number_of_nodes()
        path = tmp_path / "network"
        path.write_text(text, encoding="utf-8")
        assert content(read(path)) == content(made)


def test_the_same_archive_gives_the_same_bytes_without_a_date(archive: Archive) -> None:
    for write in (network.write_graphml, network.write_gexf):
        assert written(archive, write) == written(archive, write)
        assert "lastmodified" not in written(archive, write)[1]


def test_an_actor_selects_meetings(archive: Archive) -> None:
    count, text = written(archive, network.write_graphml, actor="Varnia")
    graph = nx.parse_graphml(text)
    assert 0 < count < written(archive, network.write_graphml)[0]
    assert "Varnia" in {data["label"] for _, data in graph.nodes(data=True)}
