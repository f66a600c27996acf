/* What the test programs share. */
#ifndef COMMON_H
#define COMMON_H

#include <hornbill.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* Ends the program if a call fails. */
static inline void check(hbl_status status) {
    if (status == HBL_OK) return;
    fprintf(stderr, "%s: %s\n", hbl_status_name(status), hbl_last_error());
    exit(EXIT_FAILURE);
}

/* Ends the program if a claim does not hold. */
#define CLAIM(condition)                                                            \
    do {                                                                            \
        if (!(condition)) {                                                         \
            fprintf(stderr, "%s:%d: not so: %s\n", __FILE__, __LINE__, #condition); \
            exit(EXIT_FAILURE);                                                     \
        }                                                                           \
    } while (0)

static inline double seconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

/* The memory of this process that is in use, in KiB. */
static inline long resident(void) {
    FILE *file = fopen("/proc/self/statm", "r");
    long pages = 0;
    CLAIM(file && fscanf(file, "%*d %ld", &pages) == 1);
    fclose(file);
    return pages * 4;
}

/* A small classifier that is ready to fit. */
static inline hbl_model *small_model(int64_t features, const char *hidden, const char *loss) {
    hbl_model *model;
    hbl_layer *layer;
    char text[256];
    check(hbl_sequential_create(NULL, &model));
    snprintf(text, sizeof text, "{\"units\": %s, \"activation\": \"relu\", \"input_shape\": [%lld]}", hidden,
             (long long)features);
    check(hbl_layer_create("Dense", text, &layer));
    check(hbl_sequential_add(model, layer));
    hbl_layer_release(layer);
    check(hbl_layer_create("Dense", "{\"units\": 3, \"activation\": \"softmax\"}", &layer));
    check(hbl_sequential_add(model, layer));
    hbl_layer_release(layer);
    snprintf(text, sizeof text, "{\"optimizer\": \"adam\", \"loss\": \"%s\", \"metrics\": [\"accuracy\"]}", loss);
    check(hbl_model_compile(model, text));
    return model;
}

/* Numbers that are the same in each run, from -1 to 1. */
static inline hbl_tensor *numbers(int64_t rows, int64_t columns) {
    hbl_tensor *tensor;
    int64_t shape[] = {rows, columns};
    check(hbl_tensor_empty(HBL_FLOAT32, 2, shape, &tensor));
    float *data = hbl_tensor_data(tensor);
    uint32_t state = 12345;
    for (int64_t i = 0; i < rows * columns; i++) {
        state = state * 1664525u + 1013904223u;
        data[i] = (float)(state >> 8) / 8388608.0f - 1.0f;
    }
    return tensor;
}

/* Labels 0, 1, 2 that follow from the numbers. */
static inline hbl_tensor *labels(hbl_tensor *x) {
    hbl_tensor *tensor;
    int64_t rows = hbl_tensor_shape(x)[0], columns = hbl_tensor_shape(x)[1];
    check(hbl_tensor_empty(HBL_INT64, 1, &rows, &tensor));
    const float *from = hbl_tensor_data(x);
    int64_t *to = hbl_tensor_data(tensor);
    for (int64_t i = 0; i < rows; i++)
        to[i] = (from[i * columns] > 0) + (from[i * columns] > 0 && from[i * columns + 1] > 0);
    return tensor;
}

#endif /* COMMON_H */
