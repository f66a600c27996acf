/* tensor_make.c: tensors of what Python objects hold. */
#include "extension.h"

#include <string.h>

int copy_mode_of(PyObject *object, CopyMode *out) {
    if (object == Py_None) {
        *out = COPY_IF_NEEDED;
        return 0;
    }
    int copy = PyObject_IsTrue(object);
    *out = copy ? COPY_ALWAYS : COPY_NEVER;
    return copy < 0 ? -1 : 0;
}

static bool has_attribute(PyObject *object, const char *name) {
    PyObject *attribute = PyObject_GetAttrString(object, name);
    if (attribute == NULL) PyErr_Clear();
    Py_XDECREF(attribute);
    return attribute != NULL;
}

static bool has_array_protocol(PyObject *object) {
    return has_attribute(object, "__dlpack__") || has_attribute(object, "__array__") ||
           has_attribute(object, "__array_interface__");
}

static bool is_text(PyObject *object) { return PyUnicode_Check(object) || PyBytes_Check(object); }

bool is_array_like(PyObject *object) {
    if (is_tensor(object) || is_variable(object) || PyList_Check(object) || PyTuple_Check(object)) {
        return true;
    }
    if (object == Py_None || is_text(object) || PyDict_Check(object) || PyType_Check(object)) {
        return false;
    }
    return PyObject_CheckBuffer(object) || has_array_protocol(object) ||
           (PySequence_Check(object) && !is_number(object));
}

/* numpy.ndarray of the dtype bfloat16, which the buffer protocol cannot say. 0 for others. */
static int from_bfloat16(PyObject *array, bool copy, hbl_tensor **out) {
    PyObject *own = PyObject_GetAttrString(array, "dtype");
    if (own == NULL) {
        PyErr_Clear();
        return 0;
    }
    hbl_dtype dtype;
    int found = optional_dtype(own, &dtype);
    Py_DECREF(own);
    if (found < 0) PyErr_Clear();
    if (found < 0 || dtype != HBL_BFLOAT16) return 0;
    PyObject *bits = PyObject_CallMethod(array, "view", "s", "uint16");
    if (bits == NULL) return -1;
    hbl_tensor *integers;
    int made = tensor_from_buffer(bits, copy, &integers);
    Py_DECREF(bits);
    if (made != 1) return made;
    hbl_status status = hbl_tensor_from_data(
        hbl_tensor_data(integers), HBL_BFLOAT16, hbl_tensor_ndim(integers),
        hbl_tensor_shape(integers), hbl_tensor_strides(integers), out);
    hbl_tensor_release(integers);
    return check(status) < 0 ? -1 : 1;
}

static int refuse(PyObject *object) {
    PyObject *dtype = PyObject_GetAttrString(object, "dtype");
    if (dtype != NULL && !PyType_Check(object)) {
        PyErr_Format(
            PyExc_ValueError, "Invalid dtype: %S: expected bool, integers, floats or complex numbers",
            dtype);
    } else if (is_text(object)) {
        PyErr_Clear();
        PyErr_Format(PyExc_ValueError, "Invalid dtype: expected numbers, got %R", object);
    } else {
        PyErr_Clear();
        PyObject *name = PyObject_GetAttrString((PyObject *)Py_TYPE(object), "__name__");
        if (name != NULL) {
            PyErr_Format(
                PyExc_TypeError, "expected an array or numbers, got an object of type %U", name);
        }
        Py_XDECREF(name);
    }
    Py_XDECREF(dtype);
    return -1;
}

/* Through __array__ or the other protocols that NumPy knows. */
static int from_numpy(PyObject *object, bool copy, hbl_tensor **out) {
    PyObject *asarray = imported("numpy", "asarray");
    PyObject *array =
        asarray == NULL ? NULL : PyObject_CallFunctionObjArgs(asarray, object, NULL);
    Py_XDECREF(asarray);
    if (array == NULL) return -1;
    int made = array == object ? 0 : tensor_from_buffer(array, copy, out);
    if (made == 0) made = from_bfloat16(array, copy, out);
    if (made == 0) made = refuse(array);
    Py_DECREF(array);
    return made;
}

/* The elements with the dtype that they have. *is_copy says whether the memory is their own. */
static int make_any(PyObject *object, bool copy, hbl_tensor **out, bool *is_copy) {
    *is_copy = copy;
    int made = tensor_from_buffer(object, copy, out);
    if (made != 0) return made;
    if (has_attribute(object, "__dlpack__")) {
        *is_copy = false;
        if (tensor_from_dlpack(object, out) == 0) return 1;
        if (!has_attribute(object, "__array__")) return -1;
        PyErr_Clear();
    }
    if (has_attribute(object, "__array__") || has_attribute(object, "__array_interface__")) {
        *is_copy = copy;
        return from_numpy(object, copy, out);
    }
    return refuse(object);
}

static int finish(hbl_tensor *tensor, hbl_dtype dtype, CopyMode mode, bool is_own, hbl_tensor **out) {
    hbl_dtype own = hbl_tensor_dtype(tensor);
    hbl_status status;
    if (dtype != NO_DTYPE && dtype != own) {
        if (mode == COPY_NEVER) {
            hbl_tensor_release(tensor);
            PyErr_SetString(
                PyExc_ValueError, "Unable to avoid copy while creating an array as requested.");
            return -1;
        }
        status = hbl_tensor_cast(tensor, dtype, out);
    } else if (mode == COPY_ALWAYS && !is_own && !hbl_tensor_is_symbolic(tensor)) {
        status = hbl_tensor_copy(tensor, out);
    } else {
        *out = tensor;
        return 0;
    }
    hbl_tensor_release(tensor);
    return check(status);
}

int make_tensor(PyObject *object, hbl_dtype dtype, CopyMode mode, hbl_tensor **out) {
    *out = NULL;
    if (is_tensor(object)) {
        return finish(hbl_tensor_retain(tensor_of(object)), dtype, mode, false, out);
    }
    hbl_tensor *tensor;
    if (is_variable(object)) {
        if (check(hbl_variable_value(handle_of(object), &tensor)) < 0) return -1;
        return finish(tensor, dtype, mode, true, out);
    }
    if (is_number(object)) {
        if (PyLong_Check(object) && dtype != NO_DTYPE && check_integer_fits(object, dtype) < 0) {
            return -1;
        }
        if (PyComplex_Check(object) && check_holds_complex(dtype) < 0) return -1;
        /* Beside a bool, numbers have the dtypes that they have alone. */
        hbl_dtype peer = is_integer(dtype) && PyLong_Check(object) ? dtype : NO_DTYPE;
        if (weak_scalar(object, peer, &tensor) < 0) return -1;
        return finish(tensor, dtype, mode == COPY_NEVER ? COPY_IF_NEEDED : mode, true, out);
    }
    if (PyList_Check(object) || PyTuple_Check(object)) {
        return tensor_from_sequence(object, dtype, out);
    }
    if (object == Py_None || is_text(object)) return refuse(object);
    bool is_own;
    bool copy = mode == COPY_ALWAYS && (dtype == NO_DTYPE);
    if (PyObject_CheckBuffer(object) || has_array_protocol(object)) {
        if (make_any(object, copy, &tensor, &is_own) < 0) return -1;
        return finish(tensor, dtype, mode, is_own, out);
    }
    if (PySequence_Check(object) && !PyDict_Check(object) && PySequence_Size(object) >= 0) {
        return tensor_from_sequence(object, dtype, out);
    }
    PyErr_Clear();
    return refuse(object);
}

int as_tensor(PyObject *object, hbl_tensor **out) {
    return make_tensor(object, NO_DTYPE, COPY_IF_NEEDED, out);
}

int as_optional_tensor(PyObject *object, hbl_tensor **out) {
    *out = NULL;
    return object == NULL || object == Py_None ? 0 : as_tensor(object, out);
}

void release_tensors(hbl_tensor **tensors, int32_t count) {
    for (int32_t i = 0; i < count; i++) hbl_tensor_release(tensors[i]);
    PyMem_Free(tensors);
}

int as_tensors(PyObject *sequence, const char *what, hbl_tensor ***out, int32_t *count) {
    PyObject *tuple = PySequence_Tuple(sequence);
    if (tuple == NULL) {
        if (caught(PyExc_TypeError)) {
            PyErr_Format(PyExc_TypeError, "%s: expected a sequence, got %R", what, sequence);
        }
        return -1;
    }
    Py_ssize_t size = PyTuple_Size(tuple);
    hbl_tensor **tensors = PyMem_Calloc((size_t)size + 1, sizeof *tensors);
    int failure = tensors == NULL || size > INT32_MAX ? -1 : 0;
    if (failure < 0) PyErr_NoMemory();
    for (Py_ssize_t i = 0; i < size && failure == 0; i++) {
        failure = as_optional_tensor(PyTuple_GetItem(tuple, i), &tensors[i]);
    }
    Py_DECREF(tuple);
    if (failure < 0) {
        if (tensors != NULL) release_tensors(tensors, (int32_t)size);
        return -1;
    }
    *out = tensors;
    *count = (int32_t)size;
    return 0;
}

/* ---- array and asarray */

static PyObject *with_leading_axes(hbl_tensor *tensor, long ndmin) {
    int32_t ndim = hbl_tensor_ndim(tensor);
    if (ndmin <= ndim) return wrap_array(tensor);
    int64_t shape[HBL_MAX_NDIM];
    if (ndmin > HBL_MAX_NDIM) ndmin = HBL_MAX_NDIM;
    for (long axis = 0; axis < ndmin - ndim; axis++) shape[axis] = 1;
    memcpy(shape + (ndmin - ndim), hbl_tensor_shape(tensor), (size_t)ndim * sizeof *shape);
    hbl_tensor *out;
    hbl_status status = hbl_reshape(tensor, (int32_t)ndmin, shape, &out);
    hbl_tensor_release(tensor);
    return array_or_error(status, &out);
}

PyObject *module_array(PyObject *module, PyObject *arguments, PyObject *keywords) {
    (void)module;
    static char *names[] = {"object", "dtype", "copy", "order", "ndmin", NULL};
    PyObject *object, *dtype_name = NULL, *copy = Py_True, *order = NULL;
    long ndmin = 0;
    if (!PyArg_ParseTupleAndKeywords(
            arguments, keywords, "O|O$OOl:array", names, &object, &dtype_name, &copy, &order,
            &ndmin)) return NULL;
    hbl_dtype dtype;
    CopyMode mode;
    hbl_tensor *tensor;
    if (optional_dtype(dtype_name, &dtype) < 0 || copy_mode_of(copy, &mode) < 0) return NULL;
    if (make_tensor(object, dtype, mode, &tensor) < 0) return NULL;
    return with_leading_axes(tensor, ndmin);
}

PyObject *module_asarray(PyObject *module, PyObject *arguments, PyObject *keywords) {
    (void)module;
    static char *names[] = {"object", "dtype", "order", "copy", "device", NULL};
    PyObject *object, *dtype_name = NULL, *copy = Py_None, *order = NULL, *device = NULL;
    if (!PyArg_ParseTupleAndKeywords(
            arguments, keywords, "O|O$OOO:asarray", names, &object, &dtype_name, &order, &copy,
            &device)) return NULL;
    hbl_dtype dtype;
    CopyMode mode;
    hbl_tensor *tensor;
    if (optional_dtype(dtype_name, &dtype) < 0 || copy_mode_of(copy, &mode) < 0) return NULL;
    if (make_tensor(object, dtype, mode, &tensor) < 0) return NULL;
    if (is_tensor(object) && tensor == tensor_of(object)) {
        hbl_tensor_release(tensor);
        return Py_NewRef(object);
    }
    return wrap_array(tensor);
}
