"""Who met whom as a network, in GraphML and GEXF: states, bodies and persons, by held meetings.

A meeting counts once, however many documents tell of it; whom it links with whom, see
``archive/linking/ties.py``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import IO, TYPE_CHECKING, Any, Final

from sqlalchemy import Connection

from memcon.archive.linking.ties import Tally, TieKind, pairs
from memcon.exports.formats import Format, Selection
from memcon.exports.gatherings import Gathering, gatherings
from memcon.exports.plain import one_line
from memcon.exports.selected import Actors, Known

if TYPE_CHECKING:
    import networkx as nx  # type: ignore[import-untyped]

_ABOUT: Final = """\b
Nodes are states, organisations, groups and persons, with label, kind, side, meetings (how many)
and the days of the first and last; edges have weight (meetings held), kind (sides, persons or
person-side), first and last. Days are ISO 8601, empty where none is known. Planned meetings are
left out; a meeting that several documents tell of counts once."""

_GEXF_VERSION: Final = "1.2draft"


def meeting_network(meetings: Iterable[Gathering]) -> nx.Graph:
    """Return the network of the meetings that were held.

    Args:
        meetings: each meeting once.

    Returns:
        An undirected graph; nodes and edges are sorted, so that equal meetings give equal files.
    """
    import networkx as nx

    known: dict[str, Known] = {}
    nodes: dict[str, Tally] = {}
    edges: dict[tuple[str, str], Tally] = {}
    kinds: dict[tuple[str, str], TieKind] = {}
    for meeting in meetings:
        if meeting.status != "held":
            continue
        sides, persons = _present(meeting)
        for name, actor in (sides | persons).items():
            known[name] = actor
            nodes.setdefault(name, Tally()).add(meeting.day)
        named = {name: one_line(actor.side or "") or None for name, actor in persons.items()}
        for kind, one, other in pairs(sides, named):
            pair = (min(one, other), max(one, other))
            kinds[pair] = kind
            edges.setdefault(pair, Tally()).add(meeting.day)
    graph = nx.Graph()
    for name in sorted(nodes):
        actor, tally = known[name], nodes[name]
        graph.add_node(
            name,
            label=one_line(actor.name) or name,
            kind=actor.kind,
            side=actor.side or "",
            meetings=tally.times,
            first=tally.first,
            last=tally.last,
        )
    for pair in sorted(edges):
        tally = edges[pair]
        graph.add_edge(
            *pair, weight=tally.times, kind=kinds[pair], first=tally.first, last=tally.last
        )
    return graph


def node_id(actor: Known) -> str:
    """Return what a node is called: the actor's id, of a person with the side.

    Two persons of one name are told apart by their sides.
    """
    if actor.kind == "person" and actor.side:
        return f"{one_line(actor.id)}@{one_line(actor.side)}"
    return one_line(actor.id)


def _present(meeting: Gathering) -> tuple[dict[str, Known], dict[str, Known]]:
    """Return the sides and the named persons of a meeting, by node."""
    sides: dict[str, Known] = {}
    persons: dict[str, Known] = {}
    for guest in meeting.guests:
        side = guest.side
        if guest.actor is not None:
            if guest.actor.kind == "person":
                persons[node_id(guest.actor)] = guest.actor
            elif side is None:
                side = guest.actor  # a state or body takes part by itself
        if side is not None and side.kind != "person":
            sides[node_id(side)] = side
    return sides, persons


def graphml(graph: nx.Graph) -> Iterator[str]:
    """Yield the lines of a graph in GraphML."""
    import networkx as nx

    yield '<?xml version="1.0" encoding="utf-8"?>\n'
    for line in nx.generate_graphml(graph):
        yield f"{line}\n"


def gexf(graph: nx.Graph) -> Iterator[str]:
    """Yield the lines of a graph in GEXF, without the day on which it was written."""
    from networkx.readwrite.gexf import GEXFWriter  # type: ignore[import-untyped]

    writer = GEXFWriter(encoding="utf-8", prettyprint=True, version=_GEXF_VERSION)
    writer.add_graph(graph)
    for meta in writer.xml.iter("meta"):
        meta.attrib.pop("lastmodifieddate", None)
    yield '<?xml version="1.0" encoding="utf-8"?>\n'
    for line in str(writer).splitlines():
        yield f"{line}\n"


def _graph(connection: Connection, selection: Selection) -> nx.Graph:
    return meeting_network(gatherings(connection, selection, Actors(connection)))


def write_graphml(connection: Connection, target: IO[str], selection: Selection) -> int:
    """Write the meeting network as GraphML; return how many nodes it has."""
    graph = _graph(connection, selection)
    target.writelines(graphml(graph))
    return _size(graph)


def write_gexf(connection: Connection, target: IO[str], selection: Selection) -> int:
    """Write the meeting network as GEXF; return how many nodes it has."""
    graph = _graph(connection, selection)
    target.writelines(gexf(graph))
    return _size(graph)


def _size(graph: Any) -> int:
    return int(graph.number_of_nodes())


GRAPHML: Final = Format(
    name="graphml",
    summary="Write who met whom as a network (GraphML).",
    epilog=f"""\b
Examples:
  memcon export graphml --output meetings.graphml
  memcon export graphml --since 2021 --until 2021 --actor CHN > china-2021.graphml

{_ABOUT}""",
    target="stream",
    write=write_graphml,
    noun="nodes",
)
GEXF: Final = Format(
    name="gexf",
    summary="Write who met whom as a network (GEXF, for Gephi).",
    epilog=f"""\b
Examples:
  memcon export gexf --output meetings.gexf
  memcon export gexf --since 2021 --until 2021 --actor CHN > china-2021.gexf

{_ABOUT}""",
    target="stream",
    write=write_gexf,
    noun="nodes",
)
