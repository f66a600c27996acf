/* history.c: what fit and evaluate measured. */
#include "extension.h"

typedef struct {
    PyObject_HEAD
    PyObject *history;
    PyObject *epoch;
} HistoryObject;

PyTypeObject *History_Type;

static PyObject *values_at(hbl_history *history, int32_t index) {
    int64_t count = hbl_history_value_count(history, index);
    const double *values = hbl_history_values(history, index);
    PyObject *list = PyList_New(count);
    for (int64_t i = 0; list != NULL && i < count; i++) {
        PyObject *value = PyFloat_FromDouble(values[i]);
        if (value == NULL) {
            Py_CLEAR(list);
        } else {
            PyList_SetItem(list, i, value);
        }
    }
    return list;
}

static PyObject *history_dict(hbl_history *history) {
    PyObject *dict = PyDict_New();
    int32_t count = hbl_history_key_count(history);
    for (int32_t i = 0; dict != NULL && i < count; i++) {
        PyObject *values = values_at(history, i);
        if (values == NULL || PyDict_SetItemString(dict, hbl_history_key(history, i), values) < 0) {
            Py_CLEAR(dict);
        }
        Py_XDECREF(values);
    }
    return dict;
}

static PyObject *epoch_list(hbl_history *history) {
    int64_t count = hbl_history_epoch_count(history);
    const int64_t *epochs = hbl_history_epochs(history);
    PyObject *list = PyList_New(count);
    for (int64_t i = 0; list != NULL && i < count; i++) {
        PyObject *epoch = PyLong_FromLongLong(epochs[i]);
        if (epoch == NULL) {
            Py_CLEAR(list);
        } else {
            PyList_SetItem(list, i, epoch);
        }
    }
    return list;
}

PyObject *history_or_error(hbl_status status, hbl_history *history) {
    if (status != HBL_OK) return raise_status(status);
    HistoryObject *self = PyObject_New(HistoryObject, History_Type);
    if (self != NULL) {
        self->history = history_dict(history);
        self->epoch = epoch_list(history);
        if (self->history == NULL || self->epoch == NULL) Py_CLEAR(self);
    }
    hbl_history_release(history);
    return (PyObject *)self;
}

static void history_dealloc(PyObject *object) {
    HistoryObject *self = (HistoryObject *)object;
    PyTypeObject *type = Py_TYPE(object);
    Py_XDECREF(self->history);
    Py_XDECREF(self->epoch);
    PyObject_Free(object);
    Py_DECREF(type);
}

static PyMemberDef history_members[] = {
    {"history", T_OBJECT, offsetof(HistoryObject, history), READONLY,
     "For each key a list of values."},
    {"epoch", T_OBJECT, offsetof(HistoryObject, epoch), READONLY,
     "The numbers of the epochs, from 0."},
    {0},
};

static PyType_Slot history_slots[] = {
    SLOT(Py_tp_doc, "What fit and evaluate measured."),
    SLOT(Py_tp_dealloc, history_dealloc),
    SLOT(Py_tp_members, history_members),
    {0},
};

static PyType_Spec history_spec = {
    .name = "hornbill._hornbill.History",
    .basicsize = sizeof(HistoryObject),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_DISALLOW_INSTANTIATION,
    .slots = history_slots,
};

int add_history(PyObject *module) {
    History_Type = add_type(module, &history_spec, NULL);
    return History_Type == NULL ? -1 : 0;
}
