/* program.c: functions of tensors that the engine traces, differentiates and compiles. */
#include "extension.h"

PyTypeObject *Program_Type;

/* ---- Functions written in Python, called by the engine */

/* The last user of a function may go on any thread, with or without the GIL. */
static void drop_function(void *context) {
    if (!Py_IsInitialized()) return;
    PyGILState_STATE state = PyGILState_Ensure();
    Py_DECREF((PyObject *)context);
    PyGILState_Release(state);
}

static PyObject *wrapped_tuple(hbl_tensor *const *tensors, int32_t count) {
    PyObject *tuple = PyTuple_New(count);
    for (int32_t i = 0; i < count && tuple != NULL; i++) {
        PyObject *tensor = wrap_array(hbl_tensor_retain(tensors[i]));
        if (tensor == NULL) {
            Py_CLEAR(tuple);
        } else {
            PyTuple_SetItem(tuple, i, tensor);
        }
    }
    return tuple;
}

static int store_results(
    PyObject *result, hbl_tensor **outputs, int32_t capacity, int32_t *output_count) {
    hbl_tensor **tensors;
    int32_t count;
    if (as_tensors(result, "results", &tensors, &count) < 0) return -1;
    if (count > capacity) {
        PyErr_Format(
            PyExc_ValueError, "a traced function can have %d results at most, got %d", (int)capacity,
            (int)count);
        release_tensors(tensors, count);
        return -1;
    }
    for (int32_t i = 0; i < count; i++) outputs[i] = hbl_tensor_retain(tensors[i]);
    release_tensors(tensors, count);
    *output_count = count;
    return 0;
}

/* An exception stays set: who called the engine finds it there. */
static hbl_status call_python(
    void *context, hbl_tensor *const *inputs, int32_t count, hbl_tensor **outputs, int32_t capacity,
    int32_t *output_count) {
    PyGILState_STATE state = PyGILState_Ensure();
    PyObject *arguments = wrapped_tuple(inputs, count);
    PyObject *result = arguments == NULL ? NULL : PyObject_CallObject(context, arguments);
    int failure = result == NULL ? -1 : store_results(result, outputs, capacity, output_count);
    Py_XDECREF(arguments);
    Py_XDECREF(result);
    PyGILState_Release(state);
    return failure < 0 ? HBL_INVALID_STATE : HBL_OK;
}

static PyObject *raise_exception_or_status(hbl_status status) {
    return PyErr_Occurred() ? NULL : raise_status(status);
}

static int need_function(PyObject *function) {
    if (PyCallable_Check(function)) return 0;
    PyErr_Format(PyExc_TypeError, "expected a function, got %R", function);
    return -1;
}

/* ---- Programs */

static PyObject *program_new(PyTypeObject *type, PyObject *arguments, PyObject *keywords) {
    static char *names[] = {"name", "function", NULL};
    const char *name;
    PyObject *function;
    if (!PyArg_ParseTupleAndKeywords(
            arguments, keywords, "sO:Program", names, &name, &function)) return NULL;
    if (need_function(function) < 0) return NULL;
    hbl_program *program;
    hbl_status status =
        hbl_program_create(name, call_python, Py_NewRef(function), drop_function, &program);
    if (status != HBL_OK) Py_DECREF(function);
    return handle_or_error(status, type, program);
}

static void program_dealloc(PyObject *self) {
    PyTypeObject *type = Py_TYPE(self);
    hbl_program_release(handle_of(self));
    PyObject_Free(self);
    Py_DECREF(type);
}

PyObject *results_tuple(hbl_tensor **outputs, int32_t count) {
    PyObject *tuple = PyTuple_New(count);
    for (int32_t i = 0; i < count; i++) {
        PyObject *tensor = wrap_result(outputs[i]);
        if (tuple == NULL || tensor == NULL) {
            Py_XDECREF(tensor);
            Py_CLEAR(tuple);
        } else {
            PyTuple_SetItem(tuple, i, tensor);
        }
    }
    return tuple;
}

enum { FEW_RESULTS = 16 };

static PyObject *program_call(PyObject *self, PyObject *arguments, PyObject *keywords) {
    if (keywords != NULL && PyDict_Size(keywords) > 0) {
        PyErr_SetString(PyExc_TypeError, "a Program takes no keyword arguments");
        return NULL;
    }
    hbl_tensor **inputs, *few[FEW_RESULTS], **outputs = few;
    int32_t count, made;
    if (as_tensors(arguments, "inputs", &inputs, &count) < 0) return NULL;
    /* Always without the GIL: who compiles holds a lock of the engine and needs the GIL to trace. */
    PyThreadState *thread = PyEval_SaveThread();
    hbl_status status =
        hbl_program_call(handle_of(self), inputs, count, outputs, FEW_RESULTS, &made);
    PyEval_RestoreThread(thread);
    if (status != HBL_OK && made > FEW_RESULTS && !PyErr_Occurred()) {
        int32_t capacity = made;
        outputs = PyMem_Calloc((size_t)capacity, sizeof *outputs);
        if (outputs == NULL) {
            release_tensors(inputs, count);
            return PyErr_NoMemory();
        }
        thread = PyEval_SaveThread();
        status = hbl_program_call(handle_of(self), inputs, count, outputs, capacity, &made);
        PyEval_RestoreThread(thread);
    }
    release_tensors(inputs, count);
    PyObject *result =
        status == HBL_OK ? results_tuple(outputs, made) : raise_exception_or_status(status);
    if (outputs != few) PyMem_Free(outputs);
    return result;
}

static PyObject *program_description(PyObject *self, PyObject *arguments) {
    hbl_tensor **inputs;
    int32_t count;
    char *text;
    if (as_tensors(arguments, "inputs", &inputs, &count) < 0) return NULL;
    PyThreadState *thread = PyEval_SaveThread();
    hbl_status status = hbl_program_description(handle_of(self), inputs, count, &text);
    PyEval_RestoreThread(thread);
    release_tensors(inputs, count);
    return status == HBL_OK ? text_or_error(status, &text) : raise_exception_or_status(status);
}

static PyObject *program_gradient(PyObject *self, PyObject *positions) {
    PyObject *tuple = PySequence_Tuple(positions);
    if (tuple == NULL) return NULL;
    Py_ssize_t count = PyTuple_Size(tuple);
    int32_t *numbers = PyMem_Calloc((size_t)count + 1, sizeof *numbers);
    if (numbers == NULL) PyErr_NoMemory();
    for (Py_ssize_t i = 0; i < count && numbers != NULL; i++) {
        long number = PyLong_AsLong(PyTuple_GetItem(tuple, i));
        if (number == -1 && PyErr_Occurred()) {
            PyMem_Free(numbers);
            numbers = NULL;
        } else {
            numbers[i] = (int32_t)number;
        }
    }
    Py_DECREF(tuple);
    if (numbers == NULL) return NULL;
    hbl_program *program;
    hbl_status status = hbl_program_gradient(handle_of(self), numbers, (int32_t)count, &program);
    PyMem_Free(numbers);
    return handle_or_error(status, Program_Type, program);
}

static PyMethodDef program_methods[] = {
    {"description", program_description, METH_VARARGS,
     "What runs for inputs of these dtypes and shapes, as text."},
    {"gradient", program_gradient, METH_O,
     "A program that gives the gradients of the first result by inputs, too."},
    {0},
};

static PyType_Slot program_slots[] = {
    SLOT(Py_tp_doc, "A function that the engine has traced and compiled."),
    SLOT(Py_tp_new, program_new),
    SLOT(Py_tp_dealloc, program_dealloc),
    SLOT(Py_tp_call, program_call),
    SLOT(Py_tp_methods, program_methods),
    {0},
};

static PyType_Spec program_spec = {
    .name = "hornbill._hornbill.Program",
    .basicsize = sizeof(HandleObject),
    .flags = Py_TPFLAGS_DEFAULT,
    .slots = program_slots,
};

int add_program(PyObject *module) {
    Program_Type = add_type(module, &program_spec, NULL);
    return Program_Type == NULL ? -1 : 0;
}

/* ---- Parts of traced functions */

PyObject *module_custom_gradient(PyObject *module, PyObject *arguments) {
    (void)module;
    PyObject *value_objects, *input_objects, *function;
    if (!PyArg_ParseTuple(
            arguments, "OOO:custom_gradient", &value_objects, &input_objects, &function)) return NULL;
    if (need_function(function) < 0) return NULL;
    hbl_tensor **values, **inputs;
    int32_t count, input_count;
    if (as_tensors(value_objects, "values", &values, &count) < 0) return NULL;
    if (as_tensors(input_objects, "inputs", &inputs, &input_count) < 0) {
        release_tensors(values, count);
        return NULL;
    }
    PyObject *result = NULL;
    hbl_tensor **outputs = PyMem_Calloc((size_t)count + 1, sizeof *outputs);
    if (outputs == NULL) {
        PyErr_NoMemory();
    } else {
        hbl_status status = hbl_custom_gradient(
            values, count, inputs, input_count, call_python, Py_NewRef(function), drop_function,
            outputs);
        if (status != HBL_OK) Py_DECREF(function);
        result = status == HBL_OK ? results_tuple(outputs, count) : raise_status(status);
        PyMem_Free(outputs);
    }
    release_tensors(values, count);
    release_tensors(inputs, input_count);
    return result;
}

PyObject *module_symbolic(PyObject *module, PyObject *arguments) {
    (void)module;
    PyObject *shape, *dtype_name;
    int64_t lengths[HBL_MAX_NDIM];
    int32_t ndim;
    hbl_dtype dtype;
    hbl_tensor *tensor;
    if (!PyArg_ParseTuple(arguments, "OO:symbolic", &shape, &dtype_name)) return NULL;
    if (shape_of(shape, lengths, &ndim, false) < 0 || dtype_of(dtype_name, &dtype) < 0) return NULL;
    hbl_status status = hbl_tensor_symbolic(dtype, ndim, lengths, &tensor);
    return array_or_error(status, &tensor);
}
