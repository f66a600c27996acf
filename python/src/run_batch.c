/* run_batch.c: one batch at a time, without events. */
#include "extension.h"

/* ---- Weights of classes */

int class_weights_of(PyObject *mapping, ClassWeights *out) {
    *out = (ClassWeights){0};
    if (mapping == NULL || mapping == Py_None) return 0;
    PyObject *items = PyMapping_Items(mapping);
    if (items == NULL) return -1;
    Py_ssize_t count = PyList_Size(items);
    out->ids = PyMem_Malloc((size_t)count * sizeof *out->ids + 1);
    out->weights = PyMem_Malloc((size_t)count * sizeof *out->weights + 1);
    out->count = count;
    int failure = out->ids == NULL || out->weights == NULL ? -1 : 0;
    if (failure < 0) PyErr_NoMemory();
    for (Py_ssize_t i = 0; i < count && failure == 0; i++) {
        PyObject *item = PyList_GetItem(items, i);
        long long id;
        if (!PyArg_ParseTuple(item, "Ld", &id, &out->weights[i])) failure = -1;
        else out->ids[i] = id;
    }
    Py_DECREF(items);
    if (failure < 0) free_class_weights(out);
    return failure;
}

void free_class_weights(ClassWeights *weights) {
    PyMem_Free(weights->ids);
    PyMem_Free(weights->weights);
    *weights = (ClassWeights){0};
}

/* ---- Steps */

enum { X, Y, WEIGHT, ARRAYS };

static int get_arrays(PyObject *const *arrays, hbl_tensor **tensors) {
    for (int i = 0; i < ARRAYS; i++) tensors[i] = NULL;
    for (int i = 0; i < ARRAYS; i++) {
        if (as_optional_tensor(arrays[i], &tensors[i]) < 0) return -1;
    }
    return 0;
}

static void release_arrays(hbl_tensor **tensors) {
    for (int i = 0; i < ARRAYS; i++) hbl_tensor_release(tensors[i]);
}

PyObject *model_train_on_batch(PyObject *self, PyObject *arguments, PyObject *keywords) {
    static char *names[] = {"x", "y", "sample_weight", "class_weight", NULL};
    PyObject *arrays[ARRAYS] = {NULL}, *class_weight = NULL, *result = NULL;
    if (!PyArg_ParseTupleAndKeywords(
            arguments, keywords, "OO|OO:train_on_batch", names, &arrays[X], &arrays[Y],
            &arrays[WEIGHT], &class_weight)) return NULL;
    ClassWeights weights;
    hbl_tensor *tensors[ARRAYS];
    if (class_weights_of(class_weight, &weights) < 0) return NULL;
    if (get_arrays(arrays, tensors) == 0) {
        hbl_history *history;
        PyThreadState *thread = PyEval_SaveThread();
        hbl_status status = hbl_model_train_on_batch(
            handle_of(self), tensors[X], tensors[Y], tensors[WEIGHT], weights.ids, weights.weights,
            weights.count, &history);
        PyEval_RestoreThread(thread);
        result = history_or_error(status, history);
    }
    release_arrays(tensors);
    free_class_weights(&weights);
    return result;
}

PyObject *model_test_on_batch(PyObject *self, PyObject *arguments, PyObject *keywords) {
    static char *names[] = {"x", "y", "sample_weight", NULL};
    PyObject *arrays[ARRAYS] = {NULL}, *result = NULL;
    if (!PyArg_ParseTupleAndKeywords(
            arguments, keywords, "OO|O:test_on_batch", names, &arrays[X], &arrays[Y],
            &arrays[WEIGHT])) return NULL;
    hbl_tensor *tensors[ARRAYS];
    if (get_arrays(arrays, tensors) == 0) {
        hbl_history *history;
        PyThreadState *thread = PyEval_SaveThread();
        hbl_status status = hbl_model_test_on_batch(
            handle_of(self), tensors[X], tensors[Y], tensors[WEIGHT], &history);
        PyEval_RestoreThread(thread);
        result = history_or_error(status, history);
    }
    release_arrays(tensors);
    return result;
}

PyObject *model_predict_on_batch(PyObject *self, PyObject *x) {
    hbl_tensor *tensor, *out;
    if (as_tensor(x, &tensor) < 0) return NULL;
    PyThreadState *thread = PyEval_SaveThread();
    hbl_status status = hbl_model_predict_on_batch(handle_of(self), tensor, &out);
    PyEval_RestoreThread(thread);
    hbl_tensor_release(tensor);
    return numpy_or_error(status, &out);
}

PyObject *module_predict(PyObject *module, PyObject *const *arguments, Py_ssize_t count) {
    (void)module;
    if (count != 2) {
        return PyErr_Format(
            PyExc_TypeError, "predict() takes a model and samples, got %zd arguments", count);
    }
    if (Py_TYPE(arguments[0]) != Model_Type) {
        return PyErr_Format(PyExc_TypeError, "predict: expected a Model, got %R", arguments[0]);
    }
    return model_predict_on_batch(arguments[0], arguments[1]);
}
