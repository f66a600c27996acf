/* dlpack.c: sharing memory with other libraries through DLPack, both ways. */
#include "extension.h"

#include <stdlib.h>
#include <string.h>

/* ---- The structures of DLPack 1, as its standard lays them out in memory */

typedef struct {
    int32_t type;
    int32_t number;
} Device;

typedef struct {
    uint8_t code;
    uint8_t bits;
    uint16_t lanes;
} DataType;

typedef struct {
    void *data;
    Device device;
    int32_t ndim;
    DataType dtype;
    int64_t *shape;
    int64_t *strides; /* In elements; NULL for row-major. */
    uint64_t byte_offset;
} Array;

typedef struct Managed {
    Array array;
    void *context;
    void (*release)(struct Managed *self);
} Managed;

typedef struct ManagedVersioned {
    struct {
        uint32_t major, minor;
    } version;
    void *context;
    void (*release)(struct ManagedVersioned *self);
    uint64_t flags;
    Array array;
} ManagedVersioned;

enum { CPU = 1 };
enum { SIGNED = 0, UNSIGNED = 1, FLOAT = 2, BFLOAT = 4, COMPLEX = 5, BOOL = 6 };
enum { READ_ONLY = 1, IS_COPIED = 2 };

static const char NAME[] = "dltensor", USED[] = "used_dltensor";
static const char NAME_VERSIONED[] = "dltensor_versioned";
static const char USED_VERSIONED[] = "used_dltensor_versioned";

/* ---- To other libraries */

static DataType data_type(hbl_dtype dtype) {
    uint8_t code = dtype == HBL_BOOL       ? BOOL
                   : dtype == HBL_BFLOAT16 ? BFLOAT
                   : is_complex(dtype)     ? COMPLEX
                   : is_float(dtype)       ? FLOAT
                   : is_unsigned(dtype)    ? UNSIGNED
                                           : SIGNED;
    return (DataType){code, (uint8_t)(8 * hbl_dtype_size(dtype)), 1};
}

/* What a capsule owns: the tensor, and room for the lengths and strides. */
typedef struct {
    union {
        Managed plain;
        ManagedVersioned versioned;
    } managed;
    hbl_tensor *tensor;
    int64_t lengths[];
} Export;

static void release_plain(Managed *managed) {
    hbl_tensor_release(((Export *)managed)->tensor);
    free(managed);
}

static void release_versioned(ManagedVersioned *managed) {
    hbl_tensor_release(((Export *)managed)->tensor);
    free(managed);
}

/* Of a capsule that nobody took the array from. */
static void drop_capsule(PyObject *capsule) {
    if (PyCapsule_IsValid(capsule, NAME)) {
        Managed *managed = PyCapsule_GetPointer(capsule, NAME);
        managed->release(managed);
    } else if (PyCapsule_IsValid(capsule, NAME_VERSIONED)) {
        ManagedVersioned *managed = PyCapsule_GetPointer(capsule, NAME_VERSIONED);
        managed->release(managed);
    }
}

/* Takes the reference over. */
static PyObject *capsule_of(hbl_tensor *tensor, bool is_versioned, uint64_t flags) {
    int32_t ndim = hbl_tensor_ndim(tensor);
    Export *export = malloc(sizeof *export + 2 * (size_t)ndim * sizeof(int64_t));
    if (export == NULL) {
        hbl_tensor_release(tensor);
        return PyErr_NoMemory();
    }
    export->tensor = tensor;
    hbl_dtype dtype = hbl_tensor_dtype(tensor);
    int64_t *shape = export->lengths, *strides = shape + ndim;
    for (int32_t axis = 0; axis < ndim; axis++) {
        shape[axis] = hbl_tensor_shape(tensor)[axis];
        strides[axis] = hbl_tensor_strides(tensor)[axis] / (int64_t)hbl_dtype_size(dtype);
    }
    Array array = {
        .data = hbl_tensor_data(tensor),
        .device = {CPU, 0},
        .ndim = ndim,
        .dtype = data_type(dtype),
        .shape = shape,
        .strides = strides,
    };
    if (is_versioned) {
        export->managed.versioned = (ManagedVersioned){
            .version = {1, 0}, .release = release_versioned, .flags = flags, .array = array};
    } else {
        export->managed.plain = (Managed){.array = array, .release = release_plain};
    }
    PyObject *capsule =
        PyCapsule_New(export, is_versioned ? NAME_VERSIONED : NAME, drop_capsule);
    if (capsule == NULL) {
        hbl_tensor_release(tensor);
        free(export);
    }
    return capsule;
}

/* Whether (major, minor) allows a versioned capsule. */
static int is_versioned(PyObject *max_version) {
    if (max_version == Py_None) return 0;
    int major, minor;
    if (!PyArg_Parse(max_version, "(ii)", &major, &minor)) return -1;
    return major >= 1;
}

static int check_device(PyObject *device) {
    if (device == Py_None) return 0;
    int type, number;
    if (!PyArg_Parse(device, "(ii)", &type, &number)) return -1;
    if (type == CPU && number == 0) return 0;
    PyErr_SetString(PyExc_BufferError, "unsupported device requested: there is only the CPU");
    return -1;
}

PyObject *tensor_dlpack(PyObject *self, PyObject *arguments, PyObject *keywords) {
    static char *names[] = {"stream", "max_version", "dl_device", "copy", NULL};
    PyObject *stream = Py_None, *max_version = Py_None, *device = Py_None, *copy = Py_None;
    if (!PyArg_ParseTupleAndKeywords(
            arguments, keywords, "|$OOOO:__dlpack__", names, &stream, &max_version, &device,
            &copy)) return NULL;
    if (stream != Py_None) {
        PyErr_SetString(PyExc_RuntimeError, "only stream=None is supported");
        return NULL;
    }
    int versioned = is_versioned(max_version);
    CopyMode mode;
    if (versioned < 0 || check_device(device) < 0 || copy_mode_of(copy, &mode) < 0) return NULL;
    hbl_tensor *tensor = tensor_of(self);
    if (hbl_tensor_is_symbolic(tensor)) {
        PyErr_SetString(PyExc_BufferError, "a symbolic tensor has no elements");
        return NULL;
    }
    if (mode == COPY_ALWAYS) {
        if (check(hbl_tensor_copy(tensor, &tensor)) < 0) return NULL;
        return capsule_of(tensor, versioned, IS_COPIED);
    }
    bool read_only = hbl_tensor_is_read_only(tensor);
    if (read_only && !versioned) {
        PyErr_SetString(
            PyExc_BufferError,
            "Cannot export a read-only tensor, since DLPack before version 1 cannot say so");
        return NULL;
    }
    return capsule_of(hbl_tensor_retain(tensor), versioned, read_only ? READ_ONLY : 0);
}

PyObject *tensor_dlpack_device(PyObject *self, PyObject *unused) {
    (void)self, (void)unused;
    return Py_BuildValue("(ii)", CPU, 0);
}

/* ---- From other libraries */

static bool dtype_from(DataType type, hbl_dtype *out) {
    for (hbl_dtype dtype = 0; dtype < HBL_DTYPE_COUNT; dtype++) {
        DataType own = data_type(dtype);
        if (own.code == type.code && own.bits == type.bits && type.lanes == 1) {
            *out = dtype;
            return true;
        }
    }
    return false;
}

/* Other libraries may need the GIL to let their array go. */
static void release_foreign(void *context) {
    if (!Py_IsInitialized()) return;
    PyGILState_STATE state = PyGILState_Ensure();
    Managed *managed = context;
    if (managed->release != NULL) managed->release(managed);
    PyGILState_Release(state);
}

static void release_foreign_versioned(void *context) {
    if (!Py_IsInitialized()) return;
    PyGILState_STATE state = PyGILState_Ensure();
    ManagedVersioned *managed = context;
    if (managed->release != NULL) managed->release(managed);
    PyGILState_Release(state);
}

static int borrow(
    const Array *array, bool read_only, void (*release)(void *), void *context, hbl_tensor **out) {
    hbl_dtype dtype;
    if (array->device.type != CPU) {
        PyErr_SetString(PyExc_BufferError, "DLPack: expected an array on the CPU");
        return -1;
    }
    if (array->ndim < 0 || array->ndim > HBL_MAX_NDIM || !dtype_from(array->dtype, &dtype)) {
        PyErr_SetString(
            PyExc_BufferError, "DLPack: expected an array of bool, integers, floats or complex numbers");
        return -1;
    }
    int64_t strides[HBL_MAX_NDIM];
    for (int32_t axis = 0; array->strides != NULL && axis < array->ndim; axis++) {
        strides[axis] = array->strides[axis] * (int64_t)hbl_dtype_size(dtype);
    }
    void *data = array->data == NULL ? NULL : (char *)array->data + array->byte_offset;
    return check(hbl_tensor_borrow(
        data, dtype, array->ndim, array->shape, array->strides == NULL ? NULL : strides, read_only,
        release, context, out));
}

static int from_versioned(PyObject *capsule, hbl_tensor **out) {
    ManagedVersioned *managed = PyCapsule_GetPointer(capsule, NAME_VERSIONED);
    if (managed == NULL) return -1;
    if (managed->version.major != 1) {
        PyErr_SetString(PyExc_BufferError, "DLPack: expected version 1");
        return -1;
    }
    bool read_only = managed->flags & READ_ONLY;
    if (borrow(&managed->array, read_only, release_foreign_versioned, managed, out) < 0) return -1;
    return PyCapsule_SetName(capsule, USED_VERSIONED);
}

static int from_plain(PyObject *capsule, hbl_tensor **out) {
    Managed *managed = PyCapsule_GetPointer(capsule, NAME);
    if (managed == NULL) return -1;
    if (borrow(&managed->array, false, release_foreign, managed, out) < 0) return -1;
    return PyCapsule_SetName(capsule, USED);
}

static PyObject *ask_for_capsule(PyObject *object) {
    PyObject *method = PyObject_GetAttrString(object, "__dlpack__");
    if (method == NULL) return NULL;
    PyObject *keywords = Py_BuildValue("{s(ii)}", "max_version", 1, 0);
    PyObject *nothing = PyTuple_New(0);
    PyObject *capsule = NULL;
    if (keywords != NULL && nothing != NULL) {
        capsule = PyObject_Call(method, nothing, keywords);
        /* Libraries from before version 1 do not know the argument. */
        if (capsule == NULL && caught(PyExc_TypeError)) capsule = PyObject_CallNoArgs(method);
    }
    Py_XDECREF(keywords);
    Py_XDECREF(nothing);
    Py_DECREF(method);
    return capsule;
}

int tensor_from_dlpack(PyObject *object, hbl_tensor **out) {
    PyObject *capsule = ask_for_capsule(object);
    if (capsule == NULL) return -1;
    int failure = PyCapsule_IsValid(capsule, NAME_VERSIONED) ? from_versioned(capsule, out)
                                                             : from_plain(capsule, out);
    Py_DECREF(capsule);
    return failure;
}

PyObject *module_from_dlpack(PyObject *module, PyObject *arguments, PyObject *keywords) {
    (void)module;
    static char *names[] = {"", "device", "copy", NULL};
    PyObject *object, *device = Py_None, *copy = Py_None;
    if (!PyArg_ParseTupleAndKeywords(
            arguments, keywords, "O|$OO:from_dlpack", names, &object, &device, &copy)) return NULL;
    CopyMode mode;
    if (copy_mode_of(copy, &mode) < 0) return NULL;
    if (device != Py_None &&
        (!PyUnicode_Check(device) || PyUnicode_CompareWithASCIIString(device, "cpu") != 0)) {
        return PyErr_Format(PyExc_ValueError, "Unsupported device: %R. Only 'cpu' is there.", device);
    }
    hbl_tensor *tensor, *copied;
    if (tensor_from_dlpack(object, &tensor) < 0) return NULL;
    if (mode != COPY_ALWAYS) return wrap_array(tensor);
    hbl_status status = hbl_tensor_copy(tensor, &copied);
    hbl_tensor_release(tensor);
    return array_or_error(status, &copied);
}
