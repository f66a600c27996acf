/* metric.c: what training reports. */
#include "extension.h"

PyTypeObject *Metric_Type;

static hbl_status create(const char *name, const char *config, void **out) {
    hbl_metric *metric;
    hbl_status status = hbl_metric_create(name, config, &metric);
    *out = metric;
    return status;
}

static PyObject *metric_new(PyTypeObject *type, PyObject *arguments, PyObject *keywords) {
    return create_handle(type, arguments, keywords, create);
}

static void metric_dealloc(PyObject *self) {
    PyTypeObject *type = Py_TYPE(self);
    hbl_metric_release(handle_of(self));
    PyObject_Free(self);
    Py_DECREF(type);
}

static PyObject *metric_config(PyObject *self, PyObject *unused) {
    (void)unused;
    char *text;
    return text_or_error(hbl_metric_config(handle_of(self), &text), &text);
}

static PyObject *metric_update(PyObject *self, PyObject *arguments, PyObject *keywords) {
    static char *names[] = {"y_true", "y_pred", "sample_weight", NULL};
    PyObject *targets, *predictions = NULL, *weights = NULL;
    if (!PyArg_ParseTupleAndKeywords(
            arguments, keywords, "O|OO:update", names, &targets, &predictions, &weights)) return NULL;
    hbl_tensor *y_true = NULL, *y_pred = NULL, *sample_weight = NULL;
    int failure = as_tensor(targets, &y_true);
    if (failure == 0) failure = as_optional_tensor(predictions, &y_pred);
    if (failure == 0) failure = as_optional_tensor(weights, &sample_weight);
    if (failure == 0) {
        failure = check(hbl_metric_update(handle_of(self), y_true, y_pred, sample_weight));
    }
    hbl_tensor_release(y_true);
    hbl_tensor_release(y_pred);
    hbl_tensor_release(sample_weight);
    if (failure < 0) return NULL;
    Py_RETURN_NONE;
}

static PyObject *metric_result(PyObject *self, PyObject *unused) {
    (void)unused;
    hbl_tensor *tensor;
    return result_or_error(hbl_metric_result(handle_of(self), &tensor), &tensor);
}

static PyObject *metric_reset(PyObject *self, PyObject *unused) {
    (void)unused;
    if (check(hbl_metric_reset(handle_of(self))) < 0) return NULL;
    Py_RETURN_NONE;
}

static PyObject *get_name(PyObject *self, void *unused) {
    (void)unused;
    char *text;
    return text_or_error(hbl_metric_name(handle_of(self), &text), &text);
}

static hbl_status count_variables(void *metric, int32_t *out) {
    return hbl_metric_variable_count(metric, out);
}

static hbl_status variable_at(void *metric, int32_t index, hbl_variable **out) {
    return hbl_metric_variable(metric, index, out);
}

static PyObject *get_variables(PyObject *self, void *unused) {
    (void)unused;
    return variable_list(handle_of(self), count_variables, variable_at);
}

static PyGetSetDef metric_attributes[] = {
    {"name", get_name, NULL, "The name of the metric.", NULL},
    {"variables", get_variables, NULL, "What the metric has gathered.", NULL},
    {0},
};

static PyMethodDef metric_methods[] = {
    {"config", metric_config, METH_NOARGS, "The configuration, as a JSON text."},
    {"update", METHOD(metric_update), METH_VARARGS | METH_KEYWORDS, "Takes more values in."},
    {"result", metric_result, METH_NOARGS, "The metric over all values since the last reset."},
    {"reset", metric_reset, METH_NOARGS, "Forgets the values."},
    {0},
};

static PyType_Slot metric_slots[] = {
    SLOT(Py_tp_doc, "Metric(class_name, config=None): gathers values until it is reset."),
    SLOT(Py_tp_new, metric_new),
    SLOT(Py_tp_dealloc, metric_dealloc),
    SLOT(Py_tp_richcompare, compare_handles),
    SLOT(Py_tp_hash, hash_handle),
    SLOT(Py_tp_getset, metric_attributes),
    SLOT(Py_tp_methods, metric_methods),
    {0},
};

static PyType_Spec metric_spec = {
    .name = "hornbill._hornbill.Metric",
    .basicsize = sizeof(HandleObject),
    .flags = Py_TPFLAGS_DEFAULT,
    .slots = metric_slots,
};

int add_metric(PyObject *module) {
    Metric_Type = add_type(module, &metric_spec, NULL);
    return Metric_Type == NULL ? -1 : 0;
}
