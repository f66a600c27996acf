/* quick.c: functions of hornbill.numpy whose plain calls go straight to the engine.
**
** A Function stands for a function written in Python, which says all there is to say about arguments:
** it is what documentation and signatures are taken from. Calls with tensors and plain numbers are
** answered here, the same way but without the interpreter; all others are passed on. */
#include "extension.h"

#include <string.h>

/* PEP 590. The flags and the name of the member are part of the stable ABI from 3.12 on, and have
** the same values in 3.11. */
#ifndef Py_TPFLAGS_HAVE_VECTORCALL
#define Py_TPFLAGS_HAVE_VECTORCALL (1UL << 11)
#endif
#ifndef Py_TPFLAGS_METHOD_DESCRIPTOR
#define Py_TPFLAGS_METHOD_DESCRIPTOR (1UL << 17)
#endif
#define COUNT_MASK (~((size_t)1 << (8 * sizeof(size_t) - 1)))

typedef struct {
    PyObject_HEAD
    PyObject *(*vectorcall)(PyObject *self, PyObject *const *arguments, size_t count, PyObject *names);
    /* The function in Python. */
    PyObject *wrapped;
    PyObject *weak_references;
    QuickCall call;
} FunctionObject;

static PyTypeObject *Function_Type;

static PyObject *pass_on(
    FunctionObject *self, PyObject *const *arguments, Py_ssize_t count, PyObject *names) {
    PyObject *positional = PyTuple_New(count), *named = NULL, *result = NULL;
    if (positional == NULL) return NULL;
    for (Py_ssize_t i = 0; i < count; i++) PyTuple_SetItem(positional, i, Py_NewRef(arguments[i]));
    Py_ssize_t named_count = names == NULL ? 0 : PyTuple_Size(names);
    if (named_count > 0) named = PyDict_New();
    int failure = named_count > 0 && named == NULL ? -1 : 0;
    for (Py_ssize_t i = 0; i < named_count && failure == 0; i++) {
        failure = PyDict_SetItem(named, PyTuple_GetItem(names, i), arguments[count + i]);
    }
    if (failure == 0) result = PyObject_Call(self->wrapped, positional, named);
    Py_DECREF(positional);
    Py_XDECREF(named);
    return result;
}

static PyObject *function_vectorcall(
    PyObject *object, PyObject *const *arguments, size_t flagged, PyObject *names) {
    FunctionObject *self = (FunctionObject *)object;
    Py_ssize_t count = (Py_ssize_t)(flagged & COUNT_MASK);
    PyObject *result = call_quickly(&self->call, arguments, count, names);
    if (result != NULL || PyErr_Occurred()) return result;
    return pass_on(self, arguments, count, names);
}

static PyObject *function_call(PyObject *self, PyObject *arguments, PyObject *keywords) {
    return PyObject_Call(((FunctionObject *)self)->wrapped, arguments, keywords);
}

/* Functions are methods of the tensors that have them as attributes, as Python's own are. */
static PyObject *function_get(PyObject *self, PyObject *object, PyObject *type) {
    (void)type;
    if (object == NULL || object == Py_None) return Py_NewRef(self);
    PyObject *make = imported("types", "MethodType");
    if (make == NULL) return NULL;
    PyObject *method = PyObject_CallFunctionObjArgs(make, self, object, NULL);
    Py_DECREF(make);
    return method;
}

static int function_traverse(PyObject *self, visitproc visit, void *arg) {
    Py_VISIT(((FunctionObject *)self)->wrapped);
    Py_VISIT(Py_TYPE(self));
    return 0;
}

static int function_clear(PyObject *self) {
    Py_CLEAR(((FunctionObject *)self)->wrapped);
    return 0;
}

static void function_dealloc(PyObject *self) {
    PyTypeObject *type = Py_TYPE(self);
    PyObject_GC_UnTrack(self);
    if (((FunctionObject *)self)->weak_references != NULL) PyObject_ClearWeakRefs(self);
    function_clear(self);
    PyObject_GC_Del(self);
    Py_DECREF(type);
}

/* What the function in Python has: __name__, __doc__, __module__, __defaults__ and so on. */
static PyObject *function_getattr(PyObject *self, PyObject *name) {
    PyObject *wrapped = ((FunctionObject *)self)->wrapped;
    const char *text = PyUnicode_AsUTF8AndSize(name, NULL);
    if (text == NULL) return NULL;
    bool is_own = strcmp(text, "__class__") == 0 || strcmp(text, "__wrapped__") == 0 ||
                  strcmp(text, "__get__") == 0 || strcmp(text, "__call__") == 0 ||
                  strcmp(text, "__reduce_ex__") == 0 || strcmp(text, "__repr__") == 0;
    return is_own || wrapped == NULL ? PyObject_GenericGetAttr(self, name)
                                     : PyObject_GetAttr(wrapped, name);
}

static PyObject *function_repr(PyObject *self) {
    PyObject *name = PyObject_GetAttrString(self, "__qualname__");
    if (name == NULL) return NULL;
    PyObject *text = PyUnicode_FromFormat("<function %U>", name);
    Py_DECREF(name);
    return text;
}

/* By its name, as functions are pickled and copied. */
static PyObject *function_reduce(PyObject *self, PyObject *protocol) {
    (void)protocol;
    return PyObject_GetAttrString(self, "__qualname__");
}

static PyMemberDef function_members[] = {
    {"__vectorcalloffset__", T_PYSSIZET, offsetof(FunctionObject, vectorcall), READONLY, NULL},
    {"__weaklistoffset__", T_PYSSIZET, offsetof(FunctionObject, weak_references), READONLY, NULL},
    {"__wrapped__", T_OBJECT, offsetof(FunctionObject, wrapped), READONLY, NULL},
    {0},
};

static PyMethodDef function_methods[] = {
    {"__reduce_ex__", function_reduce, METH_O, NULL},
    {0},
};

static PyType_Slot function_slots[] = {
    SLOT(Py_tp_doc, "A function whose plain calls go straight to the engine."),
    SLOT(Py_tp_call, function_call),
    SLOT(Py_tp_descr_get, function_get),
    SLOT(Py_tp_traverse, function_traverse),
    SLOT(Py_tp_clear, function_clear),
    SLOT(Py_tp_dealloc, function_dealloc),
    SLOT(Py_tp_getattro, function_getattr),
    SLOT(Py_tp_repr, function_repr),
    SLOT(Py_tp_members, function_members),
    SLOT(Py_tp_methods, function_methods),
    {0},
};

static PyType_Spec function_spec = {
    .name = "hornbill._hornbill.Function",
    .basicsize = sizeof(FunctionObject),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_HAVE_VECTORCALL |
             Py_TPFLAGS_METHOD_DESCRIPTOR,
    .slots = function_slots,
};

int add_quick_functions(PyObject *module) {
    Function_Type = (PyTypeObject *)PyType_FromModuleAndSpec(module, &function_spec, NULL);
    return Function_Type == NULL ? -1 : name_quick_arguments();
}

/* quick(function): the function as it is where there is no quicker way. */
PyObject *module_quick(PyObject *module, PyObject *function) {
    (void)module;
    PyObject *name = PyObject_GetAttrString(function, "__name__");
    if (name == NULL) return NULL;
    const char *text = PyUnicode_Check(name) ? PyUnicode_AsUTF8AndSize(name, NULL) : "";
    QuickCall call;
    bool found = text != NULL && find_quick_call(text, &call);
    Py_DECREF(name);
    if (text == NULL) return NULL;
    if (!found) return Py_NewRef(function);
    FunctionObject *self = PyObject_GC_New(FunctionObject, Function_Type);
    if (self == NULL) return NULL;
    self->vectorcall = function_vectorcall;
    self->wrapped = Py_NewRef(function);
    self->weak_references = NULL;
    self->call = call;
    PyObject_GC_Track((PyObject *)self);
    return (PyObject *)self;
}
