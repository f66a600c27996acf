/* module.c: the module hornbill._hornbill. */
#include "extension.h"

PyObject *extension_module;

PyTypeObject *add_type(PyObject *module, PyType_Spec *spec, PyObject *base) {
    PyObject *type = PyType_FromModuleAndSpec(module, spec, base);
    if (type == NULL) return NULL;
    if (PyModule_AddType(module, (PyTypeObject *)type) < 0) {
        Py_DECREF(type);
        return NULL;
    }
    return (PyTypeObject *)type;
}

PyObject *imported(const char *module, const char *name) {
    PyObject *found = PyImport_ImportModule(module);
    if (found == NULL) return NULL;
    PyObject *attribute = PyObject_GetAttrString(found, name);
    Py_DECREF(found);
    return attribute;
}

static PyObject *module_set_seed(PyObject *module, PyObject *seed) {
    (void)module;
    PyObject *integer = PyNumber_Index(seed);
    if (integer == NULL) return NULL;
    uint64_t value = PyLong_AsUnsignedLongLongMask(integer);
    Py_DECREF(integer);
    if (value == (uint64_t)-1 && PyErr_Occurred()) return NULL;
    if (check(hbl_set_seed(value)) < 0) return NULL;
    Py_RETURN_NONE;
}

static PyObject *module_set_threads(PyObject *module, PyObject *count) {
    (void)module;
    int overflow;
    long value = PyLong_AsLongAndOverflow(count, &overflow);
    if (value == -1 && PyErr_Occurred()) return NULL;
    if (overflow || value != (int32_t)value) value = 0;  /* The engine says what is allowed. */
    if (check(hbl_set_threads((int32_t)value)) < 0) return NULL;
    Py_RETURN_NONE;
}

static PyObject *module_threads(PyObject *module, PyObject *unused) {
    (void)module, (void)unused;
    return PyLong_FromLong(hbl_threads());
}

static PyObject *module_warm_up(PyObject *module, PyObject *unused) {
    (void)module, (void)unused;
    hbl_status status;
    Py_BEGIN_ALLOW_THREADS
    status = hbl_warm_up();
    Py_END_ALLOW_THREADS
    if (check(status) < 0) return NULL;
    Py_RETURN_NONE;
}

static PyMethodDef module_functions_table[] = {
    {"array", METHOD(module_array), METH_VARARGS | METH_KEYWORDS,
     "array(object, dtype=None, *, copy=True, order='K', ndmin=0)\n--\n\n"
     "A tensor with a copy of the elements.\n\n"
     "Args:\n"
     "    object: an array of any kind, a number, or nested lists of numbers.\n"
     "    dtype: the dtype; by default that of the values.\n"
     "    copy: None copies only where that is needed, False raises instead.\n"
     "    ndmin: how many axes there are at least.\n\n"
     "Returns:\n"
     "    A tensor of the values' shape.\n\n"
     "Raises:\n"
     "    ValueError: the lists have rows of different lengths.\n"
     "    TypeError: the values are not numbers.\n\n"
     "Source: `python/src/tensor_make.c`."},
    {"asarray", METHOD(module_asarray), METH_VARARGS | METH_KEYWORDS,
     "asarray(object, dtype=None, *, order='K', copy=None, device=None)\n--\n\n"
     "A tensor of the elements, which looks at the memory of arrays if it can."},
    {"from_dlpack", METHOD(module_from_dlpack), METH_VARARGS | METH_KEYWORDS,
     "from_dlpack(x, /, *, device=None, copy=None)\n--\n\n"
     "A tensor that looks at the memory of another library's array."},
    {"call", METHOD(module_call), METH_FASTCALL | METH_KEYWORDS,
     "call(name, /, *inputs, **attributes)\n--\n\n"
     "Calls a function of the engine by name. Attributes that are None keep their defaults."},
    {"quick", module_quick, METH_O,
     "quick(function, /)\n--\n\n"
     "A function of hornbill.numpy, plain calls of which go straight to the engine."},
    {"functions", module_functions, METH_NOARGS,
     "functions()\n--\n\nThe functions of the engine, with their one-line documentation."},
    {"format", module_format, METH_VARARGS,
     "format(tensor, options=None, /)\n--\n\nThe text of a tensor. Options are a JSON text."},
    {"set_print_options", module_set_print_options, METH_O,
     "set_print_options(options, /)\n--\n\n"
     "Sets the options of repr and str, a JSON text; None sets NumPy's."},
    {"load_methods", module_load_methods, METH_NOARGS,
     "load_methods()\n--\n\n"
     "Puts the methods of hornbill.numpy on Tensor now, not when the first of them is looked up."},
    {"predict", METHOD(module_predict), METH_FASTCALL,
     "predict(model, x, /)\n--\n\n"
     "model.predict(x) in one batch, silent and without callbacks: the shortest way."},
    {"set_seed", module_set_seed, METH_O,
     "set_seed(seed, /)\n--\n\nSeeds everything that draws random numbers."},
    {"set_threads", module_set_threads, METH_O,
     "set_threads(count, /)\n--\n\nSets how many threads the engine's loops use."},
    {"threads", module_threads, METH_NOARGS,
     "threads()\n--\n\nHow many threads the engine's loops use."},
    {"warm_up", module_warm_up, METH_NOARGS,
     "warm_up()\n--\n\nGenerates the code that the first training would wait for; other threads go on meanwhile."},
    {"custom_gradient", module_custom_gradient, METH_VARARGS,
     "custom_gradient(values, inputs, function, /)\n--\n\n"
     "The values, whose gradients the function turns into those of the inputs."},
    {"symbolic", module_symbolic, METH_VARARGS,
     "symbolic(shape, dtype, /)\n--\n\nA symbolic tensor that belongs to no program."},
    {"_restore", module_restore, METH_VARARGS, "Makes a tensor from its pickled parts."},
    {0},
};

static struct PyModuleDef definition = {
    PyModuleDef_HEAD_INIT,
    .m_name = "hornbill._hornbill",
    .m_doc = "The engine of Hornbill.",
    .m_size = -1,
    .m_methods = module_functions_table,
};

#define EVENT(name) {"EVENT_" #name, HBL_EVENT_##name}
static const struct {
    const char *name;
    int value;
} constants[] = {
    EVENT(TRAIN_BEGIN), EVENT(TRAIN_END), EVENT(EPOCH_BEGIN), EVENT(EPOCH_END),
    EVENT(TRAIN_BATCH_BEGIN), EVENT(TRAIN_BATCH_END), EVENT(TEST_BEGIN), EVENT(TEST_END),
    EVENT(TEST_BATCH_BEGIN), EVENT(TEST_BATCH_END), EVENT(PREDICT_BEGIN), EVENT(PREDICT_END),
    EVENT(PREDICT_BATCH_BEGIN), EVENT(PREDICT_BATCH_END), EVENT(POLL),
};

static int fill(PyObject *module) {
    if (hbl_abi_version() < HBL_ABI_VERSION) {
        PyErr_Format(
            PyExc_ImportError,
            "libhornbill.so is too old: expected ABI version %d or later, got %d",
            HBL_ABI_VERSION, hbl_abi_version());
        return -1;
    }
    if (PyModule_AddStringConstant(module, "__version__", hbl_version()) < 0) return -1;
    for (size_t i = 0; i < sizeof constants / sizeof *constants; i++) {
        if (PyModule_AddIntConstant(module, constants[i].name, constants[i].value) < 0) return -1;
    }
    if (add_quick_functions(module) < 0) return -1;
    if (add_dtypes(module) < 0 || add_tensor(module) < 0 || add_variable(module) < 0) return -1;
    if (add_initializer(module) < 0 || add_loss(module) < 0 || add_metric(module) < 0) return -1;
    if (add_optimizer(module) < 0 || add_layer(module) < 0 || add_model(module) < 0) return -1;
    if (add_program(module) < 0) return -1;
    if (add_compiled(module) < 0) return -1;
    return add_history(module);
}

/* Types and objects are shared by the whole process, so there is one module: CPython refuses
** interpreters with a lock of their own to modules that are initialised in one step. */
PyMODINIT_FUNC PyInit__hornbill(void) {
    extension_module = PyModule_Create(&definition);
    if (extension_module == NULL) return NULL;
    if (fill(extension_module) < 0) Py_CLEAR(extension_module);
    return extension_module;
}
