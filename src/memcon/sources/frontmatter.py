"""Front matter: the fields above a Markdown page, read without constructing anything.

YAML is read as a stream of events, so that values keep the form they are written in (dates stay
strings) and neither aliases nor deep nesting can be used to exhaust memory or the stack.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field

import yaml

from memcon.sources.dates import parse_date
from memcon.sources.taken import Metadata, clean_string
from memcon.sources.tidy import tidy

# Longer "front matter" is a text between two rules.
_LIMIT = 65_536
_OPEN = re.compile(r"[\ufeff]?(?P<fence>---|\+\+\+)[ \t]*\r?\n")
_CLOSE = {
    "---": re.compile(r"^(?:---|\.\.\.)[ \t]*\r?$", re.MULTILINE),
    "+++": re.compile(r"^\+\+\+[ \t]*\r?$", re.MULTILINE),
}
_KEY = re.compile(r"^[A-Za-z_][\w .-]{0,60}\s*[:=]", re.MULTILINE)
_DEPTH = 40

# Which fields say what, most telling first. A published time beats a bare date.
_FIELDS: dict[str, tuple[str, ...]] = {
    "title": ("title", "headline", "name"),
    "url": ("source_url", "canonical_url", "canonical", "original_url", "url", "link", "permalink"),
    "published": (
        "published_time",
        "published_at",
        "published",
        "pubdate",
        "publish_date",
        "date_published",
        "date",
    ),
    "modified": ("modified_time", "modified", "updated", "lastmod", "last_modified"),
    "publisher": (
        "publisher",
        "site_name",
        "outlet",
        "agency",
        "organization",
        "organisation",
        "source",
    ),
    "author": ("author", "authors", "byline", "creator"),
    "language": ("lang", "language", "locale"),
    "place": ("place", "location", "venue"),
}


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """Front matter: where the text proper begins, its fields, and what was wrong with it."""

    end: int = 0
    fields: dict[str, str] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()


def read_front_matter(text: str) -> FrontMatter:
    """Read the front matter of a page, if it has any.

    Front matter that does not parse does not lose the document: its extent is still known, its
    fields are read line by line as far as that goes, and a warning says so.

    Args:
        text: the whole page.

    Returns:
        The front matter; ``end`` is 0 where there is none.
    """
    opening = _OPEN.match(text)
    if opening is None:
        return FrontMatter()
    fence = opening["fence"]
    closing = _CLOSE[fence].search(text, opening.end(), min(len(text), _LIMIT))
    if closing is None:
        if _KEY.match(text, opening.end()):
            return FrontMatter(
                warnings=("the front matter is not closed by a line of --- and was read as text",)
            )
        return FrontMatter()
    body = text[opening.end() : closing.start()]
    if body.strip() and not _KEY.search(body):
        return FrontMatter()  # a text between two rules
    try:
        fields = _toml(body) if fence == "+++" else _yaml(body)
        warnings: tuple[str, ...] = ()
    except (yaml.YAMLError, tomllib.TOMLDecodeError, ValueError, RecursionError) as error:
        fields = _by_line(body)
        problem = " ".join(str(getattr(error, "problem", None) or error).split())[:200]
        warnings = (
            f"the front matter does not parse ({problem}); its fields were read line by line",
        )
    return FrontMatter(closing.end(), fields, warnings)


def _yaml(body: str) -> dict[str, str]:
    fields: dict[str, str] = {}
    depth = 0
    key: str | None = None
    items: list[str] = []
    for event in yaml.parse(body, Loader=yaml.SafeLoader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth == 1 and not isinstance(event, yaml.MappingStartEvent):
                raise ValueError("it is a list, not fields")
            if depth > _DEPTH:
                raise ValueError("it is nested too deeply")
            items = [] if depth == 2 else items
        elif isinstance(event, yaml.CollectionEndEvent):
            if depth == 2 and key is not None:
                fields.setdefault(key, ", ".join(items))
                key = None
            depth -= 1
        elif isinstance(event, yaml.ScalarEvent):
            if depth == 0:
                raise ValueError("it holds no fields")
            if depth == 1 and key is None:
                key = event.value.strip().casefold()
            elif depth == 1 and key is not None:
                fields.setdefault(key, event.value)
                key = None
            elif depth == 2:
                items.append(event.value)
        elif isinstance(event, yaml.AliasEvent) and depth == 1:
            key = None
    return fields


def _toml(body: str) -> dict[str, str]:
    if body.count("[") > 200 or body.count("{") > 200:
        raise ValueError("it is nested too deeply")
    return {
        str(key).casefold(): value if isinstance(value, str) else str(value)
        for key, value in tomllib.loads(body.replace("\r\n", "\n")).items()
        if not isinstance(value, dict | list)
    }


def _by_line(body: str) -> dict[str, str]:
    fields: dict[str, str] = {}
    for line in body.splitlines():
        key, colon, value = line.partition(":" if ":" in line else "=")
        if colon and re.fullmatch(r"[A-Za-z_][\w-]{0,60}", key.strip()):
            fields.setdefault(key.strip().casefold(), value.strip().strip("\"'"))
    return fields


def metadata_of(fields: dict[str, str]) -> Metadata:
    """Turn front matter fields into metadata.

    Args:
        fields: names in lower case, values as written.

    Returns:
        What the known fields state.
    """

    def first(what: str) -> tuple[str, str] | None:
        for name in _FIELDS[what]:
            value = clean_string(fields.get(name))
            if value is not None:
                return name, value
        return None

    def value_of(what: str) -> str | None:
        found = first(what)
        return found[1] if found else None

    published = iso = basis = None
    for name in _FIELDS["published"]:
        raw = clean_string(fields.get(name))
        if raw is not None and published is None:
            published = raw
        if raw is not None and (parsed := parse_date(raw)) is not None:
            published, iso, basis = raw, parsed, f"front matter {name}"
            break
    url = value_of("url")
    publisher = value_of("publisher")
    if publisher is not None and publisher.startswith(("http://", "https://")):
        url, publisher = url or publisher, None
    language = value_of("language")
    title = value_of("title")
    return Metadata(
        title=tidy(title) if title else None,
        url=url if url and url.startswith(("http://", "https://")) else None,
        published=published,
        published_iso=iso,
        published_basis=basis,
        modified=value_of("modified"),
        publisher=publisher,
        author=value_of("author"),
        language=language_code(language),
        place=value_of("place"),
    )


def language_code(stated: str | None) -> str | None:
    """Return the ISO 639 code of a language tag ("en-US" gives "en"), or ``None``."""
    if stated is None:
        return None
    code = re.split(r"[-_]", stated.strip(), maxsplit=1)[0].casefold()
    return code if re.fullmatch(r"[a-z]{2,3}", code) else None
