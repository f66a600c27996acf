/* make_nested.c: tensors of nested lists of numbers and arrays. */
#include "extension.h"

#include <math.h>
#include <string.h>

/*
** Two walks over the lists: the first finds shape and dtype, the second writes the elements. Arrays
** among the numbers are converted by the first and kept, in their order, for the second.
*/
typedef struct {
    int64_t shape[HBL_MAX_NDIM];
    /* How many lengths are known, and the number of axes once an element was found. */
    int32_t known;
    int32_t ndim;
    bool has_ndim;
    /* What the elements are. */
    bool has_bools, has_integers, has_floats, has_complex;
    /* Integers beyond int64. */
    bool has_large;
    hbl_dtype arrays_dtype;
    PyObject *arrays;
    Py_ssize_t next_array;
    /* Of the result while it is written. */
    hbl_dtype dtype;
    hbl_tensor *tensor;
    char *next;
} Nested;

static int raise_ragged(const Nested *nested, int32_t depth) {
    PyObject *shape = shape_tuple(nested->shape, depth < 1 ? 1 : depth, false);
    if (shape != NULL) {
        PyErr_Format(
            PyExc_ValueError,
            "setting an array element with a sequence. The requested array has an inhomogeneous "
            "shape after %d dimensions. The detected shape was %R + inhomogeneous part.",
            (int)(depth < 1 ? 1 : depth), shape);
        Py_DECREF(shape);
    }
    return -1;
}

static bool is_list(PyObject *object) { return PyList_Check(object) || PyTuple_Check(object); }

/* Sequences that are neither lists nor arrays, such as ranges. */
static bool is_other_sequence(PyObject *object) {
    return PySequence_Check(object) && !is_number(object) && !PyUnicode_Check(object) &&
           !PyBytes_Check(object) && !PyObject_CheckBuffer(object) && !is_tensor(object) &&
           !is_variable(object) && !PyObject_HasAttrString(object, "__array__") &&
           !PyDict_Check(object);
}

static Py_ssize_t list_size(PyObject *list) {
    return PyList_Check(list) ? PyList_Size(list) : PyTuple_Size(list);
}

static PyObject *list_item(PyObject *list, Py_ssize_t i) {
    return PyList_Check(list) ? PyList_GetItem(list, i) : PyTuple_GetItem(list, i);
}

/* ---- The first walk */

static int add_length(Nested *nested, int32_t depth, int64_t length) {
    if (depth >= HBL_MAX_NDIM) {
        PyErr_Format(
            PyExc_ValueError, "maximum supported dimension for an ndarray is currently %d",
            HBL_MAX_NDIM);
        return -1;
    }
    if (nested->has_ndim && depth >= nested->ndim) return raise_ragged(nested, depth);
    if (depth < nested->known) {
        return nested->shape[depth] == length ? 0 : raise_ragged(nested, depth);
    }
    nested->shape[depth] = length;
    nested->known = depth + 1;
    return 0;
}

static int add_ndim(Nested *nested, int32_t ndim) {
    if ((nested->has_ndim && nested->ndim != ndim) || nested->known > ndim) {
        return raise_ragged(nested, ndim);
    }
    nested->has_ndim = true;
    nested->ndim = ndim;
    return 0;
}

static int look_at_array(Nested *nested, PyObject *object, int32_t depth) {
    hbl_tensor *tensor;
    if (as_tensor(object, &tensor) < 0) return -1;
    int32_t ndim = hbl_tensor_ndim(tensor);
    int failure = 0;
    for (int32_t axis = 0; axis < ndim && failure == 0; axis++) {
        failure = add_length(nested, depth + axis, hbl_tensor_shape(tensor)[axis]);
    }
    if (failure == 0) failure = add_ndim(nested, depth + ndim);
    hbl_dtype dtype = hbl_tensor_dtype(tensor);
    if (failure == 0 && nested->arrays_dtype != NO_DTYPE) {
        failure = check(hbl_promote(nested->arrays_dtype, dtype, &dtype));
    }
    nested->arrays_dtype = dtype;
    PyObject *wrapped = wrap_array(tensor);
    if (wrapped == NULL) return -1;
    if (failure == 0) failure = PyList_Append(nested->arrays, wrapped);
    Py_DECREF(wrapped);
    return failure;
}

static int look_at_integer(Nested *nested, PyObject *object) {
    int overflow;
    long long value = PyLong_AsLongLongAndOverflow(object, &overflow);
    if (value == -1 && PyErr_Occurred()) return -1;
    if (overflow < 0 || (overflow && check_integer_fits(object, HBL_UINT64) < 0)) {
        if (!PyErr_Occurred()) {
            PyErr_SetString(PyExc_OverflowError, "Python int too large to convert to C long");
        }
        return -1;
    }
    *(overflow ? &nested->has_large : &nested->has_integers) = true;
    return 0;
}

static int look(Nested *nested, PyObject *object, int32_t depth) {
    if (PyFloat_CheckExact(object)) {
        nested->has_floats = true;
        return add_ndim(nested, depth);
    }
    if (PyBool_Check(object)) {
        nested->has_bools = true;
        return add_ndim(nested, depth);
    }
    if (PyLong_Check(object)) {
        if (look_at_integer(nested, object) < 0) return -1;
        return add_ndim(nested, depth);
    }
    if (PyFloat_Check(object) || PyComplex_Check(object)) {
        *(PyFloat_Check(object) ? &nested->has_floats : &nested->has_complex) = true;
        return add_ndim(nested, depth);
    }
    if (!is_list(object)) {
        if (!is_other_sequence(object)) return look_at_array(nested, object, depth);
        PyObject *list = PySequence_Tuple(object);
        if (list == NULL) return -1;
        int failure = look(nested, list, depth);
        Py_DECREF(list);
        return failure;
    }
    Py_ssize_t size = list_size(object);
    if (add_length(nested, depth, size) < 0) return -1;
    for (Py_ssize_t i = 0; i < size; i++) {
        PyObject *entry = list_item(object, i);
        if (entry == NULL || look(nested, entry, depth + 1) < 0) return -1;
    }
    return 0;
}

static int find_dtype(Nested *nested, hbl_dtype *out) {
    hbl_dtype dtype = nested->arrays_dtype;
    hbl_dtype numbers = NO_DTYPE;
    if (nested->has_complex) {
        numbers = HBL_COMPLEX128;
    } else if (nested->has_floats) {
        numbers = HBL_FLOAT64;
    } else if (nested->has_large) {
        /* What is in uint64 alone and what is in int64 alone are both in float64. */
        numbers = nested->has_integers ? HBL_FLOAT64 : HBL_UINT64;
    } else if (nested->has_integers) {
        numbers = HBL_INT64;
    } else if (nested->has_bools) {
        numbers = HBL_BOOL;
    }
    *out = numbers != NO_DTYPE ? numbers : dtype != NO_DTYPE ? dtype : HBL_FLOAT64;
    return numbers == NO_DTYPE || dtype == NO_DTYPE ? 0 : check(hbl_promote(numbers, dtype, out));
}

/* ---- The second walk */

static int raise_changed(void) {
    PyErr_SetString(PyExc_RuntimeError, "a list changed while its elements were read");
    return -1;
}

/* Writes a number to the next element, whose dtype is bool, int64, uint64, float64 or
** complex128. */
static int write_number(Nested *nested, PyObject *object, hbl_dtype wanted) {
    int64_t integer;
    uint64_t large;
    double real, parts[2];
    if (is_integer(wanted) && PyLong_Check(object) && check_integer_fits(object, wanted) < 0) {
        return -1;
    }
    switch (nested->dtype) {
    case HBL_COMPLEX128:
        parts[0] = PyComplex_RealAsDouble(object);
        parts[1] = PyComplex_ImagAsDouble(object);
        if (PyErr_Occurred()) return -1;
        memcpy(nested->next, parts, sizeof parts);
        nested->next += sizeof parts;
        return 0;
    case HBL_BOOL: *nested->next++ = object == Py_True; return 0;
    case HBL_UINT64:
        large = PyLong_AsUnsignedLongLong(object);
        if (large == (uint64_t)-1 && PyErr_Occurred()) return -1;
        memcpy(nested->next, &large, sizeof large);
        break;
    case HBL_INT64:
        integer = PyLong_AsLongLong(object);
        if (integer == -1 && PyErr_Occurred()) return -1;
        memcpy(nested->next, &integer, sizeof integer);
        break;
    default:
        real = PyFloat_AsDouble(object);
        if (real == -1.0 && PyErr_Occurred()) return -1;
        if (is_integer(wanted) && !isfinite(real)) {
            PyErr_SetString(
                isnan(real) ? PyExc_ValueError : PyExc_OverflowError,
                isnan(real) ? "cannot convert float NaN to integer"
                            : "cannot convert float infinity to integer");
            return -1;
        }
        memcpy(nested->next, &real, sizeof real);
    }
    nested->next += 8;
    return 0;
}

/* Copies an array to the next elements: as a dense one of the dtype. */
static int write_array(Nested *nested) {
    PyObject *wrapped = PyList_GetItem(nested->arrays, nested->next_array++);
    if (wrapped == NULL) return raise_changed();
    hbl_tensor *cast, *dense;
    if (check(hbl_tensor_cast(tensor_of(wrapped), nested->dtype, &cast)) < 0) return -1;
    hbl_status status = hbl_tensor_is_contiguous(cast) ? HBL_OK : hbl_tensor_copy(cast, &dense);
    if (status == HBL_OK && hbl_tensor_is_contiguous(cast)) dense = hbl_tensor_retain(cast);
    hbl_tensor_release(cast);
    if (check(status) < 0) return -1;
    size_t bytes = (size_t)hbl_tensor_size(dense) * hbl_dtype_size(nested->dtype);
    memcpy(nested->next, hbl_tensor_data(dense), bytes);
    nested->next += bytes;
    hbl_tensor_release(dense);
    return 0;
}

static int write_all(Nested *nested, PyObject *object, int32_t depth, hbl_dtype wanted) {
    if (is_number(object)) {
        return depth == nested->ndim ? write_number(nested, object, wanted) : raise_changed();
    }
    if (!is_list(object)) {
        if (!is_other_sequence(object)) return write_array(nested);
        PyObject *list = PySequence_Tuple(object);
        if (list == NULL) return -1;
        int failure = write_all(nested, list, depth, wanted);
        Py_DECREF(list);
        return failure;
    }
    if (depth >= nested->ndim || list_size(object) != nested->shape[depth]) return raise_changed();
    for (Py_ssize_t i = 0; i < nested->shape[depth]; i++) {
        PyObject *entry = list_item(object, i);
        if (entry == NULL || write_all(nested, entry, depth + 1, wanted) < 0) return -1;
    }
    return 0;
}

/* The dtype that numbers are first written with: they are read as Python has them. */
static hbl_dtype first_dtype(const Nested *nested, hbl_dtype natural, hbl_dtype wanted) {
    bool has_integers = nested->has_integers || nested->has_large;
    bool has_numbers =
        nested->has_bools || has_integers || nested->has_floats || nested->has_complex;
    if (!has_numbers || natural == HBL_BOOL) return natural;
    if (is_complex(natural)) return HBL_COMPLEX128;
    if (wanted == HBL_UINT64 && has_integers && !nested->has_floats) return HBL_UINT64;
    if (is_float(natural)) return HBL_FLOAT64;
    return natural == HBL_UINT64 ? HBL_UINT64 : HBL_INT64;
}

int tensor_from_sequence(PyObject *sequence, hbl_dtype dtype, hbl_tensor **out) {
    Nested nested = {.arrays_dtype = NO_DTYPE, .arrays = PyList_New(0)};
    hbl_tensor *made;
    hbl_dtype natural;
    *out = NULL;
    if (nested.arrays == NULL) return -1;
    int failure = look(&nested, sequence, 0);
    if (failure == 0) failure = find_dtype(&nested, &natural);
    if (failure == 0 && nested.has_complex) failure = check_holds_complex(dtype);
    if (failure == 0) {
        if (!nested.has_ndim) nested.ndim = nested.known;
        nested.dtype = first_dtype(&nested, natural, dtype);
        failure = check(hbl_tensor_empty(nested.dtype, nested.ndim, nested.shape, &nested.tensor));
    }
    if (failure == 0 && hbl_tensor_size(nested.tensor) > 0) {
        nested.next = hbl_tensor_data(nested.tensor);
        failure = write_all(&nested, sequence, 0, dtype);
    }
    Py_DECREF(nested.arrays);
    if (failure == 0) {
        failure = check(hbl_tensor_cast(nested.tensor, dtype == NO_DTYPE ? natural : dtype, &made));
        if (failure == 0) *out = made;
    }
    hbl_tensor_release(nested.tensor);
    return failure;
}
