"""The words by which reports mention meetings: ``data/<language>/meetings.toml``."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from memcon.errors import KnowledgeError
from memcon.knowledge.files import toml_table


@dataclass(frozen=True, slots=True)
class MeetingWords:
    """The tables of ``meetings.toml``, ready for look-up by lemma or lower-case word."""

    strong: dict[str, str]  # noun → form
    weak: dict[str, str]  # noun → form, or "talk" where the noun does not tell
    phrases: dict[tuple[str, str], str]  # two-word nouns → form
    verbs: dict[str, str]  # verb → pattern: together, speak, receive, gather, phone, travel, tell
    triggers: frozenset[str]  # every lemma and word without which no mention begins
    event_verbs: frozenset[str]
    particles: dict[str, str]
    counters: frozenset[str]
    happening_active: frozenset[str]
    happening_passive: frozenset[str]
    official: frozenset[str]
    call_modifiers: frozenset[str]
    virtual_modifiers: frozenset[str]
    never_modifiers: frozenset[str]
    briefings: tuple[str, ...]  # in titles of transcripts
    series: frozenset[str]
    recurring: frozenset[str]
    gather: frozenset[str]  # verbs that bring their subjects together where they have no object
    not_after_call: frozenset[str]
    compounds: frozenset[str]
    partner_prepositions: frozenset[str]
    audience: frozenset[str]
    remote_phone: tuple[str, ...]
    remote_virtual: tuple[str, ...]
    scheduled: frozenset[str]
    modals: frozenset[str]
    modals_reported: frozenset[str]
    modals_no: frozenset[str]
    wishes: frozenset[str]
    planned_adjectives: frozenset[str]
    role_heads: frozenset[str]
    vague_roles: frozenset[str]
    role_bodies: frozenset[str]
    role_names: dict[str, str]
    occasion_openers: tuple[str, ...]
    occasion_events: frozenset[str]
    settings: frozenset[str]
    venue_prepositions: frozenset[str]
    venue_stops: frozenset[str]
    facilities: frozenset[str]
    attendance_nouns: frozenset[str]
    attendance_verbs: frozenset[str]
    joined: frozenset[str]
    date_strangers: frozenset[str]
    topics: frozenset[str]
    statements: frozenset[str]
    releases: frozenset[str]


@cache
def meeting_words(language: str = "en") -> MeetingWords:
    """Load the meeting words of a language.

    Args:
        language: ISO 639-1 code; the folder under ``data/``.

    Raises:
        KnowledgeError: the table lacks a section that the reader needs.
    """
    table = toml_table("meetings.toml", language)
    try:
        return _build(table)
    except KeyError as error:
        raise KnowledgeError(
            f"the table lacks {error}",
            where=f"{language}/meetings.toml",
            remedy="restore the section; its header says what it holds",
        ) from error


def _build(table: dict[str, Any]) -> MeetingWords:
    strong: dict[str, str] = {}
    weak: dict[str, str] = {}
    phrases: dict[tuple[str, str], str] = {}
    for home, section in ((strong, "strong"), (weak, "weak")):
        for form, nouns in table["nouns"][section].items():
            for noun in nouns:
                first, _, second = noun.partition(" ")
                if second:
                    phrases[first, second] = form
                else:
                    home[noun] = form
    verbs = table["verbs"]
    patterns = ("gather", "together", "speak", "receive", "phone", "call", "travel", "tell")
    plans = table["plans"]
    nouns = {*strong, *weak, *(second for _, second in phrases)}
    kinds = {verb: pattern for pattern in patterns for verb in verbs[pattern]}
    return MeetingWords(
        triggers=frozenset(nouns | {f"{noun}s" for noun in nouns} | kinds.keys()),
        strong=strong,
        weak=weak,
        phrases=phrases,
        verbs=kinds,
        event_verbs=frozenset(verbs["event"]),
        particles=dict(verbs["particles"]),
        counters=frozenset(table["counters"]["words"]),
        happening_active=frozenset(table["happening"]["active"]),
        happening_passive=frozenset(table["happening"]["passive"]),
        official=frozenset(table["modifiers"]["official"]),
        call_modifiers=frozenset(table["modifiers"]["call"]),
        virtual_modifiers=frozenset(table["modifiers"]["virtual"]),
        never_modifiers=frozenset(table["modifiers"]["never"]),
        briefings=tuple(table["titles"]["briefings"]),
        series=frozenset(table["modifiers"]["series"]),
        recurring=frozenset(table["modifiers"]["recurring"]),
        gather=frozenset(verbs["gather"]),
        not_after_call=frozenset(table["not_noun"]["call"]),
        compounds=frozenset(table["not_noun"]["compounds"]),
        partner_prepositions=frozenset(table["partners"]["prepositions"]),
        audience=frozenset(table["audience"]["words"]),
        remote_phone=tuple(table["remote"]["phone"]),
        remote_virtual=tuple(table["remote"]["virtual"]),
        scheduled=frozenset(plans["scheduled"]),
        modals=frozenset(plans["modals"]),
        modals_reported=frozenset(plans["reported"]),
        modals_no=frozenset(plans["modals_no"]),
        wishes=frozenset(plans["wishes"]),
        planned_adjectives=frozenset(plans["adjectives"]),
        role_heads=frozenset(table["roles"]["heads"]),
        vague_roles=frozenset(table["roles"]["vague"]),
        role_bodies=frozenset(table["roles"]["bodies"]),
        role_names=dict(table["roles"]["in_names"]),
        occasion_openers=tuple(table["occasions"]["openers"]),
        occasion_events=frozenset(table["occasions"]["events"]),
        settings=frozenset(table["settings"]["words"]),
        venue_prepositions=frozenset(table["venues"]["prepositions"]),
        venue_stops=frozenset(table["venues"]["stops"]),
        facilities=frozenset(table["venues"]["facilities"]),
        attendance_nouns=frozenset(table["attendance"]["nouns"]),
        attendance_verbs=frozenset(table["attendance"]["verbs"]),
        joined=frozenset(table["attendance"]["joined"]),
        topics=frozenset(table["dates"]["topics"]),
        date_strangers=frozenset(table["dates"]["strangers"]),
        statements=frozenset(table["statements"]["nouns"]),
        releases=frozenset(table["statements"]["releases"]),
    )
