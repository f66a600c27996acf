"""Sends the logs of the epochs to a web server."""

from __future__ import annotations

import warnings
from typing import Any

from hornbill.callbacks.callback import Callback, Logs


class RemoteMonitor(Callback):
    """Posts the logs of every epoch to `root + path`.

    Args:
        root: the address of the server.
        path: the path on the server.
        field: the name of the form field that holds the JSON text.
        headers: further HTTP headers.
        send_as_json: send the JSON as the body rather than in a form.
    """

    def __init__(
        self,
        root: str = "http://localhost:9000",
        path: str = "/publish/epoch/end/",
        field: str = "data",
        headers: dict[str, str] | None = None,
        send_as_json: bool = False,
    ) -> None:
        super().__init__()
        self.root = root
        self.path = path
        self.field = field
        self.headers = headers
        self.send_as_json = send_as_json

    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
        import json
        import urllib.error
        import urllib.parse
        import urllib.request

        record: dict[str, Any] = {"epoch": epoch}
        for name, value in (logs or {}).items():
            record[name] = value.item() if hasattr(value, "item") else value
        text = json.dumps(record)
        headers = dict(self.headers or {})
        if self.send_as_json:
            body = text.encode()
            headers.setdefault("Content-Type", "application/json")
        else:
            body = urllib.parse.urlencode({self.field: text}).encode()
        request = urllib.request.Request(self.root + self.path, data=body, headers=headers)
        try:
            urllib.request.urlopen(request, timeout=10).close()
        except (urllib.error.URLError, OSError):
            warnings.warn(f"Could not reach RemoteMonitor root server at {self.root}", stacklevel=2)
