/* functions.c: every function of the engine, by name. */
#include "extension.h"

#include <string.h>

/* In alphabetical order. */
static const char *const array_functions[] = {
    "arange", "astype", "broadcast_arrays", "broadcast_to", "copy", "expand_dims", "eye", "flip",
    "full", "imag", "moveaxis", "ones", "real", "reshape", "roll", "squeeze", "stop_gradient",
    "swapaxes", "transpose", "where", "zeros",
};

bool gives_array(const char *name) {
    size_t count = sizeof array_functions / sizeof *array_functions;
    for (size_t i = 0; i < count; i++) {
        if (strcmp(array_functions[i], name) == 0) return true;
    }
    return false;
}

/* ---- Functions by the objects of their names: Python's constants are found without a look at
** their characters. Names that are not there, because too many were used, are looked up anew. */

typedef struct {
    PyObject *name;
    const hbl_function *function;
    bool gives_array;
} Found;

enum { FOUND_COUNT = 2048, FOUND_TRIES = 8 };
static Found found_functions[FOUND_COUNT];

static int find(PyObject *name, Found *out) {
    size_t place = ((uintptr_t)name >> 4) % FOUND_COUNT;
    Found *free_place = NULL;
    for (size_t i = 0; i < FOUND_TRIES; i++, place = (place + 1) % FOUND_COUNT) {
        Found *found = &found_functions[place];
        if (found->name == name) {
            *out = *found;
            return 0;
        }
        if (found->name == NULL) {
            free_place = found;
            break;
        }
    }
    if (!PyUnicode_Check(name)) {
        PyErr_Format(PyExc_TypeError, "call() takes the name of a function, got %R", name);
        return -1;
    }
    const char *text = PyUnicode_AsUTF8AndSize(name, NULL);
    if (text == NULL || check(hbl_function_find(text, &out->function)) < 0) return -1;
    out->gives_array = gives_array(text);
    if (free_place != NULL) {
        out->name = Py_NewRef(name);
        *free_place = *out;
    }
    return 0;
}

/* ---- Inputs */

enum { FEW_RESULTS = HBL_MAX_NDIM };

/* The inputs, in which Python's numbers take the dtype that they have beside the arrays. */
static int get_inputs(PyObject *const *objects, hbl_tensor **inputs, int32_t count) {
    hbl_dtype common = NO_DTYPE;
    bool has_numbers = false;
    for (int32_t i = 0; i < count; i++) {
        PyObject *object = objects[i];
        if (object == Py_None) continue;
        if (is_tensor(object)) {
            inputs[i] = tensor_of(object);
            hbl_tensor_retain(inputs[i]);
        } else if (is_weak(object)) {
            has_numbers = true;
            continue;
        } else if (as_tensor(object, &inputs[i]) < 0) {
            return -1;
        }
        hbl_dtype dtype = hbl_tensor_dtype(inputs[i]);
        if (common == NO_DTYPE) {
            common = dtype;
        } else if (common != dtype && check(hbl_promote(common, dtype, &common)) < 0) {
            return -1;
        }
    }
    for (int32_t i = 0; i < count && has_numbers; i++) {
        if (is_weak(objects[i]) && weak_scalar(objects[i], common, &inputs[i]) < 0) return -1;
    }
    return 0;
}

/* ---- Calls */

typedef struct {
    hbl_tensor *few[FEW_RESULTS], **tensors;
    int32_t count;
} Results;

static hbl_status call_once(
    const hbl_function *function, hbl_tensor **inputs, int32_t count, const char *attributes,
    Results *results, int32_t capacity) {
    int64_t elements = 0;
    for (int32_t i = 0; i < count; i++) elements += hbl_tensor_size(inputs[i]);
    if (elements < MANY_ELEMENTS) {
        return hbl_function_call(
            function, inputs, count, attributes, results->tensors, capacity, &results->count);
    }
    PyThreadState *thread = PyEval_SaveThread();
    hbl_status status = hbl_function_call(
        function, inputs, count, attributes, results->tensors, capacity, &results->count);
    PyEval_RestoreThread(thread);
    return status;
}

static hbl_status call_engine(
    const hbl_function *function, hbl_tensor **inputs, int32_t count, const char *attributes,
    Results *results) {
    results->tensors = results->few;
    results->count = 0;
    hbl_status status = call_once(function, inputs, count, attributes, results, FEW_RESULTS);
    if (status == HBL_OK || results->count <= FEW_RESULTS) return status;
    hbl_tensor **many = PyMem_Calloc((size_t)results->count, sizeof *many);
    if (many == NULL) return status;
    results->tensors = many;
    return call_once(function, inputs, count, attributes, results, results->count);
}

/* One result as it is, several as a tuple. */
static PyObject *wrap_outputs(const Results *results, bool is_array) {
    PyObject *(*wrap)(hbl_tensor *) = is_array ? wrap_array : wrap_result;
    if (results->count == 1) return wrap(results->tensors[0]);
    PyObject *tuple = PyTuple_New(results->count);
    for (int32_t i = 0; i < results->count; i++) {
        PyObject *tensor = wrap(results->tensors[i]);
        if (tuple == NULL || tensor == NULL) {
            Py_XDECREF(tensor);
            Py_CLEAR(tuple);
        } else {
            PyTuple_SetItem(tuple, i, tensor);
        }
    }
    return tuple;
}

static PyObject *call_with_text(
    const Found *found, hbl_tensor **inputs, int32_t count, const Text *text) {
    Results results;
    const char *attributes = text->length == 0 ? NULL : text->characters;
    hbl_status status = call_engine(found->function, inputs, count, attributes, &results);
    PyObject *result = status == HBL_OK ? wrap_outputs(&results, found->gives_array)
                                        : raise_status(status);
    if (results.tensors != results.few) PyMem_Free(results.tensors);
    return result;
}

PyObject *module_call(
    PyObject *module, PyObject *const *arguments, Py_ssize_t count, PyObject *names) {
    (void)module;
    Found found = {0};
    if (count < 1) {
        PyErr_SetString(PyExc_TypeError, "call() takes the name of a function and its tensors");
        return NULL;
    }
    if (find(arguments[0], &found) < 0) return NULL;
    Py_ssize_t size = count - 1;
    hbl_tensor *few[8] = {NULL}, **inputs = few;
    if (size > 8) {
        inputs = size > INT32_MAX ? NULL : PyMem_Calloc((size_t)size, sizeof *inputs);
        if (inputs == NULL) return PyErr_NoMemory();
    }
    PyObject *result = NULL;
    Text text;
    if (write_attributes(&text, names, arguments + count) == 0 &&
        get_inputs(arguments + 1, inputs, (int32_t)size) == 0) {
        result = call_with_text(&found, inputs, (int32_t)size, &text);
    }
    free_text(&text);
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
