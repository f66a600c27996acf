/* compiled.c: what hornbill.function gives, called on plain tensors.
**
** Such calls make most of a loop over small arrays, where Python's own functions would take longer
** than the engine. All other calls, and the first one, are those of the Python class that derives
** from this one: its method `_call`, which then says by `_remember` what to do next time. */
#include "extension.h"

typedef struct {
    PyObject_HEAD
    /* The program for so many tensors, and the object that knows what its results look like: if
    ** its attribute `_result` is `leaf`, the first result is all; else its method `result` says. */
    PyObject *program, *body, *leaf;
    Py_ssize_t count;
} CompiledObject;

static PyObject *result_name, *call_name;

enum { MOST_TENSORS = 16 };

static bool are_tensors(PyObject *arguments, hbl_tensor **inputs) {
    for (Py_ssize_t i = 0; i < PyTuple_Size(arguments); i++) {
        PyObject *argument = PyTuple_GetItem(arguments, i);
        if (!is_tensor(argument) || (inputs[i] = tensor_of(argument)) == NULL) return false;
    }
    return true;
}

static PyObject *shaped_result(
    PyObject *body, PyObject *leaf, PyObject *arguments, hbl_tensor **outputs, int32_t made) {
    PyObject *look = PyObject_GetAttr(body, result_name);
    Py_XDECREF(look);
    if (look == leaf && made == 1) return wrap_result(outputs[0]);
    PyObject *results = results_tuple(outputs, made);
    if (look == NULL || results == NULL) {
        Py_XDECREF(results);
        return NULL;
    }
    PyObject *result = PyObject_CallMethod(body, "result", "OO", arguments, results);
    Py_DECREF(results);
    return result;
}

static PyObject *compiled_call(PyObject *object, PyObject *arguments, PyObject *keywords) {
    CompiledObject *self = (CompiledObject *)object;
    hbl_tensor *inputs[MOST_TENSORS], *outputs[MOST_TENSORS];
    if (self->program != NULL && keywords == NULL && PyTuple_Size(arguments) == self->count &&
        are_tensors(arguments, inputs)) {
        /* Another thread may remember another program meanwhile. */
        PyObject *program = Py_NewRef(self->program), *body = Py_NewRef(self->body);
        PyObject *leaf = Py_NewRef(self->leaf);
        int32_t count = (int32_t)self->count, made;
        /* As for Program: without the GIL. */
        PyThreadState *thread = PyEval_SaveThread();
        hbl_status status =
            hbl_program_call(handle_of(program), inputs, count, outputs, MOST_TENSORS, &made);
        PyEval_RestoreThread(thread);
        bool has_more = status != HBL_OK && made > MOST_TENSORS && !PyErr_Occurred();
        PyObject *result = NULL;
        if (status == HBL_OK) {
            result = shaped_result(body, leaf, arguments, outputs, made);
        } else if (!has_more && !PyErr_Occurred()) {
            raise_status(status);
        }
        Py_DECREF(program);
        Py_DECREF(body);
        Py_DECREF(leaf);
        if (!has_more) return result;
    }
    PyObject *call = PyObject_GetAttr(object, call_name);
    if (call == NULL) return NULL;
    PyObject *result = PyObject_Call(call, arguments, keywords);
    Py_DECREF(call);
    return result;
}

static PyObject *compiled_remember(PyObject *object, PyObject *arguments) {
    CompiledObject *self = (CompiledObject *)object;
    Py_ssize_t count;
    PyObject *program, *body, *leaf;
    if (!PyArg_ParseTuple(
            arguments, "nO!OO:_remember", &count, Program_Type, &program, &body, &leaf)) return NULL;
    if (count < 0 || count > MOST_TENSORS) Py_RETURN_NONE;
    PyObject *old[] = {self->program, self->body, self->leaf};
    self->count = count;
    self->program = Py_NewRef(program);
    self->body = Py_NewRef(body);
    self->leaf = Py_NewRef(leaf);
    for (int i = 0; i < 3; i++) Py_XDECREF(old[i]);
    Py_RETURN_NONE;
}

static int compiled_traverse(PyObject *object, visitproc visit, void *arg) {
    CompiledObject *self = (CompiledObject *)object;
    Py_VISIT(Py_TYPE(object));
    Py_VISIT(self->program);
    Py_VISIT(self->body);
    Py_VISIT(self->leaf);
    return 0;
}

static int compiled_clear(PyObject *object) {
    CompiledObject *self = (CompiledObject *)object;
    Py_CLEAR(self->program);
    Py_CLEAR(self->body);
    Py_CLEAR(self->leaf);
    return 0;
}

static void compiled_dealloc(PyObject *object) {
    PyTypeObject *type = Py_TYPE(object);
    PyObject_GC_UnTrack(object);
    compiled_clear(object);
    PyObject_GC_Del(object);
    Py_DECREF(type);
}

static PyMethodDef compiled_methods[] = {
    {"_remember", compiled_remember, METH_VARARGS,
     "_remember(count, program, body, leaf, /)\n--\n\n"
     "Lets calls on so many tensors run the program, whose results look as the body says."},
    {0},
};

static PyType_Slot compiled_slots[] = {
    SLOT(Py_tp_doc, "A function with programs of it. The quick way of its calls."),
    SLOT(Py_tp_call, compiled_call),
    SLOT(Py_tp_traverse, compiled_traverse),
    SLOT(Py_tp_clear, compiled_clear),
    SLOT(Py_tp_dealloc, compiled_dealloc),
    SLOT(Py_tp_methods, compiled_methods),
    {0},
};

static PyType_Spec compiled_spec = {
    .name = "hornbill._hornbill.Compiled",
    .basicsize = sizeof(CompiledObject),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_HAVE_GC,
    .slots = compiled_slots,
};

int add_compiled(PyObject *module) {
    result_name = PyUnicode_InternFromString("_result");
    call_name = PyUnicode_InternFromString("_call");
    if (result_name == NULL || call_name == NULL) return -1;
    return add_type(module, &compiled_spec, NULL) == NULL ? -1 : 0;
}
