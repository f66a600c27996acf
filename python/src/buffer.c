/* buffer.c: the buffer protocol, both ways. */
#include "extension.h"

#include <stdlib.h>
#include <string.h>

/* ---- From other objects */

/* The dtype of a format of the struct module; false for what tensors cannot hold. */
static bool parse_format(const char *format, Py_ssize_t itemsize, hbl_dtype *dtype, bool *swapped) {
    *swapped = false;
    if (format == NULL) format = "B";
    if (*format != '\0' && strchr("@=<>!", *format) != NULL) {
        *swapped = (*format == '>' || *format == '!') && itemsize > 1;
        format++;
    }
    if (*format == 'Z') {
        *dtype = format[1] == 'f' ? HBL_COMPLEX64 : HBL_COMPLEX128;
        return (strcmp(format, "Zf") == 0 || strcmp(format, "Zd") == 0) &&
               itemsize == (Py_ssize_t)hbl_dtype_size(*dtype);
    }
    if (*format == '\0' || format[1] != '\0') return false;
    static const hbl_dtype of_size[][9] = {
        {[1] = HBL_INT8, [2] = HBL_INT16, [4] = HBL_INT32, [8] = HBL_INT64},
        {[1] = HBL_UINT8, [2] = HBL_UINT16, [4] = HBL_UINT32, [8] = HBL_UINT64},
        {[2] = HBL_FLOAT16, [4] = HBL_FLOAT32, [8] = HBL_FLOAT64},
    };
    if (itemsize < 1 || itemsize > 8) return false;
    if (*format == '?') {
        *dtype = HBL_BOOL;
        return itemsize == 1;
    }
    int family;
    if (strchr("bhilqn", *format) != NULL) {
        family = 0;
    } else if (strchr("BHILQN", *format) != NULL) {
        family = 1;
    } else if (strchr("efd", *format) != NULL) {
        family = 2;
    } else {
        return false;
    }
    *dtype = of_size[family][itemsize];
    return *dtype != HBL_BOOL;
}

/* The last tensor that looks at a buffer may go on any thread, with or without the GIL. */
static void drop_buffer(void *context) {
    if (!Py_IsInitialized()) return;
    PyGILState_STATE state = PyGILState_Ensure();
    PyBuffer_Release(context);
    free(context);
    PyGILState_Release(state);
}

static bool is_aligned(const Py_buffer *view) {
    /* No part of an element is larger than 8 bytes. */
    uintptr_t alignment = view->itemsize < 8 ? (uintptr_t)view->itemsize : 8;
    if ((uintptr_t)view->buf % alignment != 0) return false;
    /* ctypes gives no strides even if asked. */
    for (int axis = 0; axis < view->ndim && view->strides != NULL; axis++) {
        if (view->strides[axis] % view->itemsize != 0) return false;
    }
    return true;
}

static void swap_bytes(char *elements, Py_ssize_t size, Py_ssize_t itemsize) {
    for (char *element = elements; element < elements + size; element += itemsize) {
        for (Py_ssize_t low = 0, high = itemsize - 1; low < high; low++, high--) {
            char byte = element[low];
            element[low] = element[high];
            element[high] = byte;
        }
    }
}

static int copy_swapped(const Py_buffer *view, hbl_dtype dtype, hbl_tensor **out) {
    char *elements = malloc(view->len > 0 ? (size_t)view->len : 1);
    if (elements == NULL) {
        PyErr_NoMemory();
        return -1;
    }
    int failure = PyBuffer_ToContiguous(elements, view, view->len, 'C');
    if (failure == 0) {
        swap_bytes(elements, view->len, view->itemsize / (is_complex(dtype) ? 2 : 1));
        failure = check(hbl_tensor_from_data(
            elements, dtype, view->ndim, (const int64_t *)view->shape, NULL, out));
    }
    free(elements);
    return failure;
}

/* Whether bytes stand for something else: NumPy gives its dates away so. */
static bool is_disguised(PyObject *object, hbl_dtype dtype) {
    if (dtype != HBL_UINT8) return false;
    PyObject *own = PyObject_GetAttrString(object, "dtype");
    hbl_dtype real;
    bool disguised = own != NULL && (dtype_of(own, &real) < 0 || real != HBL_UINT8);
    PyErr_Clear();
    Py_XDECREF(own);
    return disguised;
}

int tensor_from_buffer(PyObject *object, bool copy, hbl_tensor **out) {
    if (!PyObject_CheckBuffer(object)) return 0;
    /* Not on the stack: shapes may point into the structure, which outlives this call if the
    ** memory is borrowed. */
    Py_buffer *view = malloc(sizeof *view);
    if (view == NULL) {
        PyErr_NoMemory();
        return -1;
    }
    if (PyObject_GetBuffer(object, view, PyBUF_RECORDS_RO) < 0) {
        free(view);
        /* NumPy has dtypes that the protocol cannot say; other protocols may. */
        return caught(PyExc_BufferError) || caught(PyExc_ValueError) ? 0 : -1;
    }
    hbl_dtype dtype;
    bool swapped;
    if (!parse_format(view->format, view->itemsize, &dtype, &swapped) ||
        is_disguised(object, dtype)) {
        drop_buffer(view);
        return 0;
    }
    const int64_t *shape = (const int64_t *)view->shape, *strides = (const int64_t *)view->strides;
    hbl_status status = HBL_OK;
    int failure = 0;
    if (swapped) {
        failure = copy_swapped(view, dtype, out);
    } else if (copy || !is_aligned(view)) {
        status = hbl_tensor_from_data(view->buf, dtype, view->ndim, shape, strides, out);
    } else {
        status = hbl_tensor_borrow(
            view->buf, dtype, view->ndim, shape, strides, view->readonly, drop_buffer, view, out);
        if (status == HBL_OK) return 1;
    }
    drop_buffer(view);
    return failure < 0 || check(status) < 0 ? -1 : 1;
}

/* ---- To other objects */

static bool is_column_major(hbl_tensor *tensor) {
    const int64_t *shape = hbl_tensor_shape(tensor), *strides = hbl_tensor_strides(tensor);
    int64_t distance = (int64_t)hbl_dtype_size(hbl_tensor_dtype(tensor));
    if (hbl_tensor_size(tensor) == 0) return true;
    for (int32_t axis = 0; axis < hbl_tensor_ndim(tensor); axis++) {
        if (shape[axis] != 1 && strides[axis] != distance) return false;
        distance *= shape[axis];
    }
    return true;
}

/* Why a tensor has no buffer of the kind that is asked for, or NULL. */
static const char *refusal(hbl_tensor *tensor, int flags) {
    if (hbl_tensor_is_symbolic(tensor)) return "a symbolic tensor has no elements";
    if (hbl_tensor_dtype(tensor) == HBL_BFLOAT16) return "bfloat16 has no buffer format";
    if ((flags & PyBUF_WRITABLE) && hbl_tensor_is_read_only(tensor)) {
        return "the tensor is read-only";
    }
    bool row_major = hbl_tensor_is_contiguous(tensor);
    if ((flags & PyBUF_C_CONTIGUOUS) == PyBUF_C_CONTIGUOUS && !row_major) {
        return "ndarray is not C-contiguous";
    }
    if ((flags & PyBUF_F_CONTIGUOUS) == PyBUF_F_CONTIGUOUS && !is_column_major(tensor)) {
        return "ndarray is not Fortran contiguous";
    }
    if ((flags & PyBUF_ANY_CONTIGUOUS) == PyBUF_ANY_CONTIGUOUS && !row_major &&
        !is_column_major(tensor)) {
        return "ndarray is not contiguous";
    }
    if ((flags & PyBUF_STRIDES) != PyBUF_STRIDES && !row_major) {
        return "ndarray is not C-contiguous";
    }
    return NULL;
}

int tensor_get_buffer(PyObject *self, Py_buffer *view, int flags) {
    static const char *const formats[HBL_DTYPE_COUNT] = {
        "?", "b", "h", "i", "l", "B", "H", "I", "L", "e", NULL, "f", "d", "Zf", "Zd",
    };
    hbl_tensor *tensor = tensor_of(self);
    const char *reason = refusal(tensor, flags);
    view->obj = NULL;
    if (reason != NULL) {
        PyErr_SetString(PyExc_BufferError, reason);
        return -1;
    }
    hbl_dtype dtype = hbl_tensor_dtype(tensor);
    view->buf = hbl_tensor_data(tensor);
    view->obj = Py_NewRef(self);
    view->itemsize = (Py_ssize_t)hbl_dtype_size(dtype);
    view->len = hbl_tensor_size(tensor) * view->itemsize;
    view->readonly = hbl_tensor_is_read_only(tensor);
    view->ndim = hbl_tensor_ndim(tensor);
    view->format = flags & PyBUF_FORMAT ? (char *)formats[dtype] : NULL;
    view->shape = flags & PyBUF_ND ? (Py_ssize_t *)hbl_tensor_shape(tensor) : NULL;
    view->strides = (flags & PyBUF_STRIDES) == PyBUF_STRIDES
                        ? (Py_ssize_t *)hbl_tensor_strides(tensor)
                        : NULL;
    view->suboffsets = NULL;
    /* The object may get another shape while the buffer is in use. */
    view->internal = hbl_tensor_retain(tensor);
    return 0;
}

void tensor_release_buffer(PyObject *self, Py_buffer *view) {
    (void)self;
    hbl_tensor_release(view->internal);
}
