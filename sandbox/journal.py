"""The stand-in's memory on disk: an append-only file of JSON lines and a folder of files, or nothing but
memory."""

import json
from pathlib import Path
from typing import IO, Any

Json = dict[str, Any]


class Journal:
    """Records in `folder`/journal.jsonl, bytes in `folder`/files. Without a folder everything stays in
    memory."""

    def __init__(self, folder: Path | None) -> None:
        self.folder = folder
        self._bytes: dict[str, bytes] = {}
        self._lines: IO[bytes] | None = None

    def replay(self) -> list[Json]:
        """All records written before. A torn last line (the process was killed while writing it) is cut off.
        Raises ValueError when another line is damaged."""
        if self.folder is None:
            return []
        (self.folder / "files").mkdir(parents=True, exist_ok=True)
        path = self.folder / "journal.jsonl"
        written = path.read_bytes() if path.exists() else b""
        whole = written[: written.rfind(b"\n") + 1]
        records = []
        for number, line in enumerate(whole.splitlines(), 1):
            try:
                records.append(json.loads(line))
            except ValueError as error:
                raise ValueError(
                    f"{path}: line {number} is not JSON; remove the file to start anew"
                ) from error
        self._lines = path.open("ab")
        self._lines.truncate(len(whole))
        return records

    def write(self, record: Json) -> None:
        """Append one record and hand it to the system, so that a killed process loses nothing."""
        if self._lines is not None:
            self._lines.write(json.dumps(record, ensure_ascii=True, separators=(",", ":")).encode() + b"\n")
            self._lines.flush()

    def keep(self, name: str, content: bytes) -> None:
        """Keep the bytes of a file under a name made of letters, digits, "-" and "_"."""
        if self.folder is None:
            self._bytes[name] = content
        else:
            # Renamed when whole: an older record may point at the same bytes.
            torn = self.folder / "files" / f"{name}.part"
            torn.write_bytes(content)
            torn.replace(self.folder / "files" / name)

    def bytes_of(self, name: str) -> bytes:
        """The bytes kept under this name. Raises KeyError or FileNotFoundError."""
        if self.folder is None:
            return self._bytes[name]
        return (self.folder / "files" / name).read_bytes()

    def close(self) -> None:
        """Close the journal; nothing can be written afterwards."""
        if self._lines is not None:
            self._lines.close()
            self._lines = None
