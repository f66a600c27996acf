/* Chains of operations on elements, run in registers: a list of stages, each of which gets eight vectors, does one operation on
 * them and jumps to the next one, so that a value is stored only if it is needed later. Swift has no calls that are sure to be
 * jumps, and no functions with so many vectors in registers.
 *
 * A binary stage combines what it gets with a constant, or with what lies in memory: an operand, or a value kept before. */
#ifndef HORNBILL_WIDE_CHAIN_H
#define HORNBILL_WIDE_CHAIN_H

#include <stdint.h>

#include "wide_kernels.h"

/* What stages do. Those with two operands exist for a constant (`x`) and for memory; `from` ones take what they get as the
 * second operand. */
enum {
    HBI_CHAIN_END,
    /* From memory, to memory, and past the caches to memory that is aligned to 64 bytes. */
    HBI_CHAIN_LOAD,
    HBI_CHAIN_STORE,
    HBI_CHAIN_STREAM,
    HBI_CHAIN_NEGATIVE,
    HBI_CHAIN_ABS,
    HBI_CHAIN_SQUARE,
    HBI_CHAIN_SQRT,
    HBI_CHAIN_EXP,
    HBI_CHAIN_LOG,
    HBI_CHAIN_LOG1P,
    HBI_CHAIN_TANH,
    HBI_CHAIN_ADD,
    HBI_CHAIN_SUBTRACT,
    HBI_CHAIN_SUBTRACT_FROM,
    HBI_CHAIN_MULTIPLY,
    HBI_CHAIN_DIVIDE,
    HBI_CHAIN_DIVIDE_FROM,
    HBI_CHAIN_MAXIMUM,
    HBI_CHAIN_MAXIMUM_FROM,
    HBI_CHAIN_MINIMUM,
    HBI_CHAIN_MINIMUM_FROM,
    /* Any other function: its kernel, called on a block. */
    HBI_CHAIN_CALL,
    /* Added to the number of a binary stage: its other operand is `x`. */
    HBI_CHAIN_WITH_CONSTANT = 64
};

typedef struct {
    /* The stage's code: see hbi_chain_code. */
    const void *_Nullable code;
    /* The place of the memory in the table of addresses, and -1 if blocks follow each other there, 0 if there is one. */
    int64_t place, moves;
    /* What a call calls, with a block of memory of its own, and whether what lies in the other memory comes first. */
    hbi_kernel _Nullable kernel;
    int64_t own;
    double x;
    float x32;
    int32_t other_first;
} hbi_chain_stage;

/* The bytes of a block: of what one run through the stages computes. */
enum { HBI_CHAIN_BLOCK = 512 };

#if defined(HBI_AVX512)

#pragma STDC FP_CONTRACT OFF

#define HBI_CHAIN_ARGUMENTS(vector) \
    const hbi_chain_stage *_Nonnull s, char *_Nonnull const *_Nonnull table, int64_t offset, vector a0, vector a1, vector a2, \
        vector a3, vector a4, vector a5, vector a6, vector a7
typedef void (*hbi_chain_code_ps)(HBI_CHAIN_ARGUMENTS(__m512));
typedef void (*hbi_chain_code_pd)(HBI_CHAIN_ARGUMENTS(__m512d));

#define HBI_CHAIN_NEXT(kind) \
    __attribute__((musttail)) return ((hbi_chain_code_##kind)s[1].code)(s + 1, table, offset, a0, a1, a2, a3, a4, a5, a6, a7)
#define HBI_CHAIN_MEMORY (table[s->place] + (offset & s->moves))

/* A stage that computes each vector from itself (`a`). */
#define HBI_CHAIN_UNARY(name, kind, vector, value) \
    HBI_WIDE_FUNCTION vector hbi_chain_##name##_of_##kind(vector a) { return value; } \
    static inline void hbi_chain_##name##_##kind(HBI_CHAIN_ARGUMENTS(vector)) { \
        a0 = hbi_chain_##name##_of_##kind(a0); \
        a1 = hbi_chain_##name##_of_##kind(a1); \
        a2 = hbi_chain_##name##_of_##kind(a2); \
        a3 = hbi_chain_##name##_of_##kind(a3); \
        a4 = hbi_chain_##name##_of_##kind(a4); \
        a5 = hbi_chain_##name##_of_##kind(a5); \
        a6 = hbi_chain_##name##_of_##kind(a6); \
        a7 = hbi_chain_##name##_of_##kind(a7); \
        HBI_CHAIN_NEXT(kind); \
    }

/* The two stages that compute each vector from itself and another (`b`). */
#define HBI_CHAIN_BINARY(name, kind, vector, constant, value) \
    HBI_WIDE_FUNCTION vector hbi_chain_##name##_of_##kind(vector a, vector b) { return value; } \
    static inline void hbi_chain_##name##_##kind(HBI_CHAIN_ARGUMENTS(vector)) { \
        const char *p = HBI_CHAIN_MEMORY; \
        a0 = hbi_chain_##name##_of_##kind(a0, _mm512_loadu_##kind(p)); \
        a1 = hbi_chain_##name##_of_##kind(a1, _mm512_loadu_##kind(p + 64)); \
        a2 = hbi_chain_##name##_of_##kind(a2, _mm512_loadu_##kind(p + 128)); \
        a3 = hbi_chain_##name##_of_##kind(a3, _mm512_loadu_##kind(p + 192)); \
        a4 = hbi_chain_##name##_of_##kind(a4, _mm512_loadu_##kind(p + 256)); \
        a5 = hbi_chain_##name##_of_##kind(a5, _mm512_loadu_##kind(p + 320)); \
        a6 = hbi_chain_##name##_of_##kind(a6, _mm512_loadu_##kind(p + 384)); \
        a7 = hbi_chain_##name##_of_##kind(a7, _mm512_loadu_##kind(p + 448)); \
        HBI_CHAIN_NEXT(kind); \
    } \
    static inline void hbi_chain_##name##_constant_##kind(HBI_CHAIN_ARGUMENTS(vector)) { \
        vector b = _mm512_set1_##kind(s->constant); \
        a0 = hbi_chain_##name##_of_##kind(a0, b); \
        a1 = hbi_chain_##name##_of_##kind(a1, b); \
        a2 = hbi_chain_##name##_of_##kind(a2, b); \
        a3 = hbi_chain_##name##_of_##kind(a3, b); \
        a4 = hbi_chain_##name##_of_##kind(a4, b); \
        a5 = hbi_chain_##name##_of_##kind(a5, b); \
        a6 = hbi_chain_##name##_of_##kind(a6, b); \
        a7 = hbi_chain_##name##_of_##kind(a7, b); \
        HBI_CHAIN_NEXT(kind); \
    }

#define HBI_CHAIN_STORING(name, kind, vector, store) \
    static inline void hbi_chain_##name##_##kind(HBI_CHAIN_ARGUMENTS(vector)) { \
        char *p = HBI_CHAIN_MEMORY; \
        store((void *)p, a0); \
        store((void *)(p + 64), a1); \
        store((void *)(p + 128), a2); \
        store((void *)(p + 192), a3); \
        store((void *)(p + 256), a4); \
        store((void *)(p + 320), a5); \
        store((void *)(p + 384), a6); \
        store((void *)(p + 448), a7); \
        HBI_CHAIN_NEXT(kind); \
    }

/* A stage that calls a kernel, which may use any registers. */
#define HBI_CHAIN_CALLING(kind, vector, part) \
    static inline void hbi_chain_call_##kind(HBI_CHAIN_ARGUMENTS(vector)) { \
        part *own = (part *)table[s->own]; \
        const char *other = HBI_CHAIN_MEMORY; \
        const int64_t lanes = 64 / sizeof(part); \
        _mm512_store_##kind(own, a0); \
        _mm512_store_##kind(own + lanes, a1); \
        _mm512_store_##kind(own + 2 * lanes, a2); \
        _mm512_store_##kind(own + 3 * lanes, a3); \
        _mm512_store_##kind(own + 4 * lanes, a4); \
        _mm512_store_##kind(own + 5 * lanes, a5); \
        _mm512_store_##kind(own + 6 * lanes, a6); \
        _mm512_store_##kind(own + 7 * lanes, a7); \
        if (s->other_first) s->kernel(own, other, own, own, 8 * lanes); \
        else s->kernel(own, own, other, own, 8 * lanes); \
        a0 = _mm512_load_##kind(own); \
        a1 = _mm512_load_##kind(own + lanes); \
        a2 = _mm512_load_##kind(own + 2 * lanes); \
        a3 = _mm512_load_##kind(own + 3 * lanes); \
        a4 = _mm512_load_##kind(own + 4 * lanes); \
        a5 = _mm512_load_##kind(own + 5 * lanes); \
        a6 = _mm512_load_##kind(own + 6 * lanes); \
        a7 = _mm512_load_##kind(own + 7 * lanes); \
        HBI_CHAIN_NEXT(kind); \
    }

/* NaN wins, and of equal numbers the first: as in NumPy. */
#define HBI_CHAIN_EXTREME(kind, function, a, b) \
    _mm512_mask_mov_##kind(_mm512_##function##_##kind(b, a), _mm512_cmp_##kind##_mask(b, b, _CMP_UNORD_Q), b)

#define HBI_CHAIN_STAGES(kind, vector, part, constant) \
    static inline void hbi_chain_end_##kind(HBI_CHAIN_ARGUMENTS(vector)) { \
        (void)s, (void)table, (void)offset, (void)a0, (void)a1, (void)a2, (void)a3, (void)a4, (void)a5, (void)a6, (void)a7; \
    } \
    HBI_CHAIN_BINARY(load, kind, vector, constant, ((void)a, b)) \
    HBI_CHAIN_STORING(store, kind, vector, _mm512_storeu_##kind) \
    HBI_CHAIN_STORING(stream, kind, vector, _mm512_stream_##kind) \
    HBI_CHAIN_UNARY(negative, kind, vector, _mm512_xor_##kind(a, _mm512_set1_##kind(-0.0))) \
    HBI_CHAIN_UNARY(abs, kind, vector, _mm512_andnot_##kind(_mm512_set1_##kind(-0.0), a)) \
    HBI_CHAIN_UNARY(square, kind, vector, _mm512_mul_##kind(a, a)) \
    HBI_CHAIN_UNARY(sqrt, kind, vector, _mm512_sqrt_##kind(a)) \
    HBI_CHAIN_UNARY(exp, kind, vector, hbi_exp_##kind(a)) \
    HBI_CHAIN_UNARY(log, kind, vector, hbi_log_##kind(a)) \
    HBI_CHAIN_UNARY(log1p, kind, vector, hbi_log1p_##kind(a)) \
    HBI_CHAIN_UNARY(tanh, kind, vector, hbi_tanh_##kind(a)) \
    HBI_CHAIN_BINARY(add, kind, vector, constant, _mm512_add_##kind(a, b)) \
    HBI_CHAIN_BINARY(subtract, kind, vector, constant, _mm512_sub_##kind(a, b)) \
    HBI_CHAIN_BINARY(subtract_from, kind, vector, constant, _mm512_sub_##kind(b, a)) \
    HBI_CHAIN_BINARY(multiply, kind, vector, constant, _mm512_mul_##kind(a, b)) \
    HBI_CHAIN_BINARY(divide, kind, vector, constant, _mm512_div_##kind(a, b)) \
    HBI_CHAIN_BINARY(divide_from, kind, vector, constant, _mm512_div_##kind(b, a)) \
    HBI_CHAIN_BINARY(maximum, kind, vector, constant, HBI_CHAIN_EXTREME(kind, max, a, b)) \
    HBI_CHAIN_BINARY(maximum_from, kind, vector, constant, HBI_CHAIN_EXTREME(kind, max, b, a)) \
    HBI_CHAIN_BINARY(minimum, kind, vector, constant, HBI_CHAIN_EXTREME(kind, min, a, b)) \
    HBI_CHAIN_BINARY(minimum_from, kind, vector, constant, HBI_CHAIN_EXTREME(kind, min, b, a)) \
    HBI_CHAIN_CALLING(kind, vector, part) \
    static inline const void *_Nullable hbi_chain_code_##kind##_of(int32_t operation) { \
        switch (operation) { \
        case HBI_CHAIN_END: return (const void *)hbi_chain_end_##kind; \
        case HBI_CHAIN_LOAD: return (const void *)hbi_chain_load_##kind; \
        case HBI_CHAIN_LOAD + HBI_CHAIN_WITH_CONSTANT: return (const void *)hbi_chain_load_constant_##kind; \
        case HBI_CHAIN_STORE: return (const void *)hbi_chain_store_##kind; \
        case HBI_CHAIN_CALL: return (const void *)hbi_chain_call_##kind; \
        case HBI_CHAIN_STREAM: return (const void *)hbi_chain_stream_##kind; \
        case HBI_CHAIN_NEGATIVE: return (const void *)hbi_chain_negative_##kind; \
        case HBI_CHAIN_ABS: return (const void *)hbi_chain_abs_##kind; \
        case HBI_CHAIN_SQUARE: return (const void *)hbi_chain_square_##kind; \
        case HBI_CHAIN_SQRT: return (const void *)hbi_chain_sqrt_##kind; \
        case HBI_CHAIN_EXP: return (const void *)hbi_chain_exp_##kind; \
        case HBI_CHAIN_LOG: return (const void *)hbi_chain_log_##kind; \
        case HBI_CHAIN_LOG1P: return (const void *)hbi_chain_log1p_##kind; \
        case HBI_CHAIN_TANH: return (const void *)hbi_chain_tanh_##kind; \
            HBI_CHAIN_BINARY_CODE(ADD, add, kind) \
            HBI_CHAIN_BINARY_CODE(SUBTRACT, subtract, kind) \
            HBI_CHAIN_BINARY_CODE(SUBTRACT_FROM, subtract_from, kind) \
            HBI_CHAIN_BINARY_CODE(MULTIPLY, multiply, kind) \
            HBI_CHAIN_BINARY_CODE(DIVIDE, divide, kind) \
            HBI_CHAIN_BINARY_CODE(DIVIDE_FROM, divide_from, kind) \
            HBI_CHAIN_BINARY_CODE(MAXIMUM, maximum, kind) \
            HBI_CHAIN_BINARY_CODE(MAXIMUM_FROM, maximum_from, kind) \
            HBI_CHAIN_BINARY_CODE(MINIMUM, minimum, kind) \
            HBI_CHAIN_BINARY_CODE(MINIMUM_FROM, minimum_from, kind) \
        default: return 0; \
        } \
    } \
    /* Runs the stages over whole blocks from `begin` up to `end`, in bytes. */ \
    static inline void hbi_chain_run_##kind( \
        const hbi_chain_stage *_Nonnull s, char *_Nonnull const *_Nonnull table, int64_t begin, int64_t end) { \
        vector zero = _mm512_setzero_##kind(); \
        for (int64_t offset = begin; offset < end; offset += HBI_CHAIN_BLOCK) \
            ((hbi_chain_code_##kind)s->code)(s, table, offset, zero, zero, zero, zero, zero, zero, zero, zero); \
    }
#define HBI_CHAIN_BINARY_CODE(OPERATION, name, kind) \
    case HBI_CHAIN_##OPERATION: return (const void *)hbi_chain_##name##_##kind; \
    case HBI_CHAIN_##OPERATION + HBI_CHAIN_WITH_CONSTANT: return (const void *)hbi_chain_##name##_constant_##kind;

HBI_CHAIN_STAGES(ps, __m512, float, x32)
HBI_CHAIN_STAGES(pd, __m512d, double, x)

/* Whether the library is built with chains. */
static inline int hbi_has_chains(void) { return 1; }

/* The code of an operation on floats or doubles; null if there is none. */
static inline const void *_Nullable hbi_chain_code(int32_t operation, int32_t is_double) {
    return is_double ? hbi_chain_code_pd_of(operation) : hbi_chain_code_ps_of(operation);
}

/* Runs stages over whole blocks. */
static inline void hbi_chain_run(
    const hbi_chain_stage *_Nonnull s, char *_Nonnull const *_Nonnull table, int64_t begin, int64_t end, int32_t is_double) {
    if (is_double) hbi_chain_run_pd(s, table, begin, end);
    else hbi_chain_run_ps(s, table, begin, end);
}

/* Makes what was streamed visible to the other threads. */
static inline void hbi_chain_fence(void) { __builtin_ia32_sfence(); }
#else
static inline int hbi_has_chains(void) { return 0; }
static inline const void *_Nullable hbi_chain_code(int32_t operation, int32_t is_double) {
    (void)operation, (void)is_double;
    return 0;
}
static inline void hbi_chain_run(
    const hbi_chain_stage *_Nonnull s, char *_Nonnull const *_Nonnull table, int64_t begin, int64_t end, int32_t is_double) {
    (void)s, (void)table, (void)begin, (void)end, (void)is_double;
}
static inline void hbi_chain_fence(void) {}
#endif
#endif
