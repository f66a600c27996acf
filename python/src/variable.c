/* variable.c: weights, slots and states. */
#include "extension.h"

#include <string.h>

PyTypeObject *Variable_Type;

static PyObject *variable_new(PyTypeObject *type, PyObject *arguments, PyObject *keywords) {
    static char *names[] = {"value", "name", "trainable", NULL};
    PyObject *value;
    const char *name = NULL;
    int trainable = true;
    if (!PyArg_ParseTupleAndKeywords(
            arguments, keywords, "O|zp:Variable", names, &value, &name, &trainable)) return NULL;
    hbl_tensor *tensor;
    if (as_tensor(value, &tensor) < 0) return NULL;
    hbl_variable *variable;
    hbl_status status = hbl_variable_create(tensor, name, trainable, &variable);
    hbl_tensor_release(tensor);
    return handle_or_error(status, type, variable);
}

static void variable_dealloc(PyObject *self) {
    PyTypeObject *type = Py_TYPE(self);
    hbl_variable_release(handle_of(self));
    PyObject_Free(self);
    Py_DECREF(type);
}

static PyObject *variable_value(PyObject *self, PyObject *unused) {
    (void)unused;
    hbl_tensor *tensor;
    return array_or_error(hbl_variable_value(handle_of(self), &tensor), &tensor);
}

static PyObject *variable_numpy(PyObject *self, PyObject *unused) {
    (void)unused;
    hbl_tensor *tensor;
    return numpy_or_error(hbl_variable_value(handle_of(self), &tensor), &tensor);
}

static PyObject *variable_array(PyObject *self, PyObject *arguments, PyObject *keywords) {
    PyObject *value = variable_value(self, NULL);
    if (value == NULL) return NULL;
    PyObject *array = tensor_array(value, arguments, keywords);
    Py_DECREF(value);
    return array;
}

static PyObject *variable_assign(PyObject *self, PyObject *value) {
    hbl_tensor *tensor;
    if (as_tensor(value, &tensor) < 0) return NULL;
    hbl_status status = hbl_variable_assign(handle_of(self), tensor);
    hbl_tensor_release(tensor);
    if (check(status) < 0) return NULL;
    Py_RETURN_NONE;
}

static PyObject *get_name(PyObject *self, void *unused) {
    (void)unused;
    char *text;
    return text_or_error(hbl_variable_name(handle_of(self), &text), &text);
}

static PyObject *get_path(PyObject *self, void *unused) {
    (void)unused;
    char *text;
    return text_or_error(hbl_variable_path(handle_of(self), &text), &text);
}

static PyObject *get_dtype(PyObject *self, void *unused) {
    (void)unused;
    return dtype_object(hbl_variable_dtype(handle_of(self)));
}

static PyObject *get_shape(PyObject *self, void *unused) {
    (void)unused;
    hbl_variable *variable = handle_of(self);
    return shape_tuple(hbl_variable_shape(variable), hbl_variable_ndim(variable), false);
}

static PyObject *get_ndim(PyObject *self, void *unused) {
    (void)unused;
    return PyLong_FromLong(hbl_variable_ndim(handle_of(self)));
}

static PyObject *get_trainable(PyObject *self, void *unused) {
    (void)unused;
    return PyBool_FromLong(hbl_variable_trainable(handle_of(self)));
}

static int set_trainable(PyObject *self, PyObject *value, void *unused) {
    (void)unused;
    int trainable = value == NULL ? -1 : PyObject_IsTrue(value);
    if (value == NULL) PyErr_SetString(PyExc_AttributeError, "cannot delete trainable");
    return trainable < 0 ? -1 : check(hbl_variable_set_trainable(handle_of(self), trainable));
}

/* ---- As an array */

static Py_ssize_t variable_length(PyObject *self) {
    hbl_variable *variable = handle_of(self);
    if (hbl_variable_ndim(variable) > 0) return hbl_variable_shape(variable)[0];
    PyErr_SetString(PyExc_TypeError, "len() of unsized object");
    return -1;
}

static PyObject *variable_get(PyObject *self, PyObject *key) {
    PyObject *value = variable_value(self, NULL);
    if (value == NULL) return NULL;
    PyObject *result = PyObject_GetItem(value, key);
    Py_DECREF(value);
    return result;
}

static PyObject *variable_float(PyObject *self) {
    PyObject *value = variable_value(self, NULL);
    if (value == NULL) return NULL;
    PyObject *result = PyNumber_Float(value);
    Py_DECREF(value);
    return result;
}

static PyObject *variable_int(PyObject *self) {
    PyObject *value = variable_value(self, NULL);
    if (value == NULL) return NULL;
    PyObject *result = PyNumber_Long(value);
    Py_DECREF(value);
    return result;
}

static PyObject *variable_repr(PyObject *self) {
    PyObject *path = get_path(self, NULL), *shape = get_shape(self, NULL);
    PyObject *value = variable_value(self, NULL), *result = NULL;
    if (path != NULL && shape != NULL && value != NULL) {
        result = PyUnicode_FromFormat(
            "<Variable path=%U, shape=%R, dtype=%s, value=%S>", path, shape,
            hbl_dtype_name(hbl_variable_dtype(handle_of(self))), value);
    }
    Py_XDECREF(path);
    Py_XDECREF(shape);
    Py_XDECREF(value);
    return result;
}

static PyGetSetDef variable_attributes[] = {
    {"name", get_name, NULL, "The name, such as 'kernel'.", NULL},
    {"path", get_path, NULL, "The name in the model, such as 'dense/kernel'.", NULL},
    {"dtype", get_dtype, NULL, "The type of the elements.", NULL},
    {"shape", get_shape, NULL, "The lengths of the axes.", NULL},
    {"ndim", get_ndim, NULL, "The number of axes.", NULL},
    {"trainable", get_trainable, set_trainable, "Whether optimizers change it.", NULL},
    {0},
};

static PyMethodDef variable_methods[] = {
    {"value", variable_value, METH_NOARGS, "A copy of the present value, as a tensor."},
    {"numpy", variable_numpy, METH_NOARGS, "A copy of the present value, as a NumPy array."},
    {"assign", variable_assign, METH_O, "Replaces the value, converted to the dtype."},
    {"__array__", METHOD(variable_array), METH_VARARGS | METH_KEYWORDS, NULL},
    {0},
};

static PyType_Slot variable_slots[] = {
    SLOT(Py_tp_doc, "A place that holds a tensor: a weight, an optimizer's slot, a metric's state."),
    SLOT(Py_tp_new, variable_new),
    SLOT(Py_tp_dealloc, variable_dealloc),
    SLOT(Py_tp_richcompare, compare_handles),
    SLOT(Py_tp_hash, hash_handle),
    SLOT(Py_tp_repr, variable_repr),
    SLOT(Py_tp_getset, variable_attributes),
    SLOT(Py_tp_methods, variable_methods),
    SLOT(Py_mp_length, variable_length),
    SLOT(Py_mp_subscript, variable_get),
    SLOT(Py_nb_float, variable_float),
    SLOT(Py_nb_int, variable_int),
    NUMBER_SLOTS,
    {0},
};

static PyType_Spec variable_spec = {
    .name = "hornbill.Variable",
    .basicsize = sizeof(HandleObject),
    .flags = Py_TPFLAGS_DEFAULT,
    .slots = variable_slots,
};

int add_variable(PyObject *module) {
    Variable_Type = add_type(module, &variable_spec, NULL);
    return Variable_Type == NULL ? -1 : 0;
}
