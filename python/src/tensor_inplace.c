/* tensor_inplace.c: t += x and its like, which write to the memory of t. */
#include "extension.h"

static PyObject *inplace(
    PyObject *self, PyObject *other, EngineFunction *function, binaryfunc ordinary) {
    /* NumPy's scalars do not change: the name on the left gets a new one. */
    if (is_scalar(self) || hbl_tensor_is_symbolic(tensor_of(self))) return ordinary(self, other);
    if (find_function(function) < 0) return NULL;
    Operands operands;
    int made = get_operands(self, other, &operands);
    if (made < 0) return NULL;
    if (made == 0) Py_RETURN_NOTIMPLEMENTED;
    hbl_status status = hbl_binary_inplace(function->function, operands.a, operands.b);
    release_operands(&operands);
    return status == HBL_OK ? Py_NewRef(self) : raise_status(status);
}

#define INPLACE(name, engine_name)                                                                \
    PyObject *inplace_##name(PyObject *self, PyObject *other) {                                   \
        static EngineFunction function = {engine_name, NULL};                                     \
        return inplace(self, other, &function, number_##name);                                    \
    }

INPLACE(add, "add")
INPLACE(subtract, "subtract")
INPLACE(multiply, "multiply")
INPLACE(divide, "divide")
INPLACE(floor_divide, "floor_divide")
INPLACE(remainder, "remainder")
INPLACE(and, "bitwise_and")
INPLACE(or, "bitwise_or")
INPLACE(xor, "bitwise_xor")
INPLACE(lshift, "bitwise_left_shift")
INPLACE(rshift, "bitwise_right_shift")

static PyObject *plain_power(PyObject *a, PyObject *b) { return number_power(a, b, Py_None); }

PyObject *inplace_power(PyObject *self, PyObject *other, PyObject *modulus) {
    static EngineFunction function = {"power", NULL};
    if (modulus != Py_None) Py_RETURN_NOTIMPLEMENTED;
    return inplace(self, other, &function, plain_power);
}
