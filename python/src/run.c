/* run.c: fit, evaluate and predict. The engine works without the GIL and calls back with it. */
#include "extension.h"

#include <string.h>

/* ---- A run, and what happens during it */

typedef struct {
    PyObject *callback;
    PyObject *print;
    uint32_t event_mask;
    PyThreadState *thread;
    /* The first exception of a callback. */
    PyObject *type, *value, *traceback;
} Run;

static void keep_exception(Run *run) {
    if (run->type == NULL) {
        PyErr_Fetch(&run->type, &run->value, &run->traceback);
    } else {
        PyErr_Clear();
    }
}

static PyObject *logs_dict(const hbl_logs *logs) {
    PyObject *dict = PyDict_New();
    for (int32_t i = 0; dict != NULL && i < logs->count; i++) {
        PyObject *value = PyFloat_FromDouble(logs->values[i]);
        if (value == NULL || PyDict_SetItemString(dict, logs->names[i], value) < 0) Py_CLEAR(dict);
        Py_XDECREF(value);
    }
    return dict;
}

/* What the callback answers, -1 for an exception. */
static int32_t call_back(Run *run, hbl_event event, int64_t index, const hbl_logs *logs) {
    PyObject *values = logs_dict(logs);
    if (values == NULL) return -1;
    PyObject *answer = PyObject_CallFunction(
        run->callback, "iLO", (int)event, (long long)index, values);
    Py_DECREF(values);
    if (answer == NULL) return -1;
    long number = answer == Py_None ? HBL_CONTINUE : PyLong_AsLong(answer);
    Py_DECREF(answer);
    if (number == -1 && PyErr_Occurred()) return -1;
    if (number < HBL_CONTINUE || number > HBL_ABORT) {
        PyErr_Format(
            PyExc_ValueError, "callback: expected it to return None, 0, 1 or 2, got %ld", number);
        return -1;
    }
    return (int32_t)number;
}

static int32_t on_event(void *context, hbl_event event, int64_t index, const hbl_logs *logs) {
    Run *run = context;
    int32_t answer = HBL_CONTINUE;
    PyEval_RestoreThread(run->thread);
    if (run->type != NULL) {
        answer = HBL_ABORT;  /* Printing failed. */
    } else if (event == HBL_EVENT_POLL && PyErr_CheckSignals() < 0) {
        answer = -1;
    } else if (run->callback != NULL && run->event_mask & HBL_EVENT_BIT(event)) {
        answer = call_back(run, event, index, logs);
    }
    if (answer < 0) {
        keep_exception(run);
        answer = HBL_ABORT;
    }
    run->thread = PyEval_SaveThread();
    return answer;
}

static int print_to_stdout(PyObject *text) {
    PyObject *stream = PySys_GetObject("stdout");
    if (stream == NULL || stream == Py_None) return 0;
    Py_INCREF(stream);
    PyObject *written = PyObject_CallMethod(stream, "write", "O", text);
    PyObject *flushed = written == NULL ? NULL : PyObject_CallMethod(stream, "flush", NULL);
    Py_DECREF(stream);
    Py_XDECREF(written);
    Py_XDECREF(flushed);
    return flushed == NULL ? -1 : 0;
}

static void on_print(void *context, const char *characters) {
    Run *run = context;
    PyEval_RestoreThread(run->thread);
    PyObject *text = PyUnicode_FromString(characters);
    int failure = text == NULL ? -1 : 0;
    if (failure == 0 && run->print == NULL) {
        failure = print_to_stdout(text);
    } else if (failure == 0) {
        PyObject *printed = PyObject_CallFunctionObjArgs(run->print, text, NULL);
        failure = printed == NULL ? -1 : 0;
        Py_XDECREF(printed);
    }
    Py_XDECREF(text);
    if (failure < 0) keep_exception(run);
    run->thread = PyEval_SaveThread();
}

static int begin(Run *run, PyObject *callback, PyObject *print, PyObject *event_mask) {
    *run = (Run){.event_mask = HBL_EVENTS_ALL};
    if (callback != NULL && callback != Py_None) run->callback = callback;
    if (print != NULL && print != Py_None) run->print = print;
    if (event_mask != NULL && event_mask != Py_None) {
        unsigned long mask = PyLong_AsUnsignedLongMask(event_mask);
        if (mask == (unsigned long)-1 && PyErr_Occurred()) return -1;
        run->event_mask = (uint32_t)mask;
    }
    return 0;
}

/* The events the engine has to report: Ctrl-C is always looked for. */
static uint32_t engine_mask(const Run *run) {
    return (run->callback != NULL ? run->event_mask : 0) | HBL_EVENT_BIT(HBL_EVENT_POLL);
}

/* The exception of a callback goes before what the engine says of it. True if there was one. */
static bool restore_exception(Run *run) {
    if (run->type == NULL) return false;
    PyErr_Restore(run->type, run->value, run->traceback);
    return true;
}

/* ---- Arguments */

static int get_integer(PyObject *object, const char *name, int64_t *out) {
    if (object == NULL || object == Py_None) return 0;
    PyObject *integer = PyNumber_Index(object);
    if (integer == NULL) {
        if (caught(PyExc_TypeError)) {
            PyErr_Format(PyExc_TypeError, "%s: expected an integer, got %R", name, object);
        }
        return -1;
    }
    *out = PyLong_AsLongLong(integer);
    Py_DECREF(integer);
    return *out == -1 && PyErr_Occurred() ? -1 : 0;
}

static int get_verbose(PyObject *object, int32_t *out) {
    int64_t verbose = *out;
    if (get_integer(object, "verbose", &verbose) < 0) return -1;
    if (verbose < HBL_VERBOSE_AUTO || verbose > HBL_VERBOSE_LINE) {
        PyErr_Format(PyExc_ValueError, "verbose: expected -1, 0, 1 or 2, got %R", object);
        return -1;
    }
    *out = (int32_t)verbose;
    return 0;
}

static int get_tensors(PyObject *const *objects, hbl_tensor **tensors, int count) {
    for (int i = 0; i < count; i++) {
        if (as_optional_tensor(objects[i], &tensors[i]) < 0) return -1;
    }
    return 0;
}

static void release_all(hbl_tensor **tensors, int count) {
    for (int i = 0; i < count; i++) hbl_tensor_release(tensors[i]);
}

/* ---- fit */

PyObject *model_fit(PyObject *self, PyObject *arguments, PyObject *keywords) {
    static char *names[] = {
        "x", "y", "epochs", "initial_epoch", "batch_size", "steps_per_epoch", "shuffle", "verbose",
        "validation_split", "validation_x", "validation_y", "validation_sample_weight",
        "validation_batch_size", "validation_steps", "validation_freq", "sample_weight",
        "class_weight", "callback", "event_mask", "print", NULL};
    enum { X, Y, VALIDATION_X, VALIDATION_Y, VALIDATION_WEIGHT, WEIGHT, ARRAYS };
    PyObject *arrays[ARRAYS] = {NULL}, *epochs = NULL, *initial_epoch = NULL, *batch_size = NULL;
    PyObject *steps = NULL, *shuffle = NULL, *verbose = NULL, *split = NULL;
    PyObject *validation_batch_size = NULL, *validation_steps = NULL, *validation_freq = NULL;
    PyObject *class_weight = NULL, *callback = NULL, *event_mask = NULL, *print = NULL;
    if (!PyArg_ParseTupleAndKeywords(
            arguments, keywords, "OO|$OOOOOOOOOOOOOOOOOO:fit", names, &arrays[X], &arrays[Y],
            &epochs, &initial_epoch, &batch_size, &steps, &shuffle, &verbose, &split,
            &arrays[VALIDATION_X], &arrays[VALIDATION_Y], &arrays[VALIDATION_WEIGHT],
            &validation_batch_size, &validation_steps, &validation_freq, &arrays[WEIGHT],
            &class_weight, &callback, &event_mask, &print)) return NULL;

    Run run;
    hbl_fit_options options;
    hbl_fit_options_init(&options);
    if (begin(&run, callback, print, event_mask) < 0) return NULL;
    if (get_integer(epochs, "epochs", &options.epochs) < 0 ||
        get_integer(initial_epoch, "initial_epoch", &options.initial_epoch) < 0 ||
        get_integer(batch_size, "batch_size", &options.batch_size) < 0 ||
        get_integer(steps, "steps_per_epoch", &options.steps_per_epoch) < 0 ||
        get_integer(
            validation_batch_size, "validation_batch_size", &options.validation_batch_size) < 0 ||
        get_integer(validation_steps, "validation_steps", &options.validation_steps) < 0 ||
        get_integer(validation_freq, "validation_freq", &options.validation_freq) < 0 ||
        get_verbose(verbose, &options.verbose) < 0) return NULL;
    if (shuffle != NULL && shuffle != Py_None) {
        int truth = PyObject_IsTrue(shuffle);
        if (truth < 0) return NULL;
        options.shuffle = truth;
    }
    if (split != NULL && split != Py_None) {
        options.validation_split = PyFloat_AsDouble(split);
        if (options.validation_split == -1.0 && PyErr_Occurred()) return NULL;
    }

    ClassWeights weights;
    hbl_tensor *tensors[ARRAYS] = {NULL};
    if (class_weights_of(class_weight, &weights) < 0) return NULL;
    if (get_tensors(arrays, tensors, ARRAYS) < 0) {
        release_all(tensors, ARRAYS);
        free_class_weights(&weights);
        return NULL;
    }
    options.validation_x = tensors[VALIDATION_X];
    options.validation_y = tensors[VALIDATION_Y];
    options.validation_sample_weight = tensors[VALIDATION_WEIGHT];
    options.sample_weight = tensors[WEIGHT];
    options.class_ids = weights.ids;
    options.class_weights = weights.weights;
    options.class_count = weights.count;
    options.callback = on_event;
    options.callback_context = &run;
    options.event_mask = engine_mask(&run);
    options.print = on_print;
    options.print_context = &run;

    hbl_history *history;
    run.thread = PyEval_SaveThread();
    hbl_status status =
        hbl_model_fit(handle_of(self), tensors[X], tensors[Y], &options, &history);
    PyEval_RestoreThread(run.thread);
    release_all(tensors, ARRAYS);
    free_class_weights(&weights);
    if (restore_exception(&run)) {
        hbl_history_release(history);
        return NULL;
    }
    return history_or_error(status, history);
}

/* ---- evaluate */

PyObject *model_evaluate(PyObject *self, PyObject *arguments, PyObject *keywords) {
    static char *names[] = {"x", "y", "batch_size", "steps", "verbose", "sample_weight", "callback",
                            "event_mask", "print", NULL};
    enum { X, Y, WEIGHT, ARRAYS };
    PyObject *arrays[ARRAYS] = {NULL}, *batch_size = NULL, *steps = NULL, *verbose = NULL;
    PyObject *callback = NULL, *event_mask = NULL, *print = NULL;
    if (!PyArg_ParseTupleAndKeywords(
            arguments, keywords, "OO|$OOOOOOO:evaluate", names, &arrays[X], &arrays[Y], &batch_size,
            &steps, &verbose, &arrays[WEIGHT], &callback, &event_mask, &print)) return NULL;
    Run run;
    hbl_evaluate_options options;
    hbl_evaluate_options_init(&options);
    if (begin(&run, callback, print, event_mask) < 0 ||
        get_integer(batch_size, "batch_size", &options.batch_size) < 0 ||
        get_integer(steps, "steps", &options.steps) < 0 ||
        get_verbose(verbose, &options.verbose) < 0) return NULL;
    hbl_tensor *tensors[ARRAYS] = {NULL};
    if (get_tensors(arrays, tensors, ARRAYS) < 0) {
        release_all(tensors, ARRAYS);
        return NULL;
    }
    options.sample_weight = tensors[WEIGHT];
    options.callback = on_event;
    options.callback_context = &run;
    options.event_mask = engine_mask(&run);
    options.print = on_print;
    options.print_context = &run;

    hbl_history *history;
    run.thread = PyEval_SaveThread();
    hbl_status status =
        hbl_model_evaluate(handle_of(self), tensors[X], tensors[Y], &options, &history);
    PyEval_RestoreThread(run.thread);
    release_all(tensors, ARRAYS);
    if (restore_exception(&run)) {
        hbl_history_release(history);
        return NULL;
    }
    return history_or_error(status, history);
}

/* ---- predict */

PyObject *model_predict(PyObject *self, PyObject *arguments, PyObject *keywords) {
    static char *names[] = {
        "x", "batch_size", "steps", "verbose", "callback", "event_mask", "print", NULL};
    PyObject *x, *batch_size = NULL, *steps = NULL, *verbose = NULL;
    PyObject *callback = NULL, *event_mask = NULL, *print = NULL;
    if (!PyArg_ParseTupleAndKeywords(
            arguments, keywords, "O|$OOOOOO:predict", names, &x, &batch_size, &steps, &verbose,
            &callback, &event_mask, &print)) return NULL;
    Run run;
    hbl_predict_options options;
    hbl_predict_options_init(&options);
    if (begin(&run, callback, print, event_mask) < 0 ||
        get_integer(batch_size, "batch_size", &options.batch_size) < 0 ||
        get_integer(steps, "steps", &options.steps) < 0 ||
        get_verbose(verbose, &options.verbose) < 0) return NULL;
    hbl_tensor *tensor, *out;
    if (as_tensor(x, &tensor) < 0) return NULL;
    options.callback = on_event;
    options.callback_context = &run;
    options.event_mask = engine_mask(&run);
    options.print = on_print;
    options.print_context = &run;

    run.thread = PyEval_SaveThread();
    hbl_status status = hbl_model_predict(handle_of(self), tensor, &options, &out);
    PyEval_RestoreThread(run.thread);
    hbl_tensor_release(tensor);
    if (restore_exception(&run)) {
        hbl_tensor_release(out);
        return NULL;
    }
    return numpy_or_error(status, &out);
}
