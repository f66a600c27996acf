"""Makes ready what a program's first training would wait for, while the program goes on."""

import os
import threading

from hornbill import _hornbill


def begin() -> None:
    """Begins, on a thread of its own: who asks for layers will train, but mostly loads data first."""
    if _hornbill.threads() < 2:
        return
    thread = threading.Thread(target=_hornbill.warm_up, name="hornbill-warm-up")
    try:
        thread.start()
    except RuntimeError:  # The system gives no thread: the first training waits then.
        return
    # A child would wait for ever for a thread that only its parent has.
    os.register_at_fork(before=thread.join)
