/*
** The lesson in C: tensors, slices, operations, and a neural network that learns to read digits.
**
**   cc lesson.c npz.c $(pkg-config --cflags --libs hornbill) -lz -o lesson
**   ./lesson mnist.npz
**
** The argument is a file with the arrays x_train, y_train, x_test and y_test: the sample of
** 5,000 digits that comes with Hornbill, or the mnist.npz that Keras downloads.
*/
#include <hornbill.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "npz.h"

/* Every function says how it went. In a lesson, an error ends the program. */
static void check(hbl_status status) {
    if (status == HBL_OK) return;
    fprintf(stderr, "%s: %s\n", hbl_status_name(status), hbl_last_error());
    exit(EXIT_FAILURE);
}

static void print_shape(const char *what, hbl_tensor *tensor) {
    printf("%s: %d axes, shape (", what, hbl_tensor_ndim(tensor));
    for (int32_t axis = 0; axis < hbl_tensor_ndim(tensor); axis++)
        printf("%s%lld", axis ? ", " : "", (long long)hbl_tensor_shape(tensor)[axis]);
    printf("), %s\n", hbl_dtype_name(hbl_tensor_dtype(tensor)));
}

/* Prints a tensor as NumPy does. */
static void print_tensor(const char *what, hbl_tensor *tensor, const char *options) {
    char *text;
    check(hbl_tensor_format(tensor, options, &text));
    printf("%s%s\n", what, text);
    hbl_string_free(text);
}

/* ---- Tensors: axes, shape, dtype ------------------------------------------------------ */

static void tensors(void) {
    puts("== Tensors\n");
    hbl_tensor *scalar, *vector, *images, *rows, *columns;
    check(hbl_tensor_scalar_double(12, HBL_FLOAT32, &scalar));
    check(hbl_tensor_arange(0, 790, 1, HBL_INT64, &vector));
    check(hbl_tensor_zeros(HBL_UINT8, 4, (int64_t[]){790, 64, 64, 3}, &images));
    print_shape("a scalar", scalar);
    print_shape("a vector", vector);
    print_shape("790 colour images", images);

    /* One row for each image, then one column for each. */
    check(hbl_reshape(images, 2, (int64_t[]){790, -1}, &rows));
    check(hbl_transpose(rows, NULL, 0, &columns));
    print_shape("unrowed, transposed", columns);

    hbl_tensor *row;
    check(hbl_reshape(vector, 2, (int64_t[]){1, 790}, &row));
    print_shape("the vector as a row", row);

    hbl_tensor *all[] = {scalar, vector, images, rows, columns, row};
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) hbl_tensor_release(all[i]);
}

/* ---- Slices: views of the same memory ------------------------------------------------- */

/* Draws an image of 28 x 28 bytes, or a part of one, with letters. */
static void draw(hbl_tensor *image) {
    const unsigned char *pixels = hbl_tensor_data(image);
    const int64_t *shape = hbl_tensor_shape(image), *strides = hbl_tensor_strides(image);
    for (int64_t y = 0; y < shape[0]; y++) {
        for (int64_t x = 0; x < shape[1]; x++) {
            char ink = " .:-=+*#%@"[pixels[y * strides[0] + x * strides[1]] * 10 / 256];
            putchar(ink);
            putchar(ink);
        }
        putchar('\n');
    }
}

static hbl_index integer(int64_t position) {
    return (hbl_index){.kind = HBL_INDEX_INTEGER, .start = position};
}
static hbl_index until(int64_t stop) {
    return (hbl_index){.kind = HBL_INDEX_SLICE, .flags = HBL_INDEX_HAS_STOP, .stop = stop};
}
static hbl_index from(int64_t start) {
    return (hbl_index){.kind = HBL_INDEX_SLICE, .flags = HBL_INDEX_HAS_START, .start = start};
}
static hbl_index everything(void) { return (hbl_index){.kind = HBL_INDEX_SLICE}; }

static void slices(hbl_tensor *images) {
    puts("\n== Slices\n");
    hbl_tensor *first, *quadrants, *digit, *quadrant;
    print_shape("images", images);

    check(hbl_tensor_get(images, (hbl_index[]){until(100)}, 1, &first));
    print_shape("images[:100]", first);
    hbl_tensor_release(first);
    check(hbl_tensor_get(images, (hbl_index[]){until(100), everything(), everything()}, 3, &first));
    print_shape("images[:100, :, :]", first);
    hbl_tensor_release(first);
    check(hbl_tensor_get(images, (hbl_index[]){until(100), until(28), until(28)}, 3, &first));
    print_shape("images[:100, :28, :28]", first);
    hbl_tensor_release(first);

    check(hbl_tensor_get(images, (hbl_index[]){everything(), from(14), from(14)}, 3, &quadrants));
    print_shape("images[:, 14:, 14:]", quadrants);

    check(hbl_tensor_get(images, (hbl_index[]){integer(10)}, 1, &digit));
    draw(digit);
    puts("its lower right quadrant:");
    check(hbl_tensor_get(quadrants, (hbl_index[]){integer(10)}, 1, &quadrant));
    draw(quadrant);

    hbl_tensor_release(quadrants);
    hbl_tensor_release(digit);
    hbl_tensor_release(quadrant);
}

/* ---- Operations ----------------------------------------------------------------------- */

static void operations(void) {
    puts("\n== Operations\n");
    const int64_t one[] = {1, 2, 3, 4}, five[] = {5, 6, 7, 8}, b_data[] = {1, 2, 3};
    hbl_tensor *a, *b, *sum, *line, *table, *dot;

    /* Element by element. */
    check(hbl_tensor_from_data(one, HBL_INT64, 1, (int64_t[]){4}, NULL, &a));
    check(hbl_tensor_from_data(five, HBL_INT64, 1, (int64_t[]){4}, NULL, &b));
    check(hbl_add(a, b, &sum));
    print_tensor("[1 2 3 4] + [5 6 7 8] = ", sum, NULL);
    hbl_tensor_release(a);
    hbl_tensor_release(b);
    hbl_tensor_release(sum);

    /* Broadcasting: b is added to every row of the table, in place. */
    check(hbl_tensor_arange(0, 12, 1, HBL_INT64, &line));
    check(hbl_reshape(line, 2, (int64_t[]){4, 3}, &table));
    check(hbl_tensor_from_data(b_data, HBL_INT64, 1, (int64_t[]){3}, NULL, &b));
    print_tensor("A:\n", table, "{\"style\": \"str\"}");
    print_tensor("B: ", b, "{\"style\": \"str\"}");
    const hbl_function *add;
    check(hbl_function_find("add", &add));
    check(hbl_binary_inplace(add, table, b));
    print_tensor("A after A += B:\n", table, "{\"style\": \"str\"}");
    hbl_tensor_release(table);
    hbl_tensor_release(line);

    /* The dot product: of two vectors, and of a matrix and a vector. */
    check(hbl_dot(b, b, &dot));
    print_tensor("B . B = ", dot, "{\"style\": \"str\"}");
    hbl_tensor_release(dot);
    check(hbl_tensor_arange(0, 12, 1, HBL_INT64, &line));
    check(hbl_reshape(line, 2, (int64_t[]){4, 3}, &table));
    check(hbl_dot(table, b, &dot));
    print_tensor("A . B = ", dot, NULL);
    hbl_tensor_release(dot);
    hbl_tensor_release(table);
    hbl_tensor_release(line);
    hbl_tensor_release(b);
}

/* ---- A model -------------------------------------------------------------------------- */

static void add_layer(hbl_model *model, const char *class_name, const char *config) {
    hbl_layer *layer;
    check(hbl_layer_create(class_name, config, &layer));
    check(hbl_sequential_add(model, layer));
    hbl_layer_release(layer); /* The model holds it now. */
}

static hbl_model *make_model(void) {
    hbl_model *model;
    check(hbl_sequential_create(NULL, &model));
    add_layer(model, "Dense", "{\"units\": 64, \"activation\": \"relu\", \"input_shape\": [784]}");
    /* The shape of the next layer's input follows from the layer before it. */
    add_layer(model, "Dense", "{\"units\": 10, \"activation\": \"softmax\"}");
    check(hbl_model_compile(
        model,
        "{\"optimizer\": {\"class_name\": \"RMSprop\", \"config\": {\"learning_rate\": 0.001}},"
        " \"loss\": \"mse\", \"metrics\": [\"accuracy\"]}"));
    return model;
}

/* Images of 28 x 28 bytes become rows of 784 numbers from 0 to 1. */
static hbl_tensor *as_rows(hbl_tensor *images) {
    hbl_tensor *rows, *numbers, *white, *result;
    check(hbl_reshape(images, 2, (int64_t[]){hbl_tensor_shape(images)[0], -1}, &rows));
    check(hbl_tensor_cast(rows, HBL_FLOAT32, &numbers));
    check(hbl_tensor_scalar_double(255, HBL_FLOAT32, &white));
    check(hbl_divide(numbers, white, &result));
    hbl_tensor_release(rows);
    hbl_tensor_release(numbers);
    hbl_tensor_release(white);
    return result;
}

/* The label 3 becomes 0 0 0 1 0 0 0 0 0 0. */
static hbl_tensor *one_hot(hbl_tensor *labels) {
    hbl_tensor *column, *classes, *equal, *result;
    check(hbl_reshape(labels, 2, (int64_t[]){-1, 1}, &column));
    check(hbl_tensor_arange(0, 10, 1, HBL_UINT8, &classes));
    check(hbl_equal(column, classes, &equal));
    check(hbl_tensor_cast(equal, HBL_FLOAT32, &result));
    hbl_tensor_release(column);
    hbl_tensor_release(classes);
    hbl_tensor_release(equal);
    return result;
}

static double value_of(const hbl_logs *logs, int32_t index) {
    return index < logs->count ? logs->values[index] : NAN;
}

/* Called at the end of each epoch: remembers the best loss on the validation data. */
static int32_t watch(void *context, hbl_event event, int64_t epoch, const hbl_logs *logs) {
    double *best = context;
    if (event != HBL_EVENT_EPOCH_END) return HBL_CONTINUE;
    for (int32_t i = 0; i < logs->count; i++) {
        if (logs->names[i][0] == 'v' && logs->names[i][4] == 'l' && value_of(logs, i) < best[0]) {
            best[0] = value_of(logs, i);
            best[1] = (double)epoch + 1;
        }
    }
    return HBL_CONTINUE;
}

/* A learning curve of one key of the history. */
static void draw_history(hbl_history *history) {
    for (int32_t key = 0; key < hbl_history_key_count(history); key++) {
        const double *values = hbl_history_values(history, key);
        int64_t count = hbl_history_value_count(history, key);
        double largest = 0;
        for (int64_t i = 0; i < count; i++) largest = fmax(largest, values[i]);
        printf("%s\n", hbl_history_key(history, key));
        for (int64_t i = 0; i < count; i++) {
            printf("  %2lld %.4f ", (long long)i + 1, values[i]);
            for (int bar = 0; largest > 0 && bar < 50 * values[i] / largest; bar++) putchar('#');
            putchar('\n');
        }
    }
}

static void learn(hbl_tensor *train_images, hbl_tensor *train_labels, hbl_tensor *test_images,
                  hbl_tensor *test_labels) {
    puts("\n== A model that reads digits\n");
    hbl_tensor *x_train = as_rows(train_images), *y_train = one_hot(train_labels);
    hbl_tensor *x_test = as_rows(test_images), *y_test = one_hot(test_labels);
    hbl_model *model = make_model();
    char *summary;
    check(hbl_model_summary(model, 0, &summary));
    fputs(summary, stdout);
    hbl_string_free(summary);

    double best[2] = {INFINITY, 0};
    hbl_fit_options options;
    hbl_fit_options_init(&options);
    options.epochs = 20;
    options.batch_size = 512;
    options.validation_x = x_test;
    options.validation_y = y_test;
    options.verbose = HBL_VERBOSE_LINE;
    options.callback = watch;
    options.callback_context = best;
    options.event_mask = HBL_EVENT_BIT(HBL_EVENT_EPOCH_END);
    hbl_history *history, *result;
    check(hbl_model_fit(model, x_train, y_train, &options, &history));
    printf("best val_loss %.4f in epoch %d\n\n", best[0], (int)best[1]);
    draw_history(history);

    hbl_evaluate_options quietly;
    hbl_evaluate_options_init(&quietly);
    quietly.verbose = HBL_VERBOSE_SILENT;
    check(hbl_model_evaluate(model, x_test, y_test, &quietly, &result));
    for (int32_t i = 0; i < hbl_history_key_count(result); i++)
        printf("test %s: %.4f\n", hbl_history_key(result, i), hbl_history_values(result, i)[0]);

    hbl_tensor *probabilities, *answers, *ten, *first;
    hbl_predict_options predict;
    hbl_predict_options_init(&predict);
    predict.verbose = HBL_VERBOSE_SILENT;
    check(hbl_model_predict(model, x_test, &predict, &probabilities));
    check(hbl_argmax(probabilities, &(int32_t){1}, &answers));
    check(hbl_tensor_get(answers, (hbl_index[]){until(10)}, 1, &ten));
    print_tensor("answers: ", ten, "{\"style\": \"str\"}");
    check(hbl_tensor_get(test_labels, (hbl_index[]){until(10)}, 1, &first));
    print_tensor("labels:  ", first, "{\"style\": \"str\"}");

    hbl_history_release(history);
    hbl_history_release(result);
    hbl_layer_release(model);
    hbl_tensor *all[] = {x_train, y_train, x_test, y_test, probabilities, answers, ten, first};
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) hbl_tensor_release(all[i]);
}

int main(int argc, char **argv) {
    if (argc != 2) {
        fprintf(stderr, "usage: %s mnist.npz\n", argv[0]);
        return 2;
    }
    const char *names[] = {"x_train", "y_train", "x_test", "y_test"};
    hbl_tensor *data[4];
    for (int i = 0; i < 4; i++) {
        const char *problem = npz_load(argv[1], names[i], &data[i]);
        if (problem) {
            fprintf(stderr, "%s (%s)\n", problem, names[i]);
            return EXIT_FAILURE;
        }
    }
    for (int i = 0; i < 4; i += 2) {
        if (hbl_tensor_dtype(data[i]) != HBL_UINT8 || hbl_tensor_ndim(data[i]) != 3) {
            fprintf(stderr, "%s: expected images of bytes in %s\n", argv[1], names[i]);
            return EXIT_FAILURE;
        }
    }
    check(hbl_set_seed(1));
    printf("Hornbill %s\n\n", hbl_version());
    tensors();
    slices(data[0]);
    operations();
    learn(data[0], data[1], data[2], data[3]);
    for (int i = 0; i < 4; i++) hbl_tensor_release(data[i]);
    return 0;
}
