"""Pictures of all pages, and an index to look through them: ``make screenshots ARCHIVE=…``.

Every page of ``addresses`` is taken at the width of a desktop and of a phone, light and dark, as a
whole. Without an archive one is made: of the corpus beside the project if it is there, else of
examples/.
"""

from __future__ import annotations

import argparse
import html
import shutil
import sys
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Final

from addresses import ADDRESSES, Address, Samples
from browsing import DARK, DESKTOP, PHONE, PHONE_DARK, Variant, chromium, driven, new_context
from handing_in import hand_in_nothing
from live_server import LiveServer, serving
from people import enter_people, log_in
from playwright.sync_api import Browser, Page

from memcon.archive import open_archive

ROOT: Final = Path(__file__).resolve().parents[2]
CORPUS: Final = ROOT.parent / "shared" / "corpus"
EXAMPLES: Final = ROOT / "examples"
VARIANTS: Final = (DESKTOP, DARK, PHONE, PHONE_DARK)
GUIDE: Final = Variant(name="guide", width=1100, height=700)
PICTURES: Final = ("home", "document", "compare", "ledger")  # those of docs/guide.md
_TALLEST: Final = 4_000  # pixels: what is below it is more of the same


def main() -> None:
    """Take the pictures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("archive", nargs="?", type=Path)
    parser.add_argument("--config", type=Path, help="memcon.toml with the archive's knowledge")
    parser.add_argument("--out", type=Path, default=ROOT / "build" / "screenshots")
    parser.add_argument("--only", default="", help="names of pages, comma-separated")
    parser.add_argument("--variants", default="", help="names of variants, comma-separated")
    parser.add_argument("--guide", action="store_true", help="make docs/pictures, of examples/")
    given = parser.parse_args()
    if given.guide:
        given.out = ROOT / "docs" / "pictures"
        given.only = ",".join(PICTURES)
    program = chromium()
    if program is None:
        sys.exit("chromium is not installed (Debian: apt-get install chromium)")
    wanted = [a for a in ADDRESSES if not given.only or a.name in given.only.split(",")]
    variants = [v for v in VARIANTS if not given.variants or v.name in given.variants.split(",")]
    if given.guide:
        variants = [GUIDE]
    source = CORPUS if CORPUS.is_dir() and not given.guide else EXAMPLES
    archive = given.archive or _made(source, ROOT / "build")
    config = given.config or (EXAMPLES / "memcon.toml" if archive.stem == EXAMPLES.name else None)
    given.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        alone, team = _copied(archive, Path(folder))
        with open_archive(alone, write=False) as opened, opened.reading() as connection:
            samples = Samples.of(connection)
        servers = [
            stack.enter_context(serving(one, one.parent, config=config)) for one in (alone, team)
        ]
        browser = stack.enter_context(driven(program))
        if any("{job}" in address.path for address in wanted):
            context, _ = new_context(browser, DESKTOP, servers[0].url)
            samples = replace(samples, job=hand_in_nothing(context.new_page()))
            context.close()
        for variant in variants:
            _take(browser, variant, servers, wanted, samples, given.out)
    if not given.guide:
        (given.out / "index.html").write_text(_index(wanted, variants), encoding="utf-8")
    print(given.out)


def _made(source: Path, folder: Path) -> Path:
    """Return an archive of a folder's documents, made if it is not there yet."""
    archive = folder / f"{source.name}.db"
    if not archive.exists():
        import subprocess

        folder.mkdir(parents=True, exist_ok=True)
        command = [sys.executable, "-m", "memcon", "--archive", str(archive), "add", str(source)]
        if source == EXAMPLES:
            command += ["--config", str(EXAMPLES / "memcon.toml")]
        done = subprocess.run(command, check=False)  # some files may be rejected, and are told of
        if done.returncode not in {0, 1}:
            sys.exit("the archive could not be made")
    return archive


def _copied(archive: Path, folder: Path) -> tuple[Path, Path]:
    copies = []
    for name in ("alone", "team"):
        (folder / name).mkdir()
        copies.append(folder / name / "archive.db")
        shutil.copyfile(archive, copies[-1])
    enter_people(copies[1])
    return copies[0], copies[1]


def _take(
    browser: Browser,
    variant: Variant,
    servers: Sequence[LiveServer],
    wanted: Sequence[Address],
    samples: Samples,
    out: Path,
) -> None:
    for address in wanted:
        context, watch = new_context(browser, variant, servers[address.team].url)
        page = context.new_page()
        if address.team and address.role is not None:
            log_in(page, address.role)
        answer = page.goto(address.at(samples), wait_until="load")
        page.wait_for_load_state("networkidle")
        _shoot(page, out / _name(address, variant), whole=variant is not GUIDE)
        if answer is None or answer.status != address.status:
            print(f"{address.name}: {answer and answer.status} at {address.at(samples)}")
        for line in watch.found():
            print(f"{address.name}, {variant.name}: {line}")
        context.close()


def _shoot(page: Page, path: Path, *, whole: bool) -> None:
    if not whole:
        page.screenshot(path=path, animations="disabled")
        return
    size = page.viewport_size or {"width": 1440, "height": 900}
    tall = int(page.evaluate("document.documentElement.scrollHeight"))
    height = min(_TALLEST, max(size["height"], tall))
    page.screenshot(
        path=path,
        full_page=True,
        clip={"x": 0, "y": 0, "width": size["width"], "height": height},
        animations="disabled",
    )


def _name(address: Address, variant: Variant) -> str:
    return f"{address.name}.png" if variant is GUIDE else f"{address.name}-{variant.name}.png"


def _index(wanted: Sequence[Address], variants: Sequence[Variant]) -> str:
    lines = [
        '<!doctype html><html lang="en"><meta charset="utf-8"><title>Screenshots</title>',
        "<style>body{font:14px sans-serif;margin:1rem}div{display:flex;gap:1rem;"
        "overflow-x:auto;align-items:start}img{border:1px solid #999;max-height:700px}</style>",
    ]
    for address in wanted:
        lines.append(f"<h2>{html.escape(address.name)}</h2><div>")
        for variant in variants:
            name = _name(address, variant)
            lines.append(f'<a href="{name}"><img src="{name}" alt="{name}" loading="lazy"></a>')
        lines.append("</div>")
    return "\n".join([*lines, "</html>", ""])


if __name__ == "__main__":
    main()
