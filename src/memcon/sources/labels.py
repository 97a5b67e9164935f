"""Speaker labels: "SECRETARY BLINKEN:", "Question (translated from Chinese):", "Q  "."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from memcon.sources.layout import layout

# Longest label looked for, with its remark in brackets.
_REACH = 170
_SHAPE = re.compile(
    r"(?P<open>[*_]{0,3}(?:<u>)?[*_]{0,3})"
    r"(?P<name>[^\W\d_][^\n:：*_()\[\]<>\"“”?!;]{0,90}?)"
    r"(?:[ \u00a0\n]?[*_]{0,3}[ \u00a0\n]?(?P<remark>[(\[][^()\[\]\n:]{1,80}[)\]]))?"
    r"(?P<close>[*_]{0,3}[ \u00a0]?[:：][*_]{0,3}(?:</u>)?[*_]{0,3})"
)
# White House transcripts print questions as "Q", spaces, and the words.
_BARE_Q = re.compile(
    r"[*_]{0,3}(?P<name>[QA])(?P<close>[*_]{0,3}[.:]?[*_]{0,3})"
    r"(?=[ \u00a0\t]{1,8}[\w(—–“\"'‘$…\[-])"
)
_WORD = re.compile(r"[^\s\u00a0,/]+")


@dataclass(frozen=True, slots=True)
class LabelCandidate:
    """What looks like a label at the head of a paragraph."""

    start: int
    end: int
    name: str
    form: str  # capitals | role | name | bare
    remark: bool
    text_follows: bool
    asks: bool = False  # whether its paragraph ends with a question mark


def candidate(text: str, start: int, end: int) -> LabelCandidate | None:
    """Return what could be a speaker label at the head of a paragraph.

    Args:
        text: the document's text.
        start: where the paragraph begins.
        end: where it ends.

    Returns:
        The candidate; whether it is a label, :func:`confirm` decides from all of them.
    """
    head = text[start : min(end, start + _REACH)]
    bare = _BARE_Q.match(head)
    if bare is not None:
        wide = bool(bare["close"]) or bool(re.match(r"[ \u00a0\t]{2,}|\u00a0", head[bare.end() :]))
        return LabelCandidate(
            start, start + bare.end(), bare["name"], "bare" if wide else "weak", False, True
        )
    match = _SHAPE.match(head)
    if match is None:
        return None
    after = head[match.end() : match.end() + 1]
    if after and not after.isspace() and after not in "“\"'‘(—–[*_":
        return None  # "4:14", "https://"
    name = " ".join(match["name"].split())
    form = _form(name)
    if form is None:
        return None
    return LabelCandidate(
        start,
        start + match.end(),
        name,
        form,
        match["remark"] is not None,
        bool(text[start + match.end() : min(end, start + match.end() + 40)].strip(" *_\n\u00a0")),
        text[max(start, end - 8) : end].rstrip(' *_\n\u00a0"”’').endswith("?"),
    )


def _form(name: str) -> str | None:
    table = layout()
    folded = name.casefold().strip(" .")
    if folded in table.label_never:
        return None
    words = _WORD.findall(name)
    if not words or len(words) > 12:
        return None
    if folded in table.label_roles or (
        len(words) == 2 and words[0].casefold() in table.label_roles and words[1].isalnum()
    ):
        return "role"
    letters = [char for char in name if char.isalpha()]
    upper = sum(char.isupper() for char in letters)
    # "MR MCKEON", "MR. McKEON", "PRESIDENT VON DER LEYEN": nearly all capitals.
    if len(letters) >= 2 and upper / len(letters) >= 0.8 and words[0][0].isupper():
        return "capitals"
    capitalised = 0
    for word in words:
        if word[0].isupper() or not word[0].isalpha():
            capitalised += 1
        elif word.casefold() not in table.particles and not word.startswith(("al-", "el-")):
            return None
    if not words[0][0].isupper() or words[0].casefold() in table.function_words:
        return None
    return "name" if capitalised else None


def confirm(candidates: Sequence[LabelCandidate | None], listed: Iterable[bool]) -> list[bool]:
    """Decide which candidates are speaker labels, from the document as a whole.

    Capitals and role words ("Question") are labels by themselves where text follows or where
    they recur. A name in ordinary case is one where the document shows that it is a transcript:
    another label by role, a remark in brackets ("speaks after Wang Yi"), two names that recur, or
    one that recurs among others that ask ("AFP: …?").
    List items ("Trade: the parties…") never are.

    Args:
        candidates: one per paragraph, ``None`` where nothing looks like a label.
        listed: whether each paragraph is a list item.

    Returns:
        One verdict per paragraph.
    """
    in_list = list(listed)
    counts = Counter(
        found.name.casefold()
        for found, item in zip(candidates, in_list, strict=True)
        if found is not None and not item
    )
    free = [
        found
        for found, item in zip(candidates, in_list, strict=True)
        if found is not None and not item
    ]
    strong = sum(found.form in ("role", "capitals", "bare") for found in free)
    by_role = any(found.form == "role" for found in free)
    remarks = any(
        found.remark and len(found.name.split()) <= 6 for found in free if found.form == "name"
    )
    recurring = {name for name, count in counts.items() if count >= 2}
    names = {found.name.casefold() for found in free if found.form == "name"} & recurring
    asked = any(found.asks and found.name.casefold() not in names for found in free)
    transcript = by_role or len(names) >= 2 or (bool(names) and asked)
    verdicts = []
    for found, item in zip(candidates, in_list, strict=True):
        if found is None or item:
            verdicts.append(False)
            continue
        folded = found.name.casefold()
        several = len(found.name.split()) >= 2
        if found.form == "capitals" or found.form == "role":
            verdict = found.text_follows or folded in recurring
        elif found.form == "bare":
            verdict = True
        elif found.form == "weak":
            verdict = found.name == "Q" and strong >= 2
        else:
            verdict = (
                found.remark
                or (transcript and (several or folded in recurring or found.asks))
                or (remarks and several)
                or (strong >= 2 and folded in recurring)
            )
        verdicts.append(verdict)
    return verdicts
