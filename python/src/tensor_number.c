/* tensor_number.c: arithmetic. Operands may stand in either order, as Python calls them. */
#include "extension.h"

int find_function(EngineFunction *function) {
    return function->function ? 0 : check(hbl_function_find(function->name, &function->function));
}

typedef hbl_status (*Binary)(hbl_tensor *a, hbl_tensor *b, hbl_tensor **out);
typedef hbl_status (*Unary)(hbl_tensor *tensor, hbl_tensor **out);

static PyObject *binary(PyObject *a, PyObject *b, Binary function) {
    hbl_tensor *out;
    if (is_tensor(a) && is_tensor(b)) {
        return result_or_error(function(tensor_of(a), tensor_of(b), &out), &out);
    }
    Operands operands;
    int made = get_operands(a, b, &operands);
    if (made < 0) return NULL;
    if (made == 0) Py_RETURN_NOTIMPLEMENTED;
    hbl_status status = function(operands.a, operands.b, &out);
    release_operands(&operands);
    return result_or_error(status, &out);
}

PyObject *number_add(PyObject *a, PyObject *b) { return binary(a, b, hbl_add); }
PyObject *number_subtract(PyObject *a, PyObject *b) { return binary(a, b, hbl_subtract); }
PyObject *number_multiply(PyObject *a, PyObject *b) { return binary(a, b, hbl_multiply); }
PyObject *number_floor_divide(PyObject *a, PyObject *b) { return binary(a, b, hbl_floor_divide); }
PyObject *number_remainder(PyObject *a, PyObject *b) { return binary(a, b, hbl_remainder); }
PyObject *number_and(PyObject *a, PyObject *b) { return binary(a, b, hbl_bitwise_and); }
PyObject *number_or(PyObject *a, PyObject *b) { return binary(a, b, hbl_bitwise_or); }
PyObject *number_xor(PyObject *a, PyObject *b) { return binary(a, b, hbl_bitwise_xor); }

/* Both integers become floats, so that a large one need not fit into the other's dtype. */
static bool divides_integers(PyObject *tensor, PyObject *number) {
    return is_tensor(tensor) && PyLong_Check(number) &&
           hbl_tensor_dtype(tensor_of(tensor)) <= HBL_UINT64;
}

PyObject *number_divide(PyObject *a, PyObject *b) {
    PyObject *number = divides_integers(a, b) ? b : divides_integers(b, a) ? a : NULL;
    if (number == NULL) return binary(a, b, hbl_divide);
    double value = PyLong_AsDouble(number);
    if (value == -1.0 && PyErr_Occurred()) return NULL;
    PyObject *real = PyFloat_FromDouble(value);
    if (real == NULL) return NULL;
    PyObject *quotient = number == b ? binary(a, real, hbl_divide) : binary(real, b, hbl_divide);
    Py_DECREF(real);
    return quotient;
}

PyObject *number_divmod(PyObject *a, PyObject *b) {
    PyObject *quotient = number_floor_divide(a, b);
    if (quotient == NULL || quotient == Py_NotImplemented) return quotient;
    PyObject *remainder = number_remainder(a, b);
    PyObject *both = remainder == NULL ? NULL : PyTuple_Pack(2, quotient, remainder);
    Py_DECREF(quotient);
    Py_XDECREF(remainder);
    return both;
}

/* Whether a negative int fits beside the dtype, and both are integers: a bool becomes one. */
static bool is_signed(hbl_dtype dtype) { return dtype <= HBL_INT64; }

PyObject *number_power(PyObject *a, PyObject *b, PyObject *modulus) {
    if (modulus != Py_None) Py_RETURN_NOTIMPLEMENTED;
    if (is_tensor(a) && PyLong_Check(b) && is_signed(hbl_tensor_dtype(tensor_of(a)))) {
        int overflow;
        long exponent = PyLong_AsLongAndOverflow(b, &overflow);
        if (exponent < 0 && overflow <= 0) {
            PyErr_SetString(
                PyExc_ValueError, "Integers to negative integer powers are not allowed.");
            return NULL;
        }
    }
    return binary(a, b, hbl_power);
}

/* The engine's other work may take long enough for other threads to use the time. */
static hbl_status matmul(hbl_tensor *a, hbl_tensor *b, hbl_tensor **out) {
    if (hbl_tensor_size(a) + hbl_tensor_size(b) < 4096) return hbl_matmul(a, b, out);
    hbl_tensor_retain(a);
    hbl_tensor_retain(b);
    hbl_status status;
    PyThreadState *thread = PyEval_SaveThread();
    status = hbl_matmul(a, b, out);
    PyEval_RestoreThread(thread);
    hbl_tensor_release(a);
    hbl_tensor_release(b);
    return status;
}

PyObject *number_matmul(PyObject *a, PyObject *b) { return binary(a, b, matmul); }

static hbl_status shift_left(hbl_tensor *a, hbl_tensor *b, hbl_tensor **out) {
    hbl_tensor *inputs[] = {a, b};
    return hbl_call("bitwise_left_shift", inputs, 2, NULL, out, 1, NULL);
}

static hbl_status shift_right(hbl_tensor *a, hbl_tensor *b, hbl_tensor **out) {
    hbl_tensor *inputs[] = {a, b};
    return hbl_call("bitwise_right_shift", inputs, 2, NULL, out, 1, NULL);
}

PyObject *number_lshift(PyObject *a, PyObject *b) { return binary(a, b, shift_left); }
PyObject *number_rshift(PyObject *a, PyObject *b) { return binary(a, b, shift_right); }

static PyObject *unary(PyObject *a, Unary function) {
    hbl_tensor *tensor, *out;
    if (as_tensor(a, &tensor) < 0) return NULL;
    hbl_status status = function(tensor, &out);
    hbl_tensor_release(tensor);
    return result_or_error(status, &out);
}

static hbl_status invert(hbl_tensor *tensor, hbl_tensor **out) {
    return hbl_call("bitwise_invert", &tensor, 1, NULL, out, 1, NULL);
}

PyObject *number_negative(PyObject *a) { return unary(a, hbl_negative); }
PyObject *number_positive(PyObject *a) { return unary(a, hbl_tensor_copy); }
PyObject *number_absolute(PyObject *a) { return unary(a, hbl_abs); }
PyObject *number_invert(PyObject *a) { return unary(a, invert); }
