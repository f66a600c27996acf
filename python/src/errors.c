/* errors.c: the engine's errors as Python's exceptions. */
#include "extension.h"

/* NumPy's own exceptions, which derive from ValueError. */
static PyObject *numpy_error(const char *module, const char *name) {
    PyObject *type = imported(module, name);
    if (type == NULL) {
        PyErr_Clear();
        return Py_NewRef(PyExc_ValueError);
    }
    return type;
}

static PyObject *exception_of(hbl_status status) {
    switch (status) {
    case HBL_TYPE_MISMATCH: return PyExc_TypeError;
    case HBL_INDEX_OUT_OF_RANGE: return PyExc_IndexError;
    case HBL_UNSUPPORTED: return PyExc_NotImplementedError;
    case HBL_INVALID_STATE: return PyExc_RuntimeError;
    case HBL_INPUT_OUTPUT: return PyExc_OSError;
    case HBL_OUT_OF_MEMORY: return PyExc_MemoryError;
    case HBL_INTERRUPTED: return PyExc_KeyboardInterrupt;
    case HBL_INTERNAL: return PyExc_RuntimeError;
    default: return PyExc_ValueError;
    }
}

PyObject *raise_status(hbl_status status) {
    if (status == HBL_AXIS_OUT_OF_RANGE || status == HBL_LINALG) {
        PyObject *type = status == HBL_LINALG ? numpy_error("numpy.linalg", "LinAlgError")
                                              : numpy_error("numpy.exceptions", "AxisError");
        PyErr_SetString(type, hbl_last_error());
        Py_DECREF(type);
    } else if (status == HBL_INTERRUPTED) {
        PyErr_SetNone(PyExc_KeyboardInterrupt);
    } else {
        PyErr_SetString(exception_of(status), hbl_last_error());
    }
    return NULL;
}

int check(hbl_status status) {
    if (status == HBL_OK) return 0;
    raise_status(status);
    return -1;
}

bool caught(PyObject *type) {
    if (!PyErr_ExceptionMatches(type)) return false;
    PyErr_Clear();
    return true;
}
