/*
** nonsense [SEED [ROUNDS [FUNCTION]]]: calls every function of the table, and every one of the header that takes tensors
** and plain values, with arguments drawn at random, most of them wrong. Whatever they are, a call must come back with a
** status. Each function runs in a process of its own, so that one that brings it down is named. Built with Address
** Sanitizer, each process looks for what it has leaked.
*/
#include <math.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "common.h"

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define HAS_SANITIZER
#endif
#elif defined(__SANITIZE_ADDRESS__)
#define HAS_SANITIZER
#endif
#ifdef HAS_SANITIZER
int __lsan_do_recoverable_leak_check(void);
#endif

static uint64_t state;

/* What is being called, for the report of a process that did not survive it. */
static char *trail;

static uint32_t draw(uint32_t below) {
    state = state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)((state >> 33) % below);
}

#define PICK(array) array[draw((uint32_t)(sizeof array / sizeof array[0]))]

/* ---- Tensors of every dtype and of many shapes, dense and strided ---------------------- */

enum { POOL = 240 };
static hbl_tensor *pool[POOL];

static void fill_pool(void) {
    static const struct {
        int32_t ndim;
        int64_t shape[5];
    } shapes[] = {{0, {0}},       {1, {1}},       {1, {3}},          {1, {4}},       {1, {0}},
                  {2, {4, 3}},    {2, {3, 4}},    {2, {3, 3}},       {2, {1, 3}},    {2, {0, 3}},
                  {3, {2, 3, 4}}, {3, {2, 0, 3}}, {4, {1, 5, 5, 2}}, {4, {2, 4, 4, 3}}, {5, {1, 1, 2, 1, 3}}};
    for (int i = 0; i < POOL; i++) {
        int which = i % (int)(sizeof shapes / sizeof shapes[0]);
        hbl_dtype dtype = i < 26 ? HBL_FLOAT32 : (hbl_dtype)draw(HBL_DTYPE_COUNT);
        hbl_tensor *plain, *flat, *cast;
        int64_t count = 1;
        for (int32_t axis = 0; axis < shapes[which].ndim; axis++) count *= shapes[which].shape[axis];
        check(hbl_tensor_empty(HBL_FLOAT64, 1, &count, &flat));
        double *data = hbl_tensor_data(flat);
        for (int64_t k = 0; k < count; k++) {
            static const double odd[] = {0, -0.0, 1, -1, 2, 3, 0.5, -2.5, 1e30, -1e300, 255, 1e10, NAN, INFINITY, -INFINITY};
            data[k] = draw(3) ? (double)draw(5) : PICK(odd);
        }
        check(hbl_reshape(flat, shapes[which].ndim, shapes[which].shape, &plain));
        if (dtype >= HBL_COMPLEX64) {
            hbl_tensor *parts[] = {plain, plain}, *both;
            check(hbl_call("complex", parts, 2, NULL, &both, 1, NULL));
            hbl_tensor_release(plain);
            plain = both;
        }
        check(hbl_tensor_cast(plain, dtype, &cast));
        hbl_tensor_release(flat);
        hbl_tensor_release(plain);
        switch (draw(4)) {
        case 0: check(hbl_transpose(cast, NULL, 0, &pool[i])); break;
        case 1: {
            hbl_index items[] = {{.kind = HBL_INDEX_ELLIPSIS},
                                 {.kind = HBL_INDEX_SLICE, .flags = HBL_INDEX_HAS_STEP, .step = draw(2) ? -1 : 2}};
            check(hbl_tensor_get(cast, items, hbl_tensor_ndim(cast) ? 2 : 1, &pool[i]));
            break;
        }
        default: pool[i] = hbl_tensor_retain(cast);
        }
        hbl_tensor_release(cast);
        /* Some have no elements at all: they stand for results in a graph. */
        if (draw(8) == 0) {
            hbl_tensor *symbolic;
            check(hbl_tensor_symbolic(hbl_tensor_dtype(pool[i]), hbl_tensor_ndim(pool[i]), hbl_tensor_shape(pool[i]), &symbolic));
            hbl_tensor_release(pool[i]);
            pool[i] = symbolic;
        }
    }
}

/* ---- Attributes ------------------------------------------------------------------------ */

static const char *const values[] = {
    "0", "1", "-1", "2", "3", "5", "-7", "1000000", "9223372036854775807", "-9223372036854775808", "1e300", "-0.5",
    "0.1", "NaN", "Infinity", "true", "false", "null", "[]", "[0]", "[1]", "[-1]", "[0, 1]", "[1, 0]", "[2, 0, 1]",
    "[0, 0]", "[3, 3]", "[-1, 3]", "[4, 3]", "[12]", "[1, 1]", "[2, 2]", "[0, 0, 0, 0]",
    "[4294967296, 4294967296]", "[9223372036854775807, 9223372036854775807]", "[-5]", "[1000000000000]",
    "[[1, 1], [0, 2]]", "[[0, 1]]", "[[-1, -1]]", "[[9223372036854775807, 1]]", "\"float32\"", "\"bfloat16\"",
    "\"bool\"", "\"int64\"", "\"uint8\"", "\"valid\"", "\"same\"", "\"channels_last\"", "\"constant\"", "\"reflect\"",
    "\"\"", "\"\xc3\xa9\"", "{}", "{\"a\": 1}", "[\"x\"]", "[null]", "[1e400]"};

/* Names of attributes: a few that do not exist, and those of the function that is called. */
static char names[32][40] = {"axes", "nonsense", ""};
static uint32_t name_count = 3;

static void learn_names(const char *signature) {
    const char *at = strchr(signature, ';');
    while (at && *at != ')' && name_count < 32) {
        at += 1 + strspn(at + 1, " ");
        size_t length = strcspn(at, ",)");
        if (length == 0 || length >= sizeof names[0]) return;
        memcpy(names[name_count], at, length);
        names[name_count++][length] = 0;
        at += length;
    }
}

static const char *attributes(char *text, size_t size) {
    static const char *const broken[] = {"", "{", "[]", "3", "{\"axis\"}", "{\"axis\": }", "\xff\xfe", "{\"a\": \"\\ud800\"}",
                                         "{\"axis\": 1} x"};
    switch (draw(12)) {
    case 0: return NULL;
    case 1: return PICK(broken);
    }
    size_t at = (size_t)snprintf(text, size, "{");
    uint32_t members = draw(5);
    for (uint32_t i = 0; i < members; i++) {
        uint32_t name = draw(8) && name_count > 3 ? 3 + draw(name_count - 3) : draw(3);
        at += (size_t)snprintf(text + at, size - at, "%s\"%s\": %s", i ? ", " : "", names[name], PICK(values));
    }
    snprintf(text + at, size - at, "}");
    return text;
}

/* ---- Programs -------------------------------------------------------------------------- */

typedef struct {
    const hbl_function *function;
    hbl_tensor *const *inputs;
    int32_t count;
    const char *json;
} recipe;

/* The call, on symbolic tensors in the place of those that are given. */
static hbl_status traced_call(
    void *context, hbl_tensor *const *inputs, int32_t count, hbl_tensor **outputs, int32_t capacity, int32_t *made) {
    recipe *call = context;
    hbl_tensor *all[6];
    int32_t next = 0;
    for (int32_t i = 0; i < call->count; i++) all[i] = call->inputs[i] ? inputs[next++] : NULL;
    CLAIM(next == count);
    return hbl_function_call(call->function, all, call->count, call->json, outputs, capacity, made);
}

/* Random numbers differ from call to call, and eigenvalues are real if all of them are, which nobody knows before. */
static bool is_exempt(const char *name) {
    return strstr(name, "random") || strstr(name, "elastic") || strcmp(name, "dropout") == 0 || strcmp(name, "eig") == 0 ||
           strcmp(name, "eigvals") == 0;
}

/* Whether two tensors have equal elements up to rounding. */
static bool agrees(hbl_tensor *a, hbl_tensor *b) {
    if (hbl_tensor_dtype(a) != hbl_tensor_dtype(b) || hbl_tensor_ndim(a) != hbl_tensor_ndim(b)) return false;
    for (int32_t axis = 0; axis < hbl_tensor_ndim(a); axis++)
        if (hbl_tensor_shape(a)[axis] != hbl_tensor_shape(b)[axis]) return false;
    hbl_dtype dtype = hbl_tensor_dtype(a);
    double slack = dtype == HBL_FLOAT64 || dtype == HBL_COMPLEX128 ? 1e-9
                   : dtype == HBL_FLOAT32 || dtype == HBL_COMPLEX64 ? 1e-4 : dtype <= HBL_UINT64 ? 0 : 0.02;
    for (int64_t i = 0; i < hbl_tensor_size(a); i++) {
        double x[2], y[2];
        check(hbl_tensor_item_complex(a, i, x));
        check(hbl_tensor_item_complex(b, i, y));
        for (int part = 0; part < 2; part++) {
            if (isnan(x[part]) != isnan(y[part])) return false;
            if (x[part] == y[part] || isnan(x[part])) continue;
            if (fabs(x[part] - y[part]) > slack * fmax(1, fmax(fabs(x[part]), fabs(y[part])))) return false;
        }
    }
    return true;
}

/* Traced, a call that works gives the same, or is refused; it can be differentiated, or that is refused. */
static void trace(recipe *call, hbl_tensor *const *expected, int32_t expected_count, const char *name) {
    hbl_tensor *given[6], *outputs[12];
    int32_t count = 0, made, first = 0;
    for (int32_t i = 0; i < call->count; i++) {
        if (!call->inputs[i]) continue;
        if (hbl_tensor_is_symbolic(call->inputs[i])) return;
        given[count++] = call->inputs[i];
    }
    hbl_program *program, *gradient;
    check(hbl_program_create(name, traced_call, call, NULL, &program));
    hbl_status status = hbl_program_call(program, given, count, outputs, 12, &made);
    CLAIM(status != HBL_INTERNAL || !fprintf(stderr, "%s\n", hbl_last_error()));
    if (status == HBL_OK) {
        CLAIM(made == expected_count);
        for (int32_t i = 0; i < made; i++) {
            if (!agrees(outputs[i], expected[i]) && !is_exempt(name)) {
                fprintf(stderr, "%s: traced, result %d differs: %s\n", name, (int)i, trail);
                exit(EXIT_FAILURE);
            }
            hbl_tensor_release(outputs[i]);
        }
    }
    check(hbl_program_gradient(program, &first, 1, &gradient));
    status = hbl_program_call(gradient, given, count, outputs, 12, &made);
    CLAIM(status != HBL_INTERNAL || !fprintf(stderr, "%s\n", hbl_last_error()));
    if (status == HBL_OK) {
        CLAIM(made == expected_count + 1 && hbl_tensor_dtype(outputs[made - 1]) == hbl_tensor_dtype(given[0]));
        for (int32_t i = 0; i < made; i++) hbl_tensor_release(outputs[i]);
    }
    hbl_program_release(program);
    hbl_program_release(gradient);
}

/* ---- Calls ----------------------------------------------------------------------------- */

static void describe(hbl_tensor *const *inputs, int32_t count, const char *json) {
    size_t at = 0;
    for (int32_t i = 0; i < count; i++) {
        at += (size_t)snprintf(trail + at, 1000 - at, "%s(", inputs[i] ? hbl_dtype_name(hbl_tensor_dtype(inputs[i])) : "NULL");
        for (int32_t axis = 0; axis < hbl_tensor_ndim(inputs[i]); axis++)
            at += (size_t)snprintf(trail + at, 1000 - at, "%lld,", (long long)hbl_tensor_shape(inputs[i])[axis]);
        at += (size_t)snprintf(trail + at, 1000 - at, ") ");
    }
    snprintf(trail + at, 2048 - at, "%s", json ? json : "NULL");
}

static int one_function(int32_t index, uint32_t rounds, uint64_t seed) {
    const hbl_function *function;
    check(hbl_function_find(hbl_function_name(index), &function));
    state = seed + (uint64_t)index * 7919;
    learn_names(hbl_function_signature(index));
    int worked = 0;
    for (uint32_t round = 0; round < rounds; round++) {
        char text[1024];
        hbl_tensor *inputs[6], *outputs[8];
        int32_t count = (int32_t)draw(5), made;
        for (int32_t i = 0; i < 6; i++) {
            int32_t which = (int32_t)draw(POOL + 4) - 4;
            inputs[i] = which < 0 ? NULL : pool[draw(3) ? which : which % 26];
        }
        const char *json = attributes(text, sizeof text);
        describe(inputs, count, json);
        hbl_status status = hbl_function_call(function, inputs, count, json, outputs, 8, &made);
        if (status != HBL_OK) {
            /* Results that are too many are counted all the same. */
            CLAIM(status >= 1 && status <= 13 && (made == 0 || made > 8));
            if (status == HBL_INTERNAL) fprintf(stderr, "%s\n", hbl_last_error());
            CLAIM(status != HBL_INTERNAL && *hbl_last_error());
            continue;
        }
        worked++;
        /* Compiling takes longer than calling. */
        if (worked % 16 == 1 && made <= 8) {
            recipe call = {function, inputs, count, json};
            trace(&call, outputs, made, hbl_function_name(index));
        }
        for (int32_t i = 0; i < made; i++) {
            char *shown;
            check(hbl_tensor_format(outputs[i], NULL, &shown));
            hbl_string_free(shown);
            hbl_tensor_release(outputs[i]);
        }
    }
    return worked;
}

/* ---- Functions of the header ----------------------------------------------------------- */

static bool draw_null(void) { return draw(40) == 0; }
static hbl_tensor *draw_tensor(void) { return draw_null() ? NULL : pool[draw(POOL)]; }
static hbl_dtype draw_dtype(void) { return (hbl_dtype)draw(HBL_DTYPE_COUNT + 2) - 1; }

static int64_t draw_integer(void) {
    static const int64_t odd[] = {INT64_MIN, INT64_MAX, INT32_MIN, INT32_MAX, 1 << 20, -7, 255, 256};
    return draw(6) ? (int64_t)draw(6) - 2 : PICK(odd);
}

static int32_t draw_axis(void) { return draw(8) ? (int32_t)draw(7) - 3 : (int32_t)draw_integer(); }

static double draw_double(void) {
    static const double odd[] = {0, -0.0, NAN, INFINITY, -INFINITY, 1e300, -1e-300, 9.3e18, 0.1};
    return draw(3) ? (double)draw(9) - 4 : PICK(odd);
}

static const char *draw_text(void) {
    static char text[1024];
    static const char *const words[] = {"float32", "bool", "", "\xff\xfe", "{\"precision\": 2}", "{\"threshold\": 0}"};
    if (draw_null()) return NULL;
    return draw(2) ? PICK(words) : attributes(text, sizeof text);
}

/* The counts of these may be wrong, but not larger than what is there. */
static int32_t draw_count(int32_t most) { return draw(12) ? (int32_t)draw(5) : draw(2) ? -1 : most; }

static int32_t draw_list(hbl_tensor **list) {
    for (int i = 0; i < 8; i++) list[i] = draw_tensor();
    return draw_count(8);
}

static int32_t draw_axes(int32_t *axes) {
    for (int i = 0; i < 40; i++) axes[i] = draw_axis();
    return draw_count(40);
}

static int32_t draw_shape(int64_t *shape) {
    for (int i = 0; i < 70; i++) shape[i] = draw(10) ? (int64_t)draw(5) : draw_integer();
    return draw_count(70);
}

static int32_t draw_items(hbl_index *items) {
    for (int i = 0; i < 20; i++) {
        items[i] = (hbl_index){
            .kind = (int32_t)draw(6), .flags = (int32_t)draw(8), .start = draw_integer(), .stop = draw_integer(),
            .step = draw_integer(), .tensor = draw_tensor()};
    }
    return draw_count(20);
}

static void show(hbl_tensor *tensor) {
    char *text;
    if (tensor == NULL) return;
    check(hbl_tensor_format(tensor, NULL, &text));
    hbl_string_free(text);
    hbl_tensor_release(tensor);
}

#include "typed_calls.h"

static int one_typed(int32_t index, uint32_t rounds, uint64_t seed) {
    int worked = 0;
    state = seed + (uint64_t)index * 104729;
    for (uint32_t round = 0; round < rounds; round++) {
        snprintf(trail, 1000, "round %u", round);
        hbl_status status = typed_calls[index].call();
        CLAIM(status >= 0 && status <= 13 && status != HBL_INTERNAL);
        CLAIM(status == HBL_OK || *hbl_last_error());
        worked += status == HBL_OK;
    }
    return worked;
}

/* ---- Processes ------------------------------------------------------------------------- */

typedef int (*Body)(int32_t index, uint32_t rounds, uint64_t seed);

/* How many calls made sense, or -1 if the process did not survive them. */
static int run(const char *name, Body body, int32_t index, uint32_t rounds, uint64_t seed) {
    int ends[2], status = 0, worked = 0;
    CLAIM(pipe(ends) == 0);
    fflush(stdout);
    pid_t child = fork();
    CLAIM(child >= 0);
    if (child == 0) {
#ifndef HAS_SANITIZER
        /* So that shapes that are too large fail to be allocated instead of filling the machine. */
        struct rlimit limit = {(rlim_t)4 << 30, (rlim_t)4 << 30};
        setrlimit(RLIMIT_AS, &limit);
#endif
        CLAIM(hbl_set_threads(1) == HBL_OK);
        state = seed;
        fill_pool();
        worked = body(index, rounds, seed);
        CLAIM(write(ends[1], &worked, sizeof worked) == sizeof worked);
#ifdef HAS_SANITIZER
        if (__lsan_do_recoverable_leak_check()) _exit(23);
#endif
        _exit(0);
    }
    close(ends[1]);
    waitpid(child, &status, 0);
    if (status != 0) {
        printf("%s: ended by %s %d in %s\n", name, WIFSIGNALED(status) ? "signal" : "status",
               WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status), trail);
        worked = -1;
    } else {
        CLAIM(read(ends[0], &worked, sizeof worked) == sizeof worked);
    }
    close(ends[0]);
    return worked;
}

int main(int argc, char **argv) {
    uint64_t seed = argc > 1 ? strtoull(argv[1], NULL, 10) : 1;
    uint32_t rounds = argc > 2 ? (uint32_t)strtoul(argv[2], NULL, 10) : 2000;
    int32_t table = hbl_function_count(), all = table + (int32_t)(sizeof typed_calls / sizeof *typed_calls);
    int failures = 0, functions = 0;
    trail = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    CLAIM(trail != MAP_FAILED);
    for (int32_t i = 0; i < all; i++) {
        const char *name = i < table ? hbl_function_name(i) : typed_calls[i - table].name;
        if (argc > 3 && strcmp(argv[3], name) != 0) continue;
        int worked = i < table ? run(name, one_function, i, rounds, seed)
                               : run(name, one_typed, i - table, rounds, seed);
        functions++;
        failures += worked < 0;
        if (worked >= 0 && (argc > 3 || worked == 0)) {
            printf("%s: %d of %u calls made sense\n", name, worked, rounds);
        }
    }
    printf("%d functions, %u calls each, %lld in all, %d brought the process down\n", functions, rounds,
           (long long)functions * rounds, failures);
    return failures != 0;
}
