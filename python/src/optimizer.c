/* optimizer.c: how weights change against their gradients. */
#include "extension.h"

PyTypeObject *Optimizer_Type;

static hbl_status create(const char *name, const char *config, void **out) {
    hbl_optimizer *optimizer;
    hbl_status status = hbl_optimizer_create(name, config, &optimizer);
    *out = optimizer;
    return status;
}

static PyObject *optimizer_new(PyTypeObject *type, PyObject *arguments, PyObject *keywords) {
    return create_handle(type, arguments, keywords, create);
}

static void optimizer_dealloc(PyObject *self) {
    PyTypeObject *type = Py_TYPE(self);
    hbl_optimizer_release(handle_of(self));
    PyObject_Free(self);
    Py_DECREF(type);
}

static PyObject *optimizer_config(PyObject *self, PyObject *unused) {
    (void)unused;
    char *text;
    return text_or_error(hbl_optimizer_config(handle_of(self), &text), &text);
}

static PyObject *optimizer_get(PyObject *self, PyObject *name_object) {
    const char *name = PyUnicode_AsUTF8AndSize(name_object, NULL);
    double value;
    if (name == NULL || check(hbl_optimizer_get(handle_of(self), name, &value)) < 0) return NULL;
    return PyFloat_FromDouble(value);
}

static PyObject *optimizer_set(PyObject *self, PyObject *arguments) {
    const char *name;
    double value;
    if (!PyArg_ParseTuple(arguments, "sd:set", &name, &value)) return NULL;
    if (check(hbl_optimizer_set(handle_of(self), name, value)) < 0) return NULL;
    Py_RETURN_NONE;
}

static PyObject *optimizer_apply(PyObject *self, PyObject *arguments) {
    PyObject *gradient_list, *variable_sequence;
    if (!PyArg_ParseTuple(arguments, "OO:apply", &gradient_list, &variable_sequence)) return NULL;
    hbl_tensor **gradients;
    void **variables;
    int32_t count, variable_count;
    if (as_tensors(gradient_list, "gradients", &gradients, &count) < 0) return NULL;
    PyObject *owner =
        handles_of(variable_sequence, Variable_Type, "variables", &variables, &variable_count);
    int failure = owner == NULL ? -1 : 0;
    if (failure == 0 && count != variable_count) {
        PyErr_Format(
            PyExc_ValueError, "apply: expected a gradient for each variable, got %d for %d",
            (int)count, (int)variable_count);
        failure = -1;
    }
    if (failure == 0) {
        failure = check(hbl_optimizer_apply(
            handle_of(self), gradients, (hbl_variable *const *)variables, count));
    }
    release_tensors(gradients, count);
    if (owner != NULL) PyMem_Free(variables);
    Py_XDECREF(owner);
    if (failure < 0) return NULL;
    Py_RETURN_NONE;
}

static PyObject *get_name(PyObject *self, void *unused) {
    (void)unused;
    char *text;
    return text_or_error(hbl_optimizer_name(handle_of(self), &text), &text);
}

static PyObject *get_iterations(PyObject *self, void *unused) {
    (void)unused;
    int64_t iterations;
    if (check(hbl_optimizer_iterations(handle_of(self), &iterations)) < 0) return NULL;
    return PyLong_FromLongLong(iterations);
}

static hbl_status count_variables(void *optimizer, int32_t *out) {
    return hbl_optimizer_variable_count(optimizer, out);
}

static hbl_status variable_at(void *optimizer, int32_t index, hbl_variable **out) {
    return hbl_optimizer_variable(optimizer, index, out);
}

static PyObject *get_variables(PyObject *self, void *unused) {
    (void)unused;
    return variable_list(handle_of(self), count_variables, variable_at);
}

static PyGetSetDef optimizer_attributes[] = {
    {"name", get_name, NULL, "The name of the optimizer.", NULL},
    {"iterations", get_iterations, NULL, "How many steps have been made.", NULL},
    {"variables", get_variables, NULL, "The optimizer's own variables.", NULL},
    {0},
};

static PyMethodDef optimizer_methods[] = {
    {"config", optimizer_config, METH_NOARGS, "The configuration, as a JSON text."},
    {"get", optimizer_get, METH_O, "A number such as 'learning_rate'."},
    {"set", optimizer_set, METH_VARARGS, "Sets a number such as 'learning_rate'."},
    {"apply", optimizer_apply, METH_VARARGS, "Changes variables by their gradients."},
    {0},
};

static PyType_Slot optimizer_slots[] = {
    SLOT(Py_tp_doc, "Optimizer(class_name, config=None): how weights change."),
    SLOT(Py_tp_new, optimizer_new),
    SLOT(Py_tp_dealloc, optimizer_dealloc),
    SLOT(Py_tp_richcompare, compare_handles),
    SLOT(Py_tp_hash, hash_handle),
    SLOT(Py_tp_getset, optimizer_attributes),
    SLOT(Py_tp_methods, optimizer_methods),
    {0},
};

static PyType_Spec optimizer_spec = {
    .name = "hornbill._hornbill.Optimizer",
    .basicsize = sizeof(HandleObject),
    .flags = Py_TPFLAGS_DEFAULT,
    .slots = optimizer_slots,
};

int add_optimizer(PyObject *module) {
    Optimizer_Type = add_type(module, &optimizer_spec, NULL);
    return Optimizer_Type == NULL ? -1 : 0;
}
