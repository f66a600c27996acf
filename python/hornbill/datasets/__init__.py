"""Data sets to learn with, as in `keras.datasets`.

They are looked for, in this order:

1. in the directories that `$HORNBILL_DATASETS` names (separated as in `$PATH`), and in
   `/usr/share/datasets`, where Debian's packages put them: files of your own, which are taken as
   they are;
2. in Keras' cache, `$KERAS_HOME` or `~/.keras`, where a download is kept;
3. on the network, from where Keras takes them.
"""

from hornbill.datasets import fashion_mnist, mnist

__all__ = ["fashion_mnist", "mnist"]

_OTHERS = frozenset(
    {"boston_housing", "california_housing", "cifar", "cifar10", "cifar100", "imdb", "reuters"}
)


def __getattr__(name: str) -> object:
    if name in _OTHERS:
        raise AttributeError(
            f"The data set {name} is not part of Hornbill so far: expected one of "
            f"{', '.join(__all__)}."
        )
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
