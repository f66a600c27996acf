/* tensor_index.c: what stands between the brackets. */
#include "extension.h"

/* As many items as an index may have: axes of the tensor, and new ones. */
enum { MOST_ITEMS = 2 * HBL_MAX_NDIM };

typedef struct {
    hbl_index items[MOST_ITEMS];
    int32_t count;
    /* Whether every item is an integer. */
    bool only_integers;
} Index;

static void release_index(Index *index) {
    for (int32_t i = 0; i < index->count; i++) {
        if (index->items[i].kind == HBL_INDEX_TENSOR) hbl_tensor_release(index->items[i].tensor);
    }
}

static int refuse(void) {
    PyErr_SetString(
        PyExc_IndexError,
        "only integers, slices (`:`), ellipsis (`...`), numpy.newaxis (`None`) and integer or "
        "boolean arrays are valid indices");
    return -1;
}

static int add_integer(Index *index, PyObject *key) {
    hbl_index *item = &index->items[index->count];
    item->start = PyLong_CheckExact(key) ? PyLong_AsSsize_t(key) : -1;
    if (item->start == -1) {
        PyErr_Clear();
        item->start = PyNumber_AsSsize_t(key, PyExc_IndexError);
        if (item->start == -1 && PyErr_Occurred()) return -1;
    }
    item->kind = HBL_INDEX_INTEGER;
    index->count++;
    return 0;
}

static int read_slice(PyObject *key, hbl_index *item) {
    Py_ssize_t start, stop, step;
    if (PySlice_Unpack(key, &start, &stop, &step) < 0) return -1;
    item->kind = HBL_INDEX_SLICE;
    /* Without a step, the engine has a shorter way. */
    item->flags = HBL_INDEX_HAS_START | HBL_INDEX_HAS_STOP | (step == 1 ? 0 : HBL_INDEX_HAS_STEP);
    item->start = start;
    item->stop = stop;
    item->step = step;
    return 0;
}

static int add_slice(Index *index, PyObject *key) {
    if (read_slice(key, &index->items[index->count]) < 0) return -1;
    index->count++;
    index->only_integers = false;
    return 0;
}

/* Takes the reference over. */
static int add_tensor_item(Index *index, hbl_tensor *tensor) {
    index->items[index->count++] = (hbl_index){.kind = HBL_INDEX_TENSOR, .tensor = tensor};
    index->only_integers = false;
    return 0;
}

static int add_array(Index *index, PyObject *key) {
    hbl_tensor *tensor, *empty;
    if (!is_array_like(key)) return refuse();
    if (as_tensor(key, &tensor) < 0) return caught(PyExc_TypeError) ? refuse() : -1;
    /* [] is a list of no positions, though NumPy takes its elements for floats. */
    if (PyList_Check(key) && hbl_tensor_size(tensor) == 0) {
        hbl_status status = hbl_tensor_cast(tensor, HBL_INT64, &empty);
        hbl_tensor_release(tensor);
        if (check(status) < 0) return -1;
        tensor = empty;
    }
    return add_tensor_item(index, tensor);
}

static int add_item(Index *index, PyObject *key) {
    if (index->count == MOST_ITEMS) {
        PyErr_Format(PyExc_IndexError, "too many indices for array: at most %d", MOST_ITEMS);
        return -1;
    }
    if (PyLong_CheckExact(key)) return add_integer(index, key);
    if (PySlice_Check(key)) return add_slice(index, key);
    if (key == Py_Ellipsis || key == Py_None) {
        index->items[index->count++] = (hbl_index){
            .kind = key == Py_None ? HBL_INDEX_NEWAXIS : HBL_INDEX_ELLIPSIS};
        index->only_integers = false;
        return 0;
    }
    if (is_tensor(key)) return add_tensor_item(index, hbl_tensor_retain(tensor_of(key)));
    if (PyBool_Check(key)) {
        hbl_tensor *mask;
        if (weak_scalar(key, NO_DTYPE, &mask) < 0) return -1;
        return add_tensor_item(index, mask);
    }
    if (PyIndex_Check(key)) {
        if (add_integer(index, key) == 0) return 0;
        /* NumPy's arrays and bools have __index__ and refuse it. */
        if (!caught(PyExc_TypeError)) return -1;
    }
    return add_array(index, key);
}

static int parse(PyObject *key, Index *index) {
    index->count = 0;
    index->only_integers = true;
    int failure = 0;
    if (PyTuple_Check(key)) {
        Py_ssize_t size = PyTuple_Size(key);
        for (Py_ssize_t i = 0; i < size && failure == 0; i++) {
            failure = add_item(index, PyTuple_GetItem(key, i));
        }
    } else {
        failure = add_item(index, key);
    }
    if (failure < 0) release_index(index);
    return failure;
}

/* The address of the element, or NULL with an exception. */
static const char *locate(hbl_tensor *tensor, const hbl_index *items) {
    const int64_t *shape = hbl_tensor_shape(tensor);
    int64_t positions[HBL_MAX_NDIM];
    int32_t ndim = hbl_tensor_ndim(tensor);
    for (int32_t axis = 0; axis < ndim; axis++) {
        int64_t position = items[axis].start;
        if (position < -shape[axis] || position >= shape[axis]) {
            PyErr_Format(
                PyExc_IndexError, "index %lld is out of bounds for axis %d with size %lld",
                (long long)position, (int)axis, (long long)shape[axis]);
            return NULL;
        }
        positions[axis] = position < 0 ? position + shape[axis] : position;
    }
    return element_address(tensor, positions);
}

static bool is_element(hbl_tensor *tensor, const Index *index) {
    return index->only_integers && index->count == hbl_tensor_ndim(tensor) && index->count > 0 &&
           !hbl_tensor_is_symbolic(tensor);
}

/* One element: a copy, as NumPy's scalars are. */
static PyObject *get_element(hbl_tensor *tensor, const hbl_index *items) {
    const char *address = locate(tensor, items);
    if (address == NULL) return NULL;
    return wrap_element(address, hbl_tensor_dtype(tensor));
}

/* The address of vector[position], NULL if it is something else or wrong. */
static char *locate_in_vector(hbl_tensor *tensor, PyObject *key) {
    if (!PyLong_CheckExact(key) || hbl_tensor_ndim(tensor) != 1) return NULL;
    Py_ssize_t position = PyLong_AsSsize_t(key), length = hbl_tensor_shape(tensor)[0];
    if (position == -1 && PyErr_Occurred()) {
        PyErr_Clear();
        return NULL;
    }
    if (position < 0) position += length;
    char *start = hbl_tensor_data(tensor);
    if (position < 0 || position >= length || start == NULL) return NULL;
    return start + position * hbl_tensor_strides(tensor)[0];
}

PyObject *tensor_get(PyObject *self, PyObject *key) {
    hbl_tensor *tensor = tensor_of(self), *out;
    if (PySlice_Check(key)) {
        hbl_index slice;
        if (read_slice(key, &slice) < 0) return NULL;
        return array_or_error(hbl_tensor_get(tensor, &slice, 1, &out), &out);
    }
    const char *element = locate_in_vector(tensor, key);
    if (element != NULL) return wrap_element(element, hbl_tensor_dtype(tensor));
    Index index;
    if (parse(key, &index) < 0) return NULL;
    if (is_element(tensor, &index)) return get_element(tensor, index.items);
    hbl_status status = hbl_tensor_get(tensor, index.items, index.count, &out);
    bool is_result = index.only_integers && index.count > 0;
    /* An array without axes as an index selects one element too. */
    for (int32_t i = 0; i < index.count && !is_result; i++) {
        is_result = index.items[i].kind == HBL_INDEX_TENSOR;
    }
    release_index(&index);
    /* scalar[()] is the scalar, array[()] of an array without axes too; array[...] is a view. */
    if (index.count == 0 && status == HBL_OK && hbl_tensor_ndim(tensor) == 0) is_result = true;
    return is_result ? result_or_error(status, &out) : array_or_error(status, &out);
}

/* tensor[position] = number, the short way: 1 if it was that, 0 if not. */
static int set_element(hbl_tensor *tensor, PyObject *key, PyObject *value) {
    if (!PyLong_CheckExact(value) && !PyFloat_CheckExact(value)) return 0;
    if (!PyLong_CheckExact(key) && !PyTuple_Check(key)) return 0;
    if (hbl_tensor_is_read_only(tensor)) return 0;
    char *element = locate_in_vector(tensor, key);
    if (element != NULL) return element_from_python(value, hbl_tensor_dtype(tensor), element);
    Index index;
    if (parse(key, &index) < 0) return -1;
    int written = 0;
    if (is_element(tensor, &index)) {
        const char *address = locate(tensor, index.items);
        written = address == NULL
                      ? -1
                      : element_from_python(value, hbl_tensor_dtype(tensor), (char *)address);
    }
    release_index(&index);
    return written;
}

int tensor_set(PyObject *self, PyObject *key, PyObject *value) {
    if (value == NULL) {
        PyErr_SetString(PyExc_ValueError, "cannot delete array elements");
        return -1;
    }
    if (is_scalar(self)) {
        PyErr_Format(
            PyExc_TypeError, "a scalar of %s does not support item assignment",
            hbl_dtype_name(hbl_tensor_dtype(tensor_of(self))));
        return -1;
    }
    hbl_tensor *tensor = tensor_of(self), *elements = NULL;
    int written = set_element(tensor, key, value);
    if (written != 0) return written < 0 ? -1 : 0;
    /* A Python int must fit, as a float of any size may be cut off. */
    hbl_dtype dtype = hbl_tensor_dtype(tensor);
    if (PyComplex_Check(value) && check_holds_complex(dtype) < 0) return -1;
    int made = is_number(value) ? weak_scalar(value, dtype, &elements) : as_tensor(value, &elements);
    if (made < 0) return -1;
    Index index;
    int failure = parse(key, &index);
    if (failure == 0) {
        failure = check(hbl_tensor_set(tensor, index.items, index.count, elements));
        release_index(&index);
    }
    hbl_tensor_release(elements);
    return failure;
}

Py_ssize_t tensor_length(PyObject *self) {
    hbl_tensor *tensor = tensor_of(self);
    if (hbl_tensor_ndim(tensor) == 0) {
        PyErr_SetString(PyExc_TypeError, "len() of unsized object");
        return -1;
    }
    int64_t length = hbl_tensor_shape(tensor)[0];
    if (length >= 0) return length;
    PyErr_SetString(PyExc_TypeError, "the length of a symbolic tensor is not known");
    return -1;
}

PyObject *tensor_item_at(PyObject *self, Py_ssize_t position) {
    hbl_tensor *tensor = tensor_of(self), *out;
    hbl_index item = {.kind = HBL_INDEX_INTEGER, .start = position};
    int32_t ndim = hbl_tensor_ndim(tensor);
    if (ndim == 1 && !hbl_tensor_is_symbolic(tensor)) {
        /* Iteration ends with this exception: no message is made for nobody. */
        if (position >= hbl_tensor_shape(tensor)[0]) {
            PyErr_SetNone(PyExc_IndexError);
            return NULL;
        }
        return get_element(tensor, &item);
    }
    return array_or_error(hbl_tensor_get(tensor, &item, 1, &out), &out);
}

PyObject *tensor_iter(PyObject *self) {
    if (hbl_tensor_ndim(tensor_of(self)) == 0) {
        PyErr_SetString(PyExc_TypeError, "iteration over a 0-d array");
        return NULL;
    }
    return PySeqIter_New(self);
}
