/* layer.c: layers, of which models are a kind. */
#include "extension.h"

#include <string.h>

PyTypeObject *Layer_Type;

static hbl_status create(const char *name, const char *config, void **out) {
    hbl_layer *layer;
    hbl_status status = hbl_layer_create(name, config, &layer);
    *out = layer;
    return status;
}

/* Subclasses that are made in Python get a plain layer: the engine would not call them. */
static PyObject *layer_new(PyTypeObject *type, PyObject *arguments, PyObject *keywords) {
    (void)type;
    return create_handle(Layer_Type, arguments, keywords, create);
}

PyObject *wrap_layer(hbl_layer *layer) {
    return wrap_handle(hbl_layer_is_model(layer) ? Model_Type : Layer_Type, layer);
}

static void layer_dealloc(PyObject *self) {
    PyTypeObject *type = Py_TYPE(self);
    hbl_layer_release(handle_of(self));
    PyObject_Free(self);
    Py_DECREF(type);
}

/* ---- What a layer is */

static PyObject *layer_config(PyObject *self, PyObject *unused) {
    (void)unused;
    char *text;
    return text_or_error(hbl_layer_config(handle_of(self), &text), &text);
}

static PyObject *get_name(PyObject *self, void *unused) {
    (void)unused;
    char *text;
    return text_or_error(hbl_layer_name(handle_of(self), &text), &text);
}

static PyObject *get_class_name(PyObject *self, void *unused) {
    (void)unused;
    char *text;
    return text_or_error(hbl_layer_class_name(handle_of(self), &text), &text);
}

static PyObject *get_built(PyObject *self, void *unused) {
    (void)unused;
    return PyBool_FromLong(hbl_layer_is_built(handle_of(self)));
}

static PyObject *get_is_model(PyObject *self, void *unused) {
    (void)unused;
    return PyBool_FromLong(hbl_layer_is_model(handle_of(self)));
}

static PyObject *get_trainable(PyObject *self, void *unused) {
    (void)unused;
    return PyBool_FromLong(hbl_layer_trainable(handle_of(self)));
}

static int set_trainable(PyObject *self, PyObject *value, void *unused) {
    (void)unused;
    int trainable = value == NULL ? -1 : PyObject_IsTrue(value);
    if (value == NULL) PyErr_SetString(PyExc_AttributeError, "cannot delete trainable");
    return trainable < 0 ? -1 : check(hbl_layer_set_trainable(handle_of(self), trainable));
}

static PyObject *layer_parameter_count(PyObject *self, PyObject *arguments, PyObject *keywords) {
    static char *names[] = {"trainable_only", NULL};
    int trainable_only = false;
    if (!PyArg_ParseTupleAndKeywords(
            arguments, keywords, "|p:parameter_count", names, &trainable_only)) return NULL;
    int64_t count;
    if (check(hbl_layer_parameter_count(handle_of(self), trainable_only, &count)) < 0) return NULL;
    return PyLong_FromLongLong(count);
}

/* ---- Shapes and calls */

static PyObject *layer_build(PyObject *self, PyObject *shape_object) {
    int64_t shape[HBL_MAX_NDIM];
    int32_t ndim;
    if (shape_of(shape_object, shape, &ndim, true) < 0) return NULL;
    if (check(hbl_layer_build(handle_of(self), ndim, shape)) < 0) return NULL;
    Py_RETURN_NONE;
}

static PyObject *layer_output_shape(PyObject *self, PyObject *shape_object) {
    int64_t shape[HBL_MAX_NDIM], out[HBL_MAX_NDIM];
    int32_t ndim, out_ndim;
    if (shape_of(shape_object, shape, &ndim, true) < 0) return NULL;
    hbl_status status =
        hbl_layer_output_shape(handle_of(self), ndim, shape, HBL_MAX_NDIM, out, &out_ndim);
    return status == HBL_OK ? shape_tuple(out, out_ndim, true) : raise_status(status);
}

/* The argument `training` of a call, the only one with a name. */
static int training_of(PyObject *keywords) {
    if (keywords == NULL || PyDict_Size(keywords) == 0) return 0;
    PyObject *training = PyDict_GetItemString(keywords, "training");
    if (training == NULL || PyDict_Size(keywords) != 1) {
        PyErr_SetString(PyExc_TypeError, "a layer takes no argument by name but 'training'");
        return -1;
    }
    return PyObject_IsTrue(training);
}

static PyObject *layer_call(PyObject *self, PyObject *arguments, PyObject *keywords) {
    enum { CAPACITY = 64 };
    int training = training_of(keywords);
    hbl_tensor **inputs, *outputs[CAPACITY];
    int32_t count, output_count;
    if (training < 0 || as_tensors(arguments, "inputs", &inputs, &count) < 0) return NULL;
    hbl_status status;
    PyThreadState *thread = PyEval_SaveThread();
    status = hbl_layer_call(
        handle_of(self), inputs, count, training, outputs, CAPACITY, &output_count);
    PyEval_RestoreThread(thread);
    release_tensors(inputs, count);
    if (status != HBL_OK) return raise_status(status);
    if (output_count == 1) return wrap_result(outputs[0]);
    PyObject *tuple = PyTuple_New(output_count);
    for (int32_t i = 0; i < output_count; i++) {
        PyObject *tensor = wrap_result(outputs[i]);
        if (tuple == NULL || tensor == NULL) {
            Py_XDECREF(tensor);
            Py_CLEAR(tuple);
        } else {
            PyTuple_SetItem(tuple, i, tensor);
        }
    }
    return tuple;
}

/* ---- Weights */

static hbl_status count_all(void *layer, int32_t *out) {
    return hbl_layer_weight_count(layer, HBL_WEIGHTS_ALL, out);
}
static hbl_status any_at(void *layer, int32_t index, hbl_variable **out) {
    return hbl_layer_weight(layer, HBL_WEIGHTS_ALL, index, out);
}
static hbl_status count_trainable(void *layer, int32_t *out) {
    return hbl_layer_weight_count(layer, HBL_WEIGHTS_TRAINABLE, out);
}
static hbl_status trainable_at(void *layer, int32_t index, hbl_variable **out) {
    return hbl_layer_weight(layer, HBL_WEIGHTS_TRAINABLE, index, out);
}
static hbl_status count_frozen(void *layer, int32_t *out) {
    return hbl_layer_weight_count(layer, HBL_WEIGHTS_NON_TRAINABLE, out);
}
static hbl_status frozen_at(void *layer, int32_t index, hbl_variable **out) {
    return hbl_layer_weight(layer, HBL_WEIGHTS_NON_TRAINABLE, index, out);
}

static PyObject *layer_weights(PyObject *self, PyObject *arguments, PyObject *keywords) {
    static char *names[] = {"which", NULL};
    const char *which = "all";
    if (!PyArg_ParseTupleAndKeywords(arguments, keywords, "|s:weights", names, &which)) return NULL;
    void *layer = handle_of(self);
    if (strcmp(which, "all") == 0) return variable_list(layer, count_all, any_at);
    if (strcmp(which, "trainable") == 0) {
        return variable_list(layer, count_trainable, trainable_at);
    }
    if (strcmp(which, "non_trainable") == 0) return variable_list(layer, count_frozen, frozen_at);
    return PyErr_Format(
        PyExc_ValueError, "weights: expected 'all', 'trainable' or 'non_trainable', got '%s'", which);
}

static PyObject *layer_get_weights(PyObject *self, PyObject *unused) {
    (void)unused;
    int32_t count;
    if (check(count_all(handle_of(self), &count)) < 0) return NULL;
    PyObject *list = PyList_New(count);
    for (int32_t i = 0; list != NULL && i < count; i++) {
        hbl_variable *variable;
        hbl_tensor *value = NULL;
        hbl_status status = any_at(handle_of(self), i, &variable);
        if (status == HBL_OK) {
            status = hbl_variable_value(variable, &value);
            hbl_variable_release(variable);
        }
        PyObject *array = numpy_or_error(status, &value);
        if (array == NULL) {
            Py_CLEAR(list);
        } else {
            PyList_SetItem(list, i, array);
        }
    }
    return list;
}

static PyObject *layer_set_weights(PyObject *self, PyObject *values) {
    hbl_tensor **tensors;
    int32_t count;
    if (as_tensors(values, "weights", &tensors, &count) < 0) return NULL;
    hbl_status status = hbl_layer_set_weights(handle_of(self), tensors, count);
    release_tensors(tensors, count);
    if (check(status) < 0) return NULL;
    Py_RETURN_NONE;
}

static PyGetSetDef layer_attributes[] = {
    {"name", get_name, NULL, "The name, unique in its model.", NULL},
    {"class_name", get_class_name, NULL, "The class, such as 'Dense'.", NULL},
    {"built", get_built, NULL, "Whether the weights exist.", NULL},
    {"is_model", get_is_model, NULL, "Whether the layer is a model.", NULL},
    {"trainable", get_trainable, set_trainable, "Whether fit changes the weights.", NULL},
    {0},
};

static PyMethodDef layer_methods[] = {
    {"config", layer_config, METH_NOARGS, "The configuration, as a JSON text."},
    {"build", layer_build, METH_O, "Makes the weights for inputs of a shape."},
    {"output_shape", layer_output_shape, METH_O, "The shape of the result for inputs of a shape."},
    {"parameter_count", METHOD(layer_parameter_count), METH_VARARGS | METH_KEYWORDS,
     "How many numbers the weights are."},
    {"weights", METHOD(layer_weights), METH_VARARGS | METH_KEYWORDS, "The weights, as variables."},
    {"get_weights", layer_get_weights, METH_NOARGS, "Copies of all weights, as NumPy arrays."},
    {"set_weights", layer_set_weights, METH_O, "Replaces all weights."},
    {0},
};

static PyType_Slot layer_slots[] = {
    SLOT(Py_tp_doc, "Layer(class_name, config=None): a function of tensors, with weights."),
    SLOT(Py_tp_new, layer_new),
    SLOT(Py_tp_dealloc, layer_dealloc),
    SLOT(Py_tp_call, layer_call),
    SLOT(Py_tp_richcompare, compare_handles),
    SLOT(Py_tp_hash, hash_handle),
    SLOT(Py_tp_getset, layer_attributes),
    SLOT(Py_tp_methods, layer_methods),
    {0},
};

static PyType_Spec layer_spec = {
    .name = "hornbill._hornbill.Layer",
    .basicsize = sizeof(HandleObject),
    /* Model is a subclass. */
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE,
    .slots = layer_slots,
};

int add_layer(PyObject *module) {
    Layer_Type = add_type(module, &layer_spec, NULL);
    return Layer_Type == NULL ? -1 : 0;
}
