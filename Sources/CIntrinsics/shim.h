/* One-instruction operations that Swift's standard library reaches only through checks or library calls.
 *
 * `squareRoot()` calls `sqrtf` (for errno) and `Int32(x)` traps outside the range: both keep a loop from
 * being vectorised. The conversions below are defined for values inside the range only; callers select first. */
#ifndef HORNBILL_CINTRINSICS_H
#define HORNBILL_CINTRINSICS_H

#include <stdint.h>

#define HBI_INLINE static inline __attribute__((always_inline))

HBI_INLINE float hbi_sqrt_f32(float x) { return __builtin_elementwise_sqrt(x); }
HBI_INLINE double hbi_sqrt_f64(double x) { return __builtin_elementwise_sqrt(x); }
HBI_INLINE int32_t hbi_f32_to_i32(float x) { return (int32_t)x; }
HBI_INLINE int64_t hbi_f32_to_i64(float x) { return (int64_t)x; }
HBI_INLINE int32_t hbi_f64_to_i32(double x) { return (int32_t)x; }
HBI_INLINE int64_t hbi_f64_to_i64(double x) { return (int64_t)x; }
HBI_INLINE void hbi_prefetch(const void *_Nonnull p) { __builtin_prefetch(p, 0, 3); }
HBI_INLINE void hbi_prefetch_to_write(const void *_Nonnull p) { __builtin_prefetch(p, 1, 3); }

/* Tells the processor that a loop waits. */
HBI_INLINE void hbi_pause(void) {
#ifdef __SSE__
    __builtin_ia32_pause();
#endif
}

/* Whether the calling thread takes numbers too small for full precision as zeros, in operands and in results: 0 if not.
 * Processors without that way of working always give 0. */
HBI_INLINE uint32_t hbi_flush_mode(void) {
#ifdef __SSE__
    return __builtin_ia32_stmxcsr() & 0x8040u;
#else
    return 0;
#endif
}
HBI_INLINE void hbi_set_flush_mode(uint32_t mode) {
#ifdef __SSE__
    __builtin_ia32_ldmxcsr((__builtin_ia32_stmxcsr() & ~0x8040u) | mode);
#else
    (void)mode;
#endif
}

/* a * b + c, rounded once, in each lane: Swift's own `addingProduct` of vectors goes lane by lane. */
typedef float hbi_f32x8 __attribute__((ext_vector_type(8)));
typedef float hbi_f32x16 __attribute__((ext_vector_type(16)));
typedef double hbi_f64x4 __attribute__((ext_vector_type(4)));
HBI_INLINE hbi_f32x8 hbi_fma_f32x8(hbi_f32x8 a, hbi_f32x8 b, hbi_f32x8 c) { return __builtin_elementwise_fma(a, b, c); }
HBI_INLINE hbi_f64x4 hbi_fma_f64x4(hbi_f64x4 a, hbi_f64x4 b, hbi_f64x4 c) { return __builtin_elementwise_fma(a, b, c); }

/* Squares of numbers turned over: number k of line l from or to lane l of vector k. The vectors with even k lie at `even`,
 * the others at `odd`, each `stride` vectors apart; lines are `line` numbers apart. */
typedef float hbi_f32x8_anywhere __attribute__((ext_vector_type(8), aligned(4)));
typedef double hbi_f64x4_anywhere __attribute__((ext_vector_type(4), aligned(8)));

HBI_INLINE void hbi_turn_f64x4(hbi_f64x4 *_Nonnull x) {
    hbi_f64x4 a = __builtin_shufflevector(x[0], x[1], 0, 4, 2, 6), b = __builtin_shufflevector(x[0], x[1], 1, 5, 3, 7);
    hbi_f64x4 c = __builtin_shufflevector(x[2], x[3], 0, 4, 2, 6), d = __builtin_shufflevector(x[2], x[3], 1, 5, 3, 7);
    x[0] = __builtin_shufflevector(a, c, 0, 1, 4, 5);
    x[1] = __builtin_shufflevector(b, d, 0, 1, 4, 5);
    x[2] = __builtin_shufflevector(a, c, 2, 3, 6, 7);
    x[3] = __builtin_shufflevector(b, d, 2, 3, 6, 7);
}

HBI_INLINE void hbi_turn_f32x8(hbi_f32x8 *_Nonnull x) {
    hbi_f32x8 y[8];
    for (int i = 0; i < 8; i += 2) {
        y[i] = __builtin_shufflevector(x[i], x[i + 1], 0, 8, 1, 9, 4, 12, 5, 13);
        y[i + 1] = __builtin_shufflevector(x[i], x[i + 1], 2, 10, 3, 11, 6, 14, 7, 15);
    }
    for (int i = 0; i < 8; i += 4) {
        for (int j = 0; j < 2; j++) {
            x[i + 2 * j] = __builtin_shufflevector(y[i + j], y[i + j + 2], 0, 1, 8, 9, 4, 5, 12, 13);
            x[i + 2 * j + 1] = __builtin_shufflevector(y[i + j], y[i + j + 2], 2, 3, 10, 11, 6, 7, 14, 15);
        }
    }
    for (int i = 0; i < 4; i++) {
        hbi_f32x8 low = x[i], high = x[i + 4];
        x[i] = __builtin_shufflevector(low, high, 0, 1, 2, 3, 8, 9, 10, 11);
        x[i + 4] = __builtin_shufflevector(low, high, 4, 5, 6, 7, 12, 13, 14, 15);
    }
}

/* A square of numbers of 32 or 64 bits turned over: lines of `from` become columns of `to`. Lines are so many bytes apart. */
#define HBI_TRANSPOSE(vector, anywhere, turn, width, suffix) \
    HBI_INLINE void hbi_transpose_##suffix(const void *_Nonnull from, long from_line, void *_Nonnull to, long to_line) { \
        vector x[width]; \
        for (int l = 0; l < width; l++) x[l] = *(const anywhere *)((const char *)from + l * from_line); \
        turn(x); \
        for (int l = 0; l < width; l++) *(anywhere *)((char *)to + l * to_line) = x[l]; \
    }
HBI_TRANSPOSE(hbi_f32x8, hbi_f32x8_anywhere, hbi_turn_f32x8, 8, f32x8)
HBI_TRANSPOSE(hbi_f64x4, hbi_f64x4_anywhere, hbi_turn_f64x4, 4, f64x4)
#undef HBI_TRANSPOSE

#define HBI_TURNS(part, vector, anywhere, turn, width, suffix) \
    HBI_INLINE void hbi_gather_##suffix( \
        const part *_Nonnull from, long line, void *_Nonnull even, void *_Nonnull odd, long stride) { \
        vector x[width]; \
        for (int l = 0; l < width; l++) x[l] = *(const anywhere *)(from + l * line); \
        turn(x); \
        for (int k = 0; k < width; k++) ((vector *)(k % 2 ? odd : even))[k / 2 * stride] = x[k]; \
    } \
    HBI_INLINE void hbi_scatter_##suffix( \
        const void *_Nonnull even, const void *_Nonnull odd, long stride, part *_Nonnull to, long line, part scale) { \
        vector x[width]; \
        for (int k = 0; k < width; k++) x[k] = ((const vector *)(k % 2 ? odd : even))[k / 2 * stride] * scale; \
        turn(x); \
        for (int l = 0; l < width; l++) *(anywhere *)(to + l * line) = x[l]; \
    }
HBI_TURNS(float, hbi_f32x8, hbi_f32x8_anywhere, hbi_turn_f32x8, 8, f32x8)
HBI_TURNS(double, hbi_f64x4, hbi_f64x4_anywhere, hbi_turn_f64x4, 4, f64x4)
#undef HBI_TURNS

/* Complex numbers side by side: their real and their imaginary parts, and back. */
HBI_INLINE void hbi_unzip_f32x8(const float *_Nonnull from, void *_Nonnull re, void *_Nonnull im) {
    hbi_f32x8 a = *(const hbi_f32x8_anywhere *)from, b = *(const hbi_f32x8_anywhere *)(from + 8);
    *(hbi_f32x8 *)re = __builtin_shufflevector(a, b, 0, 2, 4, 6, 8, 10, 12, 14);
    *(hbi_f32x8 *)im = __builtin_shufflevector(a, b, 1, 3, 5, 7, 9, 11, 13, 15);
}
HBI_INLINE void hbi_unzip_f64x4(const double *_Nonnull from, void *_Nonnull re, void *_Nonnull im) {
    hbi_f64x4 a = *(const hbi_f64x4_anywhere *)from, b = *(const hbi_f64x4_anywhere *)(from + 4);
    *(hbi_f64x4 *)re = __builtin_shufflevector(a, b, 0, 2, 4, 6);
    *(hbi_f64x4 *)im = __builtin_shufflevector(a, b, 1, 3, 5, 7);
}
HBI_INLINE void hbi_zip_f32x8(hbi_f32x8 re, hbi_f32x8 im, float *_Nonnull to) {
    *(hbi_f32x8_anywhere *)to = __builtin_shufflevector(re, im, 0, 8, 1, 9, 2, 10, 3, 11);
    *(hbi_f32x8_anywhere *)(to + 8) = __builtin_shufflevector(re, im, 4, 12, 5, 13, 6, 14, 7, 15);
}
HBI_INLINE void hbi_zip_f64x4(hbi_f64x4 re, hbi_f64x4 im, double *_Nonnull to) {
    *(hbi_f64x4_anywhere *)to = __builtin_shufflevector(re, im, 0, 4, 1, 5);
    *(hbi_f64x4_anywhere *)(to + 4) = __builtin_shufflevector(re, im, 2, 6, 3, 7);
}

/* Products of complex numbers, of which the even places are the real parts: (a + bi) (c + di) in pairs of lanes. In
 * statements of their own, sums are not fused with products: z times its conjugate has no imaginary part. */
HBI_INLINE hbi_f32x8 hbi_product_f32x8(hbi_f32x8 x, hbi_f32x8 y) {
    hbi_f32x8 a = __builtin_shufflevector(x, x, 0, 0, 2, 2, 4, 4, 6, 6), b = __builtin_shufflevector(x, x, 1, 1, 3, 3, 5, 5, 7, 7);
    hbi_f32x8 p = a * y, q = b * __builtin_shufflevector(y, y, 1, 0, 3, 2, 5, 4, 7, 6);
    return __builtin_shufflevector(p - q, p + q, 0, 9, 2, 11, 4, 13, 6, 15);
}
HBI_INLINE hbi_f64x4 hbi_product_f64x4(hbi_f64x4 x, hbi_f64x4 y) {
    hbi_f64x4 a = __builtin_shufflevector(x, x, 0, 0, 2, 2), b = __builtin_shufflevector(x, x, 1, 1, 3, 3);
    hbi_f64x4 p = a * y, q = b * __builtin_shufflevector(y, y, 1, 0, 3, 2);
    return __builtin_shufflevector(p - q, p + q, 0, 5, 2, 7);
}
#define HBI_PRODUCTS(part, anywhere, product, width, suffix) \
    static inline void hbi_multiply_##suffix( \
        void *_Nonnull d, const void *_Nonnull a, const void *_Nonnull b, const void *_Nonnull c, long n) { \
        const part *x = (const part *)a, *y = (const part *)b; \
        part *z = (part *)d; \
        long i = 0; \
        (void)c; \
        for (; i + width <= 2 * n; i += width) \
            *(anywhere *)(z + i) = product(*(const anywhere *)(x + i), *(const anywhere *)(y + i)); \
        for (; i < 2 * n; i += 2) { \
            part p = x[i] * y[i], q = x[i + 1] * y[i + 1], r = x[i] * y[i + 1], s = x[i + 1] * y[i]; \
            z[i] = p - q; \
            z[i + 1] = r + s; \
        } \
    }
HBI_PRODUCTS(float, hbi_f32x8_anywhere, hbi_product_f32x8, 8, c64)
HBI_PRODUCTS(double, hbi_f64x4_anywhere, hbi_product_f64x4, 4, c128)
#undef HBI_PRODUCTS

/* Loops over C's functions of complex numbers, which Swift cannot call because it has no such type. They have the special
 * values and branch cuts of C's Annex G. complex64 is computed in double and rounded once. */
#define HBI_COMPLEX_LOOP(name, part, suffix, function) \
    static inline void hbi_##name##_##suffix( \
        void *_Nonnull d, const void *_Nonnull a, const void *_Nonnull b, const void *_Nonnull c, long n) { \
        const part *x = (const part *)a; \
        part *y = (part *)d; \
        (void)b; \
        (void)c; \
        for (long i = 0; i < n; i++) { \
            double _Complex w = function(__builtin_complex((double)x[2 * i], (double)x[2 * i + 1])); \
            y[2 * i] = (part)__real__ w; \
            y[2 * i + 1] = (part)__imag__ w; \
        } \
    }
#define HBI_COMPLEX_LOOPS(name) \
    HBI_COMPLEX_LOOP(name, float, c64, __builtin_##name) HBI_COMPLEX_LOOP(name, double, c128, __builtin_##name)
/* The Array API standard gives the 0 beside tanh of an infinite part the sign of the imaginary part, C that of sin(2 im). */
static inline double _Complex hbi_tanh(double _Complex z) {
    double _Complex w = __builtin_ctanh(z);
    if (__builtin_isinf(__real__ z) && __builtin_isfinite(__imag__ z)) __imag__ w = __builtin_copysign(0.0, __imag__ z);
    return w;
}
HBI_COMPLEX_LOOPS(csqrt)
HBI_COMPLEX_LOOPS(csin)
HBI_COMPLEX_LOOPS(ccos)
HBI_COMPLEX_LOOPS(ctan)
HBI_COMPLEX_LOOPS(casin)
HBI_COMPLEX_LOOPS(cacos)
HBI_COMPLEX_LOOPS(catan)
HBI_COMPLEX_LOOPS(csinh)
HBI_COMPLEX_LOOPS(ccosh)
HBI_COMPLEX_LOOP(ctanh, float, c64, hbi_tanh)
HBI_COMPLEX_LOOP(ctanh, double, c128, hbi_tanh)
HBI_COMPLEX_LOOPS(casinh)
HBI_COMPLEX_LOOPS(cacosh)
HBI_COMPLEX_LOOPS(catanh)
#undef HBI_COMPLEX_LOOPS
#undef HBI_COMPLEX_LOOP

/* The same for single numbers: the result's parts are stored at `w`. */
static inline void hbi_cexp(double re, double im, double *_Nonnull w) {
    double _Complex z = __builtin_cexp(__builtin_complex(re, im));
    w[0] = __real__ z;
    w[1] = __imag__ z;
}
static inline void hbi_clog(double re, double im, double *_Nonnull w) {
    double _Complex z = __builtin_clog(__builtin_complex(re, im));
    w[0] = __real__ z;
    w[1] = __imag__ z;
}
static inline void hbi_cpow(double xre, double xim, double yre, double yim, double *_Nonnull w) {
    double _Complex z = __builtin_cpow(__builtin_complex(xre, xim), __builtin_complex(yre, yim));
    w[0] = __real__ z;
    w[1] = __imag__ z;
}

typedef float hbi_f32x8 __attribute__((ext_vector_type(8)));

/* 1 / sqrt(x) to within three units in the last place, much faster than a root and a division, for normal numbers;
 * NaN for the others, which hbi_are_ordinary tells. */
HBI_INLINE hbi_f32x16 hbi_rsqrt_f32x16(hbi_f32x16 x) {
    /* The processor's estimate has 12 or 14 bits, a step of Newton's method doubles them. */
#if defined(__AVX512F__)
    hbi_f32x16 r = __builtin_ia32_rsqrt14ps512_mask(x, x, (unsigned short)-1);
#elif defined(__AVX__)
    hbi_f32x16 r = __builtin_shufflevector(
        __builtin_ia32_rsqrtps256(x.lo), __builtin_ia32_rsqrtps256(x.hi), 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
#else
    return 1 / __builtin_elementwise_sqrt(x);
#endif
#if defined(__AVX__)
    return r * (1.5f - (0.5f * x * r) * r);
#endif
}

/* Whether all numbers are far from 0 and from infinity. NaN may count as ordinary. */
HBI_INLINE int hbi_are_ordinary(hbi_f32x16 a, hbi_f32x16 b) {
#if defined(__AVX512F__)
    hbi_f32x16 low = __builtin_elementwise_min(a, b), high = __builtin_elementwise_max(a, b), least = 1e-30f, most = 1e30f;
    return (__builtin_ia32_cmpps512_mask(low, least, 30, (unsigned short)-1, 4)
            & __builtin_ia32_cmpps512_mask(high, most, 17, (unsigned short)-1, 4)) == 0xffff;
#elif defined(__AVX__)
    hbi_f32x8 low = __builtin_ia32_minps256(__builtin_ia32_minps256(a.lo, a.hi), __builtin_ia32_minps256(b.lo, b.hi));
    hbi_f32x8 high = __builtin_ia32_maxps256(__builtin_ia32_maxps256(a.lo, a.hi), __builtin_ia32_maxps256(b.lo, b.hi));
    return __builtin_ia32_movmskps256((hbi_f32x8)((low > 1e-30f) & (high < 1e30f))) == 0xff;
#else
    return 1;
#endif
}

/* The first position from `start` on, of blocks of 16 numbers before `n`, at whose block the number is; the position after the
 * last block if it is in none. */
#define HBI_FIND(type, width) \
    typedef type hbi_find_x##width __attribute__((ext_vector_type(16), aligned(width / 8))); \
    HBI_INLINE long hbi_find_##width(const void *_Nonnull p, long start, long n, type value) { \
        const type *x = (const type *)p; \
        for (; start + 16 <= n; start += 16) \
            if (__builtin_reduce_or(*(const hbi_find_x##width *)(x + start) == value)) break; \
        return start; \
    }
HBI_FIND(uint8_t, 8)
HBI_FIND(uint16_t, 16)
HBI_FIND(uint32_t, 32)
HBI_FIND(uint64_t, 64)
#undef HBI_FIND

#undef HBI_INLINE
#endif
