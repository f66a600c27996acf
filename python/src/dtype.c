/* dtype.c: element types, one object for each. */
#include "extension.h"

#include <string.h>

PyTypeObject *DType_Type;
static PyObject *dtypes[HBL_DTYPE_COUNT];

PyObject *dtype_object(hbl_dtype dtype) { return Py_NewRef(dtypes[dtype]); }

static hbl_dtype dtype_value(PyObject *self) { return ((DTypeObject *)self)->dtype; }

/* ---- Reading what programs mean by a dtype */

/* NumPy's other names. Bytes are counted by the code's second letter. */
static const struct {
    const char *name;
    hbl_dtype dtype;
} aliases[] = {
    {"?", HBL_BOOL},       {"b", HBL_INT8},         {"h", HBL_INT16},      {"i", HBL_INT32},
    {"l", HBL_INT64},      {"q", HBL_INT64},        {"p", HBL_INT64},      {"B", HBL_UINT8},
    {"H", HBL_UINT16},     {"I", HBL_UINT32},       {"L", HBL_UINT64},     {"Q", HBL_UINT64},
    {"P", HBL_UINT64},     {"e", HBL_FLOAT16},      {"f", HBL_FLOAT32},    {"d", HBL_FLOAT64},
    {"b1", HBL_BOOL},      {"i1", HBL_INT8},        {"i2", HBL_INT16},     {"i4", HBL_INT32},
    {"i8", HBL_INT64},     {"u1", HBL_UINT8},       {"u2", HBL_UINT16},    {"u4", HBL_UINT32},
    {"u8", HBL_UINT64},    {"f2", HBL_FLOAT16},     {"f4", HBL_FLOAT32},   {"f8", HBL_FLOAT64},
    {"bool_", HBL_BOOL},   {"byte", HBL_INT8},      {"short", HBL_INT16},  {"intc", HBL_INT32},
    {"int", HBL_INT64},    {"int_", HBL_INT64},     {"intp", HBL_INT64},   {"long", HBL_INT64},
    {"longlong", HBL_INT64}, {"ubyte", HBL_UINT8},  {"ushort", HBL_UINT16}, {"uintc", HBL_UINT32},
    {"uint", HBL_UINT64},  {"uintp", HBL_UINT64},   {"ulong", HBL_UINT64},
    {"ulonglong", HBL_UINT64}, {"half", HBL_FLOAT16}, {"single", HBL_FLOAT32},
    {"float", HBL_FLOAT64}, {"double", HBL_FLOAT64}, {"F", HBL_COMPLEX64}, {"D", HBL_COMPLEX128},
    {"c8", HBL_COMPLEX64}, {"c16", HBL_COMPLEX128}, {"csingle", HBL_COMPLEX64},
    {"cdouble", HBL_COMPLEX128}, {"complex", HBL_COMPLEX128},
};

static bool find_name(const char *name, hbl_dtype *out) {
    if (hbl_dtype_from_name(name, out) == HBL_OK) return true;
    if (strchr("<=|@", *name) && *name) name++;
    for (size_t i = 0; i < sizeof aliases / sizeof *aliases; i++) {
        if (strcmp(aliases[i].name, name) == 0) {
            *out = aliases[i].dtype;
            return true;
        }
    }
    return false;
}

/* Whether an attribute of an object is the name of a dtype. */
static int find_named(PyObject *object, const char *attribute, hbl_dtype *out) {
    PyObject *name = PyObject_GetAttrString(object, attribute);
    if (name == NULL) {
        PyErr_Clear();
        return 0;
    }
    const char *text = PyUnicode_Check(name) ? PyUnicode_AsUTF8AndSize(name, NULL) : NULL;
    int found = text != NULL && find_name(text, out);
    if (text == NULL) PyErr_Clear();
    Py_DECREF(name);
    return found;
}

/* 1 if the object stands for a dtype, 0 if not. */
static int find_dtype(PyObject *object, hbl_dtype *out) {
    if (Py_TYPE(object) == DType_Type) {
        *out = dtype_value(object);
        return 1;
    }
    if (PyUnicode_Check(object)) {
        const char *name = PyUnicode_AsUTF8AndSize(object, NULL);
        if (name == NULL) PyErr_Clear();
        return name != NULL && find_name(name, out);
    }
    if (object == (PyObject *)&PyBool_Type) {
        *out = HBL_BOOL;
    } else if (object == (PyObject *)&PyLong_Type) {
        *out = HBL_INT64;
    } else if (object == (PyObject *)&PyFloat_Type) {
        *out = HBL_FLOAT64;
    } else if (object == (PyObject *)&PyComplex_Type) {
        *out = HBL_COMPLEX128;
    } else if (PyType_Check(object)) {
        /* The scalar types of NumPy and ml_dtypes. Other classes may have such names by chance. */
        PyObject *itemsize = PyObject_GetAttrString(object, "itemsize");
        if (itemsize == NULL) {
            PyErr_Clear();
            return 0;
        }
        Py_DECREF(itemsize);
        return find_named(object, "__name__", out);
    } else {
        /* numpy.dtype */
        return find_named(object, "name", out);
    }
    return 1;
}

int dtype_of(PyObject *object, hbl_dtype *out) {
    if (find_dtype(object, out)) return 0;
    if (PyUnicode_Check(object)) {
        PyErr_Format(PyExc_TypeError, "data type '%U' not understood", object);
    } else {
        PyErr_Format(PyExc_TypeError, "Cannot interpret '%R' as a data type", object);
    }
    return -1;
}

int optional_dtype(PyObject *object, hbl_dtype *out) {
    *out = NO_DTYPE;
    return object == NULL || object == Py_None ? 0 : dtype_of(object, out);
}

/* ---- The type */

static PyObject *dtype_new(PyTypeObject *type, PyObject *arguments, PyObject *keywords) {
    (void)type;
    static char *names[] = {"value", NULL};
    PyObject *value;
    if (!PyArg_ParseTupleAndKeywords(arguments, keywords, "O:dtype", names, &value)) return NULL;
    hbl_dtype dtype = HBL_FLOAT64;
    if (value != Py_None && dtype_of(value, &dtype) < 0) return NULL;
    return dtype_object(dtype);
}

static PyObject *dtype_call(PyObject *self, PyObject *arguments, PyObject *keywords) {
    static char *names[] = {"value", NULL};
    PyObject *value = NULL;
    if (!PyArg_ParseTupleAndKeywords(arguments, keywords, "|O", names, &value)) return NULL;
    hbl_tensor *tensor;
    if (value == NULL) {
        return result_or_error(
            hbl_tensor_zeros(dtype_value(self), 0, NULL, &tensor), &tensor);
    }
    if (make_tensor(value, dtype_value(self), COPY_ALWAYS, &tensor) < 0) return NULL;
    return wrap_result(tensor);
}

static PyObject *dtype_compare(PyObject *self, PyObject *other, int operation) {
    if (operation != Py_EQ && operation != Py_NE) Py_RETURN_NOTIMPLEMENTED;
    hbl_dtype dtype;
    bool equal = find_dtype(other, &dtype) && dtype == dtype_value(self);
    return PyBool_FromLong(equal == (operation == Py_EQ));
}

/* As that of its name, which it is equal to. */
static Py_hash_t dtype_hash(PyObject *self) {
    PyObject *name = PyUnicode_FromString(hbl_dtype_name(dtype_value(self)));
    if (name == NULL) return -1;
    Py_hash_t hash = PyObject_Hash(name);
    Py_DECREF(name);
    return hash;
}

static PyObject *dtype_repr(PyObject *self) {
    return PyUnicode_FromFormat("dtype('%s')", hbl_dtype_name(dtype_value(self)));
}

static PyObject *dtype_name(PyObject *self, void *unused) {
    (void)unused;
    return PyUnicode_FromString(hbl_dtype_name(dtype_value(self)));
}

static PyObject *dtype_str(PyObject *self) { return dtype_name(self, NULL); }

static PyObject *dtype_itemsize(PyObject *self, void *unused) {
    (void)unused;
    return PyLong_FromSize_t(hbl_dtype_size(dtype_value(self)));
}

static PyObject *dtype_alignment(PyObject *self, void *unused) {
    (void)unused;
    hbl_dtype dtype = dtype_value(self);
    return PyLong_FromSize_t(hbl_dtype_size(dtype) / (is_complex(dtype) ? 2 : 1));
}

static char kind_of(hbl_dtype dtype) {
    return dtype == HBL_BOOL     ? 'b'
           : is_complex(dtype)  ? 'c'
           : is_float(dtype)    ? 'f'
           : is_unsigned(dtype) ? 'u'
                                : 'i';
}

static PyObject *dtype_kind(PyObject *self, void *unused) {
    (void)unused;
    return PyUnicode_FromFormat("%c", kind_of(dtype_value(self)));
}

/* NumPy's letters, in the order of the dtypes; that of bfloat16 is ml_dtypes'. */
static PyObject *dtype_char(PyObject *self, void *unused) {
    (void)unused;
    return PyUnicode_FromFormat("%c", "?bhilBHILeEfdFD"[dtype_value(self)]);
}

static PyObject *dtype_code(PyObject *self, void *unused) {
    (void)unused;
    hbl_dtype dtype = dtype_value(self);
    if (dtype == HBL_BFLOAT16) return PyUnicode_FromString("<V2");
    int size = (int)hbl_dtype_size(dtype);
    return PyUnicode_FromFormat("%c%c%d", size == 1 ? '|' : '<', kind_of(dtype), size);
}

/* numpy.dtype(self) looks for this. */
static PyObject *dtype_numpy(PyObject *self, void *unused) {
    (void)unused;
    hbl_dtype dtype = dtype_value(self);
    PyObject *make = imported("numpy", "dtype");
    if (make == NULL) return NULL;
    PyObject *result = NULL;
    if (dtype != HBL_BFLOAT16) {
        result = PyObject_CallFunction(make, "s", hbl_dtype_name(dtype));
    } else {
        PyObject *type = imported("ml_dtypes", "bfloat16");
        if (type != NULL) {
            result = PyObject_CallFunctionObjArgs(make, type, NULL);
            Py_DECREF(type);
        } else if (caught(PyExc_ImportError)) {
            PyErr_SetString(
                PyExc_AttributeError, "NumPy has no bfloat16 without the package ml_dtypes");
        }
    }
    Py_DECREF(make);
    return result;
}

static PyObject *dtype_reduce(PyObject *self, PyObject *unused) {
    (void)unused;
    return Py_BuildValue("O(s)", DType_Type, hbl_dtype_name(dtype_value(self)));
}

/* isinstance(x, float32): whether x is a scalar of the type, as with NumPy's types. */
static PyObject *dtype_instancecheck(PyObject *self, PyObject *object) {
    return PyBool_FromLong(
        is_tensor(object) && is_scalar(object) &&
        hbl_tensor_dtype(tensor_of(object)) == dtype_value(self));
}

static PyGetSetDef dtype_attributes[] = {
    {"name", dtype_name, NULL, "NumPy's name of the type.", NULL},
    {"itemsize", dtype_itemsize, NULL, "Bytes of one element.", NULL},
    {"alignment", dtype_alignment, NULL, "Addresses of elements are multiples of it.", NULL},
    {"kind", dtype_kind, NULL, "'b' bool, 'i' signed, 'u' unsigned, 'f' float, 'c' complex.", NULL},
    {"char", dtype_char, NULL, "NumPy's letter for the type.", NULL},
    {"str", dtype_code, NULL, "NumPy's code for the type, such as '<f4'.", NULL},
    {"dtype", dtype_numpy, NULL, "The numpy.dtype of this type.", NULL},
    {"__numpy_dtype__", dtype_numpy, NULL, "The numpy.dtype of this type.", NULL},
    {0},
};

static PyMethodDef dtype_methods[] = {
    {"__reduce__", dtype_reduce, METH_NOARGS, NULL},
    {"__instancecheck__", dtype_instancecheck, METH_O, NULL},
    {0},
};

static PyType_Slot dtype_slots[] = {
    SLOT(Py_tp_doc, "An element type. Equal to its name and to NumPy's type of that name; calling "
                    "it makes a scalar."),
    SLOT(Py_tp_new, dtype_new),
    SLOT(Py_tp_call, dtype_call),
    SLOT(Py_tp_richcompare, dtype_compare),
    SLOT(Py_tp_hash, dtype_hash),
    SLOT(Py_tp_repr, dtype_repr),
    SLOT(Py_tp_str, dtype_str),
    SLOT(Py_tp_getset, dtype_attributes),
    SLOT(Py_tp_methods, dtype_methods),
    {0},
};

static PyType_Spec dtype_spec = {
    .name = "hornbill._hornbill.dtype",
    .basicsize = sizeof(DTypeObject),
    .flags = Py_TPFLAGS_DEFAULT,
    .slots = dtype_slots,
};

int add_dtypes(PyObject *module) {
    DType_Type = add_type(module, &dtype_spec, NULL);
    if (DType_Type == NULL) return -1;
    for (hbl_dtype dtype = 0; dtype < HBL_DTYPE_COUNT; dtype++) {
        DTypeObject *object = PyObject_New(DTypeObject, DType_Type);
        if (object == NULL) return -1;
        object->dtype = dtype;
        dtypes[dtype] = (PyObject *)object;
        if (PyModule_AddObjectRef(module, hbl_dtype_name(dtype), dtypes[dtype]) < 0) return -1;
    }
    return 0;
}
