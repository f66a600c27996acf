"""What all tests need."""

import signal

import pytest


@pytest.fixture(autouse=True, scope="session")
def interrupts():
    """Ctrl-C reaches the tests, and the programs they start, also where a shell began them in the
    background: it then makes its children ignore the signal."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)
