"""Making a file, or a folder's list of names, survive a power cut."""

import os
from pathlib import Path


def sync_to_disk(path: Path) -> None:
    """Fsync a file's content or, for a folder, the names in it (which a new or renamed file needs too)."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
