/* loss.c: what training makes small. */
#include "extension.h"

PyTypeObject *Loss_Type;

static hbl_status create(const char *name, const char *config, void **out) {
    hbl_loss *loss;
    hbl_status status = hbl_loss_create(name, config, &loss);
    *out = loss;
    return status;
}

static PyObject *loss_new(PyTypeObject *type, PyObject *arguments, PyObject *keywords) {
    return create_handle(type, arguments, keywords, create);
}

static void loss_dealloc(PyObject *self) {
    PyTypeObject *type = Py_TYPE(self);
    hbl_loss_release(handle_of(self));
    PyObject_Free(self);
    Py_DECREF(type);
}

static PyObject *loss_config(PyObject *self, PyObject *unused) {
    (void)unused;
    char *text;
    return text_or_error(hbl_loss_config(handle_of(self), &text), &text);
}

static PyObject *get_name(PyObject *self, void *unused) {
    (void)unused;
    char *text;
    return text_or_error(hbl_loss_name(handle_of(self), &text), &text);
}

static PyObject *loss_call(PyObject *self, PyObject *arguments, PyObject *keywords) {
    static char *names[] = {"y_true", "y_pred", "sample_weight", NULL};
    PyObject *targets, *predictions, *weights = NULL;
    if (!PyArg_ParseTupleAndKeywords(
            arguments, keywords, "OO|O", names, &targets, &predictions, &weights)) return NULL;
    hbl_tensor *y_true = NULL, *y_pred = NULL, *sample_weight = NULL, *out;
    PyObject *result = NULL;
    if (as_tensor(targets, &y_true) == 0 && as_tensor(predictions, &y_pred) == 0 &&
        as_optional_tensor(weights, &sample_weight) == 0) {
        hbl_status status = hbl_loss_call(handle_of(self), y_true, y_pred, sample_weight, &out);
        result = result_or_error(status, &out);
    }
    hbl_tensor_release(y_true);
    hbl_tensor_release(y_pred);
    hbl_tensor_release(sample_weight);
    return result;
}

static PyGetSetDef loss_attributes[] = {
    {"name", get_name, NULL, "The name of the loss.", NULL},
    {0},
};

static PyMethodDef loss_methods[] = {
    {"config", loss_config, METH_NOARGS, "The configuration, as a JSON text."},
    {0},
};

static PyType_Slot loss_slots[] = {
    SLOT(Py_tp_doc, "Loss(class_name, config=None): called with targets and predictions."),
    SLOT(Py_tp_new, loss_new),
    SLOT(Py_tp_dealloc, loss_dealloc),
    SLOT(Py_tp_call, loss_call),
    SLOT(Py_tp_richcompare, compare_handles),
    SLOT(Py_tp_hash, hash_handle),
    SLOT(Py_tp_getset, loss_attributes),
    SLOT(Py_tp_methods, loss_methods),
    {0},
};

static PyType_Spec loss_spec = {
    .name = "hornbill._hornbill.Loss",
    .basicsize = sizeof(HandleObject),
    .flags = Py_TPFLAGS_DEFAULT,
    .slots = loss_slots,
};

int add_loss(PyObject *module) {
    Loss_Type = add_type(module, &loss_spec, NULL);
    return Loss_Type == NULL ? -1 : 0;
}
