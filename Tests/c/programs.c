/* Programs: what is traced computes what is written, its gradients are right, and mistakes are errors. */
#include <math.h>

#include "common.h"

/* ---- Functions to trace */

/* clip((x - mean) / deviation, 0, 1) */
static hbl_status standardise(
    void *context, hbl_tensor *const *inputs, int32_t count, hbl_tensor **outputs, int32_t capacity, int32_t *made) {
    int *calls = context;
    if (calls) ++*calls;
    CLAIM(count == 3 && capacity == HBL_MAX_RESULTS);
    hbl_tensor *difference, *quotient;
    hbl_status status = hbl_subtract(inputs[0], inputs[1], &difference);
    if (status != HBL_OK) return status;
    status = hbl_divide(difference, inputs[2], &quotient);
    hbl_tensor_release(difference);
    if (status != HBL_OK) return status;
    status = hbl_clip(quotient, 0, 1, &outputs[0]);
    hbl_tensor_release(quotient);
    *made = status == HBL_OK;
    return status;
}

/* sum(x³), and x² besides. */
static hbl_status cubes(
    void *context, hbl_tensor *const *inputs, int32_t count, hbl_tensor **outputs, int32_t capacity, int32_t *made) {
    (void)context, (void)count, (void)capacity;
    hbl_tensor *cube;
    hbl_status status = hbl_square(inputs[0], &outputs[1]);
    if (status != HBL_OK) return status;
    status = hbl_multiply(outputs[1], inputs[0], &cube);
    if (status == HBL_OK) status = hbl_sum(cube, NULL, 0, false, &outputs[0]);
    if (status == HBL_OK) hbl_tensor_release(cube);
    *made = 2;
    return status;
}

/* The gradient of x -> 2x, were it 100. */
static hbl_status hundredfold(
    void *context, hbl_tensor *const *inputs, int32_t count, hbl_tensor **outputs, int32_t capacity, int32_t *made) {
    (void)context;
    CLAIM(count == 1 && capacity == 1);
    hbl_tensor *hundred;
    check(hbl_tensor_scalar_double(100, HBL_FLOAT64, &hundred));
    hbl_status status = hbl_multiply(inputs[0], hundred, &outputs[0]);
    hbl_tensor_release(hundred);
    *made = 1;
    return status;
}

static void count_release(void *context) { ++*(int *)context; }

static hbl_status doubled(
    void *context, hbl_tensor *const *inputs, int32_t count, hbl_tensor **outputs, int32_t capacity, int32_t *made) {
    (void)count, (void)capacity;
    hbl_tensor *twice;
    check(hbl_add(inputs[0], inputs[0], &twice));
    hbl_status status = hbl_custom_gradient(&twice, 1, inputs, 1, hundredfold, context, count_release, outputs);
    hbl_tensor_release(twice);
    *made = 1;
    return status;
}

/* Adds x to a variable and gives what it held. */
static hbl_status accumulate(
    void *context, hbl_tensor *const *inputs, int32_t count, hbl_tensor **outputs, int32_t capacity, int32_t *made) {
    (void)count, (void)capacity;
    hbl_tensor *sum;
    check(hbl_variable_value(context, &outputs[0]));
    CLAIM(hbl_tensor_is_symbolic(outputs[0]));
    check(hbl_add(outputs[0], inputs[0], &sum));
    check(hbl_variable_assign(context, sum));
    hbl_tensor_release(sum);
    *made = 1;
    return HBL_OK;
}

/* Each of these is wrong in its way, by the number at `context`. */
enum { ASKS_FOR_AN_ELEMENT, GIVES_NULL, GIVES_TOO_MANY, GIVES_A_NEGATIVE_NUMBER, SAYS_SO, SAYS_NONSENSE, WRITES, MISTAKES };
static hbl_status wrong(
    void *context, hbl_tensor *const *inputs, int32_t count, hbl_tensor **outputs, int32_t capacity, int32_t *made) {
    (void)count;
    double element;
    switch (*(int *)context) {
    case ASKS_FOR_AN_ELEMENT: return hbl_tensor_item_double(inputs[0], 0, &element);
    case GIVES_NULL: *made = 1; return HBL_OK;
    case GIVES_TOO_MANY: outputs[0] = hbl_tensor_retain(inputs[0]); *made = capacity + 1; return HBL_OK;
    case GIVES_A_NEGATIVE_NUMBER: *made = -1; return HBL_OK;
    case SAYS_SO: return HBL_LINALG;
    case SAYS_NONSENSE: return 99;
    default: return hbl_tensor_assign(inputs[0], inputs[0]);
    }
}

/* ---- Claims */

static double item(hbl_tensor *tensor, int64_t position) {
    double value;
    check(hbl_tensor_item_double(tensor, position, &value));
    return value;
}

static void test_call(void) {
    hbl_program *program;
    hbl_tensor *inputs[3], *result;
    int calls = 0;
    int32_t made;
    char *text;
    inputs[0] = numbers(50, 8);
    check(hbl_tensor_full(HBL_FLOAT32, 0, NULL, -0.5, &inputs[1]));
    check(hbl_tensor_full(HBL_FLOAT32, 0, NULL, 0.5, &inputs[2]));
    check(hbl_program_create("standardise", standardise, &calls, NULL, &program));
    for (int i = 0; i < 3; i++) {
        check(hbl_program_call(program, inputs, 3, &result, 1, &made));
        CLAIM(made == 1 && calls == 1 && !hbl_tensor_is_symbolic(result));
        const float *x = hbl_tensor_data(inputs[0]), *y = hbl_tensor_data(result);
        for (int k = 0; k < 400; k++) CLAIM(fabsf(y[k] - fminf(fmaxf((x[k] + 0.5f) / 0.5f, 0), 1)) < 1e-6f);
        hbl_tensor_release(result);
    }
    check(hbl_program_description(program, inputs, 3, &text));
    CLAIM(strstr(text, "1 steps") && strstr(text, "fused("));
    hbl_string_free(text);

    /* Another shape, a view, traces anew; the results of a view are those of its elements. */
    hbl_tensor *turned, *first = inputs[0];
    check(hbl_transpose(first, NULL, 0, &turned));
    inputs[0] = turned;
    check(hbl_program_call(program, inputs, 3, &result, 1, NULL));
    CLAIM(calls == 2 && hbl_tensor_shape(result)[0] == 8);
    CLAIM(item(result, 1) == fmin(fmax((item(turned, 1) + 0.5) / 0.5, 0), 1));
    hbl_tensor_release(result);
    hbl_tensor_release(turned);

    /* With a symbolic input it becomes part of what is traced. */
    int64_t shape[] = {4, 2};
    check(hbl_tensor_symbolic(HBL_FLOAT32, 2, shape, &inputs[0]));
    check(hbl_program_call(program, inputs, 3, &result, 1, NULL));
    CLAIM(calls == 3 && hbl_tensor_is_symbolic(result) && hbl_tensor_shape(result)[0] == 4);
    hbl_tensor_release(result);
    for (int i = 0; i < 3; i++) hbl_tensor_release(inputs[i]);
    hbl_tensor_release(first);
    hbl_program_release(program);
}

static void test_gradient(void) {
    hbl_program *program, *slope, *curvature;
    hbl_tensor *x, *results[4];
    int32_t first = 0, made;
    check(hbl_tensor_arange(1, 4, 1, HBL_FLOAT64, &x));
    check(hbl_program_create(NULL, cubes, NULL, NULL, &program));
    check(hbl_program_gradient(program, &first, 1, &slope));
    check(hbl_program_call(slope, &x, 1, results, 4, &made));
    CLAIM(made == 3 && results[3] == NULL);
    CLAIM(item(results[0], 0) == 36 && item(results[1], 2) == 9);
    for (int i = 0; i < 3; i++) CLAIM(item(results[2], i) == 3 * (i + 1) * (i + 1));
    for (int i = 0; i < 3; i++) hbl_tensor_release(results[i]);

    /* Too little room: nothing runs, and the number is told. */
    CLAIM(hbl_program_call(slope, &x, 1, results, 2, &made) == HBL_INVALID_ARGUMENT && made == 3);

    /* Of a gradient, too: that of its first result, which is the function's. */
    check(hbl_program_gradient(slope, &first, 1, &curvature));
    check(hbl_program_call(curvature, &x, 1, results, 4, &made));
    CLAIM(made == 4 && item(results[3], 1) == 12);
    for (int i = 0; i < 4; i++) hbl_tensor_release(results[i]);

    hbl_program *bad;
    int32_t far = 7;
    check(hbl_program_gradient(program, &far, 1, &bad));
    CLAIM(hbl_program_call(bad, &x, 1, results, 4, &made) == HBL_INDEX_OUT_OF_RANGE && made == 0);
    hbl_tensor *integers;
    check(hbl_tensor_arange(1, 4, 1, HBL_INT64, &integers));
    CLAIM(hbl_program_call(slope, &integers, 1, results, 4, &made) == HBL_TYPE_MISMATCH);
    hbl_tensor_release(integers);
    hbl_tensor_release(x);
    hbl_program_release(bad);
    hbl_program_release(program);
    hbl_program_release(slope);
    hbl_program_release(curvature);
}

static void test_custom_gradient(void) {
    hbl_program *program, *slope;
    hbl_tensor *x, *results[2];
    int32_t first = 0;
    int released = 0;
    check(hbl_tensor_ones(HBL_FLOAT64, 0, NULL, &x));
    check(hbl_program_create("doubled", doubled, &released, NULL, &program));
    check(hbl_program_gradient(program, &first, 1, &slope));
    check(hbl_program_call(slope, &x, 1, results, 2, NULL));
    CLAIM(item(results[0], 0) == 2 && item(results[1], 0) == 100 && released == 1);
    hbl_tensor_release(results[0]);
    hbl_tensor_release(results[1]);
    /* Of values that nothing differentiates, they are the results. */
    check(hbl_custom_gradient(&x, 1, &x, 1, hundredfold, &released, count_release, results));
    CLAIM(item(results[0], 0) == 1 && released == 2);
    hbl_tensor_release(results[0]);
    hbl_tensor_release(x);
    hbl_program_release(program);
    hbl_program_release(slope);
}

static void test_variable(void) {
    hbl_program *program;
    hbl_variable *variable;
    hbl_tensor *x, *result;
    check(hbl_tensor_full(HBL_FLOAT32, 0, NULL, 2, &x));
    check(hbl_variable_create(x, "total", true, &variable));
    check(hbl_program_create("accumulate", accumulate, variable, NULL, &program));
    for (int i = 1; i < 5; i++) {
        check(hbl_program_call(program, &x, 1, &result, 1, NULL));
        CLAIM(item(result, 0) == 2 * i);
        hbl_tensor_release(result);
    }
    hbl_tensor_release(x);
    hbl_variable_release(variable);
    hbl_program_release(program);
}

static void test_mistakes(void) {
    static const hbl_status expected[] = {HBL_INVALID_STATE, HBL_INVALID_ARGUMENT, HBL_INVALID_ARGUMENT,
                                          HBL_INVALID_ARGUMENT, HBL_LINALG, HBL_INVALID_STATE, HBL_INVALID_STATE};
    hbl_tensor *x, *result = NULL;
    check(hbl_tensor_ones(HBL_FLOAT32, 0, NULL, &x));
    for (int mistake = 0; mistake < MISTAKES; mistake++) {
        hbl_program *program;
        check(hbl_program_create("wrong", wrong, &mistake, NULL, &program));
        CLAIM(hbl_program_call(program, &x, 1, &result, 1, NULL) == expected[mistake]);
        CLAIM(result == NULL && *hbl_last_error());
        /* It can be called again, and is as wrong as before. */
        CLAIM(hbl_program_call(program, &x, 1, &result, 1, NULL) == expected[mistake]);
        hbl_program_release(program);
    }
    hbl_program *none = NULL;
    int released = 0;
    CLAIM(hbl_program_create("x", NULL, &released, count_release, &none) == HBL_INVALID_ARGUMENT);
    CLAIM(none == NULL && released == 0);
    CLAIM(hbl_program_create("\xff", wrong, &released, count_release, &none) == HBL_INVALID_ARGUMENT && released == 0);
    CLAIM(hbl_program_create("x", wrong, NULL, NULL, NULL) == HBL_INVALID_ARGUMENT);
    CLAIM(hbl_program_call(NULL, &x, 1, &result, 1, NULL) == HBL_INVALID_ARGUMENT);
    CLAIM(hbl_program_gradient(NULL, NULL, 0, &none) == HBL_INVALID_ARGUMENT);
    check(hbl_program_create("x", wrong, &released, count_release, &none));
    CLAIM(hbl_program_call(none, NULL, 1, &result, 1, NULL) == HBL_INVALID_ARGUMENT);
    CLAIM(hbl_program_call(none, &result, 1, &result, 1, NULL) == HBL_INVALID_ARGUMENT);
    CLAIM(hbl_program_call(none, &x, -1, &result, 1, NULL) == HBL_INVALID_ARGUMENT);
    CLAIM(hbl_program_call(none, &x, 1, &result, -1, NULL) == HBL_INVALID_ARGUMENT);
    hbl_program_retain(none);
    hbl_program_release(none);
    CLAIM(released == 0);
    hbl_program_release(none);
    CLAIM(released == 1);
    CLAIM(hbl_program_retain(NULL) == NULL);
    hbl_program_release(NULL);
    CLAIM(hbl_custom_gradient(&x, 1, NULL, 0, NULL, NULL, NULL, &result) == HBL_INVALID_ARGUMENT);
    CLAIM(hbl_custom_gradient(NULL, -3, NULL, 0, hundredfold, NULL, NULL, &result) == HBL_INVALID_ARGUMENT);
    int64_t shape[] = {-1};
    CLAIM(hbl_tensor_symbolic(HBL_FLOAT32, 1, shape, &result) == HBL_INVALID_ARGUMENT && result == NULL);
    CLAIM(hbl_tensor_symbolic(77, 0, NULL, &result) == HBL_INVALID_ARGUMENT);
    hbl_tensor_release(x);
}

/* What needs the elements of a symbolic tensor says that there are none. */
static void test_symbolic(void) {
    hbl_tensor *symbolic, *plain, *out;
    int64_t shape[] = {3};
    check(hbl_tensor_symbolic(HBL_FLOAT32, 1, shape, &symbolic));
    check(hbl_tensor_ones(HBL_FLOAT32, 1, shape, &plain));
    double real, parts[2];
    int64_t integer;
    char *text;
    hbl_index item = {.kind = HBL_INDEX_INTEGER};
    hbl_index mask = {.kind = HBL_INDEX_TENSOR, .tensor = symbolic};
    CLAIM(hbl_tensor_is_symbolic(symbolic) && hbl_tensor_size(symbolic) == 3);
    CLAIM(hbl_tensor_data(symbolic) == NULL && !hbl_tensor_is_read_only(symbolic));
    CLAIM(hbl_tensor_item_double(symbolic, 0, &real) == HBL_INVALID_STATE);
    CLAIM(hbl_tensor_item_int(symbolic, 0, &integer) == HBL_INVALID_STATE);
    CLAIM(hbl_tensor_item_complex(symbolic, 0, parts) == HBL_INVALID_STATE);
    check(hbl_tensor_format(symbolic, NULL, &text));
    CLAIM(strstr(text, "float32(3,)"));
    hbl_string_free(text);
    CLAIM(hbl_tensor_assign(symbolic, plain) == HBL_INVALID_STATE);
    CLAIM(hbl_tensor_assign(plain, symbolic) == HBL_INVALID_STATE);
    CLAIM(hbl_tensor_set(symbolic, &item, 1, plain) != HBL_OK);
    CLAIM(hbl_tensor_set(plain, &mask, 1, plain) != HBL_OK);
    CLAIM(hbl_tensor_get(plain, &mask, 1, &out) != HBL_OK);
    check(hbl_tensor_copy(symbolic, &out));
    CLAIM(hbl_tensor_is_symbolic(out));
    hbl_tensor_release(out);

    /* The same where models take tensors. */
    hbl_model *model = small_model(3, "4", "mse");
    hbl_tensor *x;
    hbl_history *history;
    int64_t rows[] = {6, 3};
    hbl_fit_options options;
    hbl_predict_options quietly;
    hbl_fit_options_init(&options);
    hbl_predict_options_init(&quietly);
    options.verbose = quietly.verbose = HBL_VERBOSE_SILENT;
    check(hbl_tensor_symbolic(HBL_FLOAT32, 2, rows, &x));
    CLAIM(hbl_model_fit(model, x, x, &options, &history) == HBL_INVALID_STATE);
    CLAIM(hbl_model_evaluate(model, x, x, NULL, &history) == HBL_INVALID_STATE);
    CLAIM(hbl_model_predict(model, x, &quietly, &out) == HBL_INVALID_STATE);
    CLAIM(hbl_model_train_on_batch(model, x, x, NULL, NULL, NULL, 0, &history) == HBL_INVALID_STATE);
    hbl_metric *metric;
    check(hbl_metric_create("Mean", NULL, &metric));
    CLAIM(hbl_metric_update(metric, x, NULL, NULL) != HBL_OK);
    check(hbl_metric_result(metric, &out));
    hbl_tensor_release(out);
    hbl_metric_release(metric);
    hbl_variable *variable;
    CLAIM(hbl_variable_create(x, "v", true, &variable) == HBL_INVALID_STATE);
    check(hbl_variable_create(plain, "v", true, &variable));
    CLAIM(hbl_variable_assign(variable, symbolic) == HBL_INVALID_STATE);
    hbl_variable_release(variable);
    hbl_layer_release(model);
    hbl_tensor_release(x);
    hbl_tensor_release(symbolic);
    hbl_tensor_release(plain);
}

/* A chain so long that releasing it link within link would fill the stack. */
static void test_long_chain(void) {
    hbl_tensor *tensor, *one;
    check(hbl_tensor_symbolic(HBL_FLOAT32, 0, NULL, &tensor));
    check(hbl_tensor_ones(HBL_FLOAT32, 0, NULL, &one));
    for (int i = 0; i < 300000; i++) {
        hbl_tensor *next;
        check(hbl_add(tensor, one, &next));
        hbl_tensor_release(tensor);
        tensor = next;
    }
    hbl_tensor_release(tensor);
    hbl_tensor_release(one);
}

int main(void) {
    test_call();
    test_gradient();
    test_custom_gradient();
    test_variable();
    test_mistakes();
    test_symbolic();
    test_long_chain();
    puts("programs: traced, differentiated, run; mistakes are errors");
    return 0;
}
