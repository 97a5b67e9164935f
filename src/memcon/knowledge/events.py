"""Event codes, and the words that stand for events, as data.

``data/cameo.tsv`` and ``data/plover.tsv`` hold the codes; ``data/event_operators.tsv`` says what
a code becomes under a verb of asking, intending, refusing or ending; ``data/en/events/*.tsv`` hold
the verbs and nouns, a line a pattern with a sentence that it is tested on; ``data/en/events.toml``
the classes of nouns that patterns speak of, and ``data/en/actor_roles.tsv`` the roles of actors.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final, Literal

from memcon.errors import KnowledgeError
from memcon.knowledge.cues import rows
from memcon.knowledge.files import toml_table
from memcon.knowledge.tables import read_lines

Part = Literal["V", "N", "n"]

ANY: Final = "*"
NOTHING: Final = "-"
"""In the place of a code: the word tells of no event here, whatever its other patterns say."""

_COLUMNS: Final = 7
# agreeing, meeting other than visits and mediation, cooperating, fighting
_TOGETHER: Final = re.compile("03[0167]?|04[0146]?|05[07]?|06[0-4]?|19[034]?")
_PARTS: Final = ("V", "N", "n")


@dataclass(frozen=True, slots=True)
class CameoCode:
    """A code of CAMEO with its name and Goldstein score (-10 to 10)."""

    code: str
    name: str
    goldstein: float


@dataclass(frozen=True, slots=True)
class PloverCode:
    """What a CAMEO code is in PLOVER: category, and mode and context where it says them."""

    category: str
    mode: str | None
    context: str | None


@dataclass(frozen=True, slots=True)
class Condition:
    """What a pattern asks of a slot: that it is there, or holds a word of some kind.

    ``test`` is ``any`` (the slot is filled), ``head`` (its head is one of ``words``) or ``inside``
    (any word of its phrase is). ``roles`` are actor roles and kinds (``MIL``, ``state``) that the
    head may have instead.
    """

    slot: str
    test: Literal["any", "head", "inside"]
    words: frozenset[str] = frozenset()
    roles: frozenset[str] = frozenset()
    absent: bool = False


@dataclass(frozen=True, slots=True)
class Pattern:
    """A word that stands for an event, or that makes something of the event it governs.

    Attributes:
        lemma: the verb or noun.
        particle: the adverb that belongs to a verb ("call off"), "" for none.
        part: ``V`` a verb, ``N`` a noun that tells of an event by itself, ``n`` a noun that does so
            only under a verb ("launched an attack", "offered aid").
        conditions: all must hold.
        code: CAMEO code, "" for an operator.
        operator: key of ``event_operators.tsv``, or ``do`` (the event itself) or ``say``.
        content: slots in which an operator's event is looked for, in order.
        sources: slots in which who acts is looked for, in order.
        targets: the same for who is acted on.
        rank: the greater, the more is asked; the greatest that holds is taken.
        where: file and line, for messages.
        examples: a sentence for it, and what it must give.
    """

    lemma: str
    particle: str
    part: Part
    conditions: tuple[Condition, ...]
    code: str
    operator: str
    content: tuple[str, ...]
    sources: tuple[str, ...]
    targets: tuple[str, ...]
    rank: int
    where: str
    example: str
    gives: str


@cache
def cameo_codes() -> Mapping[str, CameoCode]:
    """Return the 312 codes by their digits."""
    _, lines = read_lines("cameo.tsv")
    return {code: CameoCode(code, name, float(score)) for code, name, score in lines}


@cache
def plover_code(cameo: str) -> PloverCode | None:
    """Return the PLOVER category and mode of a CAMEO code; None for roots 01 and 02."""
    table = _plover_table()
    for length in range(len(cameo), 1, -1):
        found = table.get(cameo[:length])
        if found is not None:
            return found
    return None


@cache
def _plover_table() -> Mapping[str, PloverCode]:
    _, lines = read_lines("plover.tsv")
    return {
        code: PloverCode(category, mode or None, context or None)
        for code, category, mode, context in lines
    }


def done_together(cameo: str) -> bool:
    """Whether several who have a code in common do it with each other, not each to another."""
    return _TOGETHER.fullmatch(cameo[:3]) is not None


@cache
def act_event(act: str, *, negated: bool) -> str | None:
    """Return the CAMEO code of a type of act; None where its denial is no event."""
    _, lines = read_lines("act_events.tsv")
    table = {name: (code, denied) for name, code, denied in lines}
    return table[act][negated] or None


@cache
def operate(operator: str, code: str) -> str | None:
    """Return the code of an event under an operator; ``code`` is ``*`` for one without a code."""
    table = _operator_table()
    if code == ANY:
        return table.get((operator, ANY))
    for length in range(len(code), 1, -1):
        found = table.get((operator, code[:length]))
        if found is not None:
            return found
    return None


@cache
def _operator_table() -> Mapping[tuple[str, str], str]:
    _, lines = read_lines("event_operators.tsv")
    return {(operator, event): code for operator, event, code in lines}


@cache
def actor_roles(language: str = "en") -> Mapping[str, str]:
    """Return the CAMEO role of a noun for people or bodies ("troops" MIL)."""
    return dict(rows(language, "actor_roles.tsv", 2))


@dataclass(frozen=True, slots=True)
class EventWords:
    """Word lists of the coder: see ``data/en/events.toml``."""

    classes: Mapping[str, frozenset[str]]
    lists: Mapping[str, frozenset[str]]
    finer: tuple[tuple[str, str, str, frozenset[str]], ...]  # code, slot, finer code, words

    def is_time(self, word: str) -> bool:
        """Whether a word as printed names a time: "Monday", "dawn"."""
        lower = word.lower()
        return lower in self.lists["times"] or (
            lower in self.lists["calendar"] and not word.islower()
        )


@cache
def event_words(language: str = "en") -> EventWords:
    """Return the word lists of the coder."""
    table = toml_table("events.toml", language)
    classes = {name: frozenset(words) for name, words in table["classes"].items()}
    finer = []
    for row in table["finer"]:
        words = frozenset(w for name in row["words"] for w in classes.get(name, {name}))
        finer.append((row["code"], row.get("slot", ANY), row["finer"], words))
    return EventWords(
        classes=classes,
        lists={name: frozenset(words) for name, words in table["words"].items()},
        finer=tuple(finer),
    )


@cache
def event_patterns(language: str = "en") -> Mapping[tuple[str, Part], tuple[Pattern, ...]]:
    """Return the patterns by lemma and part, those that ask more first.

    Those of ``n`` are all that a noun may have under another word: its own and those of ``N``.

    Raises:
        KnowledgeError: a line of a table does not have the form that ``docs/events.md`` gives.
    """
    found: dict[tuple[str, Part], list[Pattern]] = {}
    for pattern in _read_patterns(language):
        found.setdefault((pattern.lemma, pattern.part), []).append(pattern)
        if pattern.part == "N":
            found.setdefault((pattern.lemma, "n"), []).append(pattern)
    return {key: tuple(sorted(some, key=lambda p: -p.rank)) for key, some in found.items()}


def _read_patterns(language: str) -> Iterator[Pattern]:
    folder = files("memcon.knowledge") / "data" / language / "events"
    for name in sorted(item.name for item in folder.iterdir() if item.name.endswith(".tsv")):
        for number, cells in enumerate(rows(language, f"events/{name}", _COLUMNS), 1):
            yield from _line_patterns(cells, f"{name}: {cells[0]} ({number})", language)


def _line_patterns(cells: list[str], where: str, language: str) -> Iterator[Pattern]:
    words, when, code, source, target, example, gives = cells
    conditions = tuple(_condition(term, where, language) for term in when.split())
    operator = ""
    content: tuple[str, ...] = ()
    if not code[:1].isdigit():
        operator, _, slots = code.partition("(")
        content = tuple(slots.rstrip(")").split(",")) if slots else ("comp", "obj")
        if (
            operator not in ("do", "say", NOTHING)
            and operate(operator, ANY) is None
            and not any(key[0] == operator for key in _operator_table())
        ):
            raise _wrong(f"{operator!r} is no operator", where)
        code = ""
    elif code not in cameo_codes():
        raise _wrong(f"{code!r} is no CAMEO code", where)
    for group in words.split():
        part, _, names = group.partition(":")
        if part not in _PARTS or not names:
            raise _wrong(f"{group!r} is not V:, N: or n: with words", where)
        sources = source.split(",") if source else _SOURCES[part == "V"]
        targets = target.split(",") if target else _TARGETS[part == "V"]
        for name in names.split(","):
            lemma, _, particle = name.partition("_")
            yield Pattern(
                lemma=lemma,
                particle=particle,
                part=part,  # type: ignore[arg-type]  # checked above
                conditions=conditions,
                code=code,
                operator=operator,
                content=content,
                sources=tuple(sources),
                targets=tuple(targets),
                rank=sum(_WEIGHTS[c.test] for c in conditions if not c.absent)
                + (4 if particle else 0)
                - (1 if operator == "say" else 0),
                where=where,
                example=example,
                gives=gives,
            )


_WEIGHTS: Final = {"any": 1, "inside": 2, "head": 3}
_SOURCES: Final = {True: ("subj",), False: ("subj", "by", "poss", "adj")}
_TARGETS: Final = {
    True: ("obj",),
    False: ("obj", "iobj", "against", "on", "of", "with", "to", "toward", "over", "in"),
}


def _condition(term: str, where: str, language: str) -> Condition:
    """Read ``obj``, ``!obj``, ``obj:aid|MIL`` or ``obj~military``."""
    absent = term.startswith("!")
    term = term.lstrip("!")
    for mark, test in ((":", "head"), ("~", "inside")):
        slot, found, values = term.partition(mark)
        if not found:
            continue
        words: set[str] = set()
        roles: set[str] = set()
        classes = event_words(language).classes
        for value in values.split("|"):
            if value in classes:
                words |= classes[value]
                roles |= _CLASS_ROLES.get(value, frozenset())
            elif value.isupper() or value in KINDS:
                roles.add(value)
            elif value.startswith("="):
                words.add(value[1:])
            else:
                raise _wrong(f"{value!r} is no class of nouns; a single word is ={value}", where)
        return Condition(slot, test, frozenset(words), frozenset(roles), absent)  # type: ignore[arg-type]
    if not term.isalpha():
        raise _wrong(f"{term!r} is no condition", where)
    return Condition(term, "any", absent=absent)


_CLASS_ROLES: Final = {"force": frozenset({"MIL"}), "police": frozenset({"COP"})}
"""Classes of nouns that hold every noun of a role: "commandos" are a force."""

KINDS: Final = frozenset({"actor", "state", "place", "person", "joint", "bare"})
"""What a condition may ask of a slot beside a role.

Any actor, a state, a place, a person; ``joint``, one of several joined by "and"; ``bare``, a verb
in its base form ("insisted that Ostria *withdraw*").
"""


def _wrong(problem: str, where: str) -> KnowledgeError:
    return KnowledgeError(problem, where=where, remedy="docs/events.md tells how a line is written")
