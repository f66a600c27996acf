"""What is made ready in the background when the layers are imported."""

import subprocess
import sys
import textwrap


def run(program: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, "-c", textwrap.dedent(program)], capture_output=True, text=True, timeout=60
    )


def test_a_program_that_ends_at_once_ends_well():
    for _ in range(5):
        done = run("import hornbill.layers")
        assert (done.returncode, done.stderr) == (0, "")


def test_importing_arrays_begins_no_thread():
    done = run("import threading, hornbill.numpy; print(threading.active_count())")
    assert done.stdout == "1\n", done.stderr


def test_a_child_of_the_process_computes_products():
    done = run(
        """
        import os, sys
        import hornbill.layers
        import hornbill.numpy as np

        child = os.fork()
        if child == 0:
            os._exit(int((np.ones((64, 64), "float32") @ np.ones((64, 64), "float32"))[0, 0] != 64))
        _, status = os.waitpid(child, 0)
        sys.exit(os.waitstatus_to_exitcode(status))
        """
    )
    assert done.returncode == 0, done.stderr


def test_warming_up_again_is_allowed():
    from hornbill import _hornbill

    assert _hornbill.warm_up() is None
    assert _hornbill.warm_up() is None
