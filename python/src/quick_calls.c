/* quick_calls.c: what Function does with plain calls, by the functions' names in hornbill.numpy.
**
** A handler answers only what it is sure of: exact types, no argument it does not know. Everything
** else, and everything that is wrong, is the business of the function in Python. */
#include "extension.h"

#include <string.h>

/* As many tensors as a list may have here. */
enum { MOST_TENSORS = 16 };

static PyObject *axis_name, *keepdims_name, *dtype_name;

int name_quick_arguments(void) {
    axis_name = PyUnicode_InternFromString("axis");
    keepdims_name = PyUnicode_InternFromString("keepdims");
    dtype_name = PyUnicode_InternFromString("dtype");
    return axis_name == NULL || keepdims_name == NULL || dtype_name == NULL ? -1 : 0;
}

/* A tensor so small that nobody waits for it. */
static bool is_small(PyObject *object) {
    return is_tensor(object) && hbl_tensor_size(tensor_of(object)) < MANY_ELEMENTS;
}

static PyObject *wrap_one(const QuickCall *call, hbl_status status, hbl_tensor *const *tensor) {
    return call->gives_array ? array_or_error(status, tensor) : result_or_error(status, tensor);
}

static PyObject *call_one(
    const QuickCall *call, hbl_tensor **inputs, int32_t count, const char *attributes) {
    hbl_tensor *out = NULL;
    int32_t results;
    hbl_status status =
        hbl_function_call(call->function, inputs, count, attributes, &out, 1, &results);
    return wrap_one(call, status, &out);
}

/* ---- f(x), with the attributes that the function in Python gives if it is given nothing else */

static PyObject *of_one(
    const QuickCall *call, PyObject *const *arguments, Py_ssize_t count, PyObject *names) {
    if (count != 1 || names != NULL || !is_small(arguments[0])) return NULL;
    hbl_tensor *input = tensor_of(arguments[0]);
    return call_one(call, &input, 1, call->detail);
}

/* ---- f(x, y), one of which may be a number */

static PyObject *of_two(
    const QuickCall *call, PyObject *const *arguments, Py_ssize_t count, PyObject *names) {
    if (count != 2 || names != NULL) return NULL;
    hbl_tensor *inputs[2] = {NULL, NULL}, *owned = NULL;
    for (int i = 0; i < 2; i++) {
        if (is_small(arguments[i])) inputs[i] = tensor_of(arguments[i]);
    }
    for (int i = 0; i < 2; i++) {
        if (inputs[i] != NULL) continue;
        if (!is_weak(arguments[i]) || inputs[1 - i] == NULL) return NULL;
        if (weak_scalar(arguments[i], hbl_tensor_dtype(inputs[1 - i]), &owned) < 0) return NULL;
        inputs[i] = owned;
    }
    PyObject *result = call_one(call, inputs, 2, NULL);
    if (owned != NULL) hbl_tensor_release(owned);
    return result;
}

static PyObject *where(
    const QuickCall *call, PyObject *const *arguments, Py_ssize_t count, PyObject *names) {
    if (count != 3 || names != NULL) return NULL;
    for (int i = 0; i < 3; i++) {
        if (!is_small(arguments[i])) return NULL;
    }
    hbl_tensor *out;
    hbl_status status = hbl_where(
        tensor_of(arguments[0]), tensor_of(arguments[1]), tensor_of(arguments[2]), &out);
    return wrap_one(call, status, &out);
}

/* A bound that a double holds exactly. */
static bool get_bound(PyObject *object, double *out) {
    if (PyFloat_CheckExact(object)) {
        *out = PyFloat_AsDouble(object);
        return *out == *out;
    }
    if (!PyLong_CheckExact(object)) return false;
    int overflow;
    long long value = PyLong_AsLongLongAndOverflow(object, &overflow);
    *out = (double)value;
    return !overflow && value > -(1LL << 53) && value < 1LL << 53;
}

/* clip(x, low, high) of numbers that do not change the dtype. */
static PyObject *clip(
    const QuickCall *call, PyObject *const *arguments, Py_ssize_t count, PyObject *names) {
    double low, high;
    if (count != 3 || names != NULL || !is_small(arguments[0])) return NULL;
    if (!get_bound(arguments[1], &low) || !get_bound(arguments[2], &high)) return NULL;
    hbl_dtype dtype = hbl_tensor_dtype(tensor_of(arguments[0]));
    bool are_floats = PyFloat_CheckExact(arguments[1]) || PyFloat_CheckExact(arguments[2]);
    if (!is_float(dtype) && (!is_integer(dtype) || are_floats)) return NULL;
    hbl_tensor *out;
    return wrap_one(call, hbl_clip(tensor_of(arguments[0]), low, high, &out), &out);
}

/* ---- reductions: f(x, axis=None, keepdims=False) */

typedef struct {
    int32_t axes[HBL_MAX_NDIM];
    int32_t count;
    bool is_given;
} Axes;

static bool get_axis(PyObject *object, int32_t *out) {
    int overflow;
    long axis = PyLong_CheckExact(object) ? PyLong_AsLongAndOverflow(object, &overflow) : 1 << 20;
    *out = (int32_t)axis;
    return axis >= -HBL_MAX_NDIM && axis <= HBL_MAX_NDIM;
}

static bool get_axes(PyObject *object, Axes *out) {
    if (object == Py_None) return true;
    out->is_given = true;
    if (!PyTuple_Check(object)) {
        out->count = 1;
        return get_axis(object, out->axes);
    }
    Py_ssize_t count = PyTuple_Size(object);
    if (count > HBL_MAX_NDIM) return false;
    for (Py_ssize_t i = 0; i < count; i++) {
        if (!get_axis(PyTuple_GetItem(object, i), &out->axes[i])) return false;
    }
    out->count = (int32_t)count;
    return true;
}

/* The axes and keepdims of a call that has nothing else. */
static bool get_reduction(
    PyObject *const *arguments, Py_ssize_t count, PyObject *names, Axes *axes, bool *keep) {
    *axes = (Axes){.count = 0};
    *keep = false;
    if (count < 1 || count > 2 || !is_small(arguments[0])) return false;
    if (count == 2 && !get_axes(arguments[1], axes)) return false;
    Py_ssize_t named = names == NULL ? 0 : PyTuple_Size(names);
    for (Py_ssize_t i = 0; i < named; i++) {
        PyObject *name = PyTuple_GetItem(names, i), *value = arguments[count + i];
        if (name == axis_name && count == 1) {
            if (!get_axes(value, axes)) return false;
        } else if (name == keepdims_name && PyBool_Check(value)) {
            *keep = value == Py_True;
        } else {
            return false;
        }
    }
    return true;
}

typedef hbl_status (*Reduce)(hbl_tensor *, const int32_t *, int32_t, bool, hbl_tensor **);
typedef struct {
    Reduce reduce;
} Reduction;

static PyObject *reduction(
    const QuickCall *call, PyObject *const *arguments, Py_ssize_t count, PyObject *names) {
    Axes axes;
    bool keep;
    if (!get_reduction(arguments, count, names, &axes, &keep)) return NULL;
    hbl_tensor *out;
    hbl_status status = ((const Reduction *)call->detail)->reduce(
        tensor_of(arguments[0]), axes.is_given ? axes.axes : NULL, axes.count, keep, &out);
    return wrap_one(call, status, &out);
}

/* Those without a function of their own in the engine's interface, over all axes. */
static PyObject *whole_reduction(
    const QuickCall *call, PyObject *const *arguments, Py_ssize_t count, PyObject *names) {
    Axes axes;
    bool keep;
    if (!get_reduction(arguments, count, names, &axes, &keep) || axes.is_given || keep) return NULL;
    hbl_tensor *input = tensor_of(arguments[0]);
    return call_one(call, &input, 1, NULL);
}

typedef hbl_status (*Find)(hbl_tensor *, const int32_t *, hbl_tensor **);
typedef struct {
    Find find;
} Position;

static PyObject *position(
    const QuickCall *call, PyObject *const *arguments, Py_ssize_t count, PyObject *names) {
    Axes axes;
    bool keep;
    if (!get_reduction(arguments, count, names, &axes, &keep) || keep) return NULL;
    if (axes.is_given && axes.count != 1) return NULL;
    hbl_tensor *out;
    hbl_status status = ((const Position *)call->detail)->find(
        tensor_of(arguments[0]), axes.is_given ? axes.axes : NULL, &out);
    return wrap_one(call, status, &out);
}

/* ---- lists of tensors */

static int32_t get_tensors(PyObject *sequence, hbl_tensor **tensors) {
    bool is_list = PyList_CheckExact(sequence);
    if (!is_list && !PyTuple_CheckExact(sequence)) return 0;
    Py_ssize_t count = is_list ? PyList_Size(sequence) : PyTuple_Size(sequence);
    if (count > MOST_TENSORS) return 0;
    for (Py_ssize_t i = 0; i < count; i++) {
        PyObject *item = is_list ? PyList_GetItem(sequence, i) : PyTuple_GetItem(sequence, i);
        if (!is_small(item)) return 0;
        tensors[i] = tensor_of(item);
    }
    return (int32_t)count;
}

typedef hbl_status (*Join)(hbl_tensor *const *, int32_t, int32_t, hbl_tensor **);
typedef struct {
    Join join;
} Joining;

static PyObject *joining(
    const QuickCall *call, PyObject *const *arguments, Py_ssize_t count, PyObject *names) {
    hbl_tensor *tensors[MOST_TENSORS], *out;
    int32_t axis = 0, number;
    Py_ssize_t named = names == NULL ? 0 : PyTuple_Size(names);
    if (count < 1 || count + named > 2) return NULL;
    if (named == 1 && PyTuple_GetItem(names, 0) != axis_name) return NULL;
    if (count + named == 2 && !get_axis(arguments[1], &axis)) return NULL;
    if ((number = get_tensors(arguments[0], tensors)) == 0) return NULL;
    hbl_status status = ((const Joining *)call->detail)->join(tensors, number, axis, &out);
    return wrap_one(call, status, &out);
}

static PyObject *joining_rows(
    const QuickCall *call, PyObject *const *arguments, Py_ssize_t count, PyObject *names) {
    hbl_tensor *tensors[MOST_TENSORS];
    int32_t number;
    if (count != 1 || names != NULL) return NULL;
    if ((number = get_tensors(arguments[0], tensors)) == 0) return NULL;
    return call_one(call, tensors, number, NULL);
}

static PyObject *einsum(
    const QuickCall *call, PyObject *const *arguments, Py_ssize_t count, PyObject *names) {
    static const char before[] = "{\"subscripts\":\"";
    hbl_tensor *tensors[MOST_TENSORS];
    char attributes[96];
    if (count < 2 || count > 5 || names != NULL || !PyUnicode_CheckExact(arguments[0])) return NULL;
    Py_ssize_t length, start = sizeof before - 1;
    const char *text = PyUnicode_AsUTF8AndSize(arguments[0], &length);
    if (text == NULL || length > (Py_ssize_t)sizeof attributes - start - 3) return NULL;
    memcpy(attributes, before, (size_t)start);
    for (Py_ssize_t i = 0; i < length; i++) {
        char c = text[i];
        if (c < ' ' || c == '"' || c == '\\' || c == 127) return NULL;
        attributes[start + i] = c;
    }
    memcpy(attributes + start + length, "\"}", 3);
    for (Py_ssize_t i = 1; i < count; i++) {
        if (!is_small(arguments[i])) return NULL;
        tensors[i - 1] = tensor_of(arguments[i]);
    }
    return call_one(call, tensors, (int32_t)(count - 1), attributes);
}

/* ---- new tensors */

typedef struct {
    int64_t lengths[HBL_MAX_NDIM];
    int32_t ndim;
} Shape;

static bool get_length(PyObject *object, int64_t *out) {
    if (!PyLong_CheckExact(object)) return false;
    int overflow;
    *out = PyLong_AsLongLongAndOverflow(object, &overflow);
    return !overflow && *out >= 0 && *out < MANY_ELEMENTS;
}

/* The shape of a small tensor. */
static bool get_shape(PyObject *object, Shape *out) {
    out->ndim = 1;
    if (get_length(object, out->lengths)) return true;
    if (!PyTuple_CheckExact(object) || PyTuple_Size(object) > HBL_MAX_NDIM) return false;
    out->ndim = (int32_t)PyTuple_Size(object);
    int64_t size = 1;
    for (int32_t i = 0; i < out->ndim; i++) {
        if (!get_length(PyTuple_GetItem(object, i), &out->lengths[i])) return false;
        size *= out->lengths[i];
        if (size >= MANY_ELEMENTS) return false;
    }
    return true;
}

/* The only argument behind the first `positional` ones that a call may have: its dtype. */
static bool get_dtype(
    PyObject *const *arguments, Py_ssize_t count, PyObject *names, Py_ssize_t positional,
    hbl_dtype *out) {
    Py_ssize_t named = names == NULL ? 0 : PyTuple_Size(names);
    *out = NO_DTYPE;
    if (count < positional || count + named > positional + 1) return false;
    if (named == 1 && PyTuple_GetItem(names, 0) != dtype_name) return false;
    if (count + named == positional) return true;
    if (optional_dtype(arguments[positional], out) == 0) return true;
    PyErr_Clear();
    return false;
}

typedef hbl_status (*Make)(hbl_dtype, int32_t, const int64_t *, hbl_tensor **);
typedef struct {
    Make make;
} Making;

static PyObject *making(
    const QuickCall *call, PyObject *const *arguments, Py_ssize_t count, PyObject *names) {
    Shape shape;
    hbl_dtype dtype;
    hbl_tensor *out;
    if (count < 1 || !get_shape(arguments[0], &shape)) return NULL;
    if (!get_dtype(arguments, count, names, 1, &dtype)) return NULL;
    hbl_status status = ((const Making *)call->detail)->make(
        dtype == NO_DTYPE ? HBL_FLOAT64 : dtype, shape.ndim, shape.lengths, &out);
    return array_or_error(status, &out);
}

static PyObject *making_like(
    const QuickCall *call, PyObject *const *arguments, Py_ssize_t count, PyObject *names) {
    hbl_dtype dtype;
    hbl_tensor *out;
    if (count < 1 || !is_small(arguments[0]) || !get_dtype(arguments, count, names, 1, &dtype)) {
        return NULL;
    }
    hbl_tensor *like = tensor_of(arguments[0]);
    if (hbl_tensor_is_symbolic(like)) return NULL;
    hbl_status status = ((const Making *)call->detail)->make(
        dtype == NO_DTYPE ? hbl_tensor_dtype(like) : dtype, hbl_tensor_ndim(like),
        hbl_tensor_shape(like), &out);
    return array_or_error(status, &out);
}

/* full(shape, value) of a number that a double holds, in the number's own dtype. */
static PyObject *full(
    const QuickCall *call, PyObject *const *arguments, Py_ssize_t count, PyObject *names) {
    Shape shape;
    double value;
    hbl_tensor *out;
    (void)call;
    if (count != 2 || names != NULL || !get_shape(arguments[0], &shape)) return NULL;
    if (!get_bound(arguments[1], &value)) return NULL;
    hbl_dtype dtype = PyFloat_CheckExact(arguments[1]) ? HBL_FLOAT64 : HBL_INT64;
    return array_or_error(hbl_tensor_full(dtype, shape.ndim, shape.lengths, value, &out), &out);
}

/* arange(stop) and arange(start, stop) of small integers. */
static PyObject *arange(
    const QuickCall *call, PyObject *const *arguments, Py_ssize_t count, PyObject *names) {
    int64_t start = 0, stop;
    hbl_tensor *out;
    (void)call;
    if (count < 1 || count > 2 || names != NULL) return NULL;
    if (!get_length(arguments[count - 1], &stop)) return NULL;
    if (count == 2 && !get_length(arguments[0], &start)) return NULL;
    return array_or_error(
        hbl_tensor_arange((double)start, (double)stop, 1, HBL_INT64, &out), &out);
}

/* eye(n) of float64. */
static PyObject *eye(
    const QuickCall *call, PyObject *const *arguments, Py_ssize_t count, PyObject *names) {
    int64_t length;
    (void)call;
    if (count != 1 || names != NULL || !get_length(arguments[0], &length) || length > 128) return NULL;
    int64_t shape[2] = {length, length};
    hbl_tensor *out;
    if (check(hbl_tensor_zeros(HBL_FLOAT64, 2, shape, &out)) < 0) return NULL;
    double *elements = hbl_tensor_data(out);
    for (int64_t i = 0; i < length; i++) elements[i * (length + 1)] = 1;
    return wrap_array(out);
}

/* array(x) and asarray(x). */
static PyObject *array(
    const QuickCall *call, PyObject *const *arguments, Py_ssize_t count, PyObject *names) {
    hbl_tensor *out;
    (void)call;
    if (count != 1 || names != NULL) return NULL;
    return make_tensor(arguments[0], NO_DTYPE, COPY_ALWAYS, &out) < 0 ? NULL : wrap_array(out);
}

static PyObject *asarray(
    const QuickCall *call, PyObject *const *arguments, Py_ssize_t count, PyObject *names) {
    hbl_tensor *out;
    (void)call;
    if (count != 1 || names != NULL) return NULL;
    if (is_tensor(arguments[0])) return Py_NewRef(arguments[0]);
    return make_tensor(arguments[0], NO_DTYPE, COPY_IF_NEEDED, &out) < 0 ? NULL : wrap_array(out);
}

/* ---- the same elements in another shape */

static PyObject *ravel(
    const QuickCall *call, PyObject *const *arguments, Py_ssize_t count, PyObject *names) {
    static const int64_t flat[1] = {-1};
    hbl_tensor *out;
    (void)call;
    if (count != 1 || names != NULL || !is_small(arguments[0])) return NULL;
    return array_or_error(hbl_reshape(tensor_of(arguments[0]), 1, flat, &out), &out);
}

static PyObject *transpose(
    const QuickCall *call, PyObject *const *arguments, Py_ssize_t count, PyObject *names) {
    hbl_tensor *out;
    (void)call;
    if (count != 1 || names != NULL || !is_tensor(arguments[0])) return NULL;
    return array_or_error(hbl_transpose(tensor_of(arguments[0]), NULL, 0, &out), &out);
}

/* ---- the table */

static const Reduction sum = {hbl_sum}, prod = {hbl_prod}, mean = {hbl_mean}, largest = {hbl_max},
                       smallest = {hbl_min};
static const Position first_largest = {hbl_argmax}, first_smallest = {hbl_argmin};
static const Joining concatenated = {hbl_concatenate}, stacked = {hbl_stack};
static const Making zeros = {hbl_tensor_zeros}, ones = {hbl_tensor_ones};

static const struct {
    const char *name, *function;
    QuickHandler handler;
    const void *detail;
} quick_calls[] = {
    {"all", "all", whole_reduction, NULL},
    {"any", "any", whole_reduction, NULL},
    {"arange", "arange", arange, NULL},
    {"argmax", "argmax", position, &first_largest},
    {"argmin", "argmin", position, &first_smallest},
    {"argsort", "argsort", of_one, NULL},
    {"array", NULL, array, NULL},
    {"asarray", NULL, asarray, NULL},
    {"clip", "clip", clip, NULL},
    {"column_stack", "column_stack", joining_rows, NULL},
    {"concatenate", "concatenate", joining, &concatenated},
    {"count_nonzero", "count_nonzero", whole_reduction, NULL},
    {"cumprod", "cumulative_prod", of_one, NULL},
    {"cumsum", "cumulative_sum", of_one, NULL},
    {"dot", "dot", of_two, NULL},
    {"dstack", "dstack", joining_rows, NULL},
    {"einsum", "einsum", einsum, NULL},
    {"empty", "zeros", making, &zeros},
    {"empty_like", "zeros", making_like, &zeros},
    {"eye", "eye", eye, NULL},
    {"full", "full", full, NULL},
    {"hstack", "hstack", joining_rows, NULL},
    {"inner", "inner", of_two, NULL},
    {"matmul", "matmul", of_two, NULL},
    {"max", "max", reduction, &largest},
    {"mean", "mean", reduction, &mean},
    {"median", "median", whole_reduction, NULL},
    {"min", "min", reduction, &smallest},
    {"ones", "ones", making, &ones},
    {"ones_like", "ones", making_like, &ones},
    {"outer", "outer", of_two, NULL},
    {"prod", "prod", reduction, &prod},
    {"ravel", "reshape", ravel, NULL},
    {"sort", "sort", of_one, NULL},
    {"squeeze", "squeeze", of_one, NULL},
    {"stack", "stack", joining, &stacked},
    {"std", "std", whole_reduction, NULL},
    {"sum", "sum", reduction, &sum},
    {"transpose", "transpose", transpose, NULL},
    {"unique", "unique_values", of_one, "{\"equal_nan\":true}"},
    {"var", "var", whole_reduction, NULL},
    {"vdot", "vdot", of_two, NULL},
    {"vstack", "vstack", joining_rows, NULL},
    {"where", "where", where, NULL},
    {"zeros", "zeros", making, &zeros},
    {"zeros_like", "zeros", making_like, &zeros},
};

/* Whether a signature has `tensors` tensors and no attributes: "add(a, b)". */
static bool takes(const char *signature, int tensors) {
    if (strpbrk(signature, ";?.") != NULL) return false;
    int commas = 0;
    for (const char *c = signature; *c != 0; c++) commas += *c == ',';
    return commas == tensors - 1;
}

/* The engine's functions of elements have a quick way under their own names. */
static bool find_elementwise(const char *name, QuickCall *out) {
    /* They are in alphabetical order. */
    int32_t low = 0, high = hbl_function_count();
    while (low < high) {
        int32_t middle = (low + high) / 2;
        int order = strcmp(hbl_function_name(middle), name);
        if (order == 0) {
            const char *signature = hbl_function_signature(middle);
            out->handler = takes(signature, 1) ? of_one : takes(signature, 2) ? of_two : NULL;
            return out->handler != NULL && hbl_function_find(name, &out->function) == HBL_OK;
        }
        *(order < 0 ? &low : &high) = order < 0 ? middle + 1 : middle;
    }
    return false;
}

bool find_quick_call(const char *name, QuickCall *out) {
    *out = (QuickCall){.gives_array = gives_array(name)};
    for (size_t i = 0; i < sizeof quick_calls / sizeof *quick_calls; i++) {
        if (strcmp(quick_calls[i].name, name) != 0) continue;
        const char *function = quick_calls[i].function;
        out->handler = quick_calls[i].handler;
        out->detail = quick_calls[i].detail;
        return function == NULL || hbl_function_find(function, &out->function) == HBL_OK;
    }
    return find_elementwise(name, out);
}
