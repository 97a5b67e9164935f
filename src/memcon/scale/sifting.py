"""The first stage of a run: pieces of the input → the documents that are to be read.

Each document is taken in and judged before any parsing. A page's raw text is judged first, menus
and all, so that the article of a page that speaks of nothing here is never extracted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING

from memcon.errors import MemconError, PluginError
from memcon.scale import spool
from memcon.scale.duplicates import Signature, sign
from memcon.scale.inputs import InputOptions, cut, documents, quick_text, take
from memcon.scale.local import fault
from memcon.scale.spool import Survivor
from memcon.scale.storage import Folder
from memcon.scale.work import Done, InputFile, Offered, Piece, Reject
from memcon.scale.workers import NOWHERE, Attempt, Tools

if TYPE_CHECKING:
    from memcon.reading.triage import DocumentTriage, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class SiftWork:
    """Sifts the pieces of inputs. ``known`` are the names of pieces that are done already."""

    folder: Folder
    intake: InputOptions
    triage: bool
    sources: tuple[str, ...] = ()
    known: frozenset[str] = frozenset()

    def tasks(self, source: InputFile) -> Iterator[Piece]:
        """Yield the pieces of an input that are not done."""
        begins = f"{source.number:06}-"
        known = {int(name[len(begins) :]) for name in self.known if name.startswith(begins)}
        for piece in cut(source, self.intake, known=known):
            if piece.number not in known:
                yield piece

    def do(self, tools: Tools, task: Piece, attempt: Attempt) -> Done:
        """Sift a piece and commit what is left of it."""
        sifting = _Sifting(work=self, judge=tools.triage if self.triage else None, size=task.size)
        sifting.rejects.extend(task.rejects)
        offers = documents(task, self.intake)
        for number in count():
            if number == attempt.end:
                poison = attempt.poison[number]
                rest = f"{poison.reason}; what comes after document {number} of the piece is lost"
                sifting.reject(f"{task.input.url}#{task.start + number + 1}", poison.code, rest)
                break
            attempt.at(number)
            offered = next(offers, None)
            if offered is None:
                break
            if number in attempt.poison:
                poison = attempt.poison[number]
                sifting.documents += 1
                sifting.reject(offered.where, poison.code, poison.reason)
            else:
                sifting.add(offered)
        attempt.at(NOWHERE)
        done = sifting.done(task.name)
        spool.write_piece(
            self.folder,
            task.name,
            sifting.survivors,
            signatures=sifting.signatures,
            done=done,
            rejects=sifting.rejects,
        )
        return done


@dataclass(slots=True, kw_only=True)
class _Sifting:
    work: SiftWork
    judge: DocumentTriage | None
    size: int
    documents: int = 0
    survivors: list[Survivor] = field(default_factory=list)
    signatures: list[Signature] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)
    aside: Counter[str] = field(default_factory=Counter)

    def add(self, offered: Offered | Reject) -> None:
        self.documents += 1
        if isinstance(offered, Reject):
            self.rejects.append(offered)
            return
        try:
            self._sift(offered)
        except PluginError:
            raise  # of every document alike
        except MemconError as error:
            self.reject(offered.where, error.code, error.reason)
        except Exception as error:
            # A fault of ours in one document: said, and kept from the rest.
            told = fault(error, remedy="Please report it, with the document")
            self.reject(offered.where, "fault", told.reason)

    def reject(self, where: str, code: str, reason: str) -> None:
        self.rejects.append(Reject(where=where, stage="sift", code=code, reason=reason))

    def _sift(self, offered: Offered) -> None:
        judge = self.judge
        # A table has the document's own text, which is judged once; of bytes, all that a page shows
        # is judged first, menus and all, and then each document that was taken out of them.
        whole = offered.text is not None
        if judge and not self._keeps(
            judge.judge(offered.text or "") if whole else judge.judge_page(quick_text(offered))
        ):
            return
        taken = take(offered, max_bytes=self.work.intake.max_bytes, others=self.work.sources)
        self.documents += len(taken) - 1
        for number, one in enumerate(taken):
            if judge and not whole and not self._keeps(judge.judge(one.document.text)):
                continue
            where = offered.where if len(taken) == 1 else f"{offered.where}#{number}"
            self.survivors.append(Survivor(where=where, taken=one))
            self.signatures.append(sign(one.document))

    def _keeps(self, verdict: Verdict) -> bool:
        if not verdict.keep:
            self.aside[verdict.reason] += 1
        return verdict.keep

    def done(self, name: str) -> Done:
        return Done(
            stage="sift",
            name=name,
            documents=self.documents,
            bytes=self.size,
            kept=len(self.survivors),
            aside=dict(sorted(self.aside.items())),
            rejects=dict(sorted(Counter(reject.code for reject in self.rejects).items())),
        )
