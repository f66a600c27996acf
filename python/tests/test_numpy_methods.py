"""The methods of tensors are those of NumPy's arrays."""

import numpy
import pytest

pytest.importorskip("hornbill._hornbill")

from numpy_cases import check

import hornbill.numpy as hnp

METHODS = """
i.sum(), m.sum(axis=0), m.sum(1), f32.sum(axis=1, keepdims=True)
m.mean(), m.mean(axis=0), m.std(), m.var(axis=1, ddof=1), i.prod()
i.max(), m.max(axis=1), i.min(), m.min(0), i.ptp() if hasattr(i, "ptp") else np.ptp(i)
i.argmax(), m.argmax(axis=1), i.argmin(), i.argsort(), m.argsort(axis=0)
b.any(), b.all(), (m > 3).any(axis=0), (m > 3).all(axis=1)
m.cumsum(), m.cumsum(axis=0), f.cumprod()
m.flatten(), m.T.flatten(), m.flatten("F"), m.ravel(), m.ravel(order="F")
m.reshape(2, 6), m.reshape((2, -1)), m.reshape(-1), m.reshape(6, 2, order="F")
m.transpose(), r.transpose(2, 0, 1), r.transpose((1, 0, 2)), m.T, r.swapaxes(0, 2)
r[:1].squeeze(), r[:1].squeeze(axis=0), m.repeat(2), m.repeat(2, axis=1)
m.take([0, 5]), m.take([0, 1], axis=1), m.dot(f), i.dot(i)
f.round(), p.round(2), i.clip(0, 4), i.clip(min=0), f.clip(max=1)
i.nonzero(), m.nonzero(), m.diagonal(), m.trace(), np.arange(5).searchsorted(3)
f.conj(), f.real, f.imag, m.astype(float), f.astype("int32"), i.copy()
m.tolist() == np.arange(12).reshape(3, 4).tolist(), i.item(0), m.item(1, 2)
f.tobytes() == bytes(np.array([0.5, -1.25, 2.0, 3.75]).tobytes())
m.shape, m.ndim, m.size, m.itemsize, m.nbytes
u.view("int8"), i.view("float64").shape
m.flat[5], m.flat[2:4], len(m.flat), [int(x) for x in m.flat] == list(range(12))
len(m), 4 in m, bool(i[0] == 3)
"""


@pytest.mark.parametrize("text", [line for line in METHODS.splitlines() if line])
def test_methods(text):
    check(text)


def test_methods_that_change_the_tensor():
    for module in (numpy, hnp):
        x = module.array([3, 1, 2])
        x.sort()
        assert x.tolist() == [1, 2, 3]
        x.fill(7)
        assert x.tolist() == [7, 7, 7]
        y = module.arange(6).reshape(2, 3)
        y.put([0, 4], [9, 8])
        assert y.tolist() == [[9, 1, 2], [3, 8, 5]]
        y.flat = 0
        assert y.tolist() == [[0, 0, 0], [0, 0, 0]]
        z = module.arange(6).reshape(2, 3).T
        z.flat[1] = 50
        assert z.tolist() == [[0, 50], [1, 4], [2, 5]]
        module.copyto(x, [1, 2, 3])
        assert x.tolist() == [1, 2, 3]
        module.copyto(x, 0, where=module.array([True, False, True]))
        assert x.tolist() == [0, 2, 0]
        d = module.zeros((2, 2))
        module.fill_diagonal(d, 5)
        assert d.tolist() == [[5, 0], [0, 5]]
        module.put_along_axis(d, module.array([[1], [0]]), 3.0, 1)
        assert d.tolist() == [[5, 3], [3, 5]]


def test_a_flattened_tensor_is_a_copy_and_a_ravelled_one_a_view():
    x = hnp.zeros((2, 2))
    x.flatten()[0] = 1
    assert float(x.sum()) == 0
    x.ravel()[0] = 1
    assert float(x.sum()) == 1


def test_views_share_memory_and_copies_do_not():
    x = hnp.arange(6)
    for view in (
        hnp.reshape(x, (2, 3)),
        x[1:],
        hnp.flip(x),
        hnp.transpose(x.reshape(2, 3)),
        hnp.squeeze(x),
        hnp.split(x, 2)[0],
        x.view(),
    ):
        assert numpy.shares_memory(view.numpy(), x.numpy())
    for copy in (hnp.copy(x), x.flatten(), hnp.concatenate([x]), hnp.roll(x, 1), x.astype(float)):
        assert not numpy.shares_memory(copy.numpy(), x.numpy())


def test_reshape_without_a_copy_where_one_is_needed_is_an_error():
    x = hnp.arange(6).reshape(2, 3)
    assert hnp.reshape(x, (3, 2), copy=False).shape == (3, 2)
    with pytest.raises(ValueError, match="copy"):
        hnp.reshape(x.T, (6,), copy=False)
    assert not numpy.shares_memory(hnp.reshape(x, (6,), copy=True).numpy(), x.numpy())


def test_results_are_written_to_out():
    out = hnp.zeros(3)
    assert hnp.add([1, 2, 3], 1.5, out=out) is out
    assert out.tolist() == [2.5, 3.5, 4.5]
    assert hnp.sum(hnp.ones((2, 3)), axis=0, out=out) is out
    assert out.tolist() == [2, 2, 2]
    hnp.negative([1.0, 2.0, 3.0], out=out, where=[True, False, True])
    assert out.tolist() == [-1, 2, -3]
    with pytest.raises(TypeError, match="same_kind"):
        hnp.add([1, 2, 3], 1.5, out=hnp.zeros(3, int))
    with pytest.raises(ValueError, match="shape"):
        hnp.sum(hnp.ones((2, 3)), axis=1, out=out)


def test_flags_tell_how_a_tensor_lies_in_memory():
    x = hnp.zeros((2, 3))
    assert x.flags.c_contiguous and not x.T.flags["C_CONTIGUOUS"] and x.T.flags.f_contiguous
    assert x.flags.writeable
    assert not hnp.asarray(numpy.broadcast_to(1.0, (2, 3))).flags.writeable


def test_a_tensor_cannot_be_resized():
    with pytest.raises(ValueError, match="resize"):
        hnp.zeros(3).resize(4)


def test_an_unknown_attribute_is_an_error():
    with pytest.raises(AttributeError, match="nonsense"):
        hnp.zeros(3).nonsense  # noqa: B018
    with pytest.raises(AttributeError, match="nonsense"):
        hnp.nonsense  # noqa: B018
