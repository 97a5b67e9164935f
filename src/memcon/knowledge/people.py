"""Word lists by which a language introduces people and refers back to them, loaded once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from memcon.knowledge.files import toml_table


@dataclass(frozen=True, slots=True)
class PeopleWords:
    """Titles, offices and what surrounds a name: see ``data/en/people.toml``."""

    honorifics: frozenset[str]
    feminine: frozenset[str]  # honorifics and offices that only women bear
    masculine: frozenset[str]
    offices: frozenset[str]
    plural_offices: Mapping[str, str]
    modifiers: frozenset[str]
    title_openers: frozenset[str]
    title_keepers: frozenset[str]
    exclusive_offices: frozenset[str]
    never_domestic: frozenset[str]
    private_offices: frozenset[str]
    not_domestic: Mapping[str, frozenset[str]]
    particles: frozenset[str]
    suffixes: frozenset[str]
    members: frozenset[str]  # letters after a name that are its bearer's seat: "MP"
    not_names: frozenset[str]
    speech: frozenset[str]

    def office(self, word: str) -> str | None:
        """Return the singular of an office word in lower case, or None where it is none."""
        if word in self.offices:
            return word
        if word in self.plural_offices:
            return self.plural_offices[word]
        for ending, singular in (("men", "man"), ("women", "woman"), ("ies", "y"), ("s", "")):
            if word.endswith(ending):
                base = word[: len(word) - len(ending)] + singular
                if base in self.offices:
                    return base
        return None


@dataclass(frozen=True, slots=True)
class NameWords:
    """Spellings, nicknames and women's given names: see ``data/en/names.toml``."""

    spellings: Mapping[str, str]
    nicknames: Mapping[str, str]
    feminine: frozenset[str]


@dataclass(frozen=True, slots=True)
class ReferenceWords:
    """Nouns that refer back: see ``data/en/references.toml``."""

    states: frozenset[str]
    people: frozenset[str]
    leaders: frozenset[str]
    diplomats: frozenset[str]
    texts: frozenset[str]
    weak_texts: frozenset[str]
    adopted_texts: frozenset[str]
    state_voices: frozenset[str]
    bodies: frozenset[str]
    small_bodies: frozenset[str]
    groups: frozenset[str]
    meeting_verbs: frozenset[str]
    duals: frozenset[str]
    trios: frozenset[str]
    kin: frozenset[str]  # nouns for people that are no offices: "wife", "guest"
    styles: frozenset[str]  # "His Highness"
    generic_bodies: frozenset[str]  # "the bloc": whichever body was named last
    synonyms: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]  # description, office it can mean


@cache
def people_words() -> PeopleWords:
    """Return the English titles, offices and name parts."""
    table = toml_table("people.toml")
    return PeopleWords(
        honorifics=frozenset(table["honorifics"]),
        feminine=frozenset(table["feminine_honorifics"]) | frozenset(table["feminine_offices"]),
        masculine=frozenset(table["masculine_honorifics"]) | frozenset(table["masculine_offices"]),
        offices=frozenset(table["offices"]),
        plural_offices=dict(table["plural_offices"]),
        modifiers=frozenset(table["modifiers"]),
        title_openers=frozenset(table["title_openers"]),
        title_keepers=frozenset(table["title_keepers"]),
        exclusive_offices=frozenset(table["exclusive_offices"]),
        never_domestic=frozenset(table["never_domestic"]),
        private_offices=frozenset(table["private_offices"]),
        not_domestic={k: frozenset(v) for k, v in table["not_domestic"].items()},
        particles=frozenset(table["names"]["particles"]),
        suffixes=frozenset(table["names"]["suffixes"]),
        members=frozenset(table["names"]["members"]),
        not_names=frozenset(table["not_names"]["words"]),
        speech=frozenset(table["speech"]["verbs"]),
    )


@cache
def name_words() -> NameWords:
    """Return the table of name variants."""
    table = toml_table("names.toml")
    return NameWords(
        spellings=dict(table["spellings"]),
        nicknames=dict(table["nicknames"]),
        feminine=frozenset(table["feminine"]["names"]),
    )


@cache
def reference_words() -> ReferenceWords:
    """Return the English nouns of reference."""
    table = toml_table("references.toml")
    pairs = [entry.split(" = ") for entry in table.pop("synonyms")]
    synonyms = tuple((tuple(said.split()), tuple(office.split())) for said, office in pairs)
    return ReferenceWords(synonyms=synonyms, **{k: frozenset(v) for k, v in table.items()})
