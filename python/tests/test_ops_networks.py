"""Functions of networks, segments and images: values are those of real Keras, recorded in
Tests/fixtures/networks.json by keras_networks.py, and what is wrong is said."""

import json
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("hornbill._hornbill")

from hornbill import config, ops

RECORDS = json.loads(
    (Path(__file__).parents[2] / "Tests" / "fixtures" / "networks.json").read_text()
)


def made(rule):
    k = np.arange(int(np.prod(rule["shape"])), dtype="int64")
    x = (k * k * 31 + k * 17 + rule["seed"] * 7 + (k // 7) * rule["seed"]) % 41
    return ((x + rule["offset"]) * rule["scale"]).astype(rule["dtype"]).reshape(rule["shape"])


def array(record):
    if record is None:
        return None
    if "made" in record:
        return made(record["made"])
    data = np.array([float(value) for value in record["data"]])
    return data.astype(record["dtype"]).reshape(record["shape"])


def function(name):
    return getattr(ops.image if name.startswith("image.") else ops, name.rpartition(".")[2])


@pytest.mark.parametrize("name", sorted({record["f"] for record in RECORDS}))
def test_it_gives_what_keras_gives(name):
    for record in RECORDS:
        if record["f"] != name:
            continue
        tensors = {key: array(value) for key, value in record["in"]}
        attributes = {
            key: tuple(value) if isinstance(value, list) else value
            for key, value in record["attrs"].items()
        }
        result = function(name)(**tensors, **attributes)
        results = result if isinstance(result, (tuple, list)) else [result]
        assert len(results) == len(record["out"])
        for got, written in zip(results, record["out"], strict=True):
            expected = array(written)
            assert got.dtype.name == expected.dtype.name and tuple(got.shape) == expected.shape
            finite = expected[np.isfinite(expected.astype("float64"))]
            scale = max(1, np.abs(finite.astype("float64")).max(initial=0))
            np.testing.assert_allclose(
                np.asarray(got, "float64"),
                expected.astype("float64"),
                rtol=0,
                atol=record.get("tolerance", 3e-6) * scale,
                err_msg=str(record["attrs"]),
            )


def test_channels_lie_where_the_package_is_told():
    x, w = np.ones((1, 3, 5, 5)), np.ones((3, 3, 3, 2))
    config.set_image_data_format("channels_first")
    try:
        assert tuple(ops.conv(x, w).shape) == (1, 2, 3, 3)
        assert tuple(ops.max_pool(x, 2).shape) == (1, 3, 2, 2)
    finally:
        config.set_image_data_format("channels_last")


@pytest.mark.parametrize("order", ["channels_last", "channels_first"])
def test_gradients_of_convolutions_are_their_adjoints(order):
    from hornbill.numpy._call import call

    draw = np.random.default_rng(1).standard_normal
    x = draw((2, 7, 6, 4) if order == "channels_last" else (2, 4, 7, 6), "float32")
    kernel = draw((3, 2, 2, 6), "float32")
    options = {"strides": [2, 1], "padding": "same", "data_format": order, "dilation_rate": 1}
    y = np.asarray(call("conv", x, kernel, **options))
    g = draw(y.shape, "float32")
    dx = call("conv_input_gradient", g, kernel, input_shape=list(x.shape), **options)
    dw = call("conv_kernel_gradient", x, g, kernel_shape=list(kernel.shape), **options)
    expected = np.sum(y * g, dtype="float64")
    assert np.sum(x * np.asarray(dx), dtype="float64") == pytest.approx(expected, rel=1e-4)
    assert np.sum(kernel * np.asarray(dw), dtype="float64") == pytest.approx(expected, rel=1e-4)


def test_elastic_moves_are_those_of_the_seed():
    image = made({"shape": [2, 9, 8, 3], "seed": 1, "dtype": "float32", "scale": 0.1, "offset": 0})

    def moved(**arguments):
        return np.asarray(ops.image.elastic_transform(image, sigma=2.0, **arguments))

    np.testing.assert_allclose(moved(alpha=0.0, seed=1), image, atol=1e-6)
    one, same, other = moved(seed=1), moved(seed=1), moved(seed=2)
    assert one.shape == image.shape and one.dtype == "float32"
    assert (one == same).all() and not (one == other).all() and not (one == image).all()
    # Pixels come from the image: mirrored at the edge, none is new.
    nearest = moved(seed=3, interpolation="nearest")
    assert set(nearest.ravel()) <= set(image.ravel())
    first = np.moveaxis(image, -1, 1)
    turned = ops.image.elastic_transform(first, sigma=2.0, seed=1, data_format="channels_first")
    np.testing.assert_array_equal(np.moveaxis(np.asarray(turned), 1, -1), one)
    whole = ops.image.elastic_transform((image * 50).astype("uint8"), seed=1)
    assert whole.dtype.name == "uint8"


def test_sequences_need_not_be_tensors():
    assert ops.softsign([1.0, -1.0]).dtype.name == "float32"
    assert ops.hard_tanh(np.array([-3, 0, 2])).tolist() == [-1, 0, 1]
    assert ops.threshold(np.array([1, 5]), 2, 7).tolist() == [7, 5]


IMAGE = np.ones((1, 5, 5, 3), "float32")
KERNEL = np.ones((3, 3, 3, 4), "float32")
TARGET = {"target_height": 3, "target_width": 3}


@pytest.mark.parametrize(
    ("act", "text"),
    [
        (lambda: ops.conv(IMAGE, KERNEL, strides=-1), r"strides.*-1"),
        (lambda: ops.conv(IMAGE, KERNEL, strides=(1, 2, 3)), r"strides.*\(1,\s?2,\s?3\)"),
        (lambda: ops.conv(IMAGE, KERNEL, dilation_rate=0), r"dilation_rate.*0"),
        (lambda: ops.conv(IMAGE, KERNEL, padding="causal"), "causal"),
        (lambda: ops.conv(IMAGE, KERNEL, data_format="nonsense"), "nonsense"),
        (lambda: ops.conv(IMAGE, np.ones((3, 3, 2, 4))), "channels.*3.*2"),
        (lambda: ops.conv(np.ones((1, 5, 5, 4)), np.ones((3, 3, 2, 3))), "filters"),
        (lambda: ops.conv(IMAGE, np.ones((3, 3, 4))), "kernel"),
        (lambda: ops.conv(np.ones((5, 5)), np.ones((3, 3))), "rank 3, 4 or 5"),
        (lambda: ops.conv(IMAGE, np.ones((7, 7, 3, 4))), "no position"),
        (lambda: ops.depthwise_conv(IMAGE, np.ones((3, 3, 2, 1))), "kernel.*3 channels"),
        (lambda: ops.separable_conv(IMAGE, np.ones((3, 3, 3, 1)), np.ones((1, 1, 3))), "pointwise"),
        (lambda: ops.conv_transpose(IMAGE, np.ones((3, 3, 4, 2))), "kernel.*3 input channels"),
        (lambda: ops.conv_transpose(IMAGE, np.ones((3, 3, 4, 3)), output_padding=-1), "output_p"),
        (lambda: ops.max_pool(IMAGE, 0), "pool_size.*0"),
        (lambda: ops.max_pool(IMAGE, 2, strides=(2,)), "strides"),
        (lambda: ops.average_pool(np.ones(3), 2), "rank"),
        (lambda: ops.adaptive_max_pool(IMAGE, 0), "output_size"),
        (lambda: ops.depth_to_space(IMAGE, 2), "block_size"),
        (lambda: ops.space_to_depth(IMAGE, 1), "at least 2"),
        (lambda: ops.unfold(np.ones((2, 2)), 2), "4D"),
        (lambda: ops.fold(np.ones((1, 8, 3)), (3, 3), 2), "columns"),
        (lambda: ops.psnr(np.ones(2), np.ones(3), 1.0), "must match"),
        (lambda: ops.segment_sum(np.ones(3), np.array([0, 1])), "segment_ids"),
        (lambda: ops.segment_max(np.ones(2), np.array([0, 1]), num_segments=-1), "num_segments"),
        (lambda: ops.dot_product_attention(IMAGE[0], IMAGE[0], IMAGE[0]), "4D"),
        (lambda: ops.ctc_loss([[1]], np.ones((1, 2, 3)), [1], [2, 2]), "lengths"),
        (lambda: ops.ctc_loss([[1]], np.ones((1, 2, 3)), [1], [2], mask_index=3), "mask_index.*3"),
        (lambda: ops.ctc_decode(np.ones((1, 2, 3)), [2], strategy="best"), "best"),
        (lambda: ops.ctc_decode(np.ones((1, 2, 3)), [2], "beam_search", top_paths=0), "top_paths"),
        (lambda: ops.image.resize(IMAGE, (0, 2)), "size"),
        (lambda: ops.image.resize(IMAGE, (2, 2), "cubic"), "interpolation.*cubic"),
        (lambda: ops.image.resize(IMAGE[0, 0], (2, 2)), "rank"),
        (lambda: ops.image.resize(IMAGE, (2, 2), fill_mode="wrap"), "fill_mode"),
        (
            lambda: ops.image.resize(
                IMAGE, (2, 2), crop_to_aspect_ratio=True, pad_to_aspect_ratio=True
            ),
            "Only one",
        ),
        (lambda: ops.image.affine_transform(IMAGE, np.ones(6)), r"transform.*\(6,\)"),
        (lambda: ops.image.affine_transform(IMAGE, np.ones(8), "cubic"), "interpolation"),
        (lambda: ops.image.affine_transform(IMAGE, np.ones(8), fill_mode="edge"), "fill_mode"),
        (lambda: ops.image.map_coordinates(IMAGE, np.ones((3, 2)), 1), "coordinates"),
        (lambda: ops.image.map_coordinates(IMAGE, np.ones((4, 2)), 2), "order.*2"),
        (
            lambda: ops.image.perspective_transform(IMAGE, np.ones((3, 2)), np.ones((3, 2))),
            "start_points",
        ),
        (lambda: ops.image.rgb_to_hsv(IMAGE.astype("uint8")), "float"),
        (lambda: ops.image.hsv_to_rgb(IMAGE[..., :2]), "3 channels"),
        (lambda: ops.image.rgb_to_grayscale(IMAGE[..., :2]), "channel size"),
        (lambda: ops.image.gaussian_blur(IMAGE, (0, 3)), "kernel_size"),
        (lambda: ops.image.gaussian_blur(IMAGE, (3, 3), (1.0, -1.0)), "sigma"),
        (lambda: ops.image.ssim(IMAGE, IMAGE), "filter_size"),
        (lambda: ops.image.extract_patches(IMAGE, (2, 2, 2, 2)), "length 4"),
        (lambda: ops.image.extract_patches(IMAGE, 6), "no position"),
        (lambda: ops.image.pad_images(IMAGE, 1, 1, 1), "exactly two"),
        (lambda: ops.image.pad_images(IMAGE, 1, -1, 1, 1), "left_padding"),
        (
            lambda: ops.image.crop_images(IMAGE, top_cropping=3, left_cropping=0, **TARGET),
            "top_cropping",
        ),
        (
            lambda: ops.image.scale_and_translate(
                IMAGE[0], (2, 2, 3), [1.0], [0.0], (0, 1), "cubic"
            ),
            "scale",
        ),
        (lambda: ops.dot_product_attention(IMAGE, IMAGE, IMAGE, mask=np.ones((7, 1))), "mask"),
    ],
)
def test_bad_arguments_are_refused_by_name(act, text):
    with pytest.raises(ValueError, match=text):
        act()
