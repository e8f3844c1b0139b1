"""The folder of an account inside the place: one for each account, on every system."""

from __future__ import annotations

import hashlib
import re

from qbrgen.batch.journal import INDEX, MANIFEST, THUMBNAILS, UNFINISHED

# Windows drops a dot at the end and knows devices by these names, whatever follows the dot.
_DEVICE = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
_OURS = {MANIFEST, UNFINISHED, INDEX, THUMBNAILS}


def folder_of(account_id: str) -> str:
    """The id itself where it can be a folder's name everywhere and is not one of ours, else with a short hash."""
    if not (_DEVICE.fullmatch(account_id) or account_id.endswith(".") or account_id.casefold() in _OURS):
        return account_id
    digest = hashlib.sha256(account_id.encode()).hexdigest()[:8]
    return f"{account_id.strip('.').replace('.', '_')}-{digest}"
