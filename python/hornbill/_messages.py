"""Where the package's messages go: to standard output, or to `logging`."""

from __future__ import annotations

import sys

interactive = True


def print_message(message: object, line_break: bool = True) -> None:
    """Writes a message for the user."""
    text = str(message)
    if not interactive:
        import logging

        logging.getLogger("hornbill").info(text)
        return
    if line_break:
        text += "\n"
    stream = sys.stdout
    if stream is None:
        return
    try:
        stream.write(text)
    except UnicodeEncodeError:
        encoding = stream.encoding or "utf-8"
        stream.write(text.replace("━", "=").encode(encoding, errors="ignore").decode(encoding))
    stream.flush()
