/* tensor_text.c: tensors as text, as NumPy 2 prints arrays and scalars. */
#include "extension.h"

#include <string.h>

static PyObject *text(PyObject *self, const char *options) {
    char *out;
    hbl_status status = hbl_tensor_format(tensor_of(self), options, &out);
    return text_or_error(status, &out);
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

/* np.int64(14), np.True_ */
static PyObject *scalar_repr(PyObject *self, hbl_dtype dtype) {
    PyObject *number = text(self, "{\"style\": \"str\"}");
    if (number == NULL) return NULL;
    PyObject *result = dtype == HBL_BOOL
                           ? PyUnicode_FromFormat("np.%U_", number)
                           : PyUnicode_FromFormat("np.%s(%U)", hbl_dtype_name(dtype), number);
    Py_DECREF(number);
    return result;
}

PyObject *tensor_repr(PyObject *self) {
    hbl_tensor *tensor = tensor_of(self);
    if (hbl_tensor_is_symbolic(tensor)) return symbolic_text(self);
    if (is_scalar(self)) return scalar_repr(self, hbl_tensor_dtype(tensor));
    return text(self, "{\"style\": \"repr\"}");
}

PyObject *tensor_str(PyObject *self) {
    if (hbl_tensor_is_symbolic(tensor_of(self))) return symbolic_text(self);
    return text(self, "{\"style\": \"str\"}");
}

PyObject *tensor_format(PyObject *self, PyObject *specification) {
    Py_ssize_t length = PyUnicode_Check(specification) ? PyUnicode_GetLength(specification) : 0;
    if (length == 0) return PyObject_Str(self);
    hbl_tensor *tensor = tensor_of(self);
    if (hbl_tensor_ndim(tensor) != 0 || hbl_tensor_is_symbolic(tensor)) {
        PyErr_SetString(
            PyExc_TypeError, "unsupported format string passed to Tensor.__format__");
        return NULL;
    }
    PyObject *number = element_to_python(hbl_tensor_data(tensor), hbl_tensor_dtype(tensor));
    if (number == NULL) return NULL;
    PyObject *result = PyObject_Format(number, specification);
    Py_DECREF(number);
    return result;
}
