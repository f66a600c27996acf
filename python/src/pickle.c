/* pickle.c: tensors through pickle, their elements out of band from protocol 5 on. */
#include "extension.h"

/* numpy.ndarray would drag NumPy in: the elements go as bytes, or as a PickleBuffer. */
static PyObject *elements_of(PyObject *dense, long protocol) {
    hbl_tensor *tensor = tensor_of(dense);
    bool has_format = hbl_tensor_dtype(tensor) != HBL_BFLOAT16;
    if (protocol >= 5 && has_format) {
        PyObject *type = imported("pickle", "PickleBuffer");
        if (type == NULL) return NULL;
        PyObject *buffer = PyObject_CallFunctionObjArgs(type, dense, NULL);
        Py_DECREF(type);
        return buffer;
    }
    return PyBytes_FromStringAndSize(
        hbl_tensor_data(tensor),
        hbl_tensor_size(tensor) * (Py_ssize_t)hbl_dtype_size(hbl_tensor_dtype(tensor)));
}

PyObject *tensor_reduce(PyObject *self, PyObject *protocol_number) {
    long protocol = PyLong_AsLong(protocol_number);
    if (protocol == -1 && PyErr_Occurred()) return NULL;
    hbl_tensor *tensor = tensor_of(self), *copy;
    if (hbl_tensor_is_symbolic(tensor)) {
        PyErr_SetString(PyExc_TypeError, "cannot pickle a symbolic tensor");
        return NULL;
    }
    PyObject *dense = hbl_tensor_is_contiguous(tensor)
                          ? Py_NewRef(self)
                          : array_or_error(hbl_tensor_copy(tensor, &copy), &copy);
    if (dense == NULL) return NULL;
    PyObject *elements = elements_of(dense, protocol);
    Py_DECREF(dense);
    PyObject *restore = PyObject_GetAttrString(extension_module, "_restore");
    PyObject *shape = PyObject_GetAttrString(self, "shape");
    PyObject *result = NULL;
    if (elements != NULL && restore != NULL && shape != NULL) {
        result = Py_BuildValue(
            "O(sOOO)", restore, hbl_dtype_name(hbl_tensor_dtype(tensor)), shape, elements,
            is_scalar(self) ? Py_True : Py_False);
    }
    Py_XDECREF(elements);
    Py_XDECREF(restore);
    Py_XDECREF(shape);
    return result;
}

/* How many elements a shape has; -1 for one that is not possible. */
static int64_t element_count(const int64_t *shape, int32_t ndim) {
    int64_t count = 1;
    for (int32_t axis = 0; axis < ndim; axis++) {
        if (shape[axis] < 0 || (shape[axis] > 0 && count > INT64_MAX / shape[axis])) return -1;
        count *= shape[axis];
    }
    return count;
}

PyObject *module_restore(PyObject *module, PyObject *arguments) {
    (void)module;
    const char *name;
    PyObject *shape_object;
    Py_buffer elements;
    int is_result;
    if (!PyArg_ParseTuple(
            arguments, "sOy*p:_restore", &name, &shape_object, &elements, &is_result)) return NULL;
    int64_t shape[HBL_MAX_NDIM];
    int32_t ndim;
    hbl_dtype dtype;
    hbl_tensor *tensor = NULL;
    int failure = shape_of(shape_object, shape, &ndim, false);
    if (failure == 0) failure = check(hbl_dtype_from_name(name, &dtype));
    if (failure == 0 && element_count(shape, ndim) != elements.len / (Py_ssize_t)hbl_dtype_size(dtype)) {
        PyErr_SetString(PyExc_ValueError, "a pickled tensor has not the elements of its shape");
        failure = -1;
    }
    if (failure == 0) {
        failure = check(hbl_tensor_from_data(elements.buf, dtype, ndim, shape, NULL, &tensor));
    }
    PyBuffer_Release(&elements);
    if (failure < 0) return NULL;
    return is_result ? wrap_result(tensor) : wrap_array(tensor);
}
