"""NumPy's functions on the engine's tensors.

    import hornbill.numpy as np

Names, arguments and defaults are NumPy's; what the Array API standard (2024.12) defines follows it.
Arrays of any kind are taken, tensors come back. A result without axes behaves as a scalar of NumPy.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from hornbill._hornbill import Tensor, load_methods as _load_methods
from hornbill._hornbill import dtype as dtype
from hornbill.numpy._comparing import (
    allclose as allclose,
    array_equal as array_equal,
    array_equiv as array_equiv,
    isclose as isclose,
    iscomplex as iscomplex,
    iscomplexobj as iscomplexobj,
    isreal as isreal,
    isrealobj as isrealobj,
    isscalar as isscalar,
)
from hornbill.numpy._counting import (
    bincount as bincount,
    digitize as digitize,
    histogram as histogram,
    histogram_bin_edges as histogram_bin_edges,
    interp as interp,
)
from hornbill.numpy._creation import (
    array as array,
    asanyarray as asanyarray,
    asarray as asarray,
    ascontiguousarray as ascontiguousarray,
    copy as copy,
    empty as empty,
    empty_like as empty_like,
    from_dlpack as from_dlpack,
    frombuffer as frombuffer,
    fromiter as fromiter,
    full as full,
    full_like as full_like,
    ones as ones,
    ones_like as ones_like,
    zeros as zeros,
    zeros_like as zeros_like,
)
from hornbill.numpy._elementwise import (
    abs as abs,
    absolute as absolute,
    acos as acos,
    acosh as acosh,
    add as add,
    angle as angle,
    arccos as arccos,
    arccosh as arccosh,
    arcsin as arcsin,
    arcsinh as arcsinh,
    arctan as arctan,
    arctan2 as arctan2,
    arctanh as arctanh,
    around as around,
    asin as asin,
    asinh as asinh,
    atan as atan,
    atan2 as atan2,
    atanh as atanh,
    bitwise_and as bitwise_and,
    bitwise_count as bitwise_count,
    bitwise_invert as bitwise_invert,
    bitwise_left_shift as bitwise_left_shift,
    bitwise_not as bitwise_not,
    bitwise_or as bitwise_or,
    bitwise_right_shift as bitwise_right_shift,
    bitwise_xor as bitwise_xor,
    cbrt as cbrt,
    ceil as ceil,
    clip as clip,
    conj as conj,
    conjugate as conjugate,
    copysign as copysign,
    cos as cos,
    cosh as cosh,
    deg2rad as deg2rad,
    degrees as degrees,
    divide as divide,
    divmod as divmod,
    equal as equal,
    exp as exp,
    exp2 as exp2,
    expm1 as expm1,
    fabs as fabs,
    fix as fix,
    float_power as float_power,
    floor as floor,
    floor_divide as floor_divide,
    fmax as fmax,
    fmin as fmin,
    fmod as fmod,
    frexp as frexp,
    gcd as gcd,
    greater as greater,
    greater_equal as greater_equal,
    heaviside as heaviside,
    hypot as hypot,
    imag as imag,
    invert as invert,
    isfinite as isfinite,
    isinf as isinf,
    isnan as isnan,
    isneginf as isneginf,
    isposinf as isposinf,
    lcm as lcm,
    ldexp as ldexp,
    left_shift as left_shift,
    less as less,
    less_equal as less_equal,
    log as log,
    log10 as log10,
    log1p as log1p,
    log2 as log2,
    logaddexp as logaddexp,
    logaddexp2 as logaddexp2,
    logical_and as logical_and,
    logical_not as logical_not,
    logical_or as logical_or,
    logical_xor as logical_xor,
    maximum as maximum,
    minimum as minimum,
    mod as mod,
    modf as modf,
    multiply as multiply,
    nan_to_num as nan_to_num,
    negative as negative,
    nextafter as nextafter,
    not_equal as not_equal,
    positive as positive,
    pow as pow,
    power as power,
    rad2deg as rad2deg,
    radians as radians,
    real as real,
    reciprocal as reciprocal,
    remainder as remainder,
    right_shift as right_shift,
    rint as rint,
    round as round,
    sign as sign,
    signbit as signbit,
    sin as sin,
    sinc as sinc,
    sinh as sinh,
    sqrt as sqrt,
    square as square,
    subtract as subtract,
    tan as tan,
    tanh as tanh,
    true_divide as true_divide,
    trunc as trunc,
)
from hornbill.numpy._info import (
    __array_api_version__ as __array_api_version__,
    __array_namespace_info__ as __array_namespace_info__,
)
from hornbill.numpy._joining import (
    append as append,
    array_split as array_split,
    block as block,
    column_stack as column_stack,
    concat as concat,
    concatenate as concatenate,
    delete as delete,
    dsplit as dsplit,
    dstack as dstack,
    hsplit as hsplit,
    hstack as hstack,
    insert as insert,
    repeat as repeat,
    resize as resize,
    roll as roll,
    row_stack as row_stack,
    split as split,
    stack as stack,
    tile as tile,
    unstack as unstack,
    vsplit as vsplit,
    vstack as vstack,
)
from hornbill.numpy._matrices import (
    diag as diag,
    diagflat as diagflat,
    eye as eye,
    identity as identity,
    tri as tri,
    tril as tril,
    triu as triu,
    vander as vander,
)
from hornbill.numpy._nan import (
    nanargmax as nanargmax,
    nanargmin as nanargmin,
    nancumprod as nancumprod,
    nancumsum as nancumsum,
    nanmax as nanmax,
    nanmean as nanmean,
    nanmedian as nanmedian,
    nanmin as nanmin,
    nanpercentile as nanpercentile,
    nanprod as nanprod,
    nanquantile as nanquantile,
    nanstd as nanstd,
    nansum as nansum,
    nanvar as nanvar,
)
from hornbill.numpy._padding import (
    pad as pad,
)
from hornbill.numpy._printing import (
    array2string as array2string,
    array_repr as array_repr,
    array_str as array_str,
    get_printoptions as get_printoptions,
    printoptions as printoptions,
    set_printoptions as set_printoptions,
)
from hornbill.numpy._products import (
    convolve as convolve,
    correlate as correlate,
    cross as cross,
    diagonal as diagonal,
    dot as dot,
    einsum as einsum,
    inner as inner,
    kron as kron,
    matmul as matmul,
    outer as outer,
    tensordot as tensordot,
    trace as trace,
    vdot as vdot,
    vecdot as vecdot,
)
from hornbill.numpy._ranges import (
    arange as arange,
    fromfunction as fromfunction,
    geomspace as geomspace,
    indices as indices,
    linspace as linspace,
    logspace as logspace,
    meshgrid as meshgrid,
)
from hornbill.numpy._reductions import (
    all as all,
    amax as amax,
    amin as amin,
    any as any,
    argmax as argmax,
    argmin as argmin,
    count_nonzero as count_nonzero,
    max as max,
    mean as mean,
    min as min,
    prod as prod,
    ptp as ptp,
    std as std,
    sum as sum,
    var as var,
)
from hornbill.numpy._running import (
    cumprod as cumprod,
    cumsum as cumsum,
    cumulative_prod as cumulative_prod,
    cumulative_sum as cumulative_sum,
    diff as diff,
    ediff1d as ediff1d,
    gradient as gradient,
    trapezoid as trapezoid,
)
from hornbill.numpy._searching import (
    argpartition as argpartition,
    argsort as argsort,
    argwhere as argwhere,
    compress as compress,
    copyto as copyto,
    extract as extract,
    fill_diagonal as fill_diagonal,
    flatnonzero as flatnonzero,
    lexsort as lexsort,
    nonzero as nonzero,
    partition as partition,
    put_along_axis as put_along_axis,
    ravel_multi_index as ravel_multi_index,
    searchsorted as searchsorted,
    select as select,
    sort as sort,
    take as take,
    take_along_axis as take_along_axis,
    unravel_index as unravel_index,
    where as where,
)
from hornbill.numpy._sets import (
    intersect1d as intersect1d,
    isin as isin,
    setdiff1d as setdiff1d,
    setxor1d as setxor1d,
    union1d as union1d,
    unique as unique,
    unique_all as unique_all,
    unique_counts as unique_counts,
    unique_inverse as unique_inverse,
    unique_values as unique_values,
)
from hornbill.numpy._shapes import (
    atleast_1d as atleast_1d,
    atleast_2d as atleast_2d,
    atleast_3d as atleast_3d,
    broadcast_arrays as broadcast_arrays,
    broadcast_shapes as broadcast_shapes,
    broadcast_to as broadcast_to,
    expand_dims as expand_dims,
    flip as flip,
    fliplr as fliplr,
    flipud as flipud,
    matrix_transpose as matrix_transpose,
    moveaxis as moveaxis,
    ndim as ndim,
    permute_dims as permute_dims,
    ravel as ravel,
    reshape as reshape,
    rollaxis as rollaxis,
    rot90 as rot90,
    shape as shape,
    size as size,
    squeeze as squeeze,
    swapaxes as swapaxes,
    transpose as transpose,
    trim_zeros as trim_zeros,
)
from hornbill.numpy._statistics import (
    average as average,
    corrcoef as corrcoef,
    cov as cov,
    median as median,
    percentile as percentile,
    quantile as quantile,
)
from hornbill.numpy._types import (
    astype as astype,
    bfloat16 as bfloat16,
    bool as bool,
    bool_ as bool_,
    byte as byte,
    can_cast as can_cast,
    cdouble as cdouble,
    complex64 as complex64,
    complex128 as complex128,
    complexfloating as complexfloating,
    csingle as csingle,
    double as double,
    finfo as finfo,
    float16 as float16,
    float32 as float32,
    float64 as float64,
    floating as floating,
    generic as generic,
    half as half,
    iinfo as iinfo,
    inexact as inexact,
    int16 as int16,
    int32 as int32,
    int64 as int64,
    int8 as int8,
    int_ as int_,
    intc as intc,
    integer as integer,
    intp as intp,
    isdtype as isdtype,
    issubdtype as issubdtype,
    long as long,
    longlong as longlong,
    number as number,
    promote_types as promote_types,
    result_type as result_type,
    short as short,
    signedinteger as signedinteger,
    single as single,
    ubyte as ubyte,
    uint as uint,
    uint16 as uint16,
    uint32 as uint32,
    uint64 as uint64,
    uint8 as uint8,
    uintc as uintc,
    uintp as uintp,
    ulong as ulong,
    ulonglong as ulonglong,
    unsignedinteger as unsignedinteger,
    ushort as ushort,
)
from hornbill.numpy._windows import (
    bartlett as bartlett,
    blackman as blackman,
    hamming as hamming,
    hanning as hanning,
    i0 as i0,
    kaiser as kaiser,
)

if TYPE_CHECKING:
    from hornbill.numpy import fft as fft
    from hornbill.numpy import linalg as linalg
    from hornbill.numpy import random as random
    from hornbill.numpy._files import (
        NpzFile as NpzFile,
        fromfile as fromfile,
        genfromtxt as genfromtxt,
        load as load,
        loadtxt as loadtxt,
        save as save,
        savetxt as savetxt,
        savez as savez,
        savez_compressed as savez_compressed,
    )

ndarray = Tensor
_load_methods()

e = math.e
euler_gamma = 0.57721566490153286060651209008240243
inf = math.inf
nan = math.nan
newaxis = None
pi = math.pi

# Imported when they are first used.
_MODULES = frozenset({"fft", "linalg", "random"})
_FILES = frozenset(
    {
        "NpzFile",
        "fromfile",
        "genfromtxt",
        "load",
        "loadtxt",
        "save",
        "savetxt",
        "savez",
        "savez_compressed",
    }
)


def __getattr__(name: str) -> Any:
    import importlib

    if name in _MODULES:
        return importlib.import_module(f"hornbill.numpy.{name}")
    if name in _FILES:
        return getattr(importlib.import_module("hornbill.numpy._files"), name)
    if name == "exceptions":
        return importlib.import_module("numpy.exceptions")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    names = {*globals(), *_MODULES, *_FILES}
    return sorted(name for name in names if not name.startswith("_") or name.startswith("__array"))
