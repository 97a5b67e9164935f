"""Reviewing in a browser: by keyboard, without script, and with every answer following."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest
from accessibility import serious_faults
from browsing import DESKTOP, NO_SCRIPT, PHONE
from following import expect_soon
from live_server import LiveServer
from playwright.sync_api import Page, expect

from archives import example_records
from memcon.record import Commitment, Record, Statement

OpenPage = Callable[..., Page]


@pytest.fixture
def page(own_site: LiveServer, open_page: OpenPage) -> Page:
    return open_page(own_site, variant=DESKTOP)


def shown(page: Page) -> str:
    """Return the id of the finding that the page shows."""
    return page.locator(".where code").inner_text()


def press(page: Page, key: str) -> None:
    """Press a key when the page's script listens."""
    page.wait_for_load_state("load")
    page.keyboard.press(key)


def said() -> tuple[Record, Statement]:
    """Return a statement with one speaker and an act, whose words stand in one place."""
    return next(
        (record, one)
        for record in example_records()
        for one in record.statements
        if len(one.speakers) == 1
        and len(one.content) == 1
        and any(act.statement == one.id for act in record.acts)
    )


def promised() -> tuple[Record, Commitment]:
    """Return a commitment that is said but once."""
    goals = [one.goal.text for record in example_records() for one in record.commitments]
    return next(
        (record, one)
        for record in example_records()
        for one in record.commitments
        if goals.count(one.goal.text) == 1 and one.by
    )


def answered(page: Page, path: str) -> Any:
    """Return what the API answers."""
    return json.loads(page.request.get(path).text())


def test_decisions_by_keyboard_alone(page: Page) -> None:
    page.goto("/review")
    first = shown(page)
    press(page, "n")
    expect(page.locator(".where code")).not_to_have_text(first)
    second = shown(page)
    press(page, "k")
    expect(page.locator(".where code")).to_have_text(first)
    press(page, "c")
    expect(page.locator(".last")).to_contain_text("Confirmed")
    assert shown(page) == second
    press(page, "r")
    expect(page.locator(".last")).to_contain_text("Rejected")
    assert shown(page) not in (first, second)
    press(page, "u")
    expect(page.locator(".notice.done")).to_contain_text("Undone")
    assert shown(page) == second
    entries = answered(page, "/api/v1/log")["rows"]
    assert [(one["action"], one["who"]) for one in entries] == [
        ("undo", "Tester"),
        ("reject", "Tester"),
        ("confirm", "Tester"),
    ]
    press(page, "?")
    expect(page.get_by_text("confirm: it is right as it stands")).to_be_visible()
    assert serious_faults(page) == []


def test_keys_are_letters_while_one_types_and_can_be_turned_off(page: Page) -> None:
    page.goto("/review")
    first = shown(page)
    page.get_by_label("Why (optional)").press_sequentially("correct; never rejected")
    assert shown(page) == first
    expect(page.get_by_label("Why (optional)")).to_have_value("correct; never rejected")
    press(page, "Escape")
    press(page, "?")
    page.get_by_label("Keys work").uncheck()
    page.locator("h1").click()
    press(page, "c")
    assert shown(page) == first
    page.reload()
    expect(page.get_by_label("Keys work")).not_to_be_checked()


def test_words_are_selected_by_keyboard_and_saved(page: Page) -> None:
    record, statement = said()
    id = f"{record.document.id}/{statement.id}"
    page.goto(f"/review?id={quote(id)}")
    press(page, "e")
    page.get_by_label("Its words").focus()
    press(page, "Escape")
    press(page, "t")
    press(page, "ArrowRight")
    for _ in range(2):
        press(page, "Shift+ArrowRight")
    words = page.evaluate("getSelection().toString()").strip()
    press(page, "Enter")
    start = statement.content[0].start
    assert record.document.text[start : start + len(words)] == words
    expect(page.get_by_label("Its words")).to_have_value(f"{start}-{start + len(words)}")
    page.get_by_label("Why (optional)").fill("only these")
    page.get_by_role("button", name="Save the correction").click()
    expect(page.locator(".last")).to_contain_text("Corrected its words")
    page.goto(f"/review?id={quote(id)}")
    assert page.locator(".source .own").all_inner_texts() == [words]
    expect(page.locator(".entries")).to_contain_text("only these")


def test_a_corrected_statement_changes_every_answer(page: Page) -> None:
    record, statement = said()
    document = record.document.id
    (speaker,) = statement.speakers
    other = next(
        one for one in record.actors if one.kind == "person" and one.id != speaker and one.name
    )
    page.goto(f"/review?id={quote(f'{document}/{statement.id}')}")
    page.get_by_text("Correct e").click()
    page.get_by_label("Who says it").fill(other.id)
    page.get_by_role("button", name="Save the correction").click()
    expect(page.locator(".last")).to_contain_text("Corrected who says it")

    page.goto(f"/documents/{document}")
    expect(page.locator(f'.read [data-ref="{statement.id}"]').first).to_contain_text(other.name)
    found = answered(page, f"/api/v1/findings/{quote(f'{document}/{statement.id}')}")
    assert f"{other.name} [{other.id}]" in str(found["facts"]["speaker"])
    words = " ".join(statement.content[0].text.split()[1:4])
    title = " ".join((record.document.title or document).split())
    expect_soon(page, f"/search?actor={quote(other.id)}&words={quote(words)}", title)


def test_a_rejected_commitment_leaves_every_answer(page: Page) -> None:
    record, commitment = promised()
    id = f"{record.document.id}/{commitment.id}"
    goal = " ".join(commitment.goal.text.split())
    ledger = f"/ledger?by={quote(commitment.by[0])}&limit=500"
    page.goto(ledger)
    expect(page.locator("main")).to_contain_text(goal)
    page.goto(f"/review?id={quote(id)}")
    press(page, "r")
    expect(page.locator(".last")).to_contain_text("Rejected")

    page.goto(ledger)
    expect(page.locator("main")).not_to_contain_text(goal)
    rows = answered(page, f"/api/v1{ledger}")["rows"]
    assert goal not in [row["goal"] for row in rows]
    page.goto(f"/documents/{record.document.id}")
    expect(page.locator(f'.read [data-ref="{commitment.id}"]')).to_have_count(0)

    page.goto(f"/review?id={quote(id)}")
    press(page, "u")
    expect(page.locator(".notice.done")).to_contain_text("Undone")
    expect_soon(page, ledger, goal)


@pytest.mark.parametrize("variant", [NO_SCRIPT, PHONE], ids=lambda one: one.name)
def test_buttons_do_what_keys_do(variant: Any, own_site: LiveServer, open_page: OpenPage) -> None:
    page = open_page(own_site, variant=variant)
    page.goto("/review?kind=act")
    first = shown(page)
    page.get_by_role("link", name="Next").click()
    second = shown(page)
    assert first != second
    page.get_by_role("link", name="Previous").click()
    assert shown(page) == first
    page.get_by_role("button", name="Confirm").click()
    expect(page.locator(".last")).to_contain_text("Confirmed")
    assert shown(page) == second
    page.get_by_role("button", name="Undo").click()
    assert shown(page) == first
    page.get_by_text("Correct").first.click()
    page.get_by_label("Conditional").or_(page.get_by_label("On a condition")).select_option("yes")
    page.get_by_role("button", name="Save the correction").click()
    expect(page.locator(".last")).to_contain_text("Corrected on a condition: ")
    if variant.script:
        assert serious_faults(page) == []


def test_what_a_text_says_cannot_run(page: Page) -> None:
    record, statement = said()
    page.goto(f"/review?id={quote(f'{record.document.id}/{statement.id}')}")
    page.get_by_label("Why (optional)").fill("<script>document.title = 'run'</script>")
    press(page, "Escape")
    press(page, "c")
    expect(page.locator(".last")).to_be_visible()
    page.goto(f"/review?id={quote(f'{record.document.id}/{statement.id}')}")
    expect(page.locator(".entries")).to_contain_text("<script>")
    assert page.title().startswith("Review")
