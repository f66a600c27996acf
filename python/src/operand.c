/* operand.c: the operands of operators, with NumPy's rules for Python's numbers (NEP 50). */
#include "extension.h"

static hbl_status integer_scalar(PyObject *object, hbl_dtype dtype, hbl_tensor **out) {
    if (dtype == HBL_UINT64) {
        uint64_t value = PyLong_AsUnsignedLongLong(object);
        return hbl_tensor_from_data(&value, HBL_UINT64, 0, NULL, NULL, out);
    }
    return hbl_tensor_scalar_int(PyLong_AsLongLong(object), dtype, out);
}

/* A complex number is of the precision of the dtype beside it. */
static hbl_dtype complex_beside(hbl_dtype peer) {
    bool is_single = peer == HBL_COMPLEX64 || (is_float(peer) && peer != HBL_FLOAT64);
    return is_single ? HBL_COMPLEX64 : HBL_COMPLEX128;
}

static bool is_inexact(hbl_dtype dtype) {
    return dtype != NO_DTYPE && (is_float(dtype) || is_complex(dtype));
}

int weak_scalar(PyObject *object, hbl_dtype peer, hbl_tensor **out) {
    if (PyComplex_Check(object)) {
        hbl_dtype dtype = PyComplex_CheckExact(object) ? complex_beside(peer) : HBL_COMPLEX128;
        double real = PyComplex_RealAsDouble(object), imaginary = PyComplex_ImagAsDouble(object);
        return check(hbl_tensor_scalar_complex(real, imaginary, dtype, out)) < 0 ? -1 : 1;
    }
    if (PyFloat_Check(object)) {
        /* numpy.float64 is a float too, but it keeps its dtype. */
        bool is_weak = PyFloat_CheckExact(object) && is_inexact(peer);
        double value = PyFloat_AsDouble(object);
        return check(hbl_tensor_scalar_double(value, is_weak ? peer : HBL_FLOAT64, out)) < 0 ? -1 : 1;
    }
    if (PyBool_Check(object)) {
        return check(hbl_tensor_scalar_int(object == Py_True, HBL_BOOL, out)) < 0 ? -1 : 1;
    }
    if (!PyLong_Check(object)) return 0;
    if (is_inexact(peer)) {
        double value = PyLong_AsDouble(object);
        if (value == -1.0 && PyErr_Occurred()) return -1;
        return check(hbl_tensor_scalar_double(value, peer, out)) < 0 ? -1 : 1;
    }
    hbl_dtype dtype = peer == NO_DTYPE || peer == HBL_BOOL ? HBL_INT64 : peer;
    if (check_integer_fits(object, dtype) < 0) {
        /* Alone, what is too large for int64 may fit into uint64. */
        if (peer != NO_DTYPE || !caught(PyExc_OverflowError)) return -1;
        dtype = HBL_UINT64;
        if (check_integer_fits(object, dtype) < 0) return -1;
    }
    return check(integer_scalar(object, dtype, out)) < 0 ? -1 : 1;
}

static int operand(PyObject *object, hbl_dtype peer, hbl_tensor **out, hbl_tensor **owned) {
    int made = weak_scalar(object, peer, owned);
    if (made == 0) {
        if (!is_array_like(object)) return 0;
        made = as_tensor(object, owned) < 0 ? -1 : 1;
    }
    *out = *owned;
    return made;
}

/* A tensor without a new owner; a variable's value with one. */
static int own_operand(PyObject *object, hbl_tensor **out, hbl_tensor **owned) {
    if (is_tensor(object)) {
        *out = tensor_of(object);
        return 1;
    }
    if (!is_variable(object)) return 0;
    if (check(hbl_variable_value(handle_of(object), owned)) < 0) return -1;
    *out = *owned;
    return 1;
}

int get_operands(PyObject *a, PyObject *b, Operands *out) {
    *out = (Operands){0};
    int made_a = own_operand(a, &out->a, &out->owned_a);
    if (made_a < 0) return -1;
    int made_b = own_operand(b, &out->b, &out->owned_b);
    if (made_b == 0) made_b = operand(b, hbl_tensor_dtype(out->a), &out->b, &out->owned_b);
    if (made_b == 1 && made_a == 0) {
        made_a = operand(a, hbl_tensor_dtype(out->b), &out->a, &out->owned_a);
    }
    if (made_a == 1 && made_b == 1) return 1;
    release_operands(out);
    return made_a < 0 || made_b < 0 ? -1 : 0;
}

void release_operands(Operands *operands) {
    if (operands->owned_a != NULL) hbl_tensor_release(operands->owned_a);
    if (operands->owned_b != NULL) hbl_tensor_release(operands->owned_b);
}
