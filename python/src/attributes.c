/* attributes.c: Python's keyword arguments as the engine's JSON text. */
#include "extension.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static int put(Text *text, const char *characters, size_t count) {
    if (text->length + count >= text->capacity) {
        size_t capacity = 2 * (text->length + count) + 1;
        char *larger = PyMem_Malloc(capacity);
        if (larger == NULL) {
            PyErr_NoMemory();
            return -1;
        }
        memcpy(larger, text->characters, text->length);
        if (text->characters != text->few) PyMem_Free(text->characters);
        text->characters = larger;
        text->capacity = capacity;
    }
    memcpy(text->characters + text->length, characters, count);
    text->length += count;
    text->characters[text->length] = 0;
    return 0;
}

static int put_integer(Text *text, PyObject *integer) {
    int overflow;
    long long value = PyLong_AsLongLongAndOverflow(integer, &overflow);
    if (value == -1 && !overflow && PyErr_Occurred()) return -1;
    if (!overflow) {
        char digits[24];
        return put(text, digits, (size_t)snprintf(digits, sizeof digits, "%lld", value));
    }
    PyObject *string = PyNumber_ToBase(integer, 10);
    Py_ssize_t count;
    const char *digits = string == NULL ? NULL : PyUnicode_AsUTF8AndSize(string, &count);
    int failure = digits == NULL ? -1 : put(text, digits, (size_t)count);
    Py_XDECREF(string);
    return failure;
}

static int put_double(Text *text, double value) {
    if (isnan(value)) return put(text, "NaN", 3);
    if (isinf(value)) return value > 0 ? put(text, "Infinity", 8) : put(text, "-Infinity", 9);
    /* The shortest digits that give the number again, marked as a number that is no integer. */
    char *digits = PyOS_double_to_string(value, 'r', 0, Py_DTSF_ADD_DOT_0, NULL);
    if (digits == NULL) return -1;
    int failure = put(text, digits, strlen(digits));
    PyMem_Free(digits);
    return failure;
}

/* Whether characters stand for themselves in JSON. */
static bool is_plain(const char *characters, Py_ssize_t count) {
    for (Py_ssize_t i = 0; i < count; i++) {
        unsigned char c = (unsigned char)characters[i];
        if (c < ' ' || c == '"' || c == '\\') return false;
    }
    return true;
}

static int put_string(Text *text, PyObject *string) {
    Py_ssize_t count;
    const char *characters = PyUnicode_AsUTF8AndSize(string, &count);
    if (characters == NULL || put(text, "\"", 1) < 0) return -1;
    if (is_plain(characters, count)) {
        return put(text, characters, (size_t)count) < 0 ? -1 : put(text, "\"", 1);
    }
    for (Py_ssize_t i = 0; i < count; i++) {
        unsigned char c = (unsigned char)characters[i];
        char escaped[8] = {(char)c};
        size_t length = 1;
        if (c < ' ') {
            length = (size_t)snprintf(escaped, sizeof escaped, "\\u%04x", c);
        } else if (!is_plain(&characters[i], 1)) {
            escaped[0] = '\\';
            escaped[length++] = (char)c;
        }
        if (put(text, escaped, length) < 0) return -1;
    }
    return put(text, "\"", 1);
}

static int put_value(Text *text, PyObject *value);

static int put_list(Text *text, PyObject *sequence) {
    PyObject *tuple = PySequence_Tuple(sequence);
    if (tuple == NULL) return -1;
    Py_ssize_t count = PyTuple_Size(tuple);
    int failure = put(text, "[", 1);
    for (Py_ssize_t i = 0; i < count && failure == 0; i++) {
        if (i > 0) failure = put(text, ",", 1);
        if (failure == 0) failure = put_value(text, PyTuple_GetItem(tuple, i));
    }
    Py_DECREF(tuple);
    return failure < 0 ? -1 : put(text, "]", 1);
}

static int put_dtype(Text *text, PyObject *object) {
    hbl_dtype dtype;
    if (dtype_of(object, &dtype) < 0) return -1;
    const char *name = hbl_dtype_name(dtype);
    return put(text, "\"", 1) < 0 || put(text, name, strlen(name)) < 0 ? -1 : put(text, "\"", 1);
}

static int put_value(Text *text, PyObject *value) {
    if (value == Py_True) return put(text, "true", 4);
    if (value == Py_False) return put(text, "false", 5);
    if (value == Py_None) return put(text, "null", 4);
    if (PyLong_Check(value)) return put_integer(text, value);
    if (PyFloat_Check(value)) return put_double(text, PyFloat_AsDouble(value));
    if (PyUnicode_Check(value)) return put_string(text, value);
    if (Py_TYPE(value) == DType_Type || PyType_Check(value)) return put_dtype(text, value);
    if (PyIndex_Check(value)) {
        PyObject *integer = PyNumber_Index(value);
        if (integer != NULL) {
            int failure = put_integer(text, integer);
            Py_DECREF(integer);
            return failure;
        }
        /* Arrays have __index__ too, whatever they hold. */
        if (!caught(PyExc_TypeError)) return -1;
    }
    if (Py_EnterRecursiveCall(" while reading an argument")) return -1;
    int failure = put_list(text, value);
    Py_LeaveRecursiveCall();
    if (failure == 0 || !caught(PyExc_TypeError)) return failure;
    double number = PyFloat_AsDouble(value);
    return number == -1.0 && PyErr_Occurred() ? -1 : put_double(text, number);
}

int write_attributes(Text *text, PyObject *names, PyObject *const *values) {
    text->characters = text->few;
    text->capacity = sizeof text->few;
    text->length = 0;
    Py_ssize_t count = names == NULL ? 0 : PyTuple_Size(names);
    for (Py_ssize_t i = 0; i < count; i++) {
        if (values[i] == Py_None) continue;
        if (put(text, text->length == 0 ? "{" : ",", 1) < 0 ||
            put_string(text, PyTuple_GetItem(names, i)) < 0 || put(text, ":", 1) < 0 ||
            put_value(text, values[i]) < 0) return -1;
    }
    return text->length == 0 ? 0 : put(text, "}", 1);
}

void free_text(Text *text) {
    if (text->characters != text->few) PyMem_Free(text->characters);
}
