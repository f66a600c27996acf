/* tensor_methods.c: the methods of Tensor that are written in C, and the way to the others. */
#include "extension.h"

#include <string.h>

/* ---- reshape */

/* Elements in column-major order: reverse the axes, reshape backwards, reverse again. */
static hbl_status reshape_column_major(
    hbl_tensor *tensor, int32_t ndim, const int64_t *shape, hbl_tensor **out) {
    int64_t reversed[HBL_MAX_NDIM];
    for (int32_t axis = 0; axis < ndim; axis++) reversed[axis] = shape[ndim - 1 - axis];
    hbl_tensor *first, *second;
    hbl_status status = hbl_transpose(tensor, NULL, 0, &first);
    if (status != HBL_OK) return status;
    status = hbl_reshape(first, ndim, reversed, &second);
    hbl_tensor_release(first);
    if (status != HBL_OK) return status;
    status = hbl_transpose(second, NULL, 0, out);
    hbl_tensor_release(second);
    return status;
}

static bool is_column_major(PyObject *order) {
    const char *text = order && PyUnicode_Check(order) ? PyUnicode_AsUTF8AndSize(order, NULL) : "";
    if (text == NULL) PyErr_Clear();
    return text != NULL && (*text == 'F' || *text == 'f');
}

static PyObject *tensor_reshape(
    PyObject *self, PyObject *const *arguments, Py_ssize_t count, PyObject *names) {
    PyObject *order = NULL, *copy = NULL, *named_shape = NULL;
    Py_ssize_t named = names == NULL ? 0 : PyTuple_Size(names);
    for (Py_ssize_t i = 0; i < named; i++) {
        PyObject *name = PyTuple_GetItem(names, i), *value = arguments[count + i];
        if (PyUnicode_CompareWithASCIIString(name, "order") == 0) {
            order = value;
        } else if (PyUnicode_CompareWithASCIIString(name, "copy") == 0) {
            copy = value;
        } else if (PyUnicode_CompareWithASCIIString(name, "shape") == 0 && count == 0) {
            named_shape = value;
        } else {
            return PyErr_Format(
                PyExc_TypeError, "reshape() got an unexpected keyword argument '%U'", name);
        }
    }
    int64_t shape[HBL_MAX_NDIM];
    int32_t ndim = 0;
    if (count == 1 || named_shape != NULL) {
        PyObject *given = named_shape ? named_shape : arguments[0];
        if (shape_of(given, shape, &ndim, false) < 0) return NULL;
    } else if (count > HBL_MAX_NDIM) {
        return PyErr_Format(
            PyExc_ValueError,
            "maximum supported dimension for an ndarray is currently %d, found %zd", HBL_MAX_NDIM,
            count);
    } else if (count == 0 && names == NULL) {
        PyErr_SetString(PyExc_TypeError, "reshape() takes exactly 1 argument (0 given)");
        return NULL;
    } else {
        for (; ndim < count; ndim++) {
            shape[ndim] = PyNumber_AsSsize_t(arguments[ndim], PyExc_OverflowError);
            if (shape[ndim] == -1 && PyErr_Occurred()) return NULL;
        }
    }
    CopyMode mode = COPY_IF_NEEDED;
    if (copy != NULL && copy_mode_of(copy, &mode) < 0) return NULL;
    hbl_tensor *tensor = tensor_of(self), *out, *copied;
    hbl_status status = is_column_major(order) ? reshape_column_major(tensor, ndim, shape, &out)
                                               : hbl_reshape(tensor, ndim, shape, &out);
    if (status != HBL_OK || mode == COPY_IF_NEEDED) return array_or_error(status, &out);
    bool is_view = hbl_tensor_data(out) == hbl_tensor_data(tensor);
    if (mode == COPY_NEVER && !is_view) {
        hbl_tensor_release(out);
        PyErr_SetString(
            PyExc_ValueError, "Unable to avoid creating a copy while reshaping.");
        return NULL;
    }
    if (mode == COPY_NEVER || !is_view) return wrap_array(out);
    status = hbl_tensor_copy(out, &copied);
    hbl_tensor_release(out);
    return array_or_error(status, &copied);
}

/* ---- copies */

static PyObject *copied(PyObject *self) {
    hbl_tensor *out;
    return array_or_error(hbl_tensor_copy(tensor_of(self), &out), &out);
}

static PyObject *tensor_copy(
    PyObject *self, PyObject *const *arguments, Py_ssize_t count, PyObject *names) {
    (void)arguments;
    Py_ssize_t named = names == NULL ? 0 : PyTuple_Size(names);
    if (count + named > 1) {
        return PyErr_Format(
            PyExc_TypeError, "copy() takes at most 1 argument (%zd given)", count + named);
    }
    if (named == 1 && PyUnicode_CompareWithASCIIString(PyTuple_GetItem(names, 0), "order") != 0) {
        return PyErr_Format(
            PyExc_TypeError, "copy() got an unexpected keyword argument '%U'",
            PyTuple_GetItem(names, 0));
    }
    return copied(self);
}

static PyObject *tensor_copy_method(PyObject *self, PyObject *unused) {
    (void)unused;
    return is_scalar(self) ? Py_NewRef(self) : copied(self);
}

/* Whether NumPy's casting rule allows a cast; "unsafe" allows all. */
static bool can_cast(hbl_dtype from, hbl_dtype to, const char *rule) {
    if (strcmp(rule, "unsafe") == 0 || from == to) return true;
    if (strcmp(rule, "no") == 0 || strcmp(rule, "equiv") == 0) return false;
    hbl_dtype common;
    if (hbl_promote(from, to, &common) == HBL_OK && common == to) return true;
    if (strcmp(rule, "same_kind") != 0) return false;
    if (is_complex(to)) return true;
    if (is_float(to)) return !is_complex(from);
    return is_integer(to) && is_integer(from) && (is_unsigned(from) || !is_unsigned(to));
}

static PyObject *cast(PyObject *self, PyObject *dtype_name, const char *casting, bool copy) {
    hbl_dtype dtype;
    if (optional_dtype(dtype_name, &dtype) < 0) return NULL;
    if (dtype == NO_DTYPE) dtype = HBL_FLOAT64;
    hbl_tensor *tensor = tensor_of(self), *out;
    hbl_dtype own = hbl_tensor_dtype(tensor);
    if (!can_cast(own, dtype, casting)) {
        return PyErr_Format(
            PyExc_TypeError,
            "Cannot cast array data from dtype('%s') to dtype('%s') according to the rule '%s'",
            hbl_dtype_name(own), hbl_dtype_name(dtype), casting);
    }
    if (own == dtype) return copy && !hbl_tensor_is_symbolic(tensor) ? copied(self) : Py_NewRef(self);
    hbl_status status = hbl_tensor_cast(tensor, dtype, &out);
    return is_scalar(self) ? result_or_error(status, &out) : array_or_error(status, &out);
}

static PyObject *cast_with_options(PyObject *self, PyObject *arguments, PyObject *keywords) {
    static char *names[] = {"dtype", "order", "casting", "subok", "copy", "device", NULL};
    PyObject *dtype_name, *order = NULL, *subok = NULL, *device = NULL;
    const char *casting = "unsafe";
    int copy = true;
    if (!PyArg_ParseTupleAndKeywords(
            arguments, keywords, "O|OsOp$O:astype", names, &dtype_name, &order, &casting, &subok,
            &copy, &device)) return NULL;
    return cast(self, dtype_name, casting, copy);
}

static PyObject *tensor_astype(
    PyObject *self, PyObject *const *arguments, Py_ssize_t count, PyObject *names) {
    if (count == 1 && names == NULL) return cast(self, arguments[0], "unsafe", true);
    PyObject *positional = PyTuple_New(count), *named = PyDict_New(), *result = NULL;
    int failure = positional == NULL || named == NULL ? -1 : 0;
    for (Py_ssize_t i = 0; i < count && failure == 0; i++) {
        failure = PyTuple_SetItem(positional, i, Py_NewRef(arguments[i]));
    }
    Py_ssize_t named_count = names == NULL ? 0 : PyTuple_Size(names);
    for (Py_ssize_t i = 0; i < named_count && failure == 0; i++) {
        failure = PyDict_SetItem(named, PyTuple_GetItem(names, i), arguments[count + i]);
    }
    if (failure == 0) result = cast_with_options(self, positional, named);
    Py_XDECREF(positional);
    Py_XDECREF(named);
    return result;
}

static PyObject *tensor_to_device(PyObject *self, PyObject *arguments, PyObject *keywords) {
    static char *names[] = {"device", "stream", NULL};
    const char *device;
    PyObject *stream = Py_None;
    if (!PyArg_ParseTupleAndKeywords(
            arguments, keywords, "s|$O:to_device", names, &device, &stream)) return NULL;
    if (stream != Py_None) {
        PyErr_SetString(PyExc_ValueError, "The stream argument in to_device() is not supported");
        return NULL;
    }
    if (strcmp(device, "cpu") != 0) {
        return PyErr_Format(PyExc_ValueError, "Unsupported device: %s. Only 'cpu' is there.", device);
    }
    return Py_NewRef(self);
}

static PyObject *tensor_array_namespace(PyObject *self, PyObject *arguments, PyObject *keywords) {
    (void)self;
    static char *names[] = {"api_version", NULL};
    PyObject *version = Py_None;
    if (!PyArg_ParseTupleAndKeywords(
            arguments, keywords, "|$O:__array_namespace__", names, &version)) return NULL;
    if (version != Py_None) {
        const char *text =
            PyUnicode_Check(version) ? PyUnicode_AsUTF8AndSize(version, NULL) : "";
        if (text == NULL) return NULL;
        /* Each of them is a part of the next. */
        static const char *const known[] = {"2021.12", "2022.12", "2023.12", "2024.12"};
        bool is_known = false;
        for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
            is_known = is_known || strcmp(text, known[i]) == 0;
        }
        if (!is_known) {
            return PyErr_Format(
                PyExc_ValueError,
                "Version %R of the Array API Standard is not supported: expected 2024.12 or before",
                version);
        }
    }
    return PyImport_ImportModule("hornbill.numpy");
}

/* ---- The methods that are written in Python */

static PyObject *look_up_method(PyObject *self, PyObject *name);

static PyMethodDef look_up = {"__getattr__", look_up_method, METH_O, NULL};

int install_method_lookup(void) {
    PyObject *method = PyDescr_NewMethod(Tensor_Type, &look_up);
    if (method == NULL) return -1;
    int failure = PyObject_SetAttrString((PyObject *)Tensor_Type, "__getattr__", method);
    Py_DECREF(method);
    return failure;
}

/* Puts the functions of hornbill.numpy._methods on the type. Attributes are then found the usual
** and fast way, so that the lookup can go. */
static int load_methods(void) {
    PyObject *type = (PyObject *)Tensor_Type;
    PyObject *methods = imported("hornbill.numpy._methods", "METHODS");
    if (methods == NULL) return -1;
    PyObject *name, *function;
    Py_ssize_t position = 0;
    int failure = 0;
    while (failure == 0 && PyDict_Next(methods, &position, &name, &function)) {
        PyObject *own = PyObject_GetAttr(type, name);
        if (own != NULL) {
            Py_DECREF(own);
        } else if (caught(PyExc_AttributeError)) {
            failure = PyObject_SetAttr(type, name, function);
        } else {
            failure = -1;
        }
    }
    Py_DECREF(methods);
    if (failure == 0 && PyObject_SetAttrString(type, "__getattr__", NULL) < 0) {
        /* Another thread was first. */
        if (!caught(PyExc_AttributeError)) failure = -1;
    }
    return failure;
}

PyObject *module_load_methods(PyObject *module, PyObject *unused) {
    (void)module, (void)unused;
    if (load_methods() < 0) return NULL;
    Py_RETURN_NONE;
}

static PyObject *look_up_method(PyObject *self, PyObject *name) {
    const char *text = PyUnicode_AsUTF8AndSize(name, NULL);
    if (text == NULL) return NULL;
    if (*text != '_') {
        if (load_methods() == 0) return PyObject_GenericGetAttr(self, name);
        /* While the module is being imported, or where it is missing, there are no methods. */
        if (!caught(PyExc_ImportError) && !caught(PyExc_AttributeError)) return NULL;
    }
    return PyErr_Format(PyExc_AttributeError, "'Tensor' object has no attribute '%U'", name);
}

static PyObject *tensor_dir(PyObject *self, PyObject *unused) {
    (void)unused;
    if (load_methods() < 0) PyErr_Clear();
    return PyObject_CallMethod((PyObject *)&PyBaseObject_Type, "__dir__", "O", self);
}

PyMethodDef tensor_methods[] = {
    {"reshape", METHOD(tensor_reshape), METH_FASTCALL | METH_KEYWORDS,
     "The same elements with another shape: a view where the strides allow it."},
    {"astype", METHOD(tensor_astype), METH_FASTCALL | METH_KEYWORDS,
     "A copy converted to another dtype."},
    {"copy", METHOD(tensor_copy), METH_FASTCALL | METH_KEYWORDS, "A dense copy."},
    {"item", METHOD(tensor_item), METH_FASTCALL, "One element as bool, int or float."},
    {"tolist", tensor_tolist, METH_NOARGS, "The elements as nested lists."},
    {"numpy", tensor_numpy, METH_NOARGS, "A NumPy array that looks at the same memory."},
    {"to_device", METHOD(tensor_to_device), METH_VARARGS | METH_KEYWORDS,
     "The tensor itself: there is only the device 'cpu'."},
    {"__copy__", tensor_copy_method, METH_NOARGS, NULL},
    {"__deepcopy__", tensor_copy_method, METH_O, NULL},
    {"__reduce_ex__", tensor_reduce, METH_O, NULL},
    {"__format__", tensor_format, METH_O, NULL},
    {"__complex__", tensor_complex, METH_NOARGS, NULL},
    {"__dir__", tensor_dir, METH_NOARGS, NULL},
    {"__array__", METHOD(tensor_array), METH_VARARGS | METH_KEYWORDS, NULL},
    {"__array_ufunc__", METHOD(tensor_array_ufunc), METH_VARARGS | METH_KEYWORDS, NULL},
    {"__array_namespace__", METHOD(tensor_array_namespace), METH_VARARGS | METH_KEYWORDS, NULL},
    {"__dlpack__", METHOD(tensor_dlpack), METH_VARARGS | METH_KEYWORDS, NULL},
    {"__dlpack_device__", tensor_dlpack_device, METH_NOARGS, NULL},
    {0},
};
