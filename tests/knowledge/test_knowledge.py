"""Issues, places, publishers, and what a user adds."""

from __future__ import annotations

from pathlib import Path

import pytest

from memcon.errors import KnowledgeError
from memcon.knowledge import Knowledge, load_knowledge


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load_knowledge()


def write(folder: Path, text: str) -> Path:
    path = folder / "memcon.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_loaded_once(knowledge: Knowledge) -> None:
    assert load_knowledge() is knowledge


def test_entity_by_id(knowledge: Knowledge) -> None:
    entity = knowledge.entity("CHN")
    assert entity is not None
    assert (entity.name, entity.kind, entity.subkind) == ("China", "state", "un-member")
    assert knowledge.entity("XXX") is None


# --- issues


@pytest.mark.parametrize(
    ("text", "code", "surface"),
    [
        ("new Sanctions on oil exports", "sanctions", "Sanctions"),
        ("counter-terrorism", "counter-terrorism", "counter-terrorism"),
        ("counter terrorism", "counter-terrorism", "counter terrorism"),
        ("the supply\nchains", "supply-chains", "supply\nchains"),
        ("food security", "food-security", "food security"),
        ("AI safety", "ai-technology", "AI safety"),
        ("one‑China policy", "taiwan", "one‑China policy"),
        ("refugees", "migration", "refugees"),
        ("democracies", "elections-democracy", "democracies"),
    ],
)
def test_terms(knowledge: Knowledge, text: str, code: str, surface: str) -> None:
    spans = [(c, text[start:end]) for c, start, end in knowledge.find_issues(text)]
    assert (code, surface) in spans


def test_terms_keep_to_words_and_abbreviations_to_capitals(knowledge: Knowledge) -> None:
    assert knowledge.find_issues("seaports, un, ai") == []


def test_the_longest_term_wins(knowledge: Knowledge) -> None:
    text = "energy security"
    assert knowledge.find_issues(text) == [("energy", 0, len(text))]


def test_a_term_of_two_issues_is_given_for_each(knowledge: Knowledge) -> None:
    codes = [code for code, _, _ in knowledge.find_issues("the Palestinian question")]
    assert codes == sorted(codes)
    shared = [code for code, _, _ in knowledge.find_issues("UNCLOS, Northern Sea Route")]
    assert shared == ["maritime", "arctic", "maritime"]


def test_a_letter_that_grows_in_small_letters_moves_no_offset(knowledge: Knowledge) -> None:
    text = "İİİ sanctions"
    assert knowledge.find_issues(text) == [("sanctions", 4, 13)]
    assert [(m.start, m.end) for m in knowledge.find_names("İİİ China")] == [(4, 9)]


# --- places


@pytest.mark.parametrize(
    ("name", "id"),
    [
        ("Bali", "IDN"),
        ("DUSHANBE", "TJK"),
        ("IGORA", "RUS"),
        ("the Hague", "NLD"),
        ("Brussels", "BEL"),
        ("Beijing", "CHN"),
        ("Sao Paulo", "BRA"),
        ("Washington, D.C.", "USA"),
        ("Geneva, Switzerland", "CHE"),
        ("Atlanta, Georgia", "USA"),
        ("Tbilisi, Georgia", "GEO"),
        ("Nowhere, France", "FRA"),
        ("Hamburg, Nowhere", "DEU"),
        ("Camp David", "USA"),
        ("Türkiye", "TUR"),
    ],
)
def test_place(knowledge: Knowledge, name: str, id: str) -> None:
    state = knowledge.place(name)
    assert state is not None
    assert state.id == id


@pytest.mark.parametrize("name", ["", ",", "Nowhere", "NATO", "Chinese", "Nowhere, Nowhere"])
def test_no_place(knowledge: Knowledge, name: str) -> None:
    assert knowledge.place(name) is None


# --- publishers


@pytest.mark.parametrize(
    ("address", "narrator"),
    [
        ("https://www.xinhuanet.com/english/2021-09/17/c_1.htm", "CHN"),
        ("tass.com", "RUS"),
        ("WWW.STATE.GOV", "USA"),
        ("https://ua.usembassy.gov:443/x?y=1", "USA"),
        ("https://bidenwhitehouse.archives.gov/briefing-room/", "USA"),
        ("eeas.europa.eu", "EU"),
        ("https://www.mea.gov.in/", "IND"),
        ("//www.mid.ru/en/", "RUS"),
        ("https://www.gov.uk/government/news", "GBR"),
        ("https://www.nasa.gov/news", "USA"),
        ("https://pid.gov.pk/site", "PAK"),
        ("https://www.spa.gov.sa/en", "SAU"),
    ],
)
def test_publisher_by_domain(knowledge: Knowledge, address: str, narrator: str) -> None:
    publisher = knowledge.publisher_by_domain(address)
    assert publisher is not None
    assert publisher.narrator == narrator


def test_the_longest_domain_wins(knowledge: Knowledge) -> None:
    one = knowledge.publisher_by_domain("https://mea.gov.in/x")
    two = knowledge.publisher_by_domain("https://commerce.gov.in/x")
    assert one is not None
    assert two is not None
    assert one.name == "Ministry of External Affairs of India"
    assert two.name != one.name


@pytest.mark.parametrize("address", ["", "example.org", "gov.example", "http://[bad", "com"])
def test_no_publisher_by_domain(knowledge: Knowledge, address: str) -> None:
    assert knowledge.publisher_by_domain(address) is None


@pytest.mark.parametrize(
    ("printed", "name", "narrator"),
    [
        ("(Xinhua)", "Xinhua", "CHN"),
        ("( Xinhua ) --", "Xinhua", "CHN"),
        ("/TASS/.", "TASS", "RUS"),
        ("Source:Xinhua", "Xinhua", "CHN"),
        ("Office of the Spokesperson", "Department of State", "USA"),
        ("the White House", "The White House", "USA"),
        ("MEA", "Ministry of External Affairs of India", "IND"),
        ("FCDO", "Foreign, Commonwealth and Development Office", "GBR"),
        ("KCNA", "KCNA", "PRK"),
        ("REUTERS", "Reuters", None),
        ("AP", "Associated Press", None),
        ("CNN", "CNN", None),
        ("AFP", "Agence France-Presse", None),
        ("BBC", "BBC", None),
        ("EEAS", "European External Action Service", "EU"),
    ],
)
def test_publisher_by_alias(
    knowledge: Knowledge, printed: str, name: str, narrator: str | None
) -> None:
    publisher = knowledge.publisher_by_alias(printed)
    assert publisher is not None
    assert (publisher.name, publisher.narrator) == (name, narrator)


@pytest.mark.parametrize("printed", ["", "()", "The Northern Echo of Varnia", "said Xinhua today"])
def test_no_publisher_by_alias(knowledge: Knowledge, printed: str) -> None:
    assert knowledge.publisher_by_alias(printed) is None


# --- what a user adds


def test_additions(tmp_path: Path, knowledge: Knowledge) -> None:
    extra = load_knowledge(
        write(
            tmp_path,
            """
            [reader]
            unrelated = true

            [[knowledge.states]]
            id = "XVA"
            name = "Varnia"
            official = "Republic of Varnia"
            status = "other"
            adjectives = ["Varnian", "Varno-"]
            demonyms = ["*"]
            metonyms = ["Lendrava?"]

            [[knowledge.states]]
            id = "CHN"
            aliases = ["Middle Kingdom"]

            [[knowledge.organisations]]
            id = "ISC"
            name = "Inner Sea Council"
            kind = "organisation"
            abbreviations = ["ISC"]
            members = ["XVA"]

            [[knowledge.groups]]
            id = "group:harbour-league"
            name = "Harbour League"
            parent = "XVA"

            [[knowledge.places]]
            name = "Porto Lume"
            state = "XVA"

            [[knowledge.places]]
            name = "Hiroshima"
            state = "XVA"
            ambiguous = true

            [[knowledge.publishers]]
            name = "Varnapress"
            kind = "agency"
            narrator = "XVA"
            domains = ["varnapress.example"]

            [[knowledge.publishers]]
            name = "CNN"
            aliases = ["Cable Network"]

            [[knowledge.issues]]
            code = "lighthouses"
            name = "Lighthouses"
            terms = ["lighthouse", "beacon light"]
            maps = { plover = "resource" }

            [[knowledge.issues]]
            code = "trade"
            terms = ["salt staple"]
            """,
        )
    )
    text = "Varnia’s and the Varnians; Varno-Chinese talks in Porto Lume; the ISC; Middle Kingdom"
    assert [(text[m.start : m.end], m.entity.id) for m in extra.find_names(text)] == [
        ("Varnia", "XVA"),
        ("Varnians", "XVA"),
        ("Varno", "XVA"),
        ("Chinese", "CHN"),
        ("Porto Lume", "XVA"),
        ("ISC", "ISC"),
        ("Middle Kingdom", "CHN"),
    ]
    assert extra.find_names("Lendrava")[0].ambiguous
    (hiroshima,) = extra.find_names("Hiroshima")
    assert (hiroshima.entity.id, hiroshima.ambiguous, hiroshima.other) == ("XVA", True, ())
    place = extra.place("hiroshima")
    assert place is not None
    assert place.id == "XVA"
    assert extra.entities["ISC"].members == ("XVA",)
    assert extra.entities["CHN"].name == "China"
    assert extra.entities["group:harbour-league"].parent == "XVA"
    publisher = extra.publisher_by_domain("news.varnapress.example")
    assert publisher is not None
    assert publisher.narrator == "XVA"
    cable = extra.publisher_by_alias("Cable Network")
    assert cable is not None
    assert (cable.name, cable.domains) == ("CNN", ("cnn.com", "edition.cnn.com"))
    assert extra.find_issues("two lighthouses") == [("lighthouses", 4, 15)]
    assert extra.find_issues("the salt staple and tariffs") == [
        ("trade", 4, 15),
        ("trade", 20, 27),
    ]
    assert knowledge.find_names("Varnia") == []


def test_replace_discards_what_was_there(tmp_path: Path) -> None:
    extra = load_knowledge(
        write(
            tmp_path,
            '[[knowledge.states]]\nid = "CHN"\nreplace = true\nname = "Cathay"\n',
        )
    )
    assert extra.find_names("China and Chinese, Beijing") == []
    assert extra.find_names("Cathay")[0].entity.id == "CHN"


def test_curly_apostrophes_in_a_user_s_file_are_plain(tmp_path: Path) -> None:
    extra = load_knowledge(write(tmp_path, '[[knowledge.states]]\nid = "XQA"\nname = "Q’ara"\n'))
    assert extra.find_names("Q'ara")[0].entity.id == "XQA"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[[knowledge.cities]]\nname = 'X'", ("knowledge.cities", "places")),
        ("knowledge = 3", ("knowledge",)),
        ("[knowledge]\nstates = 3", ("knowledge.states", "[[knowledge.states]]")),
        ("[knowledge]\nstates = [3]", ("knowledge.states", "entry 1")),
        ("[[knowledge.states]]\nid='XVA'\nname='V'\nflag='x'", ("'flag'", "entry 1", "demonyms")),
        ("[[knowledge.states]]\nname='V'", ("'id'", "missing")),
        ("[[knowledge.states]]\nid='XVA'", ("'XVA'", "'name'")),
        ("[[knowledge.states]]\nid='XVA'\nname=3", ("'name'", "3", "a text")),
        ("[[knowledge.states]]\nid='XVA'\nname='V'\naliases='W'", ("'aliases'", "a list")),
        ("[[knowledge.states]]\nid='XVA'\nname='V'\naliases=['']", ("'aliases'", "non-empty")),
        ("[[knowledge.places]]\nname='P'", ("'state'",)),
        ("[[knowledge.places]]\nname='P'\nstate='QQQ'", ("'QQQ'", "'P'", "state")),
        ("[[knowledge.places]]\nname='P'\nstate='CHN'\nambiguous='no'", ("'ambiguous'", "true")),
        ("[[knowledge.groups]]\nid='group:a'\nname='A'\nparent='QQQ'", ("'QQQ'", "parent")),
        ("[[knowledge.organisations]]\nid='CHN'\nname='C'", ("'CHN'", "organisations")),
        ("[[knowledge.organisations]]\nid='OO'\nname='O'\nmembers=['QQQ']", ("members", "'QQQ'")),
        ("[[knowledge.publishers]]\nname='P'\nnarrator='QQQ'", ("narrator", "'QQQ'")),
        ("[[knowledge.issues]]\ncode='c'\nname='C'\nmaps=['x']", ("'maps'", "a table")),
        ("[[knowledge.issues", ("TOML",)),
    ],
)
def test_errors_name_file_table_and_key(tmp_path: Path, text: str, words: tuple[str, ...]) -> None:
    path = write(tmp_path, text)
    with pytest.raises(KnowledgeError) as caught:
        load_knowledge(path)
    message = str(caught.value)
    assert str(path) in message
    for word in words:
        assert word in message
    assert caught.value.remedy


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match="cannot be read"):
        load_knowledge(tmp_path / "none.toml")
