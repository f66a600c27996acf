/*
** hornbill.h: the C interface of Hornbill, a tensor and neural-network engine.
**
** This header is the contract of libhornbill.so. It is C11 and C++11 clean, and
** everything the library exports is declared here.
**
**   #include <hornbill.h>                 cc lesson.c $(pkg-config --cflags --libs hornbill)
**
**
** CONVENTIONS
**
** Status. Functions return hbl_status unless their comment says otherwise: HBL_OK, which
** is 0, or the kind of error. hbl_last_error() then tells what was wrong, in words. A
** failed call changes nothing, unless its comment says otherwise, and everything stays
** usable.
**
** Results. They are stored through the last arguments, which must not be NULL unless said
** otherwise. After a failure they are set to NULL or 0.
**
** Objects. Tensors, layers and so on are opaque and reference counted. An object that a
** function gives through an out-argument belongs to the caller, who must hand it to the
** type's hbl_..._release() in the end. hbl_..._retain() adds an owner. A function that
** needs an argument beyond the call adds itself as an owner: the caller may release its
** own reference at any time. Releasing NULL does nothing.
**
** Text is UTF-8 and ends with a zero byte. A `char **` result belongs to the caller, who
** hands it to hbl_string_free(). A `const char *` result belongs to the library.
**
** Shapes are `ndim` lengths of type int64_t, outermost first. ndim is 0 to HBL_MAX_NDIM;
** for a scalar (ndim 0) the shape may be NULL. Axes may be counted from the end with
** negative numbers. Strides are in bytes, as in NumPy.
**
** Attributes and configurations are texts of JSON objects, such as {"axis": 1}. NULL and
** "" mean {}. NaN, Infinity and -Infinity are numbers. Configurations are those of Keras.
**
** Any argument value is allowed: NULL pointers, negative counts, unknown enumeration
** values, shapes that overflow and damaged text give an error, never a crash. What the
** library cannot see is the caller's duty: that pointers point at as much valid memory as
** is said, and that an object is not used after its last owner released it.
**
** Threads. Every function may be called from any thread. An object may be used by several
** threads at once as long as none of them changes it; the functions that change an object
** say so. A callback runs on the thread that called the function it was given to.
*/
#ifndef HORNBILL_H
#define HORNBILL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#if defined(__GNUC__)
#define HBL_API __attribute__((visibility("default")))
#else
#define HBL_API
#endif

#ifdef __cplusplus
extern "C" {
#endif

/* ===================================================================================
** Errors
** =================================================================================== */

/*
** What a function returns. The numbers never change; later versions may add more.
*/
typedef int32_t hbl_status;
enum {
    HBL_OK = 0,
    /* A value outside what is allowed, NULL where an object is needed, unreadable JSON. */
    HBL_INVALID_ARGUMENT = 1,
    /* An argument of a wrong type or dtype. */
    HBL_TYPE_MISMATCH = 2,
    /* An index out of range. */
    HBL_INDEX_OUT_OF_RANGE = 3,
    /* Shapes that do not fit together. */
    HBL_SHAPE_MISMATCH = 4,
    /* A name of an operation, class, loss, dtype... that does not exist. */
    HBL_UNKNOWN_NAME = 5,
    /* Defined, but not for these arguments. */
    HBL_UNSUPPORTED = 6,
    /* A call made too early, such as fit before compile. */
    HBL_INVALID_STATE = 7,
    /* Reading or writing a file failed. */
    HBL_INPUT_OUTPUT = 8,
    /* No memory of that size. */
    HBL_OUT_OF_MEMORY = 9,
    /* A callback returned HBL_ABORT. */
    HBL_INTERRUPTED = 10,
    /* An axis out of range. */
    HBL_AXIS_OUT_OF_RANGE = 11,
    /* A defect of Hornbill. */
    HBL_INTERNAL = 12,
    /* Linear algebra has no answer: the matrix is singular, not positive definite, not square,
    ** or an iteration did not converge. */
    HBL_LINALG = 13
};

/*
** The message of the last call on this thread that failed, in the form "what was wrong:
** expected ..., got ...". Never NULL; "" if no call has failed. Valid until the next call
** on this thread that fails. A call that succeeds leaves the message alone.
*/
HBL_API const char *hbl_last_error(void);

/*
** The name of a status, such as "HBL_SHAPE_MISMATCH"; "unknown status" for other numbers.
*/
HBL_API const char *hbl_status_name(hbl_status status);

/* ===================================================================================
** The library
** =================================================================================== */

/*
** The version of this header, and of its binary interface. The library is compatible with a
** program if hbl_abi_version() is at least the HBL_ABI_VERSION the program was compiled with.
*/
#define HBL_VERSION "0.1.0"
#define HBL_ABI_VERSION 1

/* The HBL_ABI_VERSION and the HBL_VERSION of the library that is loaded. */
HBL_API int32_t hbl_abi_version(void);
HBL_API const char *hbl_version(void);

/*
** How many threads the engine's loops use for work that is begun on the calling thread:
** OMP_NUM_THREADS or the number of cores, unless set. HBL_INVALID_ARGUMENT below 1 and
** above 4096. Results do not depend on it.
*/
HBL_API hbl_status hbl_set_threads(int32_t count);
HBL_API int32_t hbl_threads(void);

/*
** Makes ready what the first training or product of a process would otherwise wait for:
** oneDNN generates the code of its matrix products, which takes 25 to 100 ms. A program that
** has other things to do first may call this on a thread of its own. Later calls return at
** once. Nothing depends on it but time.
*/
HBL_API hbl_status hbl_warm_up(void);

/*
** Seeds everything that draws random numbers without a seed of its own: initializers,
** shuffling, dropout, the random functions. The same seed, followed by the same calls, gives
** the same numbers, whatever the number of threads.
*/
HBL_API hbl_status hbl_set_seed(uint64_t seed);

/*
** Frees a text that a `char **` result gave. NULL does nothing.
*/
HBL_API void hbl_string_free(char *text);

/* ===================================================================================
** Element types
** =================================================================================== */

/*
** The type of a tensor's elements, in the machine's byte order. A bool is one byte, 0 or 1;
** float16 is IEEE 754 binary16; bfloat16 is the upper half of a float32; complex64 and
** complex128 are two float32 and two float64, the real and the imaginary part, as in C's
** `float complex` and `double complex`. The numbers never change.
*/
typedef int32_t hbl_dtype;
enum {
    HBL_BOOL = 0,
    HBL_INT8 = 1,
    HBL_INT16 = 2,
    HBL_INT32 = 3,
    HBL_INT64 = 4,
    HBL_UINT8 = 5,
    HBL_UINT16 = 6,
    HBL_UINT32 = 7,
    HBL_UINT64 = 8,
    HBL_FLOAT16 = 9,
    HBL_BFLOAT16 = 10,
    HBL_FLOAT32 = 11,
    HBL_FLOAT64 = 12,
    HBL_COMPLEX64 = 13,
    HBL_COMPLEX128 = 14
};
#define HBL_DTYPE_COUNT 15

/* NumPy's name of the type, such as "float32"; NULL for a number that is no dtype. */
HBL_API const char *hbl_dtype_name(hbl_dtype dtype);

/* Bytes of one element; 0 for a number that is no dtype. */
HBL_API size_t hbl_dtype_size(hbl_dtype dtype);

/* The type with that name. HBL_UNKNOWN_NAME if there is none. */
HBL_API hbl_status hbl_dtype_from_name(const char *name, hbl_dtype *out);

/*
** The dtype of the result of arithmetic on two tensors of these dtypes: the table of the
** Array API standard, with NumPy's answers where the standard has none.
*/
HBL_API hbl_status hbl_promote(hbl_dtype a, hbl_dtype b, hbl_dtype *out);

/* ===================================================================================
** Tensors: making, looking, copying
** =================================================================================== */

/* The largest number of axes. */
#define HBL_MAX_NDIM 64

/*
** An n-dimensional array. Its dtype, shape and strides never change; the memory behind it
** may be shared with other tensors, as in NumPy: a slice, a transpose and usually a reshape
** look at the memory of the tensor they were made from, and writing through one shows in the
** other. The memory lives as long as any tensor looks at it.
**
** A tensor may also be symbolic: it then has a dtype and a shape but no memory, and stands
** for the result of an operation in a graph that is being traced. Functions that need the
** elements fail for it with HBL_INVALID_STATE.
**
** These functions write to a tensor's memory: hbl_tensor_assign, hbl_tensor_set,
** hbl_binary_inplace, and whatever the program does through hbl_tensor_data.
*/
typedef struct hbl_tensor hbl_tensor;

/* Adds an owner and returns the tensor (NULL for NULL). */
HBL_API hbl_tensor *hbl_tensor_retain(hbl_tensor *tensor);
/* Removes an owner. */
HBL_API void hbl_tensor_release(hbl_tensor *tensor);

/*
** New tensors, dense and row-major: of zeros, of ones, or with elements that are not yet
** set. HBL_INVALID_ARGUMENT for a negative length, HBL_OUT_OF_MEMORY for more elements than
** memory can hold.
*/
HBL_API hbl_status hbl_tensor_zeros(
    hbl_dtype dtype, int32_t ndim, const int64_t *shape, hbl_tensor **out);
HBL_API hbl_status hbl_tensor_ones(
    hbl_dtype dtype, int32_t ndim, const int64_t *shape, hbl_tensor **out);
HBL_API hbl_status hbl_tensor_empty(
    hbl_dtype dtype, int32_t ndim, const int64_t *shape, hbl_tensor **out);

/*
** A new tensor filled with `value`, converted to the dtype as hbl_tensor_cast would.
*/
HBL_API hbl_status hbl_tensor_full(
    hbl_dtype dtype, int32_t ndim, const int64_t *shape, double value, hbl_tensor **out);

/*
** start, start + step, ... up to but without stop: ceil((stop - start) / step) elements,
** none if that is negative. HBL_INVALID_ARGUMENT if step is 0 or a value is not finite.
*/
HBL_API hbl_status hbl_tensor_arange(
    double start, double stop, double step, hbl_dtype dtype, hbl_tensor **out);

/*
** A scalar (ndim 0). The value is converted as hbl_tensor_cast would.
*/
HBL_API hbl_status hbl_tensor_scalar_double(double value, hbl_dtype dtype, hbl_tensor **out);
HBL_API hbl_status hbl_tensor_scalar_int(int64_t value, hbl_dtype dtype, hbl_tensor **out);
/* HBL_TYPE_MISMATCH if the dtype is not complex. */
HBL_API hbl_status hbl_tensor_scalar_complex(
    double real, double imaginary, hbl_dtype dtype, hbl_tensor **out);

/*
** A new tensor with a copy of the elements at `data`. `strides` has ndim distances in bytes
** between neighbours along each axis, which may be negative or 0; NULL means dense and
** row-major. Elements need not be aligned. `data` may be NULL if there are no elements.
*/
HBL_API hbl_status hbl_tensor_from_data(
    const void *data, hbl_dtype dtype, int32_t ndim, const int64_t *shape,
    const int64_t *strides, hbl_tensor **out);

/*
** A tensor that looks at the memory at `data` without copying. The memory must stay valid
** until release(context) is called, which happens once, on any thread, when no tensor looks
** at the memory any more; release may be NULL. If the call fails, release is not called.
**
** `strides` as for hbl_tensor_from_data, but multiples of the element's size, and `data`
** must be aligned for the dtype (a complex number as each of its parts, but complex64 to 8
** bytes): HBL_INVALID_ARGUMENT otherwise. With `read_only`, functions
** that would write to the tensor fail with HBL_INVALID_ARGUMENT.
*/
HBL_API hbl_status hbl_tensor_borrow(
    void *data, hbl_dtype dtype, int32_t ndim, const int64_t *shape, const int64_t *strides,
    bool read_only, void (*release)(void *context), void *context, hbl_tensor **out);

/*
** What a tensor is. These cannot fail; for NULL they return 0, NULL or false.
*/
HBL_API hbl_dtype hbl_tensor_dtype(hbl_tensor *tensor);
HBL_API int32_t hbl_tensor_ndim(hbl_tensor *tensor);
/* ndim lengths; never NULL except for NULL. Valid while the tensor lives. */
HBL_API const int64_t *hbl_tensor_shape(hbl_tensor *tensor);
/* ndim distances in bytes. Valid while the tensor lives. */
HBL_API const int64_t *hbl_tensor_strides(hbl_tensor *tensor);
/* The number of elements. */
HBL_API int64_t hbl_tensor_size(hbl_tensor *tensor);
/* The address of the first element; NULL for a symbolic tensor. Valid while the tensor
** lives. Do not write to it if the tensor is read-only. */
HBL_API void *hbl_tensor_data(hbl_tensor *tensor);
/* Whether the elements lie densely, in row-major order. */
HBL_API bool hbl_tensor_is_contiguous(hbl_tensor *tensor);
HBL_API bool hbl_tensor_is_read_only(hbl_tensor *tensor);
HBL_API bool hbl_tensor_is_symbolic(hbl_tensor *tensor);

/*
** A dense, row-major copy with memory of its own, never read-only.
*/
HBL_API hbl_status hbl_tensor_copy(hbl_tensor *tensor, hbl_tensor **out);

/*
** A dense copy converted to another dtype as NumPy's astype: floats are truncated towards
** zero, integers wrap, complex numbers lose the imaginary part, anything but 0 is true. The
** tensor itself, with one owner more, if it has that dtype already.
*/
HBL_API hbl_status hbl_tensor_cast(hbl_tensor *tensor, hbl_dtype dtype, hbl_tensor **out);

/*
** Writes `source`, broadcast to the shape of `target` and converted to its dtype, to the
** memory of `target`. The two may overlap. HBL_SHAPE_MISMATCH if it does not broadcast,
** HBL_INVALID_ARGUMENT if target is read-only.
*/
HBL_API hbl_status hbl_tensor_assign(hbl_tensor *target, hbl_tensor *source);

/*
** The element at `position`, counted in row-major order whatever the strides, negative from
** the end, as a double or as an integer (floats are truncated, an uint64 above INT64_MAX
** wraps), or as a complex number: out[0] is the real, out[1] the imaginary part, 0 for other
** dtypes. HBL_INDEX_OUT_OF_RANGE if there is no such element, HBL_TYPE_MISMATCH for a complex
** one as a double or an integer.
*/
HBL_API hbl_status hbl_tensor_item_double(hbl_tensor *tensor, int64_t position, double *out);
HBL_API hbl_status hbl_tensor_item_int(hbl_tensor *tensor, int64_t position, int64_t *out);
HBL_API hbl_status hbl_tensor_item_complex(
    hbl_tensor *tensor, int64_t position, double out[2]);

/*
** The tensor as NumPy prints an array, character for character. `options`, all optional:
** {"style": "repr" or "str", "precision": 8, "threshold": 1000, "edgeitems": 3,
** "linewidth": 75, "suppress": false, "prefix": "array(", "suffix": ")"}.
** With "repr" (the default) the text is array([...], dtype=...). The text of a symbolic tensor
** says its dtype and shape.
*/
HBL_API hbl_status hbl_tensor_format(hbl_tensor *tensor, const char *options, char **out);

/* ===================================================================================
** Tensors: indexing
** =================================================================================== */

/*
** One item of an index, as between NumPy's brackets. `kind` says which:
**
** HBL_INDEX_INTEGER    `start` is the position along the axis; the axis disappears.
** HBL_INDEX_SLICE      start:stop:step. `flags` says which of the three are given.
** HBL_INDEX_ELLIPSIS   as many whole axes as are left; at most one.
** HBL_INDEX_NEWAXIS    a new axis of length 1.
** HBL_INDEX_TENSOR     `tensor` holds positions (an integer dtype) or is a mask (bool, with
**                      as many axes as it masks).
**
** Fields that a kind does not use are ignored.
*/
enum {
    HBL_INDEX_INTEGER = 0,
    HBL_INDEX_SLICE = 1,
    HBL_INDEX_ELLIPSIS = 2,
    HBL_INDEX_NEWAXIS = 3,
    HBL_INDEX_TENSOR = 4
};
enum {
    HBL_INDEX_HAS_START = 1,
    HBL_INDEX_HAS_STOP = 2,
    HBL_INDEX_HAS_STEP = 4
};
typedef struct hbl_index {
    int32_t kind;
    int32_t flags;
    int64_t start;
    int64_t stop;
    int64_t step;
    hbl_tensor *tensor;
} hbl_index;

/*
** tensor[items]. A view of the same memory, unless an item is a tensor: then a copy.
** HBL_INDEX_OUT_OF_RANGE for a position out of range, more items than axes, or a mask of
** another shape; HBL_INVALID_ARGUMENT for a step of 0.
*/
HBL_API hbl_status hbl_tensor_get(
    hbl_tensor *tensor, const hbl_index *items, int32_t count, hbl_tensor **out);

/*
** tensor[items] = value: writes value, broadcast and converted, through to the memory of
** `tensor`. Errors as for hbl_tensor_get and hbl_tensor_assign.
*/
HBL_API hbl_status hbl_tensor_set(
    hbl_tensor *tensor, const hbl_index *items, int32_t count, hbl_tensor *value);

/* ===================================================================================
** Operations
**
** They take tensors of any strides and make new, dense ones, or views where that is said.
** Operands are broadcast and their dtypes promoted as in NumPy. Functions of real numbers
** turn integers into the smallest float that holds them all, quotients into float64
** (HBL_TYPE_MISMATCH where NumPy refuses a dtype). If an operand is symbolic, so is the
** result. Errors: HBL_SHAPE_MISMATCH for operands that do not broadcast,
** HBL_AXIS_OUT_OF_RANGE for an axis that does not exist.
** =================================================================================== */

/* Element by element, of two. */
HBL_API hbl_status hbl_add(hbl_tensor *a, hbl_tensor *b, hbl_tensor **out);
HBL_API hbl_status hbl_subtract(hbl_tensor *a, hbl_tensor *b, hbl_tensor **out);
HBL_API hbl_status hbl_multiply(hbl_tensor *a, hbl_tensor *b, hbl_tensor **out);
/* The result of dividing integers is float64. */
HBL_API hbl_status hbl_divide(hbl_tensor *a, hbl_tensor *b, hbl_tensor **out);
/* Rounds down; the remainder has the sign of the divisor. An integer divided by 0 gives 0. */
HBL_API hbl_status hbl_floor_divide(hbl_tensor *a, hbl_tensor *b, hbl_tensor **out);
HBL_API hbl_status hbl_remainder(hbl_tensor *a, hbl_tensor *b, hbl_tensor **out);
HBL_API hbl_status hbl_power(hbl_tensor *a, hbl_tensor *b, hbl_tensor **out);
HBL_API hbl_status hbl_maximum(hbl_tensor *a, hbl_tensor *b, hbl_tensor **out);
HBL_API hbl_status hbl_minimum(hbl_tensor *a, hbl_tensor *b, hbl_tensor **out);
/* The results of comparisons and of the logical functions are bool. */
HBL_API hbl_status hbl_equal(hbl_tensor *a, hbl_tensor *b, hbl_tensor **out);
HBL_API hbl_status hbl_not_equal(hbl_tensor *a, hbl_tensor *b, hbl_tensor **out);
HBL_API hbl_status hbl_less(hbl_tensor *a, hbl_tensor *b, hbl_tensor **out);
HBL_API hbl_status hbl_less_equal(hbl_tensor *a, hbl_tensor *b, hbl_tensor **out);
HBL_API hbl_status hbl_greater(hbl_tensor *a, hbl_tensor *b, hbl_tensor **out);
HBL_API hbl_status hbl_greater_equal(hbl_tensor *a, hbl_tensor *b, hbl_tensor **out);
HBL_API hbl_status hbl_logical_and(hbl_tensor *a, hbl_tensor *b, hbl_tensor **out);
HBL_API hbl_status hbl_logical_or(hbl_tensor *a, hbl_tensor *b, hbl_tensor **out);
HBL_API hbl_status hbl_logical_xor(hbl_tensor *a, hbl_tensor *b, hbl_tensor **out);
/* For bool and integers only. */
HBL_API hbl_status hbl_bitwise_and(hbl_tensor *a, hbl_tensor *b, hbl_tensor **out);
HBL_API hbl_status hbl_bitwise_or(hbl_tensor *a, hbl_tensor *b, hbl_tensor **out);
HBL_API hbl_status hbl_bitwise_xor(hbl_tensor *a, hbl_tensor *b, hbl_tensor **out);

/* Element by element, of one. */
HBL_API hbl_status hbl_negative(hbl_tensor *tensor, hbl_tensor **out);
HBL_API hbl_status hbl_abs(hbl_tensor *tensor, hbl_tensor **out);
HBL_API hbl_status hbl_exp(hbl_tensor *tensor, hbl_tensor **out);
HBL_API hbl_status hbl_log(hbl_tensor *tensor, hbl_tensor **out);
HBL_API hbl_status hbl_sqrt(hbl_tensor *tensor, hbl_tensor **out);
HBL_API hbl_status hbl_square(hbl_tensor *tensor, hbl_tensor **out);
HBL_API hbl_status hbl_sin(hbl_tensor *tensor, hbl_tensor **out);
HBL_API hbl_status hbl_cos(hbl_tensor *tensor, hbl_tensor **out);
HBL_API hbl_status hbl_tanh(hbl_tensor *tensor, hbl_tensor **out);
HBL_API hbl_status hbl_sigmoid(hbl_tensor *tensor, hbl_tensor **out);
HBL_API hbl_status hbl_relu(hbl_tensor *tensor, hbl_tensor **out);
HBL_API hbl_status hbl_logical_not(hbl_tensor *tensor, hbl_tensor **out);
HBL_API hbl_status hbl_isnan(hbl_tensor *tensor, hbl_tensor **out);

/* The elements limited to minimum ... maximum, with the tensor's dtype. An infinite bound is
** no bound. */
HBL_API hbl_status hbl_clip(hbl_tensor *tensor, double minimum, double maximum, hbl_tensor **out);

/* Elements of `a` where `condition` is true, of `b` elsewhere; all three broadcast. */
HBL_API hbl_status hbl_where(
    hbl_tensor *condition, hbl_tensor *a, hbl_tensor *b, hbl_tensor **out);

/*
** Products. hbl_matmul multiplies matrices, stacks of them (leading axes broadcast), and
** vectors, as NumPy's @; hbl_dot is NumPy's dot: the same for one and two axes, and a
** multiplication for a scalar. HBL_SHAPE_MISMATCH if the inner lengths differ.
*/
HBL_API hbl_status hbl_matmul(hbl_tensor *a, hbl_tensor *b, hbl_tensor **out);
HBL_API hbl_status hbl_dot(hbl_tensor *a, hbl_tensor *b, hbl_tensor **out);

/*
** Reductions over `axis_count` axes; axes NULL means all of them. With keep_dims, the axes
** stay with length 1. Small integers are summed as int64 or uint64; the mean of integers is
** float64. hbl_max and hbl_min of no elements are HBL_INVALID_ARGUMENT.
*/
HBL_API hbl_status hbl_sum(
    hbl_tensor *tensor, const int32_t *axes, int32_t axis_count, bool keep_dims, hbl_tensor **out);
HBL_API hbl_status hbl_mean(
    hbl_tensor *tensor, const int32_t *axes, int32_t axis_count, bool keep_dims, hbl_tensor **out);
HBL_API hbl_status hbl_prod(
    hbl_tensor *tensor, const int32_t *axes, int32_t axis_count, bool keep_dims, hbl_tensor **out);
HBL_API hbl_status hbl_max(
    hbl_tensor *tensor, const int32_t *axes, int32_t axis_count, bool keep_dims, hbl_tensor **out);
HBL_API hbl_status hbl_min(
    hbl_tensor *tensor, const int32_t *axes, int32_t axis_count, bool keep_dims, hbl_tensor **out);

/*
** The position (int64) of the largest or smallest element along *axis, the first if there
** are several; axis NULL means among all elements in row-major order.
*/
HBL_API hbl_status hbl_argmax(hbl_tensor *tensor, const int32_t *axis, hbl_tensor **out);
HBL_API hbl_status hbl_argmin(hbl_tensor *tensor, const int32_t *axis, hbl_tensor **out);

/* exp(x) / sum(exp(x)) along an axis. */
HBL_API hbl_status hbl_softmax(hbl_tensor *tensor, int32_t axis, hbl_tensor **out);

/*
** The same elements, in row-major order, with another shape; one length may be -1 and is
** worked out. A view where the strides allow it, else a copy. HBL_SHAPE_MISMATCH if the
** number of elements differs.
*/
HBL_API hbl_status hbl_reshape(
    hbl_tensor *tensor, int32_t ndim, const int64_t *shape, hbl_tensor **out);

/* A view with the axes in another order; axes NULL means reversed. */
HBL_API hbl_status hbl_transpose(
    hbl_tensor *tensor, const int32_t *axes, int32_t axis_count, hbl_tensor **out);

/* A read-only view in which axes of length 1 are repeated and leading axes added. */
HBL_API hbl_status hbl_broadcast_to(
    hbl_tensor *tensor, int32_t ndim, const int64_t *shape, hbl_tensor **out);

/* `count` tensors one after the other along an axis, or on top of each other along a new
** one. HBL_INVALID_ARGUMENT for none. */
HBL_API hbl_status hbl_concatenate(
    hbl_tensor *const *tensors, int32_t count, int32_t axis, hbl_tensor **out);
HBL_API hbl_status hbl_stack(
    hbl_tensor *const *tensors, int32_t count, int32_t axis, hbl_tensor **out);

/*
** Any other function, found by name. A handle is valid for ever and is not released.
** HBL_UNKNOWN_NAME if there is no such function.
*/
typedef struct hbl_function hbl_function;
HBL_API hbl_status hbl_function_find(const char *name, const hbl_function **out);

/*
** Calls a function on `count` tensors. `attributes` holds its other arguments by name. An
** input that the function may go without can be NULL. The results are stored in
** outputs[0 ... *output_count); the others up to `capacity` are set to NULL.
** HBL_INVALID_ARGUMENT if there are more than `capacity` results; *output_count then says
** how many. output_count may be NULL. HBL_TYPE_MISMATCH for a wrong number of tensors, and for
** an attribute that the function has not.
*/
HBL_API hbl_status hbl_function_call(
    const hbl_function *function, hbl_tensor *const *inputs, int32_t count, const char *attributes,
    hbl_tensor **outputs, int32_t capacity, int32_t *output_count);

/* hbl_function_find and hbl_function_call in one. */
HBL_API hbl_status hbl_call(
    const char *name, hbl_tensor *const *inputs, int32_t count, const char *attributes,
    hbl_tensor **outputs, int32_t capacity, int32_t *output_count);

/*
** target = function(target, other), written through to the memory of `target`, as NumPy's
** `target += other`. HBL_TYPE_MISMATCH if the result's dtype cannot be cast to the target's
** within its kind, HBL_SHAPE_MISMATCH if the result has not the target's shape,
** HBL_INVALID_ARGUMENT if target is read-only.
*/
HBL_API hbl_status hbl_binary_inplace(
    const hbl_function *function, hbl_tensor *target, hbl_tensor *other);

/*
** All functions, in alphabetical order, for those who make bindings or documentation: their
** number, and the name, signature and one-line documentation of each (NULL for an index out of
** range). A signature names the tensors, then behind a semicolon the attributes: "sum(x; axis,
** keepdims, dtype)". The function may go without a tensor whose name ends with "?", and takes
** any number of a tensor whose name ends with "...".
*/
HBL_API int32_t hbl_function_count(void);
HBL_API const char *hbl_function_name(int32_t index);
HBL_API const char *hbl_function_signature(int32_t index);
HBL_API const char *hbl_function_doc(int32_t index);

/* ===================================================================================
** Programs: functions of tensors that are traced, differentiated and compiled
**
** A function that a program gives to hbl_program_create() is called with symbolic tensors,
** and what it does with them is recorded. The engine compiles the record: chains of
** operations of elements become one loop, memory is planned. hbl_program_call() then runs
** that, as often as wanted, with the elements of tensors.
** =================================================================================== */

typedef struct hbl_program hbl_program;

/* The most results of a traced function. */
#define HBL_MAX_RESULTS 4096

/*
** A function of `count` tensors. It stores its results, new references that the engine takes
** over, in outputs[0 ... *output_count), at most `capacity`, and returns HBL_OK; another
** status, with the message of the call that failed, becomes that of the call that traced.
**
** The inputs are symbolic while the function is traced, and belong to the engine: retain what
** is kept. It should do nothing but operations on tensors: what else it does happens when it is
** traced, not when its program runs. Tensors with elements that it uses are constants, and are
** copied. Reading a variable gives what the variable holds when the program runs, and assigning
** to one is done at each run, when all else is computed.
*/
typedef hbl_status (*hbl_trace_fn)(
    void *context, hbl_tensor *const *inputs, int32_t count, hbl_tensor **outputs, int32_t capacity,
    int32_t *output_count);

/*
** A program that does what `function` does. The name, NULL for none, is for messages and
** descriptions. release(context) is called once when nobody needs the context any more, on any
** thread; release may be NULL. If the call fails, release is not called.
*/
HBL_API hbl_status hbl_program_create(
    const char *name, hbl_trace_fn function, void *context, void (*release)(void *context),
    hbl_program **out);
HBL_API hbl_program *hbl_program_retain(hbl_program *program);
HBL_API void hbl_program_release(hbl_program *program);

/*
** Runs the program. The first call for each combination of dtypes, shapes and number of threads
** traces the function and compiles it; what it compiled is kept with the program. Inputs that
** lie densely are not copied. If an input is symbolic, or the call is made while another
** function is traced, the function is called, and becomes part of that one.
**
** The results are new tensors, stored in outputs[0 ... *output_count); the others up to
** `capacity` are set to NULL. HBL_INVALID_ARGUMENT if there are more than `capacity`: nothing
** ran then, and *output_count says how many. output_count may be NULL. Several threads may call
** one program at once, unless it assigns to variables; the function is traced by one at a time.
*/
HBL_API hbl_status hbl_program_call(
    hbl_program *program, hbl_tensor *const *inputs, int32_t count, hbl_tensor **outputs,
    int32_t capacity, int32_t *output_count);

/*
** What runs for inputs of these dtypes and shapes, as text: the list of kernel calls, one a
** line, with operands, bytes and floating-point operations. Their elements do not matter, and
** symbolic ones will do.
*/
HBL_API hbl_status hbl_program_description(
    hbl_program *program, hbl_tensor *const *inputs, int32_t count, char **out);

/*
** A program with the results of `program`, followed by the gradients of the first of them with
** respect to the inputs at `positions`: tensors of the inputs' dtypes and shapes. The gradient of
** a result that has several elements is that of their sum; it is zeros for an input that the
** result does not depend on. For a complex input x + iy it is the derivative by x less i times
** that by y.
**
** Calls of the new program fail with HBL_TYPE_MISMATCH if the first result is no real
** floating-point number or an input at a position holds integers, HBL_INDEX_OUT_OF_RANGE for a
** position without an input. The new program can be differentiated, too.
*/
HBL_API hbl_status hbl_program_gradient(
    hbl_program *program, const int32_t *positions, int32_t count, hbl_program **out);

/*
** `count` tensors equal to `values`, which were computed from `inputs`, with a gradient of the
** program's own: `function` gets the gradient of each value, zeros where there is none, and
** stores that of each input, NULL for none. It is called when a function that uses the results
** is differentiated. HBL_SHAPE_MISMATCH then for a gradient without the input's shape. Results,
** `count` of them, are stored at `outputs`. If no tensor is symbolic they are the values.
** `context` and `release` as for hbl_program_create.
*/
HBL_API hbl_status hbl_custom_gradient(
    hbl_tensor *const *values, int32_t count, hbl_tensor *const *inputs, int32_t input_count,
    hbl_trace_fn function, void *context, void (*release)(void *context), hbl_tensor **outputs);

/*
** A symbolic tensor that belongs to no program. Operations on it give symbolic tensors, whose
** dtypes and shapes tell what the operations would give.
*/
HBL_API hbl_status hbl_tensor_symbolic(
    hbl_dtype dtype, int32_t ndim, const int64_t *shape, hbl_tensor **out);

/* ===================================================================================
** Variables
** =================================================================================== */

/*
** A place that holds a tensor: a weight, an optimizer's slot, a metric's state. Shape and
** dtype never change.
*/
typedef struct hbl_variable hbl_variable;
HBL_API hbl_variable *hbl_variable_retain(hbl_variable *variable);
HBL_API void hbl_variable_release(hbl_variable *variable);

/* A variable that begins as a copy of `value`. name NULL means "variable". */
HBL_API hbl_status hbl_variable_create(
    hbl_tensor *value, const char *name, bool trainable, hbl_variable **out);

/* A copy of the present value; while a function is traced on this thread, a symbolic tensor of
** what the variable holds at this point of it. */
HBL_API hbl_status hbl_variable_value(hbl_variable *variable, hbl_tensor **out);

/* Replaces the value, converted to the variable's dtype. HBL_SHAPE_MISMATCH if the shapes
** differ. Changes the variable. */
HBL_API hbl_status hbl_variable_assign(hbl_variable *variable, hbl_tensor *value);

/* The name, such as "kernel", and the path in its model, such as "dense/kernel". */
HBL_API hbl_status hbl_variable_name(hbl_variable *variable, char **out);
HBL_API hbl_status hbl_variable_path(hbl_variable *variable, char **out);

/* What a variable is. These cannot fail; for NULL they return 0, NULL or false. The shape is
** valid while the variable lives. */
HBL_API hbl_dtype hbl_variable_dtype(hbl_variable *variable);
HBL_API int32_t hbl_variable_ndim(hbl_variable *variable);
HBL_API const int64_t *hbl_variable_shape(hbl_variable *variable);
HBL_API bool hbl_variable_trainable(hbl_variable *variable);

/* Whether optimizers change the variable. Changes the variable. */
HBL_API hbl_status hbl_variable_set_trainable(hbl_variable *variable, bool trainable);

/* ===================================================================================
** Layers
**
** Layers, losses, metrics, optimizers and initializers are made from their Keras class name
** and configuration, the "config" of Keras' get_config(); what is left out has Keras'
** default. hbl_..._config gives the whole back, as Keras serialises an object:
**   {"module": "keras.layers", "class_name": "Dense", "config": {...}, ...}
** Creating fails with HBL_UNKNOWN_NAME for a class that does not exist, with
** HBL_TYPE_MISMATCH for a member that does not exist or has a wrong type, and with
** HBL_INVALID_ARGUMENT for a value that is not allowed.
** =================================================================================== */

/*
** A layer. A model is a layer that can be trained; models are layers of other models, and
** every function of this section takes both.
*/
typedef struct hbl_layer hbl_layer;
typedef hbl_layer hbl_model;
HBL_API hbl_layer *hbl_layer_retain(hbl_layer *layer);
HBL_API void hbl_layer_release(hbl_layer *layer);

HBL_API hbl_status hbl_layer_create(
    const char *class_name, const char *config, hbl_layer **out);
HBL_API hbl_status hbl_layer_config(hbl_layer *layer, char **out);

/* The class, such as "Dense", and the name, such as "dense_1". */
HBL_API hbl_status hbl_layer_class_name(hbl_layer *layer, char **out);
HBL_API hbl_status hbl_layer_name(hbl_layer *layer, char **out);

/* Whether the layer is a model: whether the functions for models take it. */
HBL_API bool hbl_layer_is_model(hbl_layer *layer);

/*
** Makes the layer's weights for inputs of this shape; -1 is an unknown length, which axis 0,
** the batch, usually has. Does nothing if the layer is built. HBL_SHAPE_MISMATCH for a shape that
** the layer cannot take, or with an unknown length where it needs to know one. Changes the layer.
*/
HBL_API hbl_status hbl_layer_build(hbl_layer *layer, int32_t ndim, const int64_t *shape);
HBL_API bool hbl_layer_is_built(hbl_layer *layer);

/*
** Applies the layer to `count` inputs, building it if need be. HBL_SHAPE_MISMATCH for an input of
** a shape that the layer cannot take. Results as for hbl_function_call. With `training`, layers such as Dropout do what they do in training.
*/
HBL_API hbl_status hbl_layer_call(
    hbl_layer *layer, hbl_tensor *const *inputs, int32_t count, bool training,
    hbl_tensor **outputs, int32_t capacity, int32_t *output_count);

/*
** The shape of the layer's result for an input of that shape, with -1 for unknown lengths in
** both. HBL_INVALID_ARGUMENT if it has more than `capacity` axes; *out_ndim says how many.
*/
HBL_API hbl_status hbl_layer_output_shape(
    hbl_layer *layer, int32_t ndim, const int64_t *shape, int32_t capacity, int64_t *out_shape,
    int32_t *out_ndim);

/* The number of elements of the layer's weights, or of those that are trained. */
HBL_API hbl_status hbl_layer_parameter_count(
    hbl_layer *layer, bool trainable_only, int64_t *out);

/*
** The layer's weights in Keras' order: their number, and each of them. HBL_INDEX_OUT_OF_RANGE
** if there is no such weight. Before a layer is built it has none.
*/
enum {
    HBL_WEIGHTS_ALL = 0,
    HBL_WEIGHTS_TRAINABLE = 1,
    HBL_WEIGHTS_NON_TRAINABLE = 2
};
HBL_API hbl_status hbl_layer_weight_count(hbl_layer *layer, int32_t which, int32_t *out);
HBL_API hbl_status hbl_layer_weight(
    hbl_layer *layer, int32_t which, int32_t index, hbl_variable **out);

/*
** Sets all weights at once, in the order of HBL_WEIGHTS_ALL. HBL_INVALID_ARGUMENT for a wrong
** number, HBL_SHAPE_MISMATCH for a wrong shape; no weight has changed then. Changes the layer.
*/
HBL_API hbl_status hbl_layer_set_weights(
    hbl_layer *layer, hbl_tensor *const *values, int32_t count);

/* Whether fit trains the layer's weights. Setting it changes the layer. */
HBL_API bool hbl_layer_trainable(hbl_layer *layer);
HBL_API hbl_status hbl_layer_set_trainable(hbl_layer *layer, bool trainable);

/* ===================================================================================
** Initializers, losses, metrics, optimizers
**
** Creating them takes a class name ("MeanSquaredError") or one of Keras' short names ("mse",
** "adam", "he_normal").
** =================================================================================== */

typedef struct hbl_initializer hbl_initializer;
HBL_API hbl_initializer *hbl_initializer_retain(hbl_initializer *initializer);
HBL_API void hbl_initializer_release(hbl_initializer *initializer);
HBL_API hbl_status hbl_initializer_create(
    const char *name, const char *config, hbl_initializer **out);
HBL_API hbl_status hbl_initializer_config(hbl_initializer *initializer, char **out);

/* A tensor with initial values. */
HBL_API hbl_status hbl_initializer_call(
    hbl_initializer *initializer, hbl_dtype dtype, int32_t ndim, const int64_t *shape,
    hbl_tensor **out);

typedef struct hbl_loss hbl_loss;
HBL_API hbl_loss *hbl_loss_retain(hbl_loss *loss);
HBL_API void hbl_loss_release(hbl_loss *loss);
HBL_API hbl_status hbl_loss_create(const char *name, const char *config, hbl_loss **out);
HBL_API hbl_status hbl_loss_config(hbl_loss *loss, char **out);
HBL_API hbl_status hbl_loss_name(hbl_loss *loss, char **out);

/* The loss, reduced as its configuration says. sample_weight may be NULL. */
HBL_API hbl_status hbl_loss_call(
    hbl_loss *loss, hbl_tensor *y_true, hbl_tensor *y_pred, hbl_tensor *sample_weight,
    hbl_tensor **out);

typedef struct hbl_metric hbl_metric;
HBL_API hbl_metric *hbl_metric_retain(hbl_metric *metric);
HBL_API void hbl_metric_release(hbl_metric *metric);
HBL_API hbl_status hbl_metric_create(const char *name, const char *config, hbl_metric **out);
HBL_API hbl_status hbl_metric_config(hbl_metric *metric, char **out);
HBL_API hbl_status hbl_metric_name(hbl_metric *metric, char **out);

/* Takes more values into the metric; for a Mean or Sum, y_true holds the values and y_pred
** is NULL. sample_weight may be NULL. Changes the metric. */
HBL_API hbl_status hbl_metric_update(
    hbl_metric *metric, hbl_tensor *y_true, hbl_tensor *y_pred, hbl_tensor *sample_weight);
/* The metric over all values since it was made or reset. */
HBL_API hbl_status hbl_metric_result(hbl_metric *metric, hbl_tensor **out);
/* Forgets the values. Changes the metric. */
HBL_API hbl_status hbl_metric_reset(hbl_metric *metric);
HBL_API hbl_status hbl_metric_variable_count(hbl_metric *metric, int32_t *out);
HBL_API hbl_status hbl_metric_variable(hbl_metric *metric, int32_t index, hbl_variable **out);

typedef struct hbl_optimizer hbl_optimizer;
HBL_API hbl_optimizer *hbl_optimizer_retain(hbl_optimizer *optimizer);
HBL_API void hbl_optimizer_release(hbl_optimizer *optimizer);
HBL_API hbl_status hbl_optimizer_create(
    const char *name, const char *config, hbl_optimizer **out);
HBL_API hbl_status hbl_optimizer_config(hbl_optimizer *optimizer, char **out);
HBL_API hbl_status hbl_optimizer_name(hbl_optimizer *optimizer, char **out);

/* A number of the optimizer, such as "learning_rate". HBL_UNKNOWN_NAME if it has none of that
** name. Setting it changes the optimizer, and the models that were compiled with it. */
HBL_API hbl_status hbl_optimizer_get(hbl_optimizer *optimizer, const char *name, double *out);
HBL_API hbl_status hbl_optimizer_set(hbl_optimizer *optimizer, const char *name, double value);

/* How many steps the optimizer has made. */
HBL_API hbl_status hbl_optimizer_iterations(hbl_optimizer *optimizer, int64_t *out);

/* One step: changes `count` variables by their gradients, and the optimizer. A gradient may
** be NULL: its variable stays as it is. The variables must be the same ones at each call. */
HBL_API hbl_status hbl_optimizer_apply(
    hbl_optimizer *optimizer, hbl_tensor *const *gradients, hbl_variable *const *variables,
    int32_t count);

/* The optimizer's own variables (iterations, learning rate, slots), in Keras' order. */
HBL_API hbl_status hbl_optimizer_variable_count(hbl_optimizer *optimizer, int32_t *out);
HBL_API hbl_status hbl_optimizer_variable(
    hbl_optimizer *optimizer, int32_t index, hbl_variable **out);

/* ===================================================================================
** Models
**
** hbl_model_predict, hbl_model_predict_on_batch and hbl_layer_call may run on one model from
** several threads at once. Everything else in this section changes the model.
**
** HBL_TYPE_MISMATCH for a layer that is no model of the kind a function needs.
** =================================================================================== */

/* A Sequential model without layers. name NULL means a name such as "sequential_1". */
HBL_API hbl_status hbl_sequential_create(const char *name, hbl_model **out);
/* Adds a layer at the end. The model shares it with the caller. */
HBL_API hbl_status hbl_sequential_add(hbl_model *model, hbl_layer *layer);
/* Removes the last layer. HBL_INVALID_STATE if there is none. */
HBL_API hbl_status hbl_sequential_pop(hbl_model *model);
/* The layers, without the InputLayer, as in Keras' model.layers. */
HBL_API hbl_status hbl_sequential_layer_count(hbl_model *model, int32_t *out);
HBL_API hbl_status hbl_sequential_layer(hbl_model *model, int32_t index, hbl_layer **out);

/*
** Says how the model is trained:
**   {"optimizer": "rmsprop", "loss": "mse", "metrics": ["accuracy"],
**    "weighted_metrics": [], "loss_weights": null}
** Optimizer, loss and metrics are short names, or objects with class_name and config. What is
** left out has Keras' default.
*/
HBL_API hbl_status hbl_model_compile(hbl_model *model, const char *config);

/*
** The same with objects, which the model shares with the caller: setting the learning rate of
** the optimizer later changes how the model trains. An object that is NULL is taken from
** `config`, as for hbl_model_compile. In the config's lists of metrics an integer i stands for
** metrics[i]; if the config has no "metrics", the given metrics are used in their order.
*/
HBL_API hbl_status hbl_model_compile_with(
    hbl_model *model, hbl_optimizer *optimizer, hbl_loss *loss, hbl_metric *const *metrics,
    int32_t metric_count, const char *config);

/* Whether compile has been called, and the optimizer it set. HBL_INVALID_STATE before. */
HBL_API bool hbl_model_is_compiled(hbl_model *model);
HBL_API hbl_status hbl_model_optimizer(hbl_model *model, hbl_optimizer **out);

/*
** What happens during fit, evaluate and predict. The index is the epoch or the batch, from 0.
** Later versions may add events.
*/
typedef int32_t hbl_event;
enum {
    HBL_EVENT_TRAIN_BEGIN = 0,
    HBL_EVENT_TRAIN_END = 1,
    HBL_EVENT_EPOCH_BEGIN = 2,
    HBL_EVENT_EPOCH_END = 3,
    HBL_EVENT_TRAIN_BATCH_BEGIN = 4,
    HBL_EVENT_TRAIN_BATCH_END = 5,
    HBL_EVENT_TEST_BEGIN = 6,
    HBL_EVENT_TEST_END = 7,
    HBL_EVENT_TEST_BATCH_BEGIN = 8,
    HBL_EVENT_TEST_BATCH_END = 9,
    HBL_EVENT_PREDICT_BEGIN = 10,
    HBL_EVENT_PREDICT_END = 11,
    HBL_EVENT_PREDICT_BATCH_BEGIN = 12,
    HBL_EVENT_PREDICT_BATCH_END = 13,
    /* Comes between batches, about every 50 ms: a chance to look for Ctrl-C. */
    HBL_EVENT_POLL = 14
};
/* The bit of an event in an event_mask. */
#define HBL_EVENT_BIT(event) (UINT32_C(1) << (event))
#define HBL_EVENTS_ALL UINT32_C(0x7fff)
#define HBL_EVENTS_NONE UINT32_C(0)

/* The values known at an event, such as {"loss": 0.3, "accuracy": 0.9}; count may be 0. */
typedef struct hbl_logs {
    int32_t count;
    const char *const *names;
    const double *values;
} hbl_logs;

/* What a callback returns. */
enum {
    HBL_CONTINUE = 0,
    /* Stop training in an orderly way: after this batch or epoch. */
    HBL_STOP = 1,
    /* Stop at once: the function returns HBL_INTERRUPTED. The model keeps the weights of the
    ** last batch and stays usable. */
    HBL_ABORT = 2
};

/*
** Called at the events of the options' event_mask, with the options' callback_context. `logs`
** is never NULL and is valid during the call. The callback may call any function that does not
** change the model; it may set the weights and the optimizer at the end of an epoch, and call
** hbl_model_set_stop_training.
*/
typedef int32_t (*hbl_callback_fn)(
    void *context, hbl_event event, int64_t index, const hbl_logs *logs);

/* Where progress is printed: called with pieces of text, which may hold '\r', '\b' and '\n'. */
typedef void (*hbl_print_fn)(void *context, const char *text);

/* How much is printed. AUTO means BAR. */
enum {
    HBL_VERBOSE_AUTO = -1,
    HBL_VERBOSE_SILENT = 0,
    HBL_VERBOSE_BAR = 1,
    HBL_VERBOSE_LINE = 2
};

/*
** How to fit. Begin with hbl_fit_options_init(), which sets struct_size and every default, then
** set what differs. A library that is newer than the program sees by struct_size which fields
** the program knows.
*/
typedef struct hbl_fit_options {
    size_t struct_size;
    int64_t epochs;           /* 1. The number of the last epoch, as in Keras. */
    int64_t initial_epoch;    /* 0. */
    int64_t batch_size;       /* 32. */
    int64_t steps_per_epoch;  /* 0: as many batches as there are. */
    bool shuffle;             /* true: draw a new order of the samples for each epoch. */
    int32_t verbose;          /* HBL_VERBOSE_AUTO. */

    double validation_split;              /* 0. The last part of x and y that is not trained on. */
    hbl_tensor *validation_x;             /* NULL. Goes before validation_split. */
    hbl_tensor *validation_y;             /* NULL. */
    hbl_tensor *validation_sample_weight; /* NULL. */
    int64_t validation_batch_size;        /* 0: batch_size. */
    int64_t validation_steps;             /* 0: as many batches as there are. */
    int64_t validation_freq;              /* 1: validate every so many epochs. */

    hbl_tensor *sample_weight;     /* NULL. One weight for each sample. */
    const int64_t *class_ids;      /* NULL. Classes that have a weight other than 1 ... */
    const double *class_weights;   /* NULL. ... and the weights, class_count of each. */
    int64_t class_count;           /* 0. */

    hbl_callback_fn callback;  /* NULL. */
    void *callback_context;    /* NULL. */
    uint32_t event_mask;       /* HBL_EVENTS_ALL. Batch events cost time: mask them out. */
    hbl_print_fn print;        /* NULL: print to the standard output. */
    void *print_context;       /* NULL. */
} hbl_fit_options;
HBL_API void hbl_fit_options_init(hbl_fit_options *options);

/* How to evaluate, in the same manner. */
typedef struct hbl_evaluate_options {
    size_t struct_size;
    int64_t batch_size;         /* 32. */
    int64_t steps;              /* 0: as many batches as there are. */
    int32_t verbose;            /* HBL_VERBOSE_AUTO. */
    hbl_tensor *sample_weight;  /* NULL. */
    hbl_callback_fn callback;   /* NULL. */
    void *callback_context;     /* NULL. */
    uint32_t event_mask;        /* HBL_EVENTS_ALL. */
    hbl_print_fn print;         /* NULL: print to the standard output. */
    void *print_context;        /* NULL. */
} hbl_evaluate_options;
HBL_API void hbl_evaluate_options_init(hbl_evaluate_options *options);

/* How to predict, in the same manner. */
typedef struct hbl_predict_options {
    size_t struct_size;
    int64_t batch_size;        /* 32. */
    int64_t steps;             /* 0: as many batches as there are. */
    int32_t verbose;           /* HBL_VERBOSE_AUTO. */
    hbl_callback_fn callback;  /* NULL. */
    void *callback_context;    /* NULL. */
    uint32_t event_mask;       /* HBL_EVENTS_ALL. */
    hbl_print_fn print;        /* NULL: print to the standard output. */
    void *print_context;       /* NULL. */
} hbl_predict_options;
HBL_API void hbl_predict_options_init(hbl_predict_options *options);

/*
** What fit and evaluate measured: for each key ("loss", "accuracy", "val_loss") a list of
** values. After fit, one value for each epoch (each validated epoch for "val_..." keys); after
** evaluate, train_on_batch and test_on_batch, one. A history never changes, and it may be NULL
** in these functions, which return 0 or NULL then and for an index out of range. Pointers are
** valid while the history lives.
*/
typedef struct hbl_history hbl_history;
HBL_API hbl_history *hbl_history_retain(hbl_history *history);
HBL_API void hbl_history_release(hbl_history *history);
HBL_API int32_t hbl_history_key_count(hbl_history *history);
HBL_API const char *hbl_history_key(hbl_history *history, int32_t index);
HBL_API int64_t hbl_history_value_count(hbl_history *history, int32_t index);
HBL_API const double *hbl_history_values(hbl_history *history, int32_t index);
/* The numbers of the epochs that fit ended, from 0; none after evaluate. */
HBL_API int64_t hbl_history_epoch_count(hbl_history *history);
HBL_API const int64_t *hbl_history_epochs(hbl_history *history);

/*
** Trains the model on samples x[i] with targets y[i], building it from the shape of x if need
** be. options NULL means the defaults; out may be NULL if the history is not wanted.
**
** HBL_INVALID_STATE before compile, HBL_SHAPE_MISMATCH if x and y differ in length or do not
** fit the model, HBL_INVALID_ARGUMENT for no samples, a batch_size below 1, a validation_split
** outside 0 ... 1 and the like, HBL_INTERRUPTED if a callback aborted (the weights keep what
** they learned).
*/
HBL_API hbl_status hbl_model_fit(
    hbl_model *model, hbl_tensor *x, hbl_tensor *y, const hbl_fit_options *options,
    hbl_history **out);

/* Measures loss and metrics. Errors as for hbl_model_fit. */
HBL_API hbl_status hbl_model_evaluate(
    hbl_model *model, hbl_tensor *x, hbl_tensor *y, const hbl_evaluate_options *options,
    hbl_history **out);

/* The model's result for each sample: a new tensor. HBL_INVALID_STATE for a model whose input
** shape is not known and has no layers. */
HBL_API hbl_status hbl_model_predict(
    hbl_model *model, hbl_tensor *x, const hbl_predict_options *options, hbl_tensor **out);

/*
** One step, on one batch. sample_weight may be NULL; class weights as in hbl_fit_options. The
** history holds one value for each key; out may be NULL. Metrics are not reset: they go on from
** batch to batch until hbl_model_reset_metrics.
*/
HBL_API hbl_status hbl_model_train_on_batch(
    hbl_model *model, hbl_tensor *x, hbl_tensor *y, hbl_tensor *sample_weight,
    const int64_t *class_ids, const double *class_weights, int64_t class_count, hbl_history **out);
HBL_API hbl_status hbl_model_test_on_batch(
    hbl_model *model, hbl_tensor *x, hbl_tensor *y, hbl_tensor *sample_weight, hbl_history **out);
HBL_API hbl_status hbl_model_predict_on_batch(hbl_model *model, hbl_tensor *x, hbl_tensor **out);
HBL_API hbl_status hbl_model_reset_metrics(hbl_model *model);

/* The names of loss and metrics, as a JSON list: ["loss", "accuracy"]. */
HBL_API hbl_status hbl_model_metric_names(hbl_model *model, char **out);

/* Whether larger values of a logged quantity, such as "val_accuracy", are better: 1 if so, -1 if
** smaller ones are, 0 if that is not known. Metrics are known once the model has seen a batch. */
HBL_API hbl_status hbl_model_metric_direction(hbl_model *model, const char *name, int32_t *out);

/* The table of Keras' model.summary(). line_length 0 means Keras' width. */
HBL_API hbl_status hbl_model_summary(hbl_model *model, int32_t line_length, char **out);

/* Asks a running fit to stop at the end of the batch, as a callback does; fit begins with false.
** May be called from any thread. */
HBL_API bool hbl_model_stop_training(hbl_model *model);
HBL_API hbl_status hbl_model_set_stop_training(hbl_model *model, bool stop);

#ifdef __cplusplus
}
#endif

#endif /* HORNBILL_H */
