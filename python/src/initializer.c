/* initializer.c: how weights get their first values. */
#include "extension.h"

PyTypeObject *Initializer_Type;

static hbl_status create(const char *name, const char *config, void **out) {
    hbl_initializer *initializer;
    hbl_status status = hbl_initializer_create(name, config, &initializer);
    *out = initializer;
    return status;
}

static PyObject *initializer_new(PyTypeObject *type, PyObject *arguments, PyObject *keywords) {
    return create_handle(type, arguments, keywords, create);
}

static void initializer_dealloc(PyObject *self) {
    PyTypeObject *type = Py_TYPE(self);
    hbl_initializer_release(handle_of(self));
    PyObject_Free(self);
    Py_DECREF(type);
}

static PyObject *initializer_config(PyObject *self, PyObject *unused) {
    (void)unused;
    char *text;
    return text_or_error(hbl_initializer_config(handle_of(self), &text), &text);
}

static PyObject *initializer_call(PyObject *self, PyObject *arguments, PyObject *keywords) {
    static char *names[] = {"shape", "dtype", NULL};
    PyObject *shape_object, *dtype_name = NULL;
    if (!PyArg_ParseTupleAndKeywords(
            arguments, keywords, "O|O", names, &shape_object, &dtype_name)) return NULL;
    int64_t shape[HBL_MAX_NDIM];
    int32_t ndim;
    hbl_dtype dtype;
    if (shape_of(shape_object, shape, &ndim, false) < 0) return NULL;
    if (optional_dtype(dtype_name, &dtype) < 0) return NULL;
    if (dtype == NO_DTYPE) dtype = HBL_FLOAT32;
    hbl_tensor *tensor;
    return array_or_error(
        hbl_initializer_call(handle_of(self), dtype, ndim, shape, &tensor), &tensor);
}

static PyMethodDef initializer_methods[] = {
    {"config", initializer_config, METH_NOARGS, "The configuration, as a JSON text."},
    {0},
};

static PyType_Slot initializer_slots[] = {
    SLOT(Py_tp_doc, "Initializer(class_name, config=None): how weights get their first values."),
    SLOT(Py_tp_new, initializer_new),
    SLOT(Py_tp_dealloc, initializer_dealloc),
    SLOT(Py_tp_call, initializer_call),
    SLOT(Py_tp_richcompare, compare_handles),
    SLOT(Py_tp_hash, hash_handle),
    SLOT(Py_tp_methods, initializer_methods),
    {0},
};

static PyType_Spec initializer_spec = {
    .name = "hornbill._hornbill.Initializer",
    .basicsize = sizeof(HandleObject),
    .flags = Py_TPFLAGS_DEFAULT,
    .slots = initializer_slots,
};

int add_initializer(PyObject *module) {
    Initializer_Type = add_type(module, &initializer_spec, NULL);
    return Initializer_Type == NULL ? -1 : 0;
}
