/* functions.c: every function of the engine, by name. */
#include "extension.h"

#include <string.h>

/* Functions whose result is an array even without axes, as in NumPy. In alphabetical order. */
static const char *const array_functions[] = {
    "arange", "astype", "broadcast_to", "copy", "expand_dims", "eye", "flip", "full", "ones",
    "reshape", "squeeze", "stop_gradient", "transpose", "where", "zeros",
};

static bool gives_array(const char *name) {
    size_t count = sizeof array_functions / sizeof *array_functions;
    for (size_t i = 0; i < count; i++) {
        if (strcmp(array_functions[i], name) == 0) return true;
    }
    return false;
}

enum { MOST_RESULTS = HBL_MAX_NDIM };
/* With so many elements, other threads may use the time. */
enum { MANY_ELEMENTS = 32768 };

static bool is_weak(PyObject *object) {
    return PyLong_Check(object) || PyFloat_CheckExact(object) || PyComplex_CheckExact(object);
}

/* The inputs of a tuple, in which Python's numbers take the dtype that they have beside the
** arrays. */
static int get_inputs(PyObject *tuple, hbl_tensor **inputs, int32_t count) {
    hbl_dtype common = NO_DTYPE;
    bool has_numbers = false;
    for (int32_t i = 0; i < count; i++) {
        PyObject *object = PyTuple_GetItem(tuple, i);
        if (object == Py_None) continue;
        if (is_weak(object)) {
            has_numbers = true;
            continue;
        }
        if (as_tensor(object, &inputs[i]) < 0) return -1;
        hbl_dtype dtype = hbl_tensor_dtype(inputs[i]);
        if (common == NO_DTYPE) {
            common = dtype;
        } else if (common != dtype && check(hbl_promote(common, dtype, &common)) < 0) {
            return -1;
        }
    }
    for (int32_t i = 0; i < count && has_numbers; i++) {
        PyObject *object = PyTuple_GetItem(tuple, i);
        if (is_weak(object) && weak_scalar(object, common, &inputs[i]) < 0) return -1;
    }
    return 0;
}

static hbl_status call_engine(
    const char *name, hbl_tensor **inputs, int32_t count, const char *attributes,
    hbl_tensor **outputs, int32_t *output_count) {
    int64_t elements = 0;
    for (int32_t i = 0; i < count; i++) elements += hbl_tensor_size(inputs[i]);
    if (elements < MANY_ELEMENTS) {
        return hbl_call(name, inputs, count, attributes, outputs, MOST_RESULTS, output_count);
    }
    PyThreadState *thread = PyEval_SaveThread();
    hbl_status status =
        hbl_call(name, inputs, count, attributes, outputs, MOST_RESULTS, output_count);
    PyEval_RestoreThread(thread);
    return status;
}

/* One result as it is, several as a tuple. */
static PyObject *wrap_outputs(hbl_tensor **outputs, int32_t count, bool is_array) {
    PyObject *(*wrap)(hbl_tensor *) = is_array ? wrap_array : wrap_result;
    if (count == 1) return wrap(outputs[0]);
    PyObject *tuple = PyTuple_New(count);
    for (int32_t i = 0; i < count; i++) {
        PyObject *tensor = wrap(outputs[i]);
        if (tuple == NULL || tensor == NULL) {
            Py_XDECREF(tensor);
            Py_CLEAR(tuple);
        } else {
            PyTuple_SetItem(tuple, i, tensor);
        }
    }
    return tuple;
}

PyObject *module_call(PyObject *module, PyObject *const *arguments, Py_ssize_t count) {
    (void)module;
    if (count < 2 || count > 3) {
        return PyErr_Format(
            PyExc_TypeError, "call() takes a name, inputs and attributes, got %zd arguments", count);
    }
    const char *name = PyUnicode_AsUTF8AndSize(arguments[0], NULL);
    const char *attributes = NULL;
    if (name == NULL) return NULL;
    if (count == 3 && arguments[2] != Py_None) {
        attributes = PyUnicode_AsUTF8AndSize(arguments[2], NULL);
        if (attributes == NULL) return NULL;
    }
    PyObject *tuple = PySequence_Tuple(arguments[1]);
    if (tuple == NULL) return NULL;
    Py_ssize_t size = PyTuple_Size(tuple);
    hbl_tensor *few[8] = {NULL}, **inputs = few;
    if (size > 8) {
        inputs = PyMem_Calloc((size_t)size, sizeof *inputs);
        if (inputs == NULL || size > INT32_MAX) {
            PyMem_Free(inputs);
            Py_DECREF(tuple);
            return PyErr_NoMemory();
        }
    }
    PyObject *result = NULL;
    if (get_inputs(tuple, inputs, (int32_t)size) == 0) {
        hbl_tensor *outputs[MOST_RESULTS];
        int32_t output_count;
        hbl_status status =
            call_engine(name, inputs, (int32_t)size, attributes, outputs, &output_count);
        result = status == HBL_OK ? wrap_outputs(outputs, output_count, gives_array(name))
                                  : raise_status(status);
    }
    Py_DECREF(tuple);
    for (Py_ssize_t i = 0; i < size; i++) {
        if (inputs[i] != NULL) hbl_tensor_release(inputs[i]);
    }
    if (inputs != few) PyMem_Free(inputs);
    return result;
}

PyObject *module_functions(PyObject *module, PyObject *unused) {
    (void)module, (void)unused;
    PyObject *functions = PyDict_New();
    int32_t count = hbl_function_count();
    for (int32_t i = 0; functions != NULL && i < count; i++) {
        PyObject *text =
            PyUnicode_FromFormat("%s: %s", hbl_function_signature(i), hbl_function_doc(i));
        if (text == NULL || PyDict_SetItemString(functions, hbl_function_name(i), text) < 0) {
            Py_CLEAR(functions);
        }
        Py_XDECREF(text);
    }
    return functions;
}
