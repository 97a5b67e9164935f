"""The words of triage come from its own file and from the tables that know them already."""

from __future__ import annotations

from memcon.knowledge import load_knowledge
from memcon.knowledge.triage_words import triage_words


def test_offices_come_with_all_ways_to_say_them() -> None:
    words = triage_words()
    assert {"foreign minister", "minister of foreign affairs", "embassies"} <= words.strong.keys()
    assert {"prime minister", "premiers", "secretary of state"} <= words.telling.keys()


def test_deeds_come_in_their_forms_and_count_as_one_word() -> None:
    weak = triage_words().weak
    forms = ("condemn", "condemns", "condemned", "condemning")
    assert {weak[form] for form in forms} == {"condemn"}
    assert weak["pledging"] == "pledge"
    assert "commits" not in weak


def test_a_word_is_of_one_class() -> None:
    words = triage_words()
    assert not words.strong.keys() & words.telling.keys()
    assert not (words.strong.keys() | words.telling.keys()) & words.weak.keys()


def test_knowledge_tells_all_the_forms_of_names() -> None:
    knowledge = load_knowledge()
    forms = {
        surface: (entity.id, form, unsure) for surface, entity, form, unsure in knowledge.surfaces()
    }
    assert forms["France"] == ("FRA", "name", False)
    assert forms["French"] == ("FRA", "adjective", False)
    assert forms["Jordan"][2]
    assert "Gulf of Mexico" in knowledge.shields()
    assert not knowledge.shields() & forms.keys()
