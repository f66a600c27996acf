/* tensor.c: the type Tensor, which is hornbill.numpy.ndarray. */
#include "extension.h"

#include <string.h>

PyTypeObject *Tensor_Type;

/* The memory of objects that are gone, for the next ones: the lock of the interpreter guards it. */
enum { MOST_SPARE = 64 };
static TensorObject *spare[MOST_SPARE];
static int spare_count;

static inline TensorObject *new_object(void) {
    if (spare_count == 0) return PyObject_New(TensorObject, Tensor_Type);
    return (TensorObject *)PyObject_Init((PyObject *)spare[--spare_count], Tensor_Type);
}

static PyObject *wrap(hbl_tensor *tensor, bool is_result) {
    if (tensor == NULL) return NULL;
    TensorObject *self = new_object();
    if (self == NULL) {
        hbl_tensor_release(tensor);
        return NULL;
    }
    self->tensor = tensor;
    self->weak_references = NULL;
    self->is_result = is_result;
    return (PyObject *)self;
}

PyObject *wrap_element(const void *element, hbl_dtype dtype) {
    TensorObject *self = new_object();
    if (self == NULL) return NULL;
    self->tensor = NULL;
    self->weak_references = NULL;
    self->is_result = true;
    self->dtype = dtype;
    memcpy(self->element, element, hbl_dtype_size(dtype));
    return (PyObject *)self;
}

hbl_tensor *make_element_tensor(TensorObject *object) {
    if (element_to_tensor(object->element, object->dtype, &object->tensor) != HBL_OK) {
        object->tensor = NULL;
    }
    return object->tensor;
}

PyObject *wrap_array(hbl_tensor *tensor) { return wrap(tensor, false); }
PyObject *wrap_result(hbl_tensor *tensor) { return wrap(tensor, true); }

PyObject *array_or_error(hbl_status status, hbl_tensor *const *tensor) {
    return status == HBL_OK ? wrap(*tensor, false) : raise_status(status);
}

PyObject *result_or_error(hbl_status status, hbl_tensor *const *tensor) {
    return status == HBL_OK ? wrap(*tensor, true) : raise_status(status);
}

bool is_scalar(PyObject *tensor) {
    if (lone_element(tensor) != NULL) return true;
    return ((TensorObject *)tensor)->is_result && hbl_tensor_ndim(tensor_of(tensor)) == 0;
}

static void tensor_dealloc(PyObject *self) {
    PyTypeObject *type = Py_TYPE(self);
    if (((TensorObject *)self)->weak_references != NULL) PyObject_ClearWeakRefs(self);
    hbl_tensor *tensor = ((TensorObject *)self)->tensor;
    if (tensor != NULL) hbl_tensor_release(tensor);
    if (spare_count < MOST_SPARE) {
        spare[spare_count++] = (TensorObject *)self;
    } else {
        PyObject_Free(self);
    }
    Py_DECREF(type);
}

static PyObject *tensor_new(PyTypeObject *type, PyObject *arguments, PyObject *keywords) {
    (void)type;
    static char *names[] = {"shape", "dtype", NULL};
    PyObject *shape, *dtype_name = NULL;
    if (!PyArg_ParseTupleAndKeywords(
            arguments, keywords, "O|O:Tensor", names, &shape, &dtype_name)) return NULL;
    int64_t lengths[HBL_MAX_NDIM];
    int32_t ndim;
    hbl_dtype dtype;
    if (shape_of(shape, lengths, &ndim, false) < 0) return NULL;
    if (optional_dtype(dtype_name, &dtype) < 0) return NULL;
    hbl_tensor *tensor;
    hbl_status status =
        hbl_tensor_zeros(dtype == NO_DTYPE ? HBL_FLOAT64 : dtype, ndim, lengths, &tensor);
    return array_or_error(status, &tensor);
}

/* ---- Shapes */

PyObject *shape_tuple(const int64_t *shape, int32_t ndim, bool partial) {
    PyObject *tuple = PyTuple_New(ndim);
    if (tuple == NULL) return NULL;
    for (int32_t axis = 0; axis < ndim; axis++) {
        PyObject *length = partial && shape[axis] < 0 ? Py_NewRef(Py_None)
                                                      : PyLong_FromLongLong(shape[axis]);
        if (length == NULL) {
            Py_DECREF(tuple);
            return NULL;
        }
        PyTuple_SetItem(tuple, axis, length);
    }
    return tuple;
}

static int length_of(PyObject *object, int64_t *out, bool partial) {
    if (partial && object == Py_None) {
        *out = -1;
        return 0;
    }
    *out = PyNumber_AsSsize_t(object, PyExc_OverflowError);
    return *out == -1 && PyErr_Occurred() ? -1 : 0;
}

int shape_of(PyObject *object, int64_t *shape, int32_t *ndim, bool partial) {
    if (PyIndex_Check(object) && !(is_tensor(object) && !is_scalar(object))) {
        *ndim = 1;
        if (length_of(object, shape, partial) == 0) return 0;
        /* An array of several lengths has __index__ too. */
        if (PyLong_Check(object) || !caught(PyExc_TypeError)) return -1;
    }
    PyObject *sequence = PySequence_Tuple(object);
    if (sequence == NULL) {
        if (caught(PyExc_TypeError)) {
            PyErr_Format(
                PyExc_TypeError, "expected a sequence of integers or a single integer, got '%R'",
                object);
        }
        return -1;
    }
    Py_ssize_t count = PyTuple_Size(sequence);
    int failure = 0;
    if (count > HBL_MAX_NDIM) {
        PyErr_Format(
            PyExc_ValueError, "maximum supported dimension for an ndarray is currently %d, found %zd",
            HBL_MAX_NDIM, count);
        failure = -1;
    }
    for (Py_ssize_t axis = 0; axis < count && failure == 0; axis++) {
        failure = length_of(PyTuple_GetItem(sequence, axis), &shape[axis], partial);
    }
    Py_DECREF(sequence);
    *ndim = (int32_t)count;
    return failure;
}

/* ---- Attributes */

static PyObject *get_shape(PyObject *self, void *unused) {
    (void)unused;
    hbl_tensor *tensor = tensor_of(self);
    return shape_tuple(
        hbl_tensor_shape(tensor), hbl_tensor_ndim(tensor), hbl_tensor_is_symbolic(tensor));
}

/* tensor.shape = ...: the object looks at the same memory from then on, as in NumPy. */
static int set_shape(PyObject *self, PyObject *value, void *unused) {
    (void)unused;
    if (value == NULL) {
        PyErr_SetString(PyExc_AttributeError, "Cannot delete array shape");
        return -1;
    }
    int64_t shape[HBL_MAX_NDIM];
    int32_t ndim;
    hbl_tensor *tensor = tensor_of(self), *view;
    if (shape_of(value, shape, &ndim, false) < 0) return -1;
    if (check(hbl_reshape(tensor, ndim, shape, &view)) < 0) return -1;
    if (hbl_tensor_data(view) != hbl_tensor_data(tensor)) {
        hbl_tensor_release(view);
        PyErr_SetString(
            PyExc_AttributeError,
            "Incompatible shape for in-place modification. Use `.reshape()` to make a copy with the "
            "desired shape.");
        return -1;
    }
    ((TensorObject *)self)->tensor = view;
    hbl_tensor_release(tensor);
    return 0;
}

static PyObject *get_strides(PyObject *self, void *unused) {
    (void)unused;
    hbl_tensor *tensor = tensor_of(self);
    return shape_tuple(hbl_tensor_strides(tensor), hbl_tensor_ndim(tensor), false);
}

static PyObject *get_ndim(PyObject *self, void *unused) {
    (void)unused;
    return PyLong_FromLong(hbl_tensor_ndim(tensor_of(self)));
}

static PyObject *get_size(PyObject *self, void *unused) {
    (void)unused;
    return PyLong_FromLongLong(hbl_tensor_size(tensor_of(self)));
}

static PyObject *get_itemsize(PyObject *self, void *unused) {
    (void)unused;
    return PyLong_FromSize_t(hbl_dtype_size(hbl_tensor_dtype(tensor_of(self))));
}

static PyObject *get_nbytes(PyObject *self, void *unused) {
    (void)unused;
    hbl_tensor *tensor = tensor_of(self);
    return PyLong_FromLongLong(
        hbl_tensor_size(tensor) * (int64_t)hbl_dtype_size(hbl_tensor_dtype(tensor)));
}

static PyObject *get_dtype(PyObject *self, void *unused) {
    (void)unused;
    return dtype_object(hbl_tensor_dtype(tensor_of(self)));
}

/* numpy.dtype(tensor) and what asks for it look for this. */
static PyObject *get_numpy_dtype(PyObject *self, void *unused) {
    (void)unused;
    PyObject *dtype = dtype_object(hbl_tensor_dtype(tensor_of(self)));
    PyObject *result = PyObject_GetAttrString(dtype, "__numpy_dtype__");
    Py_DECREF(dtype);
    return result;
}

static PyObject *get_device(PyObject *self, void *unused) {
    (void)self, (void)unused;
    return PyUnicode_FromString("cpu");
}

static PyObject *get_is_symbolic(PyObject *self, void *unused) {
    (void)unused;
    return PyBool_FromLong(hbl_tensor_is_symbolic(tensor_of(self)));
}

static PyObject *get_transposed(PyObject *self, void *unused) {
    (void)unused;
    hbl_tensor *out;
    return array_or_error(hbl_transpose(tensor_of(self), NULL, 0, &out), &out);
}

static PyObject *get_matrix_transposed(PyObject *self, void *unused) {
    (void)unused;
    int32_t ndim = hbl_tensor_ndim(tensor_of(self));
    if (ndim < 2) {
        PyErr_SetString(PyExc_ValueError, "matrix transpose with ndim < 2 is undefined");
        return NULL;
    }
    int32_t axes[HBL_MAX_NDIM];
    for (int32_t axis = 0; axis < ndim; axis++) axes[axis] = axis;
    axes[ndim - 2] = ndim - 1;
    axes[ndim - 1] = ndim - 2;
    hbl_tensor *out;
    return array_or_error(hbl_transpose(tensor_of(self), axes, ndim, &out), &out);
}

/* Above ndarray's, so that array + tensor is a tensor. */
static PyObject *get_array_priority(PyObject *self, void *unused) {
    (void)self, (void)unused;
    return PyFloat_FromDouble(1000.0);
}

static PyGetSetDef tensor_attributes[] = {
    {"shape", get_shape, set_shape, "The lengths of the axes.", NULL},
    {"strides", get_strides, NULL, "Bytes between neighbours along each axis.", NULL},
    {"ndim", get_ndim, NULL, "The number of axes.", NULL},
    {"size", get_size, NULL, "The number of elements.", NULL},
    {"itemsize", get_itemsize, NULL, "Bytes of one element.", NULL},
    {"nbytes", get_nbytes, NULL, "Bytes of all elements.", NULL},
    {"dtype", get_dtype, NULL, "The type of the elements.", NULL},
    {"__numpy_dtype__", get_numpy_dtype, NULL, NULL, NULL},
    {"device", get_device, NULL, "Where the elements are: 'cpu'.", NULL},
    {"is_symbolic", get_is_symbolic, NULL,
     "Whether this stands for a result in a graph, and has no elements.", NULL},
    {"T", get_transposed, NULL, "A view with the axes reversed.", NULL},
    {"mT", get_matrix_transposed, NULL, "A view with the last two axes exchanged.", NULL},
    {"__array_priority__", get_array_priority, NULL, NULL, NULL},
    {"__array_interface__", tensor_array_interface, NULL, NULL, NULL},
    {0},
};

static PyMemberDef tensor_members[] = {
    {"__weaklistoffset__", T_PYSSIZET, offsetof(TensorObject, weak_references), READONLY, NULL},
    {0},
};

static PyType_Slot tensor_slots[] = {
    SLOT(Py_tp_doc, "An n-dimensional array of the engine, with NumPy's semantics."),
    SLOT(Py_tp_new, tensor_new),
    SLOT(Py_tp_dealloc, tensor_dealloc),
    SLOT(Py_tp_getset, tensor_attributes),
    SLOT(Py_tp_members, tensor_members),
    SLOT(Py_tp_methods, tensor_methods),
    SLOT(Py_tp_repr, tensor_repr),
    SLOT(Py_tp_str, tensor_str),
    SLOT(Py_tp_hash, tensor_hash),
    SLOT(Py_tp_iter, tensor_iter),
    SLOT(Py_tp_richcompare, tensor_compare),
    NUMBER_SLOTS,
    INPLACE_SLOTS,
    SLOT(Py_nb_bool, tensor_bool),
    SLOT(Py_nb_int, tensor_int),
    SLOT(Py_nb_float, tensor_float),
    SLOT(Py_nb_index, tensor_index),
    SLOT(Py_mp_length, tensor_length),
    SLOT(Py_mp_subscript, tensor_get),
    SLOT(Py_mp_ass_subscript, tensor_set),
    SLOT(Py_sq_length, tensor_length),
    SLOT(Py_sq_item, tensor_item_at),
    SLOT(Py_sq_contains, tensor_contains),
    SLOT(Py_bf_getbuffer, tensor_get_buffer),
    SLOT(Py_bf_releasebuffer, tensor_release_buffer),
    {0},
};

static PyType_Spec tensor_spec = {
    .name = "hornbill.Tensor",
    .basicsize = sizeof(TensorObject),
    .flags = Py_TPFLAGS_DEFAULT,
    .slots = tensor_slots,
};

int add_tensor(PyObject *module) {
    Tensor_Type = add_type(module, &tensor_spec, NULL);
    return Tensor_Type == NULL ? -1 : install_method_lookup();
}
