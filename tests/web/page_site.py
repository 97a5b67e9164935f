"""Some pages over an archive, without the parts that other tests are about."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from html.parser import HTMLParser
from types import ModuleType
from typing import Any

from fastapi import FastAPI, Request
from fastapi.testclient import TestClient

from comparing import Said, record
from memcon.archive import Archive
from memcon.archive.linker import link
from memcon.record import Block, Record
from memcon.web import faults
from memcon.web.options import WebOptions
from memcon.web.site import Site
from memcon.web.viewer import Role, Viewer

_VOID = {"meta", "link", "br", "img", "input", "hr"}


class Linking:
    """What links an archive after something was entered, at once and in this process."""

    linking = False

    def __init__(self, archive: Archive) -> None:
        self._archive = archive

    def link(self) -> None:
        link(self._archive)


def served(
    archive: Archive,
    *modules: ModuleType,
    role: Role = "reader",
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> TestClient:
    """Return a client of the pages of some modules, for a single user of a role."""
    app = FastAPI()
    app.state.site = Site(archive, WebOptions(), now=now)
    app.state.jobs = Linking(archive)
    for module in modules:
        app.include_router(module.router)
    faults.install(app)

    @app.middleware("http")
    async def _viewer(request: Request, call_next: Callable[[Request], Any]) -> Any:
        request.state.viewer = Viewer(name=f"A {role}", role=role, csrf="", single=True)
        return await call_next(request)

    return TestClient(app, follow_redirects=False)


class Html(HTMLParser):
    """A page: its words, links, ids, the words of each kind of element; all tags are closed."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: list[str] = []
        self.tags: list[str] = []
        self.open: list[str] = []
        self.parts: list[tuple[frozenset[str], str]] = []
        self.feed(text)
        assert self.open == []
        assert len(self.ids) == len(set(self.ids))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.tags.append(tag)
        assert "style" not in values
        assert not [name for name in values if name.startswith("on")]
        self.ids += [values["id"] or ""] if "id" in values else []
        self.links += [values["href"] or ""] if "href" in values else []
        if tag not in _VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.parts.append((frozenset(self.open), data))

    def inside(self, tag: str) -> str:
        """Return the words inside elements of a kind, on one line."""
        return " ".join(" ".join(data for open, data in self.parts if tag in open).split())

    @property
    def words(self) -> str:
        """All words of the main part, on one line."""
        return self.inside("main")


def account(
    said: Sequence[Said], *, narrator: str | None, title: str | None, published: str
) -> Record:
    """Return the record of a document that tells of the meeting of Ostria and Varnia.

    ``AAA`` is Ostria and ``BBB`` Varnia; all that is said was said at the meeting.
    """
    made = record(said, narrator=narrator, published=published)
    (meeting,) = made.meetings
    return made.model_copy(
        update={
            "document": made.document.model_copy(
                update={"title": title, "publisher": f"News of {narrator}"}
            ),
            "meetings": [meeting.model_copy(update={"evidence": made.statements[0].content})],
            "statements": [
                one.model_copy(update={"meeting": "meeting:1"}) for one in made.statements
            ],
        }
    )


def document(said: Sequence[Said], *, narrator: str, title: str, day: str) -> Record:
    """Return the record of a document of its own day, with a paragraph for each statement."""
    made = record(said, narrator=narrator, date=day, published=day)
    blocks = [
        Block(kind="paragraph", start=span.start, end=span.end)
        for one in made.statements
        for span in one.content
    ]
    known = {"title": title, "publisher": f"News of {narrator}", "blocks": blocks}
    return made.model_copy(update={"document": made.document.model_copy(update=known)})
