"""Makes ready what a program's first training would wait for, while the program goes on.

Imported with the layers: who asks for those will train, but mostly loads data first.
"""

import os
import threading

from hornbill import _hornbill

if _hornbill.threads() > 1:
    _thread = threading.Thread(target=_hornbill.warm_up, name="hornbill-warm-up")
    _thread.start()
    # A child would wait for ever for a thread that only its parent has.
    os.register_at_fork(before=_thread.join)
