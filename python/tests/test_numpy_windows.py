"""Windows and special functions: NumPy's values, or those of an independent reference."""

import math

import numpy as np
import pytest

pytest.importorskip("hornbill._hornbill")

from hornbill import numpy as hnp
from hornbill._hornbill import call


@pytest.mark.parametrize("name", ["bartlett", "blackman", "hamming", "hanning"])
@pytest.mark.parametrize("count", [-3, 0, 1, 2, 3, 8, 31])
def test_windows_are_numpys(name, count):
    got = getattr(hnp, name)(count)
    expected = getattr(np, name)(count)
    assert got.dtype == "float64" and got.shape == expected.shape
    np.testing.assert_allclose(got.numpy(), expected, rtol=1e-14, atol=1e-15)


@pytest.mark.parametrize("count", [0, 1, 2, 9])
@pytest.mark.parametrize("beta", [0, 0.5, 8.6, 14, -3])
def test_kaisers_window_is_numpys(count, beta):
    np.testing.assert_allclose(
        hnp.kaiser(count, beta).numpy(), np.kaiser(count, beta), rtol=1e-13, atol=1e-15
    )


def test_i0_is_numpys():
    x = np.concatenate([np.linspace(-60, 60, 481), [0, 1e-300, 24.999, 25.0, 25.001, 700]])
    np.testing.assert_allclose(hnp.i0(x).numpy(), np.i0(x), rtol=4e-15)
    assert hnp.i0(np.float32(2)).dtype == "float32"
    assert np.isnan(hnp.i0(np.nan))


def test_erfc_is_precise_where_it_is_tiny():
    x = np.concatenate([np.linspace(-6, 26, 1001), [1.4999, 1.5, 1.5001]])
    expected = [math.erfc(one) for one in x]
    np.testing.assert_allclose(call("erfc", x).numpy(), expected, rtol=3e-14, atol=1e-307)
    edge = call("erfc", np.array([-np.inf, np.inf, np.nan, 40.0])).numpy()
    assert edge[:2].tolist() == [2, 0] and np.isnan(edge[2]) and edge[3] == 0


def test_erfinv_is_the_inverse_of_erf():
    y = np.concatenate([np.linspace(-0.999, 0.999, 999), [1e-300, -1e-10, 1 - 1e-15, 0.5]])
    found = call("erfinv", y).numpy()
    back = np.array([math.erf(one) for one in found])
    np.testing.assert_allclose(back, y, rtol=4e-15, atol=0)
    # Near 1, what is left to 1 says more than the value.
    rest = np.array([1e-3, 1e-8, 1e-12])
    left = np.array([math.erfc(one) for one in call("erfinv", 1 - rest).numpy()])
    np.testing.assert_allclose(left, 1 - (1 - rest), rtol=1e-12)
    edge = call("erfinv", np.array([1.0, -1.0, 1.5, np.nan])).numpy()
    assert edge[:2].tolist() == [np.inf, -np.inf] and np.isnan(edge[2:]).all()
