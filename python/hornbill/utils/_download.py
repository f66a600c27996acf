"""Downloads files: whole, under their own name, or not at all."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from typing import Any

_CHUNK = 1 << 18
_TIMEOUT = 20  # seconds without an answer


class DownloadError(OSError):
    """A file that could not be fetched.

    Attributes:
        reason: why, in a few words.
        damaged: the file in the cache that was to be replaced because it is damaged, if any.
    """

    def __init__(self, origin: str, reason: object, damaged: Path | None = None) -> None:
        text = f"URL fetch failure on {origin}: {reason}"
        if damaged is not None:
            text += f". The file in the cache, {damaged}, is incomplete or damaged."
        super().__init__(text)
        self.origin = origin
        self.reason = reason
        self.damaged = damaged


def cache_directory() -> Path:
    """Keras' directory for what it keeps: `$KERAS_HOME`, else `~/.keras`."""
    home = os.environ.get("KERAS_HOME")
    return Path(home).expanduser() if home else Path.home() / ".keras"


def writable_cache_directory() -> Path:
    """The cache directory, or one for temporary files where it cannot be written."""
    directory = cache_directory()
    with contextlib.suppress(OSError):
        directory.mkdir(parents=True, exist_ok=True)
        if os.access(directory, os.W_OK):
            return directory
    import tempfile

    user = os.getuid() if hasattr(os, "getuid") else os.environ.get("USERNAME", "")
    directory = Path(tempfile.gettempdir()) / f".keras-{user}"
    directory.mkdir(mode=0o700, exist_ok=True)
    return directory


def has_hash(path: Path, file_hash: str, algorithm: str = "auto") -> bool:
    """Whether a file has the checksum."""
    import hashlib

    with open(path, "rb") as file:
        digest = hashlib.file_digest(file, lambda: _hasher(file_hash, algorithm))
    return digest.hexdigest() == file_hash.lower()


def download(
    origin: str, target: Path, file_hash: str | None = None, algorithm: str = "auto"
) -> None:
    """Fetches `origin` to `target`, which has its old content or the whole new one at any time.

    Raises:
        DownloadError: it cannot be fetched.
        ValueError: what came is not as long as announced or has another checksum.
    """
    import tempfile

    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            digest = _fetch(origin, target, file, _hasher(file_hash or "", algorithm))
        if file_hash is not None and digest != file_hash.lower():
            raise ValueError(
                f"Incomplete or corrupted file detected: {target}. The hash of what {origin} gave "
                f"does not match: expected {file_hash}, got {digest}."
            )
        # Files made by mkstemp are for the user's eyes only.
        mask = os.umask(0)
        os.umask(mask)
        os.chmod(name, 0o666 & ~mask)
        os.replace(name, target)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(name)
        raise


def _fetch(origin: str, target: Path, file: Any, hasher: Any) -> str:
    import http.client
    import urllib.error
    import urllib.request

    from hornbill._messages import print_message
    from hornbill._progbar import Progbar

    try:
        response = urllib.request.urlopen(origin, timeout=_TIMEOUT)
    except urllib.error.HTTPError as error:
        raise DownloadError(origin, f"{error.code} -- {error.reason}") from error
    except urllib.error.URLError as error:
        raise DownloadError(origin, error.reason) from error
    except (OSError, http.client.HTTPException) as error:
        raise DownloadError(origin, error or type(error).__name__) from error
    with response:
        print_message(f"Downloading data from {origin}")
        length = response.headers.get("Content-Length")
        size = int(length) if length and length.isdigit() else None
        progress = Progbar(size)
        done = 0
        try:
            while chunk := response.read(_CHUNK):
                file.write(chunk)
                hasher.update(chunk)
                done += len(chunk)
                if size is None or done <= size:
                    progress.update(done)
        except (http.client.HTTPException, TimeoutError, ConnectionError) as error:
            raise _truncated(target, origin, done, size) from error
    if size is None:
        progress.update(done, finalize=True)
    elif done != size:
        raise _truncated(target, origin, done, size)
    return hasher.hexdigest()


def _truncated(target: Path, origin: str, done: int, size: int | None) -> ValueError:
    expected = "more" if size is None else f"{size:,} bytes"
    return ValueError(
        f"Incomplete or corrupted file detected: {target}. The connection to {origin} broke off: "
        f"expected {expected}, got {done:,} bytes."
    )


def _hasher(file_hash: str, algorithm: str) -> Any:
    import hashlib

    if algorithm in ("sha256", "md5"):
        return hashlib.new(algorithm)
    if algorithm != "auto":
        raise ValueError(
            "Unknown hash algorithm: expected 'auto', 'sha256' or 'md5'. "
            f"Received: hash_algorithm={algorithm!r}"
        )
    return hashlib.md5() if len(file_hash) == 32 else hashlib.sha256()
