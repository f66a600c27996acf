/* handle.c: what the Python objects of the engine's objects have in common. */
#include "extension.h"

PyObject *wrap_handle(PyTypeObject *type, void *handle) {
    HandleObject *self = PyObject_New(HandleObject, type);
    if (self != NULL) self->handle = handle;
    return (PyObject *)self;
}

PyObject *handle_or_error(hbl_status status, PyTypeObject *type, void *handle) {
    return status == HBL_OK ? wrap_handle(type, handle) : raise_status(status);
}

PyObject *compare_handles(PyObject *a, PyObject *b, int operation) {
    if ((operation != Py_EQ && operation != Py_NE) || Py_TYPE(a) != Py_TYPE(b)) {
        Py_RETURN_NOTIMPLEMENTED;
    }
    return PyBool_FromLong((handle_of(a) == handle_of(b)) == (operation == Py_EQ));
}

Py_hash_t hash_handle(PyObject *self) {
    /* Objects are aligned: the lowest bits are the same for all. */
    Py_hash_t hash = (Py_hash_t)((uintptr_t)handle_of(self) >> 4);
    return hash == -1 ? -2 : hash;
}

PyObject *text_or_error(hbl_status status, char *const *text) {
    if (status != HBL_OK) return raise_status(status);
    PyObject *result = PyUnicode_FromString(*text);
    hbl_string_free(*text);
    return result;
}

PyObject *handles_of(
    PyObject *sequence, PyTypeObject *type, const char *what, void ***out, int32_t *count) {
    PyObject *tuple = PySequence_Tuple(sequence);
    if (tuple == NULL) return NULL;
    Py_ssize_t size = PyTuple_Size(tuple);
    void **handles = PyMem_Calloc((size_t)size + 1, sizeof *handles);
    if (handles == NULL || size > INT32_MAX) {
        PyErr_NoMemory();
        Py_CLEAR(tuple);
    }
    for (Py_ssize_t i = 0; i < size && tuple != NULL; i++) {
        PyObject *object = PyTuple_GetItem(tuple, i);
        if (Py_TYPE(object) == type) {
            handles[i] = handle_of(object);
        } else {
            PyErr_Format(
                PyExc_TypeError, "%s: expected objects of %R, got %R", what, (PyObject *)type, object);
            Py_CLEAR(tuple);
        }
    }
    if (tuple == NULL) PyMem_Free(handles);
    *out = handles;
    *count = (int32_t)size;
    return tuple;
}

PyObject *create_handle(
    PyTypeObject *type, PyObject *arguments, PyObject *keywords, CreateFunction create) {
    static char *names[] = {"class_name", "config", NULL};
    const char *class_name, *config = NULL;
    if (!PyArg_ParseTupleAndKeywords(
            arguments, keywords, "s|z", names, &class_name, &config)) return NULL;
    void *handle;
    hbl_status status = create(class_name, config, &handle);
    return handle_or_error(status, type, handle);
}

PyObject *variable_list(void *owner, CountFunction count, MemberFunction member) {
    int32_t size;
    if (check(count(owner, &size)) < 0) return NULL;
    PyObject *list = PyList_New(size);
    for (int32_t i = 0; list != NULL && i < size; i++) {
        hbl_variable *variable;
        hbl_status status = member(owner, i, &variable);
        PyObject *wrapped = handle_or_error(status, Variable_Type, variable);
        if (wrapped == NULL) {
            Py_CLEAR(list);
        } else {
            PyList_SetItem(list, i, wrapped);
        }
    }
    return list;
}
