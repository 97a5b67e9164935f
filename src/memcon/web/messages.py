"""What a page says after something was done: its address carries a word, this the sentence."""

from __future__ import annotations

from typing import Final

DONE: Final = {
    "login": "You are logged in.",
    "logout": "You are logged out.",
    "password": "The password is changed; all other sessions were ended.",
    "confirmed": "Confirmed. It is in the log.",
    "rejected": "Rejected. No answer counts it any more; it is in the log.",
    "corrected": "Corrected. Every answer goes by it now; it is in the log.",
    "assessed": "Assessed. It is in the log.",
    "undone": "Undone. It is in the log.",
    "revoked": "The token no longer works.",
    "saved": "Saved.",
    "removed": "Removed.",
}
