"""Files from the network, kept in Keras' cache."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from hornbill.utils._download import (
    DownloadError,
    cache_directory,
    download,
    has_hash,
    writable_cache_directory,
)

__all__ = ["get_file"]


def get_file(
    fname: str | os.PathLike[str] | None = None,
    origin: str | None = None,
    untar: bool = False,
    md5_hash: str | None = None,
    file_hash: str | None = None,
    cache_subdir: str | os.PathLike[str] = "datasets",
    hash_algorithm: str = "auto",
    extract: bool = False,
    archive_format: str | Sequence[str] | None = "auto",
    cache_dir: str | os.PathLike[str] | None = None,
    force_download: bool = False,
) -> str:
    """Downloads a file, unless it is in the cache.

    The file appears in the cache only when it is there as a whole and has the expected checksum.

    Args:
        fname: its name in the cache; by default the last part of the URL.
        origin: the URL.
        untar: the older name of `extract`.
        md5_hash: the older name of `file_hash`.
        file_hash: the expected sha256 or md5 checksum. A file in the cache that has another one
            is downloaded again.
        cache_subdir: the directory within the cache; an absolute path stands for itself.
        hash_algorithm: `"sha256"`, `"md5"`, or `"auto"`: by the length of the checksum.
        extract: whether to unpack an archive, next to it.
        archive_format: `"tar"`, `"zip"`, a list of them, `"auto"` for both, `None` for none.
        cache_dir: the cache; by default `$KERAS_HOME` or `~/.keras`.
        force_download: whether to download what is in the cache, too.

    Returns:
        The path of the file, or of the directory that the archive was unpacked to.
    """
    from urllib.parse import urlsplit

    if origin is None:
        raise ValueError('Please specify the "origin" argument (URL of the file to download).')
    if md5_hash is not None and file_hash is None:
        file_hash, hash_algorithm = md5_hash, "md5"
    provided = os.fspath(fname) if fname else None
    name = provided or os.path.basename(urlsplit(origin).path)
    if not name:
        raise ValueError(
            f"Can't parse the file name from the origin provided: '{origin}'. "
            "Please specify the `fname` argument."
        )
    if os.sep in name:
        raise ValueError(
            "Paths are no longer accepted as the `fname` argument. To specify the file's parent "
            f"directory, use the `cache_dir` argument. Received: fname={name}"
        )
    unpacked_name = None
    if extract or untar:
        # Keras' names: an archive that is given a name with a suffix keeps it, else the directory
        # gets the name.
        if provided and "." in name:
            unpacked_name = f"{name[: name.find('.')]}_extracted"
        else:
            unpacked_name, name = name, f"{name}_archive"

    directory = _directory(cache_dir, cache_subdir, name)
    target = directory / name
    is_new = _fetch(origin, target, file_hash, hash_algorithm, force_download)
    if unpacked_name is None:
        return str(target)
    unpacked = directory / unpacked_name
    if is_new or not unpacked.exists():
        _unpack(target, unpacked, "tar" if untar else archive_format)
    return str(unpacked)


def _directory(
    cache_dir: str | os.PathLike[str] | None, cache_subdir: str | os.PathLike[str], name: str
) -> Path:
    """Where the file is or will be."""
    if cache_dir is not None:
        directory = Path(cache_dir).expanduser() / cache_subdir
    elif (cache_directory() / cache_subdir / name).exists():
        # What is there can be read even where nothing can be written.
        return cache_directory() / cache_subdir
    else:
        directory = writable_cache_directory() / cache_subdir
    directory.mkdir(parents=True, exist_ok=True)
    return directory


def _fetch(origin: str, target: Path, file_hash: str | None, algorithm: str, force: bool) -> bool:
    """Sees to it that the file is there; whether it had to be downloaded."""
    is_damaged = False
    if target.exists() and not force:
        is_damaged = file_hash is not None and not has_hash(target, file_hash, algorithm)
        if not is_damaged:
            return False
    try:
        download(origin, target, file_hash, algorithm)
    except DownloadError as error:
        if is_damaged:
            raise DownloadError(origin, error.reason, damaged=target) from error
        raise
    return True


def _unpack(archive: Path, directory: Path, formats: str | Sequence[str] | None) -> None:
    import shutil
    import tarfile
    import zipfile

    if formats is None:
        formats = []
    elif isinstance(formats, str):
        formats = ["tar", "zip"] if formats == "auto" else [formats]
    unknown = [name for name in formats if name not in ("tar", "zip")]
    if unknown:
        raise ValueError(f"Unknown archive format: expected 'tar' or 'zip'. Received: {unknown[0]}")
    partial = directory.with_name(f".{directory.name}.part")
    shutil.rmtree(partial, ignore_errors=True)
    try:
        if "tar" in formats and tarfile.is_tarfile(archive):
            with tarfile.open(archive) as tar:
                tar.extractall(partial, filter="data")
        elif "zip" in formats and zipfile.is_zipfile(archive):
            with zipfile.ZipFile(archive) as zipped:
                zipped.extractall(partial)
        else:
            return
        shutil.rmtree(directory, ignore_errors=True)
        partial.rename(directory)
    finally:
        shutil.rmtree(partial, ignore_errors=True)
