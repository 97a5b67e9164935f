"""People of invented names, one of each role, for servers that ask who comes."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from playwright.sync_api import Page

from memcon.archive import open_archive, users
from memcon.archive.users import ROLES, Role
from memcon.web.auth.passwords import Passwords

NAMES: Final[dict[Role, str]] = {
    "reader": "Rena Halvik",
    "reviewer": "Viktor Sando",
    "admin": "Ada Morn",
}
PASSWORDS: Final[dict[Role, str]] = {
    "reader": "nine grey herons at dusk",
    "reviewer": "seven salted plums in oil",
    "admin": "eleven quiet bridges north",
}


def enter_people(archive: Path) -> None:
    """Enter one of each role into an archive."""
    passwords = Passwords()
    with open_archive(archive) as opened, opened.writing() as connection:
        for role in reversed(ROLES):
            users.add(
                connection,
                NAMES[role],
                role=role,
                password=passwords.hashed(PASSWORDS[role]),
                at="2026-01-01T00:00:00+00:00",
            )


def log_in(page: Page, role: Role, *, password: str | None = None) -> None:
    """Fill in the login form and send it."""
    page.goto("/login")
    page.get_by_label("Name", exact=True).fill(NAMES[role])
    page.get_by_label("Password", exact=True).fill(password or PASSWORDS[role])
    page.get_by_role("main").get_by_role("button", name="Log in").click()
