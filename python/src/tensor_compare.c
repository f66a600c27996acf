/* tensor_compare.c: comparisons, whose results are tensors of bool. */
#include "extension.h"

#include <string.h>

static PyObject *filled(hbl_tensor *like, bool value) {
    hbl_tensor *out;
    return result_or_error(
        hbl_tensor_full(
            HBL_BOOL, hbl_tensor_ndim(like), hbl_tensor_shape(like), value, &out),
        &out);
}

/* Comparing with an int that no element can equal: all elements are on one side of it. */
static PyObject *compare_beyond(hbl_tensor *tensor, PyObject *integer, int operation) {
    PyObject *zero = PyLong_FromLong(0);
    int is_positive = zero == NULL ? -1 : PyObject_RichCompareBool(integer, zero, Py_GT);
    Py_XDECREF(zero);
    if (is_positive < 0) return NULL;
    switch (operation) {
    case Py_EQ: return filled(tensor, false);
    case Py_NE: return filled(tensor, true);
    case Py_LT:
    case Py_LE: return filled(tensor, is_positive);
    default: return filled(tensor, !is_positive);
    }
}

PyObject *tensor_compare(PyObject *a, PyObject *b, int operation) {
    hbl_tensor *tensor = tensor_of(a), *out;
    if (b == Py_None && (operation == Py_EQ || operation == Py_NE)) {
        return filled(tensor, operation == Py_NE);
    }
    if (PyLong_Check(b) && check_integer_fits(b, hbl_tensor_dtype(tensor)) < 0) {
        return caught(PyExc_OverflowError) ? compare_beyond(tensor, b, operation) : NULL;
    }
    Operands operands;
    int made = get_operands(a, b, &operands);
    if (made < 0) {
        /* What is no array of numbers is not equal. */
        if (is_array_like(b) || (operation != Py_EQ && operation != Py_NE)) return NULL;
        PyErr_Clear();
        made = 0;
    }
    if (made == 0) Py_RETURN_NOTIMPLEMENTED;
    hbl_status status;
    switch (operation) {
    case Py_EQ: status = hbl_equal(operands.a, operands.b, &out); break;
    case Py_NE: status = hbl_not_equal(operands.a, operands.b, &out); break;
    case Py_LT: status = hbl_less(operands.a, operands.b, &out); break;
    case Py_LE: status = hbl_less_equal(operands.a, operands.b, &out); break;
    case Py_GT: status = hbl_greater(operands.a, operands.b, &out); break;
    default: status = hbl_greater_equal(operands.a, operands.b, &out); break;
    }
    release_operands(&operands);
    return result_or_error(status, &out);
}

int tensor_contains(PyObject *self, PyObject *value) {
    PyObject *equal = tensor_compare(self, value, Py_EQ);
    if (equal == NULL) return -1;
    int found = 0;
    if (is_tensor(equal)) {
        /* A new tensor, and so a dense one. */
        hbl_tensor *flags = tensor_of(equal);
        int64_t size = hbl_tensor_size(flags);
        found = size > 0 && memchr(hbl_tensor_data(flags), 1, (size_t)size) != NULL;
    }
    Py_DECREF(equal);
    return found;
}
