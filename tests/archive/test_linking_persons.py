"""Persons across documents: forms of names, and offices over time."""

from __future__ import annotations

import random
from collections import defaultdict

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from memcon.archive.linking.name_forms import NameForm, Title, block_keys, is_description
from memcon.archive.linking.name_keys import alike
from memcon.archive.linking.persons import resolve
from memcon.archive.linking.tenures import OfficeRow, holders, offices
from memcon.archive.linking.titles import agreement, read_offices
from memcon.reading.names import slug


def form(
    name: str,
    side: str | None = None,
    *titles: str,
    documents: int = 1,
    day: str = "2022-03-01",
    until: str | None = None,
) -> NameForm:
    """A form with titles that stand in all of its documents."""
    last = until or day
    return NameForm(
        key=0,
        id=f"person:{slug(name)}",
        name=name,
        side=side,
        titles=tuple(
            Title(title=t, of=side, first_day=day, last_day=last, documents=documents)
            for t in titles
        ),
        documents=documents,
        first_day=day,
        last_day=last,
    )


def keyed(forms: list[NameForm]) -> list[NameForm]:
    return [
        NameForm(
            key=k,
            id=f.id,
            name=f.name,
            side=f.side,
            titles=f.titles,
            documents=f.documents,
            first_day=f.first_day,
            last_day=f.last_day,
        )
        for k, f in enumerate(forms, start=100)
    ]


def persons(*forms: NameForm) -> list[list[str]]:
    """Resolve and return the persons, each as its forms, who stands for it first."""
    given_ = keyed(list(forms))
    answer = resolve(given_)
    label = {f.key: f"{f.name}/{f.side or '-'}" for f in given_}
    groups: dict[int, list[str]] = defaultdict(list)
    for f in given_:
        if answer[f.key] != f.key:
            groups[answer[f.key]].append(label[f.key])
        else:
            groups[f.key].insert(0, label[f.key])
    return sorted(groups.values())


def together(*forms: NameForm) -> bool:
    return len(persons(*forms)) == 1


# One person ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other", "side"),
    [
        ("Sergey Lavrov", "Sergei Lavrov", "RUS"),
        ("Volodymyr Zelenskyy", "Volodymyr Zelensky", "UKR"),
        ("Alyaksandr Lukashenka", "Alexander Lukashenko", "BLR"),
        ("Joe Biden", "Joseph R. Biden, Jr.", "USA"),
        ("Antony Blinken", "Tony Blinken", "USA"),
        ("Mohammed bin Salman", "Mohamed bin Salman Al Saud", "SAU"),
        ("Mohammed bin Abdulrahman Al Thani", "Mohamed bin Abdulrahman bin Jassim Al-Thani", "QAT"),
        ("Abdel Fattah El-Sisi", "Abdelfattah al-Sisi", "EGY"),
        ("Gitanas Nausėda", "Gitanas Nauseda", "LTU"),
        ("Hayashi Yoshimasa", "Yoshimasa Hayashi", "JPN"),
        ("Yoon Suk Yeol", "Yoon Suk-yeol", "KOR"),
        ("Kim Jong-un", "Kim Jong Un", "PRK"),
        ("Jair Bolsonaro", "Jair Messias Bolsonaro", "BRA"),
        ("Alejandro Giammattei", "Alejandro Giammattei Falla", "GTM"),
        ("Jean-Yves Le Drian", "Jean Yves Le Drian", "FRA"),
        ("Dennis McDonough", "Denis McDonough", "USA"),
    ],
)
def test_spellings_of_one_name_are_one_person(one: str, other: str, side: str) -> None:
    assert together(form(one, side, documents=3), form(other, side))
    assert together(form(one, side, documents=3), form(other))


def test_a_given_name_of_one_spelling_is_not_another() -> None:
    assert not together(form("Marie Halden", "NOR"), form("Mary Halden", "NOR"))
    assert not together(form("Daniel Ost", "NOR"), form("Danielle Ost", "NOR"))
    assert alike("Mary Halden", "Marie Halden") is None


def test_a_slip_of_the_pen_counts_only_with_the_office() -> None:
    good = form("Consuelo Porral", "GTM", "Attorney General", documents=2)
    assert together(good, form("Consuela Porral", "GTM", "Attorney General"))
    assert not together(good, form("Consuela Porral", "GTM", "Ambassador"))


def test_a_surname_goes_to_the_only_one_of_its_side() -> None:
    wang = form("Wang Yi", "CHN", "State Councilor and Foreign Minister", documents=4)
    assert together(wang, form("Wang", "CHN", "Foreign Minister"), form("Wang", "CHN"))
    assert together(form("Fumio Kishida", "JPN", documents=3), form("Kishida", "JPN"))
    assert together(form("Joe Halden", "NOR", documents=3), form("J. Halden", "NOR"))
    assert not together(form("Joe Halden", "NOR", documents=3), form("K. Halden", "NOR"))


def test_a_family_name_written_first_is_known_on_any_side() -> None:
    yang = form("Yang Jiechi", "USA", "Director of the Office", documents=5)  # a slip of the side
    assert together(yang, form("Yang", "USA", "Director", documents=5))


def test_of_kin_the_office_chooses_and_kin_stay_apart() -> None:
    joe = form("Joe Biden", "USA", "President", documents=130, until="2023-06-01")
    joseph = form("Joseph Biden", "USA", "President", documents=200, until="2023-06-01")
    jill = form("Jill Biden", "USA", documents=6)
    hunter = form("Hunter Biden", "USA", documents=2)
    bare = form("Biden", "USA", "President", documents=300)
    assert persons(joe, joseph, jill, hunter, bare) == [
        ["Hunter Biden/USA"],
        ["Jill Biden/USA"],
        ["Joseph Biden/USA", "Joe Biden/USA", "Biden/USA"],
    ]


def test_a_first_word_counts_with_the_same_office() -> None:
    lula = form("Luiz Inácio Lula da Silva", "BRA", "President", documents=3)
    assert together(lula, form("Lula", "BRA", "President"))
    assert not together(lula, form("Lula", "BRA", "Senator"))
    assert not together(lula, form("Lula", "BRA"))


def test_an_ambiguous_surname_stays_alone() -> None:
    two = [form("Ann Ferro", "NOR", documents=3), form("Paul Ferro", "NOR", documents=4)]
    assert ["Ferro/NOR"] in persons(*two, form("Ferro", "NOR"))
    assert ["Ferro/NOR"] in persons(*two, form("Ferro", "NOR", "Foreign Minister"))
    known = form("Ann Ferro", "NOR", "Foreign Minister", documents=3)
    assert ["Ann Ferro/NOR", "Ferro/NOR"] in persons(
        known, two[1], form("Ferro", "NOR", "Minister of Foreign Affairs")
    )


def test_two_of_one_office_at_one_time_leave_a_surname_alone() -> None:
    ann = form("Ann Ferro", "NOR", "Senator", documents=3)
    paul = form("Paul Ferro", "NOR", "Senator", documents=4)
    bare = form("Ferro", "NOR", "Senator")
    assert ["Ferro/NOR"] in persons(ann, paul, bare)
    paul = form("Paul Ferro", "NOR", "Senator", documents=40)
    assert ["Paul Ferro/NOR", "Ferro/NOR"] in persons(ann, paul, bare)


def test_of_two_holders_of_an_office_the_one_of_the_time_is_meant() -> None:
    early = form("Ann Ferro", "NOR", "Foreign Minister", documents=3, day="2001-05-01")
    late = form("Paul Ferro", "NOR", "Foreign Minister", documents=3, day="2021-05-01")
    bare = form("Ferro", "NOR", "Foreign Minister", day="2021-07-01")
    assert ["Paul Ferro/NOR", "Ferro/NOR"] in persons(early, late, bare)


def test_a_lone_given_name_is_nobody() -> None:
    joe = form("Joe Halden", "NOR", documents=9)
    assert is_description(form("Joe"))
    assert persons(joe, form("Joe")) == [["Joe Halden/NOR"], ["Joe/-"]]
    assert not is_description(form("Francis", None, "Pope"))


# Sides --------------------------------------------------------------------------------------------


def test_one_name_on_two_sides_is_two_persons() -> None:
    assert not together(
        form("Li Wei", "CHN", "Minister of Commerce", documents=4),
        form("Li Wei", "SGP", "Ambassador", documents=3),
    )
    assert not together(
        form("Li Wei", "CHN", "Ambassador", documents=4),
        form("Li Wei", "SGP", "Ambassador", documents=4),
    )


def test_a_name_without_a_side_does_not_bring_two_sides_together() -> None:
    found = persons(
        form("Li Wei", "CHN", "Minister of Commerce", documents=4),
        form("Li Wei", "SGP", "Ambassador", documents=3),
        form("Li Wei"),
    )
    assert len(found) == 3
    found = persons(
        form("Li Wei", "CHN", "Minister of Commerce", documents=4),
        form("Li Wei", "SGP", "Ambassador", documents=3),
        form("Li Wei", None, "Ambassador"),
    )
    assert ["Li Wei/SGP", "Li Wei/-"] in found


def test_a_slip_of_the_side_is_seen_by_the_office() -> None:
    herzog = form("Isaac Herzog", "ISR", "President", documents=4)
    assert together(herzog, form("Isaac Herzog", "USA", "President"))
    assert together(herzog, form("Herzog", "USA", "President"))
    assert not together(herzog, form("Herzog", "USA", "Senator"))
    assert not together(herzog, form("Herzog", "USA"))
    # the United States has no foreign minister: the side says nothing
    ebrard = form("Marcelo Ebrard", "MEX", "Foreign Minister", documents=3)
    assert persons(ebrard, form("Marcelo Ebrard", "USA", "Foreign Minister", documents=5)) == [
        ["Marcelo Ebrard/MEX", "Marcelo Ebrard/USA"]
    ]


# Names within names -------------------------------------------------------------------------------


def test_two_longer_names_do_not_meet_in_a_shorter_one() -> None:
    longer = [form("Juan Gonza Pardo", "NOR"), form("Juan Gonza Mills", "NOR")]
    assert len(persons(form("Juan Gonza", "NOR", documents=3), *longer)) == 3
    # of a name seen everywhere these are forms with a word too many
    assert len(persons(form("Juan Gonza", "NOR", documents=30), *longer)) == 1


def test_a_suffix_tells_father_and_son_apart() -> None:
    assert not together(form("Carl Osten Jr.", "NOR"), form("Carl Osten Sr.", "NOR"))
    assert together(form("Carl Osten Jr.", "NOR"), form("Carl Osten", "NOR"))


# Descriptions -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        "Director-General",
        "The Prime Minister",
        "Prime Minister",
        "Chinese counterpart",
        "British Prime Minister",
        "NATO Secretary General",
        "chair of ASEAN",
        "Ambassador of United Nations",
        "China's foreign minister",
        "my colleague",
        "Mr. President",
        "interpreter",
        "Crown Prince",
        "Houthis' leader",
    ],
)
def test_descriptions_stand_alone(name: str) -> None:
    assert is_description(form(name, "NOR"))
    assert block_keys(name) == () or " " not in name
    two = persons(form(name, "NOR"), form(name, "CHN"), form(name))
    assert len(two) == 3
    assert not together(form(name, "NOR"), form(name))


@pytest.mark.parametrize(
    "name",
    [
        "Moon Jae-in",
        "Prayut Chan-o-cha",
        "Angus King",
        "Ursula von der Leyen",
        "al-Sisi",
        "bin Farhan",
        "Jordan",
        "Chad Jordan",
        "Michelle O’Neill",
        "Luiz Inácio Lula da Silva",
        "J.B. Pritzker",
    ],
)
def test_names_are_no_descriptions(name: str) -> None:
    assert not is_description(form(name, "NOR"))
    assert block_keys(name)


def test_an_office_is_a_surname_beside_another_office() -> None:
    king = form("Angus King", "USA", "Senator", documents=3)
    assert together(king, form("King", "USA", "Senator"))
    assert is_description(form("King", "USA"))


# Properties ---------------------------------------------------------------------------------------

_GIVEN = ["Joe", "Joseph", "Ann", "Anna", "Sergey", "Sergei", "Wang", "Juan", "Juan Carlos", "J."]
_FAMILY = ["Halden", "Haldan", "Yi", "Ferro", "Ferro Pardo", "al-Ferro", "Wang", "Yi-ho", "Joe"]
_SIDES = [None, "CHN", "USA", "NOR"]
_TITLES = ["President", "Foreign Minister", "Minister of Foreign Affairs", "Secretary", "Envoy"]


@st.composite
def archives(draw: st.DrawFn) -> list[NameForm]:
    """Sets of forms with distinct (id, side) that resemble one another."""
    names = st.one_of(
        st.sampled_from(_FAMILY),
        st.builds("{} {}".format, st.sampled_from(_GIVEN), st.sampled_from(_FAMILY)),
    )
    wanted = draw(
        st.lists(
            st.tuples(names, st.sampled_from(_SIDES)),
            max_size=24,
            unique_by=lambda pair: (slug(pair[0]), pair[1]),
        )
    )
    found = []
    for name, side in wanted:
        titles = draw(st.lists(st.sampled_from(_TITLES), max_size=2, unique=True))
        day = f"20{draw(st.integers(0, 25)):02}-03-01"
        found.append(form(name, side, *titles, documents=draw(st.integers(1, 40)), day=day))
    return keyed(found)


@settings(deadline=None, max_examples=60)
@given(archives(), st.randoms(use_true_random=False))
def test_order_and_keys_decide_nothing(forms: list[NameForm], chance: random.Random) -> None:
    answer = resolve(forms)
    shuffled = list(forms)
    chance.shuffle(shuffled)
    assert resolve(shuffled) == answer
    renamed = keyed(list(reversed(forms)))
    new = {(f.id, f.side): f.key for f in renamed}
    moved = {f.key: new[f.id, f.side] for f in forms}
    assert resolve(renamed) == {moved[k]: moved[v] for k, v in answer.items()}


@settings(deadline=None, max_examples=60)
@given(archives())
def test_connected_forms_resolve_as_in_the_whole(forms: list[NameForm]) -> None:
    answer = resolve(forms)
    parts: dict[int, int] = {}
    for block in connected(forms):
        parts.update(resolve(block))
    assert parts == answer
    assert all(answer[answer[key]] == answer[key] for key in answer)


def connected(forms: list[NameForm]) -> list[list[NameForm]]:
    """Split forms into those connected by block keys."""
    blocks: list[tuple[set[str], list[NameForm]]] = []
    for one in forms:
        keys, members = set(block_keys(one.name)), [one]
        apart = []
        for known, others in blocks:
            if known & keys:
                keys |= known
                members += others
            else:
                apart.append((known, others))
        blocks = [*apart, (keys, members)]
    return [members for _, members in blocks]


# Offices ------------------------------------------------------------------------------------------


def test_titles_name_offices() -> None:
    def words(title: str) -> list[tuple[str, ...]]:
        return [office.words for office in read_offices(title)]

    assert words("Minister of Foreign Affairs") == words("Foreign Minister")
    assert words("External Affairs Minister") == words("Foreign Minister")
    assert words("Secretary of the Treasury") == words("Treasury Secretary")
    assert words("National Security Advisor") == words("National Security Adviser")
    assert len(words("State Councilor and Foreign Minister")) == 2
    assert len(words("Minister of Trade and Industry")) == 1
    assert [o.acting for o in read_offices("interim Prime Minister")] == [True]
    assert [o.former for o in read_offices("former President")] == [True]
    (secretary,), (state,) = read_offices("Secretary"), read_offices("Secretary of State")
    assert agreement(secretary, state) == 1
    (vice,), (president,) = read_offices("Vice President"), read_offices("President")
    assert agreement(vice, president) == 0


ROWS = [
    OfficeRow(person=1, title="Foreign Minister", of="NOR", day="2019-01-10", document="doc:a"),
    OfficeRow(
        person=1,
        title="Minister of Foreign Affairs",
        of="NOR",
        day="2021-05-01",
        document="doc:b",
        start=5,
        end=9,
    ),
    OfficeRow(person=1, title="Foreign Minister", of="NOR", day="2020-02-02", document="doc:c"),
    OfficeRow(
        person=1, title="former Foreign Minister", of="NOR", day="2024-01-01", document="doc:d"
    ),
    OfficeRow(person=2, title="Foreign Minister", of="NOR", day="2021-11-01", document="doc:e"),
    OfficeRow(person=3, title="Foreign Minister", of="CHN", day="2021-11-01", document="doc:e"),
]


def test_offices_over_time() -> None:
    found = offices(ROWS)
    assert offices(reversed(ROWS)) == found
    first = found[0]
    assert (first.person, first.title, first.first_day, first.last_day, first.documents) == (
        1,
        "Foreign Minister",
        "2019-01-10",
        "2021-05-01",
        3,
    )
    assert (first.first.document, first.last.document, first.last.start) == ("doc:a", "doc:b", 5)
    assert [t.person for t in found] == [1, 2, 3]


def test_who_held_an_office_on_a_day() -> None:
    def who(day: str) -> list[tuple[int, str]]:
        return [
            (h.tenure.person, h.basis)
            for h in holders(ROWS, "Minister for Foreign Affairs", "NOR", day)
        ]

    assert who("2020-07-01") == [(1, "seen")]
    assert who("2021-06-01") == [(1, "after"), (2, "before")]
    assert who("2021-10-20") == [(2, "before"), (1, "after")]
    assert who("2022-05-01") == [(2, "after")]
    assert who("2012-01-01") == []
    assert who("") == []
