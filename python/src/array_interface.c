/* array_interface.c: NumPy arrays of tensors. */
#include "extension.h"

static PyObject *as_numpy(PyObject *tensor) {
    /* Kept for ever: looking it up would take longer than calling it. */
    static PyObject *asarray = NULL;
    if (asarray == NULL) asarray = imported("numpy", "asarray");
    return asarray == NULL ? NULL : PyObject_CallFunctionObjArgs(asarray, tensor, NULL);
}

static void release_tensor(void *context) { hbl_tensor_release(context); }

/* NumPy knows bfloat16 through the package ml_dtypes; without it, float32 holds every value. */
static PyObject *bfloat16_as_numpy(hbl_tensor *tensor) {
    PyObject *type = imported("ml_dtypes", "bfloat16");
    hbl_tensor *other;
    hbl_status status;
    if (type == NULL) {
        if (!caught(PyExc_ImportError)) return NULL;
        status = hbl_tensor_cast(tensor, HBL_FLOAT32, &other);
    } else {
        status = hbl_tensor_borrow(
            hbl_tensor_data(tensor), HBL_UINT16, hbl_tensor_ndim(tensor), hbl_tensor_shape(tensor),
            hbl_tensor_strides(tensor), hbl_tensor_is_read_only(tensor), release_tensor, tensor,
            &other);
        if (status == HBL_OK) hbl_tensor_retain(tensor);
    }
    PyObject *array = numpy_or_error(status, &other);
    if (type != NULL && array != NULL) {
        PyObject *view = PyObject_CallMethod(array, "view", "O", type);
        Py_DECREF(array);
        array = view;
    }
    Py_XDECREF(type);
    return array;
}

static int need_elements(hbl_tensor *tensor) {
    if (!hbl_tensor_is_symbolic(tensor)) return 0;
    PyErr_SetString(
        PyExc_RuntimeError,
        "A symbolic tensor has no elements: it stands for a result in a graph that is being traced.");
    return -1;
}

PyObject *tensor_numpy(PyObject *self, PyObject *unused) {
    (void)unused;
    hbl_tensor *tensor = tensor_of(self);
    if (need_elements(tensor) < 0) return NULL;
    if (hbl_tensor_dtype(tensor) == HBL_BFLOAT16) return bfloat16_as_numpy(tensor);
    return as_numpy(self);
}

PyObject *numpy_or_error(hbl_status status, hbl_tensor *const *tensor) {
    PyObject *wrapped = array_or_error(status, tensor);
    if (wrapped == NULL) return NULL;
    PyObject *array = tensor_numpy(wrapped, NULL);
    Py_DECREF(wrapped);
    return array;
}

PyObject *tensor_array(PyObject *self, PyObject *arguments, PyObject *keywords) {
    static char *names[] = {"dtype", "copy", NULL};
    PyObject *dtype = Py_None, *copy = Py_None;
    if (!PyArg_ParseTupleAndKeywords(
            arguments, keywords, "|OO:__array__", names, &dtype, &copy)) return NULL;
    CopyMode mode;
    if (copy_mode_of(copy, &mode) < 0) return NULL;
    PyObject *array = tensor_numpy(self, NULL);
    if (array == NULL) return NULL;
    PyObject *converted = NULL, *wanted = NULL, *own = NULL;
    if (dtype != Py_None) {
        PyObject *numpy_dtype = imported("numpy", "dtype");
        if (numpy_dtype != NULL) {
            wanted = PyObject_CallFunctionObjArgs(numpy_dtype, dtype, NULL);
            Py_DECREF(numpy_dtype);
        }
        own = wanted == NULL ? NULL : PyObject_GetAttrString(array, "dtype");
        int same = own == NULL ? -1 : PyObject_RichCompareBool(own, wanted, Py_EQ);
        if (same < 0) {
            Py_CLEAR(array);
        } else if (!same) {
            if (mode == COPY_NEVER) {
                PyErr_SetString(
                    PyExc_ValueError, "Unable to avoid copy while converting to another dtype.");
            } else {
                converted = PyObject_CallMethod(array, "astype", "O", wanted);
            }
            Py_DECREF(array);
            array = converted;
            mode = COPY_IF_NEEDED;
        }
        Py_XDECREF(own);
        Py_XDECREF(wanted);
    }
    if (array == NULL || mode != COPY_ALWAYS) return array;
    PyObject *copied = PyObject_CallMethod(array, "copy", NULL);
    Py_DECREF(array);
    return copied;
}

PyObject *tensor_array_interface(PyObject *self, void *unused) {
    (void)unused;
    hbl_tensor *tensor = tensor_of(self);
    hbl_dtype dtype = hbl_tensor_dtype(tensor);
    if (dtype == HBL_BFLOAT16 || hbl_tensor_is_symbolic(tensor)) {
        PyErr_SetString(PyExc_AttributeError, "__array_interface__");
        return NULL;
    }
    PyObject *type = dtype_object(dtype), *code = PyObject_GetAttrString(type, "str");
    Py_DECREF(type);
    if (code == NULL) return NULL;
    int32_t ndim = hbl_tensor_ndim(tensor);
    PyObject *shape = shape_tuple(hbl_tensor_shape(tensor), ndim, false);
    PyObject *strides = shape_tuple(hbl_tensor_strides(tensor), ndim, false);
    PyObject *address = PyLong_FromVoidPtr(hbl_tensor_data(tensor));
    PyObject *result = NULL;
    if (shape != NULL && strides != NULL && address != NULL) {
        result = Py_BuildValue(
            "{sisOsOsOs(OO)}", "version", 3, "typestr", code, "shape", shape, "strides", strides,
            "data", address, hbl_tensor_is_read_only(tensor) ? Py_True : Py_False);
    }
    Py_DECREF(code);
    Py_XDECREF(shape);
    Py_XDECREF(strides);
    Py_XDECREF(address);
    return result;
}
