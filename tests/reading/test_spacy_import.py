"""spaCy is imported without its command line, which is there when somebody wants it."""

from __future__ import annotations

import subprocess
import sys

PROGRAM = """
import sys
from memcon.reading.spacy_import import import_spacy
import_spacy()
import_spacy()
import spacy
assert not any(name.startswith("spacy.cli") for name in sys.modules), "the command line is loaded"
assert "weasel" not in sys.modules and "httpx" not in sys.modules
assert spacy.info(silent=True)["spacy_version"] == spacy.__version__
import spacy.cli
assert callable(spacy.cli.download) and spacy.cli.info is not spacy.info
"""


def test_the_command_line_is_left_until_wanted() -> None:
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
