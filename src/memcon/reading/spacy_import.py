"""spaCy without its command line: a third of the time that ``import spacy`` takes.

``spacy/__init__.py`` imports ``spacy.cli.info`` for one function, and with it all of spaCy's
commands and what they need: an HTTP client, a template engine, a project manager.
"""

from __future__ import annotations

import importlib
import sys
from types import ModuleType
from typing import Any

_PACKAGE, _MODULE = "spacy.cli", "spacy.cli.info"


def import_spacy() -> None:
    """Import spaCy, its command line left until somebody imports or calls it."""
    if "spacy" in sys.modules:
        return
    package, module = ModuleType(_PACKAGE), ModuleType(_MODULE)
    package.__dict__["__path__"] = []
    module.__dict__["info"] = _info
    sys.modules[_PACKAGE], sys.modules[_MODULE] = package, module
    try:
        spacy = importlib.import_module("spacy")
    finally:  # later imports get the real ones
        del sys.modules[_PACKAGE], sys.modules[_MODULE]
    spacy.__dict__.pop("cli", None)


def _info(*args: Any, **options: Any) -> Any:
    """Call the function that this one stands for."""
    return importlib.import_module(_MODULE).info(*args, **options)
