/*
** extension.h: what the files of hornbill._hornbill share.
**
** The extension shows the C interface of the engine to Python and adds what is Python's own: its
** protocols, its exceptions, and the conversion of its objects. It is written against the stable
** ABI of CPython 3.11, without NumPy's headers; NumPy is looked up when it is needed.
**
** Functions return -1 or NULL with an exception set, unless they say otherwise.
*/
#ifndef HORNBILL_EXTENSION_H
#define HORNBILL_EXTENSION_H

#ifndef Py_LIMITED_API
#define Py_LIMITED_API 0x030B0000
#endif
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <structmember.h>

#include <stdbool.h>
#include <stdint.h>

#include <hornbill.h>

_Static_assert(sizeof(Py_ssize_t) == sizeof(int64_t), "shapes are shared with the engine");

/* For tables of slots and methods. */
#define METHOD(function) ((PyCFunction)(void (*)(void))(function))
#define SLOT(id, function) {id, (void *)(function)}

/* ---- module.c */

/* hornbill._hornbill, and a type that is made from its specification and added to it. */
extern PyObject *extension_module;
PyTypeObject *add_type(PyObject *module, PyType_Spec *spec, PyObject *base);

/* An attribute of a module that is imported when it is needed: a new reference. */
PyObject *imported(const char *module, const char *name);

/* ---- errors.c */

/* Raises the exception of a status that is not HBL_OK, with the engine's message. */
PyObject *raise_status(hbl_status status);
/* 0, or -1 with an exception. */
int check(hbl_status status);
/* Whether the exception that is set is one of these; if so, it is cleared. */
bool caught(PyObject *type);

/* ---- dtype.c */

typedef struct {
    PyObject_HEAD
    hbl_dtype dtype;
} DTypeObject;

extern PyTypeObject *DType_Type;
int add_dtypes(PyObject *module);

/* The one object of an element type: a new reference. */
PyObject *dtype_object(hbl_dtype dtype);
/* The element type that a Python object stands for. */
int dtype_of(PyObject *object, hbl_dtype *out);
/* The same where None or NULL means that none was given; *out is then NO_DTYPE. */
#define NO_DTYPE ((hbl_dtype)-1)
int optional_dtype(PyObject *object, hbl_dtype *out);

static inline bool is_integer(hbl_dtype dtype) { return dtype >= HBL_INT8 && dtype <= HBL_UINT64; }
static inline bool is_unsigned(hbl_dtype dtype) {
    return dtype >= HBL_UINT8 && dtype <= HBL_UINT64;
}
static inline bool is_float(hbl_dtype dtype) {
    return dtype >= HBL_FLOAT16 && dtype <= HBL_FLOAT64;
}
static inline bool is_complex(hbl_dtype dtype) { return dtype >= HBL_COMPLEX64; }

/* int, float and complex, and what derives from them: bool and two of NumPy's scalars. */
static inline bool is_number(PyObject *object) {
    return PyLong_Check(object) || PyFloat_Check(object) || PyComplex_Check(object);
}

/* ---- element.c */

/* The element at an address, as bool, int or float. */
PyObject *element_to_python(const void *element, hbl_dtype dtype);
/* The same as a tensor without axes. */
hbl_status element_to_tensor(const void *element, hbl_dtype dtype, hbl_tensor **out);
/* Writes a Python number to an element of a common dtype. 0 if that is left to the engine. */
int element_from_python(PyObject *number, hbl_dtype dtype, void *element);
/* Whether a Python int can be held; raises NumPy's OverflowError if not. */
int check_integer_fits(PyObject *integer, hbl_dtype dtype);
/* Whether Python's complex numbers can be held; raises TypeError if not. */
int check_holds_complex(hbl_dtype dtype);
/* The address of an element of a tensor with values, by one position for each axis. */
const char *element_address(hbl_tensor *tensor, const int64_t *positions);

/* ---- tensor.c */

typedef struct {
    PyObject_HEAD
    /* NULL for an element that nobody has asked for as a tensor so far. */
    hbl_tensor *tensor;
    PyObject *weak_references;
    /* Whether it is the result of a function. Without axes, such a tensor behaves as NumPy's
    ** scalars do: it cannot be changed, and it prints and hashes as the number it is. */
    bool is_result;
    /* Of such an element: what it is. */
    hbl_dtype dtype;
    char element[16];
} TensorObject;

extern PyTypeObject *Tensor_Type;
int add_tensor(PyObject *module);

static inline bool is_tensor(PyObject *object) { return Py_TYPE(object) == Tensor_Type; }
/* Makes a tensor of an element. NULL, which the engine takes for no tensor, if there is no memory. */
hbl_tensor *make_element_tensor(TensorObject *object);
static inline hbl_tensor *tensor_of(PyObject *object) {
    TensorObject *self = (TensorObject *)object;
    return self->tensor != NULL ? self->tensor : make_element_tensor(self);
}
/* The element, if the object is one that has not become a tensor; else NULL. */
static inline const void *lone_element(PyObject *object) {
    return ((TensorObject *)object)->tensor == NULL ? ((TensorObject *)object)->element : NULL;
}
bool is_scalar(PyObject *tensor);

/* A Python tensor that takes the reference over: of memory, or of the result of a function. NULL
** gives NULL. */
PyObject *wrap_array(hbl_tensor *tensor);
PyObject *wrap_result(hbl_tensor *tensor);
/* A copy of one element, which becomes a tensor when it has to. */
PyObject *wrap_element(const void *element, hbl_dtype dtype);
/* The same behind a call of the engine. The result is passed by its address, because the call that
** sets it may be an argument too. */
PyObject *array_or_error(hbl_status status, hbl_tensor *const *tensor);
PyObject *result_or_error(hbl_status status, hbl_tensor *const *tensor);

/* numpy.ndarray that looks at the same memory. */
PyObject *tensor_numpy(PyObject *self, PyObject *unused);
/* The same for a tensor of the engine, whose reference is taken over. */
PyObject *numpy_or_error(hbl_status status, hbl_tensor *const *tensor);

/* (2, 3), and back; an int is a shape of one axis. Unknown lengths are None in Python and -1 in
** the engine, where `partial` allows them. */
PyObject *shape_tuple(const int64_t *shape, int32_t ndim, bool partial);
int shape_of(PyObject *object, int64_t *shape, int32_t *ndim, bool partial);

/* ---- tensor_methods.c */

extern PyMethodDef tensor_methods[];
/* Makes the type look in hornbill.numpy._methods for what it has not. */
int install_method_lookup(void);
/* Puts them there now: lookups of other attributes are quicker from then on. */
PyObject *module_load_methods(PyObject *module, PyObject *unused);

/* ---- tensor_number.c */

#define NUMBER_SLOTS                                                                              \
    SLOT(Py_nb_add, number_add), SLOT(Py_nb_subtract, number_subtract),                           \
        SLOT(Py_nb_multiply, number_multiply), SLOT(Py_nb_true_divide, number_divide),            \
        SLOT(Py_nb_floor_divide, number_floor_divide),                                            \
        SLOT(Py_nb_remainder, number_remainder), SLOT(Py_nb_divmod, number_divmod),               \
        SLOT(Py_nb_power, number_power), SLOT(Py_nb_matrix_multiply, number_matmul),              \
        SLOT(Py_nb_and, number_and), SLOT(Py_nb_or, number_or), SLOT(Py_nb_xor, number_xor),      \
        SLOT(Py_nb_lshift, number_lshift), SLOT(Py_nb_rshift, number_rshift),                     \
        SLOT(Py_nb_negative, number_negative), SLOT(Py_nb_positive, number_positive),             \
        SLOT(Py_nb_absolute, number_absolute), SLOT(Py_nb_invert, number_invert)

PyObject *number_add(PyObject *a, PyObject *b);
PyObject *number_subtract(PyObject *a, PyObject *b);
PyObject *number_multiply(PyObject *a, PyObject *b);
PyObject *number_divide(PyObject *a, PyObject *b);
PyObject *number_floor_divide(PyObject *a, PyObject *b);
PyObject *number_remainder(PyObject *a, PyObject *b);
PyObject *number_divmod(PyObject *a, PyObject *b);
PyObject *number_power(PyObject *a, PyObject *b, PyObject *modulus);
PyObject *number_matmul(PyObject *a, PyObject *b);
PyObject *number_and(PyObject *a, PyObject *b);
PyObject *number_or(PyObject *a, PyObject *b);
PyObject *number_xor(PyObject *a, PyObject *b);
PyObject *number_lshift(PyObject *a, PyObject *b);
PyObject *number_rshift(PyObject *a, PyObject *b);
PyObject *number_negative(PyObject *a);
PyObject *number_positive(PyObject *a);
PyObject *number_absolute(PyObject *a);
PyObject *number_invert(PyObject *a);

/* A function of the engine by its name, looked up once. */
typedef struct {
    const char *name;
    const hbl_function *function;
} EngineFunction;
int find_function(EngineFunction *function);

/* ---- operand.c */

/* A Python number as a tensor without axes, of the dtype that it has beside a tensor of `peer`
** by NEP 50; NO_DTYPE means alone. 0 for objects that are no Python numbers, 1 if it is one. */
int weak_scalar(PyObject *object, hbl_dtype peer, hbl_tensor **out);
/* Both operands of an operator, one of which is a tensor or a variable. 0 for objects that are
** no arrays, 1 if both are. */
typedef struct {
    hbl_tensor *a, *b;
    hbl_tensor *owned_a, *owned_b;
} Operands;
int get_operands(PyObject *a, PyObject *b, Operands *out);
void release_operands(Operands *operands);

/* ---- tensor_compare.c */

PyObject *tensor_compare(PyObject *a, PyObject *b, int operation);
int tensor_contains(PyObject *self, PyObject *value);

/* ---- tensor_inplace.c */

#define INPLACE_SLOTS                                                                             \
    SLOT(Py_nb_inplace_add, inplace_add), SLOT(Py_nb_inplace_subtract, inplace_subtract),         \
        SLOT(Py_nb_inplace_multiply, inplace_multiply),                                           \
        SLOT(Py_nb_inplace_true_divide, inplace_divide),                                          \
        SLOT(Py_nb_inplace_floor_divide, inplace_floor_divide),                                   \
        SLOT(Py_nb_inplace_remainder, inplace_remainder),                                         \
        SLOT(Py_nb_inplace_power, inplace_power), SLOT(Py_nb_inplace_and, inplace_and),           \
        SLOT(Py_nb_inplace_or, inplace_or), SLOT(Py_nb_inplace_xor, inplace_xor),                 \
        SLOT(Py_nb_inplace_lshift, inplace_lshift), SLOT(Py_nb_inplace_rshift, inplace_rshift)

PyObject *inplace_add(PyObject *self, PyObject *other);
PyObject *inplace_subtract(PyObject *self, PyObject *other);
PyObject *inplace_multiply(PyObject *self, PyObject *other);
PyObject *inplace_divide(PyObject *self, PyObject *other);
PyObject *inplace_floor_divide(PyObject *self, PyObject *other);
PyObject *inplace_remainder(PyObject *self, PyObject *other);
PyObject *inplace_power(PyObject *self, PyObject *other, PyObject *modulus);
PyObject *inplace_and(PyObject *self, PyObject *other);
PyObject *inplace_or(PyObject *self, PyObject *other);
PyObject *inplace_xor(PyObject *self, PyObject *other);
PyObject *inplace_lshift(PyObject *self, PyObject *other);
PyObject *inplace_rshift(PyObject *self, PyObject *other);

/* ---- tensor_index.c */

Py_ssize_t tensor_length(PyObject *self);
PyObject *tensor_item_at(PyObject *self, Py_ssize_t position);
PyObject *tensor_iter(PyObject *self);
PyObject *tensor_get(PyObject *self, PyObject *key);
int tensor_set(PyObject *self, PyObject *key, PyObject *value);

/* ---- tensor_text.c */

PyObject *tensor_repr(PyObject *self);
PyObject *tensor_str(PyObject *self);
PyObject *tensor_format(PyObject *self, PyObject *specification);
PyObject *module_set_print_options(PyObject *module, PyObject *options);
PyObject *module_format(PyObject *module, PyObject *arguments);

/* ---- tensor_scalar.c */

int tensor_bool(PyObject *self);
PyObject *tensor_int(PyObject *self);
PyObject *tensor_float(PyObject *self);
PyObject *tensor_index(PyObject *self);
PyObject *tensor_complex(PyObject *self, PyObject *unused);
PyObject *tensor_item(PyObject *self, PyObject *const *arguments, Py_ssize_t count);
PyObject *tensor_tolist(PyObject *self, PyObject *unused);
Py_hash_t tensor_hash(PyObject *self);

/* ---- tensor_make.c */

typedef enum { COPY_IF_NEEDED, COPY_ALWAYS, COPY_NEVER } CopyMode;

/* A tensor of what a Python object holds: arrays of any kind, numbers, nested lists. */
int make_tensor(PyObject *object, hbl_dtype dtype, CopyMode mode, hbl_tensor **out);
/* The same without a dtype or a copy. None gives NULL in the second. */
int as_tensor(PyObject *object, hbl_tensor **out);
int as_optional_tensor(PyObject *object, hbl_tensor **out);
/* Whether an object holds an array or a list, rather than a number or something else. */
bool is_array_like(PyObject *object);
/* Tensors of a sequence, None giving NULL: an array to give to release_tensors. */
int as_tensors(PyObject *sequence, const char *what, hbl_tensor ***out, int32_t *count);
void release_tensors(hbl_tensor **tensors, int32_t count);
/* Python's copy=None, True, False. */
int copy_mode_of(PyObject *object, CopyMode *out);

PyObject *module_array(PyObject *module, PyObject *arguments, PyObject *keywords);
PyObject *module_asarray(PyObject *module, PyObject *arguments, PyObject *keywords);

/* ---- make_nested.c */

int tensor_from_sequence(PyObject *sequence, hbl_dtype dtype, hbl_tensor **out);

/* ---- buffer.c */

/* A tensor of an object with the buffer protocol; 0 if the object has none, or none of use. */
int tensor_from_buffer(PyObject *object, bool copy, hbl_tensor **out);
int tensor_get_buffer(PyObject *self, Py_buffer *view, int flags);
void tensor_release_buffer(PyObject *self, Py_buffer *view);

/* ---- array_interface.c */

PyObject *tensor_array_interface(PyObject *self, void *unused);
PyObject *tensor_array(PyObject *self, PyObject *arguments, PyObject *keywords);

/* ---- array_ufunc.c */

PyObject *tensor_array_ufunc(PyObject *self, PyObject *arguments, PyObject *keywords);

/* ---- dlpack.c */

int tensor_from_dlpack(PyObject *object, hbl_tensor **out);
PyObject *tensor_dlpack(PyObject *self, PyObject *arguments, PyObject *keywords);
PyObject *tensor_dlpack_device(PyObject *self, PyObject *unused);
PyObject *module_from_dlpack(PyObject *module, PyObject *arguments, PyObject *keywords);

/* ---- pickle.c */

PyObject *tensor_reduce(PyObject *self, PyObject *protocol);
PyObject *module_restore(PyObject *module, PyObject *arguments);

/* ---- attributes.c */

/* A text that grows. */
typedef struct {
    char few[256], *characters;
    size_t length, capacity;
} Text;

/* The JSON text of named arguments; those that are None are left out, and no text is empty. */
int write_attributes(Text *text, PyObject *names, PyObject *const *values);
void free_text(Text *text);

/* ---- quick.c */

int add_quick_functions(PyObject *module);
PyObject *module_quick(PyObject *module, PyObject *function);

/* ---- quick_calls.c */

typedef struct QuickCall QuickCall;
/* The result of a call, NULL with an exception, or NULL without one where the call is not plain. */
typedef PyObject *(*QuickHandler)(
    const QuickCall *call, PyObject *const *arguments, Py_ssize_t count, PyObject *names);
struct QuickCall {
    QuickHandler handler;
    const hbl_function *function;
    /* What the handler does it with, if it needs to be told. */
    const void *detail;
    bool gives_array;
};

static inline PyObject *call_quickly(
    const QuickCall *call, PyObject *const *arguments, Py_ssize_t count, PyObject *names) {
    return call->handler(call, arguments, count, names);
}
/* The quick way of a function of hornbill.numpy. */
bool find_quick_call(const char *name, QuickCall *out);
int name_quick_arguments(void);

/* ---- functions.c */

/* Whether a function's result is an array even without axes, as in NumPy. */
bool gives_array(const char *name);
/* With so many elements, other threads may use the time. */
enum { MANY_ELEMENTS = 32768 };
/* int, float and complex themselves, whose dtype depends on what they stand beside. */
static inline bool is_weak(PyObject *object) {
    return PyLong_Check(object) || PyFloat_CheckExact(object) || PyComplex_CheckExact(object);
}

PyObject *module_call(
    PyObject *module, PyObject *const *arguments, Py_ssize_t count, PyObject *names);
PyObject *module_functions(PyObject *module, PyObject *unused);

/* ---- handle.c: objects of the engine that are not tensors */

typedef struct {
    PyObject_HEAD
    void *handle;
} HandleObject;

static inline void *handle_of(PyObject *object) { return ((HandleObject *)object)->handle; }
/* A Python object that takes the reference over. */
PyObject *wrap_handle(PyTypeObject *type, void *handle);
PyObject *handle_or_error(hbl_status status, PyTypeObject *type, void *handle);
/* Equal if they stand for the same object of the engine. */
PyObject *compare_handles(PyObject *a, PyObject *b, int operation);
Py_hash_t hash_handle(PyObject *self);
/* A text of the engine, which is freed. Passed by its address as tensors are. */
PyObject *text_or_error(hbl_status status, char *const *text);
/* The handles of a sequence of objects of one type, to be freed with PyMem_Free, and a tuple that
** owns the objects. */
PyObject *handles_of(
    PyObject *sequence, PyTypeObject *type, const char *what, void ***out, int32_t *count);
/* Makes an object from (class_name, config=None). */
typedef hbl_status (*CreateFunction)(const char *name, const char *config, void **out);
PyObject *create_handle(
    PyTypeObject *type, PyObject *arguments, PyObject *keywords, CreateFunction create);

extern PyTypeObject *Variable_Type, *Initializer_Type, *Loss_Type, *Metric_Type, *Optimizer_Type,
    *Layer_Type, *Model_Type, *History_Type;
int add_variable(PyObject *module);
int add_initializer(PyObject *module);
int add_loss(PyObject *module);
int add_metric(PyObject *module);
int add_optimizer(PyObject *module);
int add_layer(PyObject *module);
int add_model(PyObject *module);
int add_history(PyObject *module);

static inline bool is_variable(PyObject *object) { return Py_TYPE(object) == Variable_Type; }

/* Variables of the engine, one by one, as a list. */
typedef hbl_status (*CountFunction)(void *owner, int32_t *out);
typedef hbl_status (*MemberFunction)(void *owner, int32_t index, hbl_variable **out);
PyObject *variable_list(void *owner, CountFunction count, MemberFunction member);

PyObject *wrap_layer(hbl_layer *layer);

/* ---- program.c */

extern PyTypeObject *Program_Type;
int add_program(PyObject *module);
/* The results of a program, whose references are taken over. */
PyObject *results_tuple(hbl_tensor **outputs, int32_t count);

/* ---- compiled.c */

int add_compiled(PyObject *module);
PyObject *module_custom_gradient(PyObject *module, PyObject *arguments);
PyObject *module_symbolic(PyObject *module, PyObject *arguments);

/* ---- history.c */

PyObject *history_or_error(hbl_status status, hbl_history *history);

/* ---- run.c and run_batch.c: methods of Model */

PyObject *model_fit(PyObject *self, PyObject *arguments, PyObject *keywords);
PyObject *model_evaluate(PyObject *self, PyObject *arguments, PyObject *keywords);
PyObject *model_predict(PyObject *self, PyObject *arguments, PyObject *keywords);
PyObject *model_train_on_batch(PyObject *self, PyObject *arguments, PyObject *keywords);
PyObject *model_test_on_batch(PyObject *self, PyObject *arguments, PyObject *keywords);
PyObject *model_predict_on_batch(PyObject *self, PyObject *x);
PyObject *module_predict(PyObject *module, PyObject *const *arguments, Py_ssize_t count);

typedef struct {
    int64_t *ids;
    double *weights;
    int64_t count;
} ClassWeights;
int class_weights_of(PyObject *mapping, ClassWeights *out);
void free_class_weights(ClassWeights *weights);

#endif
