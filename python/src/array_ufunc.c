/* array_ufunc.c: NumPy's functions of elements on tensors: numpy.exp(t), array + t, array += t. */
#include "extension.h"

#include <string.h>

/* A NumPy array in the place of a tensor, anything else as it is. */
static PyObject *as_numpy(PyObject *object) {
    return is_tensor(object) ? tensor_numpy(object, NULL) : Py_NewRef(object);
}

static PyObject *tuple_as_numpy(PyObject *tuple, Py_ssize_t first) {
    Py_ssize_t size = PyTuple_Size(tuple);
    PyObject *result = PyTuple_New(size - first);
    for (Py_ssize_t i = first; i < size && result != NULL; i++) {
        PyObject *array = as_numpy(PyTuple_GetItem(tuple, i));
        if (array == NULL) {
            Py_CLEAR(result);
        } else {
            PyTuple_SetItem(result, i - first, array);
        }
    }
    return result;
}

/* The named arguments with arrays in the place of tensors: `out`, a tuple, and `where`. */
static PyObject *names_as_numpy(PyObject *keywords) {
    PyObject *result = PyDict_New();
    PyObject *name, *value;
    Py_ssize_t position = 0;
    while (result != NULL && keywords != NULL && PyDict_Next(keywords, &position, &name, &value)) {
        PyObject *converted = PyTuple_Check(value) ? tuple_as_numpy(value, 0) : as_numpy(value);
        if (converted == NULL || PyDict_SetItem(result, name, converted) < 0) Py_CLEAR(result);
        Py_XDECREF(converted);
    }
    return result;
}

/* A tensor of a result that NumPy made; what no tensor can hold stays as it is. */
static PyObject *as_result(PyObject *object) {
    if (PyTuple_Check(object)) {
        Py_ssize_t size = PyTuple_Size(object);
        PyObject *tuple = PyTuple_New(size);
        for (Py_ssize_t i = 0; i < size && tuple != NULL; i++) {
            PyObject *result = as_result(PyTuple_GetItem(object, i));
            if (result == NULL) {
                Py_CLEAR(tuple);
            } else {
                PyTuple_SetItem(tuple, i, result);
            }
        }
        return tuple;
    }
    hbl_tensor *tensor;
    int made = tensor_from_buffer(object, false, &tensor);
    if (made < 0) return NULL;
    return made == 0 ? Py_NewRef(object) : wrap_result(tensor);
}

static PyObject *through_numpy(
    PyObject *ufunc, PyObject *method_name, PyObject *arguments, PyObject *keywords) {
    PyObject *method = PyObject_GetAttr(ufunc, method_name);
    PyObject *inputs = tuple_as_numpy(arguments, 2), *names = names_as_numpy(keywords);
    PyObject *result = NULL;
    if (method != NULL && inputs != NULL && names != NULL) {
        result = PyObject_Call(method, inputs, names);
    }
    Py_XDECREF(method);
    Py_XDECREF(inputs);
    Py_XDECREF(names);
    PyObject *out = keywords == NULL ? NULL : PyDict_GetItemString(keywords, "out");
    if (result == NULL) return NULL;
    PyObject *wrapped;
    if (out != NULL && PyTuple_Check(out)) {
        wrapped = Py_NewRef(PyTuple_Size(out) == 1 ? PyTuple_GetItem(out, 0) : out);
    } else {
        wrapped = as_result(result);
    }
    Py_DECREF(result);
    return wrapped;
}

/* Of a ufunc: its name and its inputs. */
enum { MOST_ARGUMENTS = 8 };

/* NumPy's functions that have the same name in the engine run there, where they work for symbolic
** tensors too; NULL without an exception for the others. */
static PyObject *through_engine(PyObject *ufunc, PyObject *arguments) {
    PyObject *name_object = PyObject_GetAttrString(ufunc, "__name__");
    if (name_object == NULL) return NULL;
    const char *name = PyUnicode_AsUTF8AndSize(name_object, NULL);
    Py_ssize_t count = PyTuple_Size(arguments) - 1;
    PyObject *call_arguments[MOST_ARGUMENTS];
    const hbl_function *function;
    PyObject *result = NULL;
    if (name != NULL && count <= MOST_ARGUMENTS && hbl_function_find(name, &function) == HBL_OK) {
        call_arguments[0] = name_object;
        for (Py_ssize_t i = 1; i < count; i++) call_arguments[i] = PyTuple_GetItem(arguments, i + 1);
        result = module_call(NULL, call_arguments, count, NULL);
    }
    Py_DECREF(name_object);
    return result;
}

PyObject *tensor_array_ufunc(PyObject *self, PyObject *arguments, PyObject *keywords) {
    (void)self;
    if (PyTuple_Size(arguments) < 3) {
        PyErr_SetString(PyExc_TypeError, "__array_ufunc__: expected a ufunc, a method and inputs");
        return NULL;
    }
    PyObject *ufunc = PyTuple_GetItem(arguments, 0), *method = PyTuple_GetItem(arguments, 1);
    bool is_plain = PyUnicode_Check(method) &&
                    PyUnicode_CompareWithASCIIString(method, "__call__") == 0 &&
                    (keywords == NULL || PyDict_Size(keywords) == 0);
    if (is_plain) {
        PyObject *result = through_engine(ufunc, arguments);
        if (result != NULL || PyErr_Occurred()) return result;
    }
    return through_numpy(ufunc, method, arguments, keywords);
}
