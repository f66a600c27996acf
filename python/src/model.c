/* model.c: layers that can be trained. fit and the like are in run.c and run_batch.c. */
#include "extension.h"

PyTypeObject *Model_Type;

static PyObject *model_new(PyTypeObject *type, PyObject *arguments, PyObject *keywords) {
    (void)type;
    static char *names[] = {"name", NULL};
    const char *name = NULL;
    if (!PyArg_ParseTupleAndKeywords(arguments, keywords, "|z:Model", names, &name)) return NULL;
    hbl_model *model;
    hbl_status status = hbl_sequential_create(name, &model);
    return handle_or_error(status, Model_Type, model);
}

static PyObject *model_of(PyObject *class, PyObject *arguments, PyObject *keywords) {
    (void)class;
    static char *names[] = {"class_name", "config", NULL};
    const char *class_name, *config = NULL;
    if (!PyArg_ParseTupleAndKeywords(
            arguments, keywords, "s|z:of", names, &class_name, &config)) return NULL;
    hbl_layer *layer;
    if (check(hbl_layer_create(class_name, config, &layer)) < 0) return NULL;
    if (hbl_layer_is_model(layer)) return wrap_handle(Model_Type, layer);
    hbl_layer_release(layer);
    return PyErr_Format(PyExc_TypeError, "expected the class of a model, got '%s'", class_name);
}

/* ---- Layers */

static PyObject *model_add(PyObject *self, PyObject *layer) {
    if (!PyObject_TypeCheck(layer, Layer_Type)) {
        return PyErr_Format(PyExc_TypeError, "add: expected a layer, got %R", layer);
    }
    if (check(hbl_sequential_add(handle_of(self), handle_of(layer))) < 0) return NULL;
    Py_RETURN_NONE;
}

static PyObject *model_pop(PyObject *self, PyObject *unused) {
    (void)unused;
    if (check(hbl_sequential_pop(handle_of(self))) < 0) return NULL;
    Py_RETURN_NONE;
}

static PyObject *model_layers(PyObject *self, PyObject *unused) {
    (void)unused;
    int32_t count;
    if (check(hbl_sequential_layer_count(handle_of(self), &count)) < 0) return NULL;
    PyObject *list = PyList_New(count);
    for (int32_t i = 0; list != NULL && i < count; i++) {
        hbl_layer *layer;
        PyObject *wrapped = NULL;
        if (check(hbl_sequential_layer(handle_of(self), i, &layer)) == 0) {
            wrapped = wrap_layer(layer);
        }
        if (wrapped == NULL) {
            Py_CLEAR(list);
        } else {
            PyList_SetItem(list, i, wrapped);
        }
    }
    return list;
}

static PyObject *model_summary(PyObject *self, PyObject *arguments, PyObject *keywords) {
    static char *names[] = {"line_length", NULL};
    int line_length = 0;
    if (!PyArg_ParseTupleAndKeywords(
            arguments, keywords, "|i:summary", names, &line_length)) return NULL;
    char *text;
    return text_or_error(hbl_model_summary(handle_of(self), line_length, &text), &text);
}

/* ---- How it is trained */

static int handle_or_none(PyObject *object, PyTypeObject *type, const char *what, void **out) {
    *out = NULL;
    if (object == Py_None) return 0;
    if (Py_TYPE(object) != type) {
        PyErr_Format(
            PyExc_TypeError, "%s: expected %R, got %R", what, (PyObject *)type, object);
        return -1;
    }
    *out = handle_of(object);
    return 0;
}

static PyObject *model_compile(PyObject *self, PyObject *arguments, PyObject *keywords) {
    static char *names[] = {"config", "optimizer", "loss", "metrics", NULL};
    const char *config = NULL;
    PyObject *optimizer_object = Py_None, *loss_object = Py_None, *metric_sequence = NULL;
    if (!PyArg_ParseTupleAndKeywords(
            arguments, keywords, "|z$OOO:compile", names, &config, &optimizer_object, &loss_object,
            &metric_sequence)) return NULL;
    void *optimizer, *loss, **metrics = NULL;
    int32_t count = 0;
    if (handle_or_none(optimizer_object, Optimizer_Type, "optimizer", &optimizer) < 0) return NULL;
    if (handle_or_none(loss_object, Loss_Type, "loss", &loss) < 0) return NULL;
    PyObject *owner = NULL;
    if (metric_sequence != NULL) {
        owner = handles_of(metric_sequence, Metric_Type, "metrics", &metrics, &count);
        if (owner == NULL) return NULL;
    }
    hbl_status status = hbl_model_compile_with(
        handle_of(self), optimizer, loss, (hbl_metric *const *)metrics, count, config);
    PyMem_Free(metrics);
    Py_XDECREF(owner);
    if (check(status) < 0) return NULL;
    Py_RETURN_NONE;
}

static PyObject *model_optimizer(PyObject *self, PyObject *unused) {
    (void)unused;
    hbl_optimizer *optimizer;
    hbl_status status = hbl_model_optimizer(handle_of(self), &optimizer);
    return handle_or_error(status, Optimizer_Type, optimizer);
}

static PyObject *model_metric_names(PyObject *self, PyObject *unused) {
    (void)unused;
    char *text;
    return text_or_error(hbl_model_metric_names(handle_of(self), &text), &text);
}

static PyObject *model_metric_direction(PyObject *self, PyObject *name) {
    const char *characters = PyUnicode_AsUTF8AndSize(name, NULL);
    int32_t direction;
    if (characters == NULL) return NULL;
    if (check(hbl_model_metric_direction(handle_of(self), characters, &direction)) < 0) return NULL;
    return PyLong_FromLong(direction);
}

static PyObject *model_reset_metrics(PyObject *self, PyObject *unused) {
    (void)unused;
    if (check(hbl_model_reset_metrics(handle_of(self))) < 0) return NULL;
    Py_RETURN_NONE;
}

static PyObject *get_is_compiled(PyObject *self, void *unused) {
    (void)unused;
    return PyBool_FromLong(hbl_model_is_compiled(handle_of(self)));
}

static PyObject *get_stop_training(PyObject *self, void *unused) {
    (void)unused;
    return PyBool_FromLong(hbl_model_stop_training(handle_of(self)));
}

static int set_stop_training(PyObject *self, PyObject *value, void *unused) {
    (void)unused;
    int stop = value == NULL ? -1 : PyObject_IsTrue(value);
    if (value == NULL) PyErr_SetString(PyExc_AttributeError, "cannot delete stop_training");
    return stop < 0 ? -1 : check(hbl_model_set_stop_training(handle_of(self), stop));
}

static PyGetSetDef model_attributes[] = {
    {"is_compiled", get_is_compiled, NULL, "Whether compile has been called.", NULL},
    {"stop_training", get_stop_training, set_stop_training,
     "Setting it ends a running fit after its batch.", NULL},
    {0},
};

static PyMethodDef model_methods[] = {
    {"of", METHOD(model_of), METH_VARARGS | METH_KEYWORDS | METH_CLASS,
     "Makes a model from its class name and configuration."},
    {"add", model_add, METH_O, "Adds a layer at the end."},
    {"pop", model_pop, METH_NOARGS, "Removes the last layer."},
    {"layers", model_layers, METH_NOARGS, "The layers, without the InputLayer."},
    {"summary", METHOD(model_summary), METH_VARARGS | METH_KEYWORDS, "A table of the layers."},
    {"compile", METHOD(model_compile), METH_VARARGS | METH_KEYWORDS, "Says how to train."},
    {"optimizer", model_optimizer, METH_NOARGS, "The optimizer that compile set."},
    {"metric_names", model_metric_names, METH_NOARGS, "The names, as a JSON list."},
    {"metric_direction", model_metric_direction, METH_O,
     "1 if larger values of a logged quantity are better, -1 if smaller ones are, 0 if unknown."},
    {"reset_metrics", model_reset_metrics, METH_NOARGS, "Makes the metrics forget."},
    {"fit", METHOD(model_fit), METH_VARARGS | METH_KEYWORDS, "Trains."},
    {"evaluate", METHOD(model_evaluate), METH_VARARGS | METH_KEYWORDS, "Measures."},
    {"predict", METHOD(model_predict), METH_VARARGS | METH_KEYWORDS,
     "The result for each sample, as a NumPy array."},
    {"train_on_batch", METHOD(model_train_on_batch), METH_VARARGS | METH_KEYWORDS,
     "One step of training."},
    {"test_on_batch", METHOD(model_test_on_batch), METH_VARARGS | METH_KEYWORDS,
     "Measures one batch."},
    {"predict_on_batch", model_predict_on_batch, METH_O, "The result for one batch."},
    {0},
};

static PyType_Slot model_slots[] = {
    SLOT(Py_tp_doc, "Model(name=None): a Sequential model without layers."),
    SLOT(Py_tp_new, model_new),
    SLOT(Py_tp_getset, model_attributes),
    SLOT(Py_tp_methods, model_methods),
    {0},
};

static PyType_Spec model_spec = {
    .name = "hornbill._hornbill.Model",
    .basicsize = sizeof(HandleObject),
    .flags = Py_TPFLAGS_DEFAULT,
    .slots = model_slots,
};

int add_model(PyObject *module) {
    Model_Type = add_type(module, &model_spec, (PyObject *)Layer_Type);
    return Model_Type == NULL ? -1 : 0;
}
