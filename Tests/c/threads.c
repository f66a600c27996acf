/* Four threads predict with one model at once, each on rows of its own, and call one program; all get what one thread
** gets. */
#include <pthread.h>

#include "common.h"

enum { THREADS = 4, ROUNDS = 200, ROWS = 70 };

typedef struct {
    hbl_model *model;
    hbl_program *program;
    hbl_tensor *x, *expected;
    int failures;
} work;

/* ---- A program that all threads call at once, the first time too ------------------------ */

static int traces;

static hbl_status squares(
    void *context, hbl_tensor *const *inputs, int32_t count, hbl_tensor **outputs, int32_t capacity, int32_t *made) {
    (void)context, (void)count, (void)capacity;
    __atomic_add_fetch(&traces, 1, __ATOMIC_SEQ_CST);
    hbl_tensor *square;
    check(hbl_multiply(inputs[0], inputs[0], &square));
    hbl_status status = hbl_add(square, inputs[0], &outputs[0]);
    hbl_tensor_release(square);
    *made = 1;
    return status;
}

static void *call(void *argument) {
    work *mine = argument;
    const float *x = hbl_tensor_data(mine->x);
    for (int round = 0; round < ROUNDS; round++) {
        hbl_tensor *result;
        check(hbl_program_call(mine->program, &mine->x, 1, &result, 1, NULL));
        const float *y = hbl_tensor_data(result);
        for (int64_t i = 0; i < hbl_tensor_size(result); i++)
            if (y[i] != x[i] * x[i] + x[i]) mine->failures++;
        hbl_tensor_release(result);
    }
    return NULL;
}

static int call_at_once(void) {
    hbl_program *program;
    work works[THREADS] = {{0}};
    pthread_t threads[THREADS];
    int failures = 0;
    check(hbl_program_create("squares", squares, NULL, NULL, &program));
    for (int i = 0; i < THREADS; i++) {
        /* Two small ones, which are copied, and two large ones, which are not. */
        works[i].program = program;
        works[i].x = numbers(i < 2 ? 20 : 2000, 8);
        CLAIM(pthread_create(&threads[i], NULL, call, &works[i]) == 0);
    }
    for (int i = 0; i < THREADS; i++) {
        pthread_join(threads[i], NULL);
        failures += works[i].failures;
        hbl_tensor_release(works[i].x);
    }
    hbl_program_release(program);
    printf("%d threads, %d calls each of one program, traced %d times, %d wrong\n", THREADS, ROUNDS, traces, failures);
    CLAIM(traces == 2);
    return failures;
}

/* ---- A model --------------------------------------------------------------------------- */

static hbl_tensor *predict(hbl_model *model, hbl_tensor *x) {
    hbl_predict_options options;
    hbl_predict_options_init(&options);
    options.verbose = HBL_VERBOSE_SILENT;
    hbl_tensor *result;
    check(hbl_model_predict(model, x, &options, &result));
    return result;
}

static void copy_weights(hbl_model *to, hbl_model *from) {
    int32_t count;
    hbl_tensor *values[8];
    check(hbl_layer_weight_count(from, HBL_WEIGHTS_ALL, &count));
    for (int32_t i = 0; i < count; i++) {
        hbl_variable *weight;
        check(hbl_layer_weight(from, HBL_WEIGHTS_ALL, i, &weight));
        check(hbl_variable_value(weight, &values[i]));
        hbl_variable_release(weight);
    }
    check(hbl_layer_set_weights(to, values, count));
    for (int32_t i = 0; i < count; i++) hbl_tensor_release(values[i]);
}

static void *run(void *argument) {
    work *mine = argument;
    size_t bytes = (size_t)hbl_tensor_size(mine->expected) * sizeof(float);
    for (int round = 0; round < ROUNDS; round++) {
        hbl_tensor *got = predict(mine->model, mine->x);
        if (memcmp(hbl_tensor_data(got), hbl_tensor_data(mine->expected), bytes) != 0) mine->failures++;
        hbl_tensor_release(got);
        /* The message of an error is each thread's own. */
        if (hbl_add(NULL, mine->x, &got) != HBL_INVALID_ARGUMENT || !strstr(hbl_last_error(), "NULL")) mine->failures++;
    }
    return NULL;
}

int main(void) {
    hbl_model *model = small_model(8, "32", "sparse_categorical_crossentropy");
    hbl_tensor *all = numbers(THREADS * ROWS, 8);
    work works[THREADS];
    pthread_t threads[THREADS];
    for (int i = 0; i < THREADS; i++) {
        hbl_index rows = {
            .kind = HBL_INDEX_SLICE, .flags = HBL_INDEX_HAS_START | HBL_INDEX_HAS_STOP,
            .start = i * ROWS, .stop = (i + 1) * ROWS - i};
        works[i] = (work){.model = model};
        check(hbl_tensor_get(all, &rows, 1, &works[i].x));
        works[i].expected = predict(model, works[i].x);
    }
    /* A model with the same weights that has not predicted yet: all four threads compile it at once. */
    hbl_model *fresh = small_model(8, "32", "sparse_categorical_crossentropy");
    copy_weights(fresh, model);
    for (int i = 0; i < THREADS; i++) works[i].model = fresh;

    for (int i = 0; i < THREADS; i++) CLAIM(pthread_create(&threads[i], NULL, run, &works[i]) == 0);
    int failures = 0;
    for (int i = 0; i < THREADS; i++) {
        pthread_join(threads[i], NULL);
        failures += works[i].failures;
        hbl_tensor_release(works[i].x);
        hbl_tensor_release(works[i].expected);
    }
    hbl_tensor_release(all);
    hbl_layer_release(model);
    hbl_layer_release(fresh);
    printf("%d threads, %d predictions each, %d wrong\n", THREADS, ROUNDS, failures);
    return failures + call_at_once() != 0;
}
