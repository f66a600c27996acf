/* tensor_text.c: tensors as text, as NumPy 2 prints arrays and scalars. */
#include "extension.h"

#include <string.h>

/* The options of repr and str: NULL for the engine's own, which are NumPy's. */
static PyObject *repr_options, *str_options;

static PyObject *formatted(hbl_tensor *tensor, const char *options) {
    char *out;
    return text_or_error(hbl_tensor_format(tensor, options, &out), &out);
}

static PyObject *text(PyObject *self, PyObject *options, const char *standard) {
    const char *chosen = options == NULL ? standard : PyUnicode_AsUTF8AndSize(options, NULL);
    return chosen == NULL ? NULL : formatted(tensor_of(self), chosen);
}

static const char REPR[] = "{\"style\": \"repr\"}";
static const char STR[] = "{\"style\": \"str\"}";

/* The members of a JSON object behind a style. */
static PyObject *with_style(const char *style, PyObject *object) {
    Py_ssize_t length = PyUnicode_GetLength(object);
    PyObject *members = PyUnicode_Substring(object, 1, length - 1);
    if (members == NULL) return NULL;
    PyObject *result = PyUnicode_FromFormat(
        "{\"style\": \"%s\"%s%U}", style, length > 2 ? ", " : "", members);
    Py_DECREF(members);
    return result;
}

PyObject *module_set_print_options(PyObject *module, PyObject *options) {
    (void)module;
    PyObject *repr = NULL, *str = NULL;
    if (options != Py_None) {
        const char *characters =
            PyUnicode_Check(options) ? PyUnicode_AsUTF8AndSize(options, NULL) : "";
        if (characters == NULL) return NULL;
        if (*characters != '{') {
            PyErr_SetString(PyExc_TypeError, "set_print_options: expected the text of a JSON object");
            return NULL;
        }
        repr = with_style("repr", options);
        str = repr == NULL ? NULL : with_style("str", options);
        /* The engine checks them. */
        hbl_tensor *probe;
        PyObject *probed = NULL;
        if (str != NULL && check(hbl_tensor_zeros(HBL_FLOAT64, 0, NULL, &probe)) == 0) {
            probed = formatted(probe, PyUnicode_AsUTF8AndSize(repr, NULL));
            hbl_tensor_release(probe);
        }
        if (probed == NULL) {
            Py_XDECREF(repr);
            Py_XDECREF(str);
            return NULL;
        }
        Py_DECREF(probed);
    }
    PyObject *old_repr = repr_options, *old_str = str_options;
    repr_options = repr;
    str_options = str;
    Py_XDECREF(old_repr);
    Py_XDECREF(old_str);
    Py_RETURN_NONE;
}

PyObject *module_format(PyObject *module, PyObject *arguments) {
    (void)module;
    PyObject *tensor;
    const char *options = NULL;
    if (!PyArg_ParseTuple(arguments, "O!|z:format", Tensor_Type, &tensor, &options)) return NULL;
    return formatted(tensor_of(tensor), options);
}

static PyObject *symbolic_text(PyObject *self) {
    PyObject *shape = PyObject_GetAttrString(self, "shape");
    if (shape == NULL) return NULL;
    PyObject *result = PyUnicode_FromFormat(
        "<Tensor shape=%R, dtype=%s, symbolic>", shape,
        hbl_dtype_name(hbl_tensor_dtype(tensor_of(self))));
    Py_DECREF(shape);
    return result;
}

/* np.int64(14), np.True_, np.complex128(1+2j) */
static PyObject *scalar_repr(PyObject *self, hbl_dtype dtype) {
    PyObject *number = formatted(tensor_of(self), STR);
    if (number == NULL) return NULL;
    const char *name = hbl_dtype_name(dtype);
    PyObject *result;
    if (dtype == HBL_BOOL) {
        result = PyUnicode_FromFormat("np.%U_", number);
    } else if (PyUnicode_ReadChar(number, 0) == '(') {
        result = PyUnicode_FromFormat("np.%s%U", name, number);
    } else {
        result = PyUnicode_FromFormat("np.%s(%U)", name, number);
    }
    Py_DECREF(number);
    return result;
}

PyObject *tensor_repr(PyObject *self) {
    hbl_tensor *tensor = tensor_of(self);
    if (hbl_tensor_is_symbolic(tensor)) return symbolic_text(self);
    if (is_scalar(self)) return scalar_repr(self, hbl_tensor_dtype(tensor));
    return text(self, repr_options, REPR);
}

PyObject *tensor_str(PyObject *self) {
    if (hbl_tensor_is_symbolic(tensor_of(self))) return symbolic_text(self);
    return text(self, str_options, STR);
}

/* Without axes as the number is: NumPy's scalars are formatted so even without a specification. */
PyObject *tensor_format(PyObject *self, PyObject *specification) {
    hbl_tensor *tensor = tensor_of(self);
    if (hbl_tensor_ndim(tensor) != 0 || hbl_tensor_is_symbolic(tensor)) {
        if (PyUnicode_Check(specification) && PyUnicode_GetLength(specification) == 0) {
            return PyObject_Str(self);
        }
        PyErr_SetString(PyExc_TypeError, "unsupported format string passed to Tensor.__format__");
        return NULL;
    }
    PyObject *number = element_to_python(hbl_tensor_data(tensor), hbl_tensor_dtype(tensor));
    if (number == NULL) return NULL;
    PyObject *result = PyObject_Format(number, specification);
    Py_DECREF(number);
    return result;
}
