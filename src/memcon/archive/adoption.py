"""What became of one set phrase: who used it, who took it over from whom, who let it drop.

All is counted in documents and calendar months, not in uses: a paper that says a phrase five times
says it once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

__all__ = ["DEFAULT", "Adoption", "Course", "DropRule", "Dropped", "Use", "User", "course"]


@dataclass(frozen=True, slots=True)
class Use:
    """A document that has the phrase: its ISO day, whose it is, and its number."""

    day: str
    user: str
    document: int


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """Who uses the phrase.

    Attributes:
        user: Actor id.
        first: Day of the first document with it.
        last: Day of the last document with it.
        documents: Documents with it.
    """

    user: str
    first: str
    last: str
    documents: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Adoption:
    """A later user of a phrase that another had used first.

    Attributes:
        user: Who took it over.
        day: Day of the first document with it.
        document: That document.
        after: The user before: who of the others had used it first.
        since: Day since which that one had used it.
    """

    user: str
    day: str
    document: int
    after: str
    since: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Dropped:
    """A user who had used a phrase regularly and no longer does.

    Attributes:
        user: Who.
        since: Day of the first document with it.
        last: Day of the last document with it.
        used: Months with it, from the first use to the last.
        active: Months with documents of the user, from the first use to the last.
        silent: Months with documents of the user after the last use.
        documents: Documents of the user in those months.
    """

    user: str
    since: str
    last: str
    used: int
    active: int
    silent: int
    documents: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DropRule:
    """When a phrase counts as dropped by a user.

    The user had it in at least ``share`` of the months in which there are documents of his, from
    his first use to his last, those months being at least ``months``; and after the month of his
    last use there are at least ``silence`` months with documents of his, ``documents`` in all, of
    which ``expected`` would have it at the rate of the time from first to last use: what an archive
    has fewer documents of than before is not taken for dropped.
    Months without documents count neither for nor against. At a share p of months with the phrase,
    ``silence`` months without it are a matter of chance in (1 - p) to that power of cases: with the
    default numbers in one of eight at the worst.

    Attributes:
        share: Least share of his active months with the phrase, 0 … 1.
        months: Least number of active months in that time.
        silence: Least number of active months since.
        documents: Least number of documents in these.
        expected: Least number of those with it by the rate of before; by chance there is none of
            two in one of seven cases (Poisson).
    """

    share: float = 0.5
    months: int = 3
    silence: int = 3
    documents: int = 3
    expected: float = 2.0


DEFAULT: Final = DropRule()


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """The course of a phrase.

    Attributes:
        first: The first use; None where there is none with a day and a user.
        last: The last use.
        users: By day of the first use.
        adopted: By day, then user; the first user is not among them, nor one of the same day.
        dropped: By user.
    """

    first: Use | None = None
    last: Use | None = None
    users: tuple[User, ...] = ()
    adopted: tuple[Adoption, ...] = ()
    dropped: tuple[Dropped, ...] = field(default=())


def course(
    uses: Iterable[Use],
    *,
    activity: Mapping[str, Mapping[str, int]],
    rule: DropRule = DEFAULT,
) -> Course:
    """Return the course of one phrase.

    Args:
        uses: Its uses; several of one document count once. Those without a day are for the caller
            to leave out. A day may be a month or a year, as far as known; these sort before the
            days in them.
        activity: For each user the number of his documents, with the phrase or not, by month
            (``2021-09``). A month with a use counts as active in any case.
        rule: When it counts as dropped.

    Returns:
        The course; the same whatever the order of the uses.
    """
    ordered = sorted(set(uses), key=lambda use: (use.day, use.user, use.document))
    if not ordered:
        return Course()
    by_user: dict[str, list[Use]] = {}
    for use in ordered:
        by_user.setdefault(use.user, []).append(use)
    users = [
        User(
            user=user,
            first=of[0].day,
            last=of[-1].day,
            documents=len({use.document for use in of}),
        )
        for user, of in by_user.items()
    ]
    users.sort(key=lambda user: (user.first, user.user))
    origin = users[0]
    adopted = [
        Adoption(
            user=user.user,
            day=user.first,
            document=by_user[user.user][0].document,
            after=origin.user,
            since=origin.first,
        )
        for user in users
        if user.first > origin.first
    ]
    dropped = [
        found
        for user in sorted(by_user)
        if (found := _dropped(user, by_user[user], activity.get(user, {}), rule)) is not None
    ]
    return Course(
        first=ordered[0],
        last=ordered[-1],
        users=tuple(users),
        adopted=tuple(adopted),
        dropped=tuple(dropped),
    )


def _dropped(
    user: str, uses: list[Use], activity: Mapping[str, int], rule: DropRule
) -> Dropped | None:
    used = {_month(use.day) for use in uses if len(use.day) >= _MONTH}
    if not used:
        return None
    begun, ended = min(used), max(used)
    published = {month for month, documents in activity.items() if documents > 0}
    active = {month for month in published if begun <= month <= ended} | used
    after = [month for month in published if month > ended]
    documents = sum(activity[month] for month in after)
    if len(active) < rule.months or len(used) < rule.share * len(active):
        return None
    if len(after) < rule.silence or documents < rule.documents:
        return None
    own = len({use.document for use in uses})
    before = max(own, sum(number for month, number in activity.items() if begun <= month <= ended))
    if documents * own < rule.expected * before:
        return None
    return Dropped(
        user=user,
        since=uses[0].day,
        last=uses[-1].day,
        used=len(used),
        active=len(active),
        silent=len(after),
        documents=documents,
    )


_MONTH: Final = len("2021-09")


def _month(day: str) -> str:
    return day[:_MONTH]
