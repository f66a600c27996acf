/* Memory is flat over 10,000 rounds of eager operations, 3,000 programs, 200 fits, and over errors. */
#include "common.h"

static void operations(void) {
    hbl_tensor *a = numbers(32, 16), *b = numbers(1, 16), *sum, *view, *text_of, *mean, *product, *turned;
    int32_t axis = 1;
    char *text;
    check(hbl_add(a, b, &sum));
    hbl_index items[] = {{.kind = HBL_INDEX_SLICE, .flags = HBL_INDEX_HAS_STOP, .stop = 3}, {.kind = HBL_INDEX_INTEGER}};
    check(hbl_tensor_get(sum, items, 2, &view));
    check(hbl_mean(sum, &axis, 1, true, &mean));
    check(hbl_transpose(sum, NULL, 0, &turned));
    check(hbl_matmul(turned, mean, &product));
    check(hbl_call("exp", &product, 1, "{}", &text_of, 1, NULL));
    check(hbl_tensor_format(view, NULL, &text));
    hbl_string_free(text);

    hbl_tensor *none = NULL;
    int64_t bad[] = {7, 7};
    CLAIM(hbl_reshape(sum, 2, bad, &none) == HBL_SHAPE_MISMATCH && none == NULL);
    CLAIM(hbl_call("no such thing", &sum, 1, NULL, &none, 1, NULL) == HBL_UNKNOWN_NAME);

    hbl_tensor *all[] = {a, b, sum, view, text_of, mean, product, turned};
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) hbl_tensor_release(all[i]);
}

/* One model from making to forgetting, and one that is fitted again and again. */
static void fit(hbl_model *model, hbl_tensor *x, hbl_tensor *y) {
    hbl_fit_options options;
    hbl_fit_options_init(&options);
    options.epochs = 2;
    options.validation_split = 0.25;
    options.verbose = HBL_VERBOSE_SILENT;
    hbl_history *history;
    check(hbl_model_fit(model, x, y, &options, &history));
    CLAIM(hbl_history_key_count(history) == 4);
    hbl_history_release(history);
    hbl_tensor *prediction;
    hbl_predict_options quietly;
    hbl_predict_options_init(&quietly);
    quietly.verbose = HBL_VERBOSE_SILENT;
    check(hbl_model_predict(model, x, &quietly, &prediction));
    hbl_tensor_release(prediction);
}

/* Is called with symbolic tensors, and makes some that nothing is made of. */
static hbl_status traced(
    void *context, hbl_tensor *const *inputs, int32_t count, hbl_tensor **outputs, int32_t capacity, int32_t *made) {
    (void)context, (void)count, (void)capacity;
    hbl_tensor *waste, *power;
    check(hbl_exp(inputs[0], &waste));
    check(hbl_square(inputs[0], &power));
    check(hbl_sum(power, NULL, 0, false, &outputs[0]));
    hbl_tensor_release(waste);
    hbl_tensor_release(power);
    *made = 1;
    return HBL_OK;
}

/* A program and its gradient from making to forgetting, and calls that fail. */
static void program(hbl_tensor *x) {
    hbl_program *function, *gradient;
    hbl_tensor *results[2];
    int32_t first = 0;
    check(hbl_program_create("traced", traced, NULL, NULL, &function));
    check(hbl_program_gradient(function, &first, 1, &gradient));
    for (int i = 0; i < 3; i++) {
        check(hbl_program_call(gradient, &x, 1, results, 2, NULL));
        hbl_tensor_release(results[0]);
        hbl_tensor_release(results[1]);
    }
    CLAIM(hbl_program_call(gradient, &x, 1, results, 1, NULL) == HBL_INVALID_ARGUMENT);
    hbl_program_release(function);
    hbl_program_release(gradient);
}

int main(void) {
    for (int i = 0; i < 1000; i++) operations();
    long before = resident();
    for (int i = 0; i < 10000; i++) operations();
    long grown = resident() - before;
    printf("10,000 rounds of operations: %ld KiB more\n", grown);
    CLAIM(grown < 512);

    hbl_tensor *rows = numbers(40, 3);
    for (int i = 0; i < 3500; i++) {
        if (i == 500) before = resident();
        program(rows);
    }
    hbl_tensor_release(rows);
    grown = resident() - before;
    printf("3,000 programs traced, differentiated and run: %ld KiB more\n", grown);
    CLAIM(grown < 512);

    hbl_tensor *x = numbers(96, 8), *y = labels(x);
    hbl_model *kept = small_model(8, "16", "sparse_categorical_crossentropy");
    for (int round = 0; round < 250; round++) {
        if (round == 50) before = resident();
        fit(kept, x, y);
        hbl_model *fresh = small_model(8, "16", "sparse_categorical_crossentropy");
        fit(fresh, x, y);
        hbl_layer_release(fresh);
    }
    grown = resident() - before;
    printf("200 fits of one model, and of 200 models: %ld KiB more\n", grown);
    CLAIM(grown < 1024);
    hbl_layer_release(kept);
    hbl_tensor_release(x);
    hbl_tensor_release(y);
    return 0;
}
