"""Element types: their names, limits, and what becomes of two of them."""

from __future__ import annotations

import builtins
from typing import Any

from hornbill import _hornbill
from hornbill._hornbill import Tensor, dtype
from hornbill.numpy._call import ArrayLike, DTypeLike, call, is_number, tensor

bool = bool_ = _hornbill.bool
int8 = byte = _hornbill.int8
int16 = short = _hornbill.int16
int32 = intc = _hornbill.int32
int64 = int_ = intp = long = longlong = _hornbill.int64
uint8 = ubyte = _hornbill.uint8
uint16 = ushort = _hornbill.uint16
uint32 = uintc = _hornbill.uint32
uint64 = uint = uintp = ulong = ulonglong = _hornbill.uint64
float16 = half = _hornbill.float16
bfloat16 = _hornbill.bfloat16
float32 = single = _hornbill.float32
float64 = double = _hornbill.float64
complex64 = csingle = _hornbill.complex64
complex128 = cdouble = _hornbill.complex128

ALL = (
    bool,
    int8,
    int16,
    int32,
    int64,
    uint8,
    uint16,
    uint32,
    uint64,
    float16,
    bfloat16,
    float32,
    float64,
    complex64,
    complex128,
)

# The dtypes of each kind of the Array API standard.
_KINDS = {
    "bool": ("bool",),
    "signed integer": ("int8", "int16", "int32", "int64"),
    "unsigned integer": ("uint8", "uint16", "uint32", "uint64"),
    "real floating": ("float16", "bfloat16", "float32", "float64"),
    "complex floating": ("complex64", "complex128"),
}
_INEXACT = _KINDS["real floating"] + _KINDS["complex floating"]
_KINDS["integral"] = _KINDS["signed integer"] + _KINDS["unsigned integer"]
_KINDS["numeric"] = _KINDS["integral"] + _INEXACT

# For `issubdtype`: NumPy's abstract types, by the names of their classes.
_ABSTRACT = {
    "generic": ("bool", *_KINDS["numeric"]),
    "number": _KINDS["numeric"],
    "integer": _KINDS["integral"],
    "signedinteger": _KINDS["signed integer"],
    "unsignedinteger": _KINDS["unsigned integer"],
    "inexact": _INEXACT,
    "floating": _KINDS["real floating"],
    "complexfloating": _KINDS["complex floating"],
}


class Abstract:
    """A family of dtypes, for `issubdtype(x.dtype, floating)`."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __repr__(self) -> str:
        return f"hornbill.numpy.{self.name}"


generic = Abstract("generic")
number = Abstract("number")
integer = Abstract("integer")
signedinteger = Abstract("signedinteger")
unsignedinteger = Abstract("unsignedinteger")
inexact = Abstract("inexact")
floating = Abstract("floating")
complexfloating = Abstract("complexfloating")

_promoted: dict[tuple[str, str], dtype] = {}


def promote_types(type1: DTypeLike, type2: DTypeLike) -> dtype:
    """The dtype that holds the values of both.

    Returns:
        The dtype by the table of the Array API standard, NumPy's where the standard has none.

    Raises:
        TypeError: the values are not numbers.

    Source: `hornbill/numpy/_types.py`.
    """
    first, second = dtype(type1), dtype(type2)
    key = (first.name, second.name)
    if key not in _promoted:
        # The table is the engine's.
        nothing = [call("zeros", shape=[0], dtype=name) for name in key]
        _promoted[key] = call("where", call("zeros", shape=[0], dtype="bool"), *nothing).dtype
    return _promoted[key]


def result_type(*arrays_and_dtypes: Any) -> dtype:
    """The dtype of the result of arithmetic on these arrays, dtypes and Python numbers.

    A Python number takes the dtype of the others, unless that is of a lower kind.

    Raises:
        ValueError: nothing is given.

    Returns:
        A dtype.

    Source: `hornbill/numpy/_types.py`.
    """
    if not arrays_and_dtypes:
        raise ValueError("at least one array or dtype is required")
    strong: dtype | None = None
    weak: list[Any] = []
    for given in arrays_and_dtypes:
        if is_number(given):
            weak.append(given)
            continue
        kind = getattr(given, "dtype", None) if not isinstance(given, dtype) else None
        one = dtype(given if kind is None and _is_dtype(given) else _dtype_of(given))
        strong = one if strong is None else promote_types(strong, one)
    if strong is None:
        strong = tensor(weak[0]).dtype
        for given in weak[1:]:
            strong = promote_types(strong, tensor(given).dtype)
        return strong
    for given in weak:
        if isinstance(given, builtins.bool):
            continue
        if isinstance(given, complex):
            is_single = strong.name in _SINGLE
            strong = promote_types(strong, complex64 if is_single else complex128)
        elif isinstance(given, float) and strong.name not in _INEXACT:
            strong = float64
        elif strong == bool:
            strong = int64
    return strong


# Beside these a complex number is a complex64.
_SINGLE = ("float16", "bfloat16", "float32", "complex64")


def _is_dtype(given: Any) -> builtins.bool:
    return isinstance(given, (dtype, str, type)) or hasattr(given, "itemsize")


def _dtype_of(given: Any) -> Any:
    if isinstance(given, (dtype, str, type)):
        return given
    return getattr(given, "dtype", None) or tensor(given).dtype


def can_cast(from_: Any, to: DTypeLike, casting: str = "safe") -> builtins.bool:
    """Whether a dtype, or an array's, can be converted to another.

    Args:
        from_: a dtype or an array.
        to: a dtype.
        casting: `"no"` and `"equiv"`: it is the same; `"safe"`: values are kept; `"same_kind"`:
            or it is of the same kind; `"unsafe"`: always.

    Returns:
        `True` or `False`.

    Raises:
        TypeError: there is no such dtype.

    Source: `hornbill/numpy/_types.py`.
    """
    source, target = dtype(_dtype_of(from_)), dtype(to)
    if casting not in ("no", "equiv", "safe", "same_kind", "unsafe"):
        raise ValueError(
            "casting must be one of 'no', 'equiv', 'safe', 'same_kind', or 'unsafe' "
            f"(got '{casting}')"
        )
    if source == target or casting == "unsafe":
        return True
    if casting in ("no", "equiv"):
        return False
    if promote_types(source, target) == target:
        return True
    order = {"b": 0, "u": 1, "i": 2, "f": 3, "c": 4}
    return casting == "same_kind" and order[_kind(source)] <= order[_kind(target)]


def _kind(of: dtype) -> str:
    return "f" if of.name == "bfloat16" else of.kind


def isdtype(dtype: DTypeLike, kind: Any) -> builtins.bool:
    """Whether a dtype is of a kind.

    Args:
        dtype: the dtype.
        kind: another dtype, one of the kinds `"bool"`, `"signed integer"`, `"unsigned integer"`,
            `"integral"`, `"real floating"`, `"complex floating"`, `"numeric"`, or a tuple of them.

    Returns:
        `True` or `False`.

    Raises:
        ValueError: there is no such kind.

    Source: `hornbill/numpy/_types.py`.
    """
    if isinstance(kind, tuple):
        return any(isdtype(dtype, one) for one in kind)
    name = _hornbill.dtype(dtype).name
    if isinstance(kind, str):
        if kind not in _KINDS:
            raise ValueError(
                f"isdtype: unknown kind: expected one of {', '.join(_KINDS)}. Got {kind!r}"
            )
        return name in _KINDS[kind]
    return name == _hornbill.dtype(kind).name


def issubdtype(arg1: DTypeLike, arg2: Any) -> builtins.bool:
    """Whether a dtype is of a family, such as `floating`, or is another dtype.

    Returns:
        `True` or `False`.

    Raises:
        TypeError: there is no such dtype.

    Source: `hornbill/numpy/_types.py`.
    """
    family = getattr(arg2, "name", None) or getattr(arg2, "__name__", None)
    if family in _ABSTRACT:
        return _hornbill.dtype(arg1).name in _ABSTRACT[family]
    return _hornbill.dtype(arg1) == _hornbill.dtype(arg2)


def astype(
    x: ArrayLike, dtype: DTypeLike, /, *, copy: builtins.bool = True, device: Any = None
) -> Tensor:
    """The elements in another dtype: floats are truncated, integers wrap, all but 0 is true.

    Args:
        x: an array.
        dtype: the dtype.
        copy: whether a copy is made even if `x` has the dtype.
        device: `"cpu"` or `None`.

    Returns:
        A tensor of the shape of `x`: a copy, unless that is not asked for and not needed.

    Raises:
        TypeError: there is no such dtype.

    Source: the engine's function `copy`.
    """
    x = tensor(x)
    target = _hornbill.dtype(dtype)
    if x.dtype == target:
        return call("copy", x) if copy else x
    return call("astype", x, dtype=target.name)


class _Limits:
    """Named limits of a dtype."""

    def _set(self, limits: dict[str, Any]) -> None:
        vars(self).update(limits)

    def __setattr__(self, name: str, value: Any) -> None:
        raise AttributeError(f"cannot assign to {name}")

    def __eq__(self, other: object) -> builtins.bool:
        return type(self) is type(other) and vars(self) == vars(other)

    def __hash__(self) -> builtins.int:
        return hash(self.dtype)  # type: ignore[attr-defined]

    def __repr__(self) -> str:
        shown = ", ".join(f"{name}={value}" for name, value in vars(self).items())
        return f"{type(self).__name__}({shown})"


class iinfo(_Limits):
    """The limits of an integer dtype.

    Attributes:
        bits, min, max: how many bits it has, and what they can hold.
        dtype: the dtype.
    """

    bits: int
    min: int
    max: int
    dtype: dtype

    def __init__(self, type: Any) -> None:
        of = _hornbill.dtype(_dtype_of(type))
        if of.name not in _KINDS["integral"]:
            raise ValueError(f"Invalid integer data type '{of.name}'.")
        bits = 8 * of.itemsize
        is_signed = of.name.startswith("int")
        self._set(
            {
                "bits": bits,
                "min": -(1 << (bits - 1)) if is_signed else 0,
                "max": (1 << (bits - is_signed)) - 1,
                "dtype": of,
            }
        )


# Stored bits of the fraction, largest and smallest exponent, digits that survive.
_FLOATS = {
    "float16": (10, 15, 3),
    "bfloat16": (7, 127, 2),
    "float32": (23, 127, 6),
    "float64": (52, 1023, 15),
}


class finfo(_Limits):
    """The limits of a floating-point dtype.

    Attributes:
        bits: how many bits it has.
        max, min: its largest and its smallest number.
        eps, epsneg: the distance from 1 to the next larger and the next smaller number.
        tiny, smallest_normal: the smallest positive number of full precision.
        smallest_subnormal: the smallest positive number.
        precision, resolution: how many decimal digits survive, and 10 to the power of minus that.
        dtype: the dtype.
    """

    bits: int
    eps: float
    epsneg: float
    max: float
    min: float
    tiny: float
    smallest_normal: float
    smallest_subnormal: float
    precision: int
    resolution: float
    dtype: dtype

    def __init__(self, dtype: Any) -> None:
        of = _hornbill.dtype(_dtype_of(dtype))
        # Limits of complex numbers are those of their parts.
        of = {"complex64": float32, "complex128": float64}.get(of.name, of)
        if of.name not in _FLOATS:
            raise ValueError(f"data type '{of.name}' not inexact")
        fraction, exponent, digits = _FLOATS[of.name]
        largest = (2 - 2.0**-fraction) * 2.0**exponent
        smallest = 2.0 ** (1 - exponent)
        self._set(
            {
                "bits": 8 * of.itemsize,
                "eps": 2.0**-fraction,
                "epsneg": 2.0 ** -(fraction + 1),
                "max": largest,
                "min": -largest,
                "tiny": smallest,
                "smallest_normal": smallest,
                "smallest_subnormal": smallest * 2.0**-fraction,
                "precision": digits,
                "resolution": float(f"1e-{digits}"),
                "dtype": of,
            }
        )
