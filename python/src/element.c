/* element.c: single elements of tensors. */
#include "extension.h"

#include <math.h>
#include <string.h>

static double from_float16(uint16_t bits) {
    int exponent = bits >> 10 & 0x1f;
    int fraction = bits & 0x3ff;
    double magnitude;
    if (exponent == 0x1f) {
        magnitude = fraction ? NAN : INFINITY;
    } else if (exponent == 0) {
        magnitude = ldexp(fraction, -24);
    } else {
        magnitude = ldexp(fraction | 0x400, exponent - 25);
    }
    return bits & 0x8000 ? -magnitude : magnitude;
}

static double from_bfloat16(uint16_t bits) {
    uint32_t wide = (uint32_t)bits << 16;
    float value;
    memcpy(&value, &wide, sizeof value);
    return value;
}

#define READ(type)                                                                                \
    type value;                                                                                   \
    memcpy(&value, element, sizeof value)

PyObject *element_to_python(const void *element, hbl_dtype dtype) {
    switch (dtype) {
    case HBL_BOOL: return PyBool_FromLong(*(const uint8_t *)element);
    case HBL_INT8: return PyLong_FromLong(*(const int8_t *)element);
    case HBL_UINT8: return PyLong_FromLong(*(const uint8_t *)element);
    case HBL_INT16: {
        READ(int16_t);
        return PyLong_FromLong(value);
    }
    case HBL_UINT16: {
        READ(uint16_t);
        return PyLong_FromLong(value);
    }
    case HBL_INT32: {
        READ(int32_t);
        return PyLong_FromLong(value);
    }
    case HBL_UINT32: {
        READ(uint32_t);
        return PyLong_FromUnsignedLong(value);
    }
    case HBL_INT64: {
        READ(int64_t);
        return PyLong_FromLongLong(value);
    }
    case HBL_UINT64: {
        READ(uint64_t);
        return PyLong_FromUnsignedLongLong(value);
    }
    case HBL_FLOAT16: {
        READ(uint16_t);
        return PyFloat_FromDouble(from_float16(value));
    }
    case HBL_BFLOAT16: {
        READ(uint16_t);
        return PyFloat_FromDouble(from_bfloat16(value));
    }
    case HBL_FLOAT32: {
        READ(float);
        return PyFloat_FromDouble(value);
    }
    case HBL_FLOAT64: {
        READ(double);
        return PyFloat_FromDouble(value);
    }
    case HBL_COMPLEX64: {
        float parts[2];
        memcpy(parts, element, sizeof parts);
        return PyComplex_FromDoubles(parts[0], parts[1]);
    }
    default: {
        double parts[2];
        memcpy(parts, element, sizeof parts);
        return PyComplex_FromDoubles(parts[0], parts[1]);
    }
    }
}

int check_integer_fits(PyObject *integer, hbl_dtype dtype) {
    if (!is_integer(dtype)) return 0;
    int overflow;
    long long value = PyLong_AsLongLongAndOverflow(integer, &overflow);
    if (value == -1 && PyErr_Occurred()) return -1;
    int bits = 8 * (int)hbl_dtype_size(dtype);
    bool fits;
    if (is_unsigned(dtype)) {
        if (overflow > 0 && bits == 64) {
            fits = PyLong_AsUnsignedLongLong(integer) != (unsigned long long)-1 ||
                   !caught(PyExc_OverflowError);
        } else {
            fits = !overflow && value >= 0 && (bits == 64 || value >> bits == 0);
        }
    } else {
        fits = !overflow && (bits == 64 || (value >> (bits - 1)) == (value < 0 ? -1 : 0));
    }
    if (fits) return 0;
    if (overflow && dtype == HBL_INT64) {
        PyErr_SetString(PyExc_OverflowError, "Python int too large to convert to C long");
    } else {
        PyErr_Format(
            PyExc_OverflowError, "Python integer %S out of bounds for %s", integer,
            hbl_dtype_name(dtype));
    }
    return -1;
}

int check_holds_complex(hbl_dtype dtype) {
    if (dtype == NO_DTYPE || dtype == HBL_BOOL || is_complex(dtype)) return 0;
    PyErr_Format(
        PyExc_TypeError, "expected real numbers for the dtype %s, got a complex one",
        hbl_dtype_name(dtype));
    return -1;
}

const char *element_address(hbl_tensor *tensor, const int64_t *positions) {
    const char *address = hbl_tensor_data(tensor);
    const int64_t *strides = hbl_tensor_strides(tensor);
    int32_t ndim = hbl_tensor_ndim(tensor);
    for (int32_t axis = 0; axis < ndim; axis++) address += positions[axis] * strides[axis];
    return address;
}

hbl_status element_to_tensor(const void *element, hbl_dtype dtype, hbl_tensor **out) {
    switch (dtype) {
    case HBL_BOOL: return hbl_tensor_scalar_int(*(const uint8_t *)element, dtype, out);
    case HBL_UINT8: return hbl_tensor_scalar_int(*(const uint8_t *)element, dtype, out);
    case HBL_INT32: {
        READ(int32_t);
        return hbl_tensor_scalar_int(value, dtype, out);
    }
    case HBL_INT64: {
        READ(int64_t);
        return hbl_tensor_scalar_int(value, dtype, out);
    }
    case HBL_FLOAT32: {
        READ(float);
        return hbl_tensor_scalar_double(value, dtype, out);
    }
    case HBL_FLOAT64: {
        READ(double);
        return hbl_tensor_scalar_double(value, dtype, out);
    }
    default: return hbl_tensor_from_data(element, dtype, 0, NULL, NULL, out);
    }
}

#define WRITE(type, number)                                                                       \
    do {                                                                                          \
        type converted = (type)(number);                                                          \
        memcpy(element, &converted, sizeof converted);                                            \
        return 1;                                                                                 \
    } while (0)

int element_from_python(PyObject *number, hbl_dtype dtype, void *element) {
    if (PyFloat_CheckExact(number) && (dtype == HBL_FLOAT32 || dtype == HBL_FLOAT64)) {
        double value = PyFloat_AsDouble(number);
        if (dtype == HBL_FLOAT64) WRITE(double, value);
        WRITE(float, value);
    }
    if (!PyLong_CheckExact(number)) return 0;
    int overflow;
    long long value = PyLong_AsLongLongAndOverflow(number, &overflow);
    if (overflow) return 0;
    switch (dtype) {
    case HBL_FLOAT32: WRITE(float, value);
    case HBL_FLOAT64: WRITE(double, value);
    case HBL_INT64: WRITE(int64_t, value);
    case HBL_INT32:
        if (value != (int32_t)value) return 0;
        WRITE(int32_t, value);
    case HBL_UINT8:
        if (value != (uint8_t)value) return 0;
        WRITE(uint8_t, value);
    default: return 0;
    }
}
