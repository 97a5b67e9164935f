"""A server of the Model Context Protocol: read-only tools over one archive, for language models.

The tools' questions and answers (``arguments``, ``rows``, ``questions``, ``citing``, ``texts``)
know nothing of the protocol; ``server`` hands them to the SDK, ``http`` serves them on a port. The
SDK is the optional extra ``memcon[mcp]`` and is imported by these two modules alone.
"""

from __future__ import annotations
