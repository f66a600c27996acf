/* tensor_scalar.c: tensors as Python's numbers and lists. */
#include "extension.h"

#include <string.h>

static int need_elements(hbl_tensor *tensor) {
    if (!hbl_tensor_is_symbolic(tensor)) return 0;
    PyErr_SetString(
        PyExc_RuntimeError,
        "A symbolic tensor has no elements: it stands for a result in a graph that is being traced. "
        "Use functions of tensors in the place of Python's conditions and numbers.");
    return -1;
}

/* The only element as a Python number. Unlike NumPy 2, and like those before it, arrays of one
** element are taken whatever their number of axes. */
static PyObject *only_element(PyObject *self) {
    const void *element = lone_element(self);
    if (element != NULL) return element_to_python(element, ((TensorObject *)self)->dtype);
    hbl_tensor *tensor = tensor_of(self);
    if (need_elements(tensor) < 0) return NULL;
    if (hbl_tensor_size(tensor) != 1) {
        PyErr_SetString(
            PyExc_TypeError, "only 0-dimensional arrays can be converted to Python scalars");
        return NULL;
    }
    return element_to_python(hbl_tensor_data(tensor), hbl_tensor_dtype(tensor));
}

int tensor_bool(PyObject *self) {
    hbl_tensor *tensor = tensor_of(self);
    if (need_elements(tensor) < 0) return -1;
    int64_t size = hbl_tensor_size(tensor);
    if (size != 1) {
        PyErr_SetString(
            PyExc_ValueError,
            size == 0 ? "The truth value of an empty array is ambiguous. Use `array.size > 0` to "
                        "check that an array is not empty."
                      : "The truth value of an array with more than one element is ambiguous. Use "
                        "a.any() or a.all()");
        return -1;
    }
    PyObject *element = element_to_python(hbl_tensor_data(tensor), hbl_tensor_dtype(tensor));
    int truth = element == NULL ? -1 : PyObject_IsTrue(element);
    Py_XDECREF(element);
    return truth;
}

static PyObject *converted(PyObject *self, PyObject *(*convert)(PyObject *)) {
    PyObject *element = only_element(self);
    if (element == NULL) return NULL;
    PyObject *number = convert(element);
    Py_DECREF(element);
    return number;
}

PyObject *tensor_int(PyObject *self) { return converted(self, PyNumber_Long); }
PyObject *tensor_float(PyObject *self) { return converted(self, PyNumber_Float); }

static PyObject *to_complex(PyObject *number) {
    if (PyComplex_Check(number)) return Py_NewRef(number);
    double real = PyFloat_AsDouble(number);
    return real == -1.0 && PyErr_Occurred() ? NULL : PyComplex_FromDoubles(real, 0.0);
}

PyObject *tensor_complex(PyObject *self, PyObject *unused) {
    (void)unused;
    return converted(self, to_complex);
}

PyObject *tensor_index(PyObject *self) {
    hbl_tensor *tensor = tensor_of(self);
    if (!is_integer(hbl_tensor_dtype(tensor)) || hbl_tensor_ndim(tensor) != 0) {
        PyErr_SetString(
            PyExc_TypeError, "only integer scalar arrays can be converted to a scalar index");
        return NULL;
    }
    return only_element(self);
}

/* ---- item */

static PyObject *item_at(hbl_tensor *tensor, PyObject *const *arguments, Py_ssize_t count) {
    const int64_t *shape = hbl_tensor_shape(tensor);
    int32_t ndim = hbl_tensor_ndim(tensor);
    int64_t positions[HBL_MAX_NDIM];
    if (count == ndim) {
        for (int32_t axis = 0; axis < ndim; axis++) {
            int64_t position = PyNumber_AsSsize_t(arguments[axis], PyExc_IndexError);
            if (position == -1 && PyErr_Occurred()) return NULL;
            if (position < -shape[axis] || position >= shape[axis]) {
                return PyErr_Format(
                    PyExc_IndexError, "index %lld is out of bounds for axis %d with size %lld",
                    (long long)position, (int)axis, (long long)shape[axis]);
            }
            positions[axis] = position < 0 ? position + shape[axis] : position;
        }
    } else if (count == 1) {
        int64_t size = hbl_tensor_size(tensor);
        int64_t position = PyNumber_AsSsize_t(arguments[0], PyExc_IndexError);
        if (position == -1 && PyErr_Occurred()) return NULL;
        if (position < -size || position >= size) {
            return PyErr_Format(
                PyExc_IndexError, "index %lld is out of bounds for size %lld", (long long)position,
                (long long)size);
        }
        if (position < 0) position += size;
        for (int32_t axis = ndim - 1; axis >= 0; axis--) {
            positions[axis] = position % shape[axis];
            position /= shape[axis];
        }
    } else {
        PyErr_SetString(PyExc_ValueError, "incorrect number of indices for array");
        return NULL;
    }
    return element_to_python(element_address(tensor, positions), hbl_tensor_dtype(tensor));
}

PyObject *tensor_item(PyObject *self, PyObject *const *arguments, Py_ssize_t count) {
    if (count == 0 && lone_element(self) != NULL) return only_element(self);
    hbl_tensor *tensor = tensor_of(self);
    if (need_elements(tensor) < 0) return NULL;
    if (count == 0) {
        if (hbl_tensor_size(tensor) != 1) {
            PyErr_SetString(
                PyExc_ValueError, "can only convert an array of size 1 to a Python scalar");
            return NULL;
        }
        return element_to_python(hbl_tensor_data(tensor), hbl_tensor_dtype(tensor));
    }
    if (count != 1 || !PyTuple_Check(arguments[0])) return item_at(tensor, arguments, count);
    PyObject *positions[HBL_MAX_NDIM];
    count = PyTuple_Size(arguments[0]);
    if (count > HBL_MAX_NDIM) {
        PyErr_SetString(PyExc_ValueError, "incorrect number of indices for array");
        return NULL;
    }
    for (Py_ssize_t i = 0; i < count; i++) positions[i] = PyTuple_GetItem(arguments[0], i);
    return item_at(tensor, positions, count);
}

/* ---- tolist */

typedef struct {
    const int64_t *shape, *strides;
    int32_t ndim;
    hbl_dtype dtype;
} Layout;

static PyObject *nested_list(const char *address, int32_t axis, const Layout *layout) {
    if (axis == layout->ndim) return element_to_python(address, layout->dtype);
    int64_t length = layout->shape[axis];
    PyObject *list = PyList_New(length);
    if (list == NULL) return NULL;
    for (int64_t i = 0; i < length; i++) {
        PyObject *entry = nested_list(address + i * layout->strides[axis], axis + 1, layout);
        if (entry == NULL) {
            Py_DECREF(list);
            return NULL;
        }
        PyList_SetItem(list, i, entry);
    }
    return list;
}

PyObject *tensor_tolist(PyObject *self, PyObject *unused) {
    (void)unused;
    hbl_tensor *tensor = tensor_of(self);
    if (need_elements(tensor) < 0) return NULL;
    Layout layout = {
        hbl_tensor_shape(tensor), hbl_tensor_strides(tensor), hbl_tensor_ndim(tensor),
        hbl_tensor_dtype(tensor)};
    return nested_list(hbl_tensor_data(tensor), 0, &layout);
}

/* Arrays change and have no hash. Scalars have that of the number they are equal to. */
Py_hash_t tensor_hash(PyObject *self) {
    if (!is_scalar(self)) {
        PyErr_SetString(PyExc_TypeError, "unhashable type: 'Tensor'");
        return -1;
    }
    PyObject *number = only_element(self);
    if (number == NULL) return -1;
    Py_hash_t hash = PyObject_Hash(number);
    Py_DECREF(number);
    return hash;
}
