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
HBI_INLINE void hbi_prefetch(const void *p) { __builtin_prefetch(p, 0, 3); }

/* Loops over C's functions of complex numbers, which Swift cannot call because it has no such type. They have the special
 * values and branch cuts of C's Annex G. complex64 is computed in double and rounded once. */
#define HBI_COMPLEX_LOOP(name, part, suffix) \
    static inline void hbi_##name##_##suffix( \
        void *_Nonnull d, const void *_Nonnull a, const void *_Nonnull b, const void *_Nonnull c, long n) { \
        const part *x = (const part *)a; \
        part *y = (part *)d; \
        (void)b; \
        (void)c; \
        for (long i = 0; i < n; i++) { \
            double _Complex w = __builtin_##name(__builtin_complex((double)x[2 * i], (double)x[2 * i + 1])); \
            y[2 * i] = (part)__real__ w; \
            y[2 * i + 1] = (part)__imag__ w; \
        } \
    }
#define HBI_COMPLEX_LOOPS(name) HBI_COMPLEX_LOOP(name, float, c64) HBI_COMPLEX_LOOP(name, double, c128)
HBI_COMPLEX_LOOPS(cexp)
HBI_COMPLEX_LOOPS(clog)
HBI_COMPLEX_LOOPS(csqrt)
HBI_COMPLEX_LOOPS(csin)
HBI_COMPLEX_LOOPS(ccos)
HBI_COMPLEX_LOOPS(ctan)
HBI_COMPLEX_LOOPS(casin)
HBI_COMPLEX_LOOPS(cacos)
HBI_COMPLEX_LOOPS(catan)
HBI_COMPLEX_LOOPS(csinh)
HBI_COMPLEX_LOOPS(ccosh)
HBI_COMPLEX_LOOPS(ctanh)
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
HBI_INLINE hbi_f32x8 hbi_rsqrt_f32x8(hbi_f32x8 x) {
#ifdef __AVX__
    /* The processor's estimate has 12 bits, a step of Newton's method doubles them. */
    hbi_f32x8 r = __builtin_ia32_rsqrtps256(x);
    return r * (1.5f - (0.5f * x * r) * r);
#else
    return 1 / __builtin_elementwise_sqrt(x);
#endif
}

/* Whether all numbers are far from 0 and from infinity. NaN may count as ordinary. */
HBI_INLINE int hbi_are_ordinary(hbi_f32x8 a, hbi_f32x8 b, hbi_f32x8 c, hbi_f32x8 d) {
#ifdef __AVX__
    hbi_f32x8 low = __builtin_ia32_minps256(__builtin_ia32_minps256(a, b), __builtin_ia32_minps256(c, d));
    hbi_f32x8 high = __builtin_ia32_maxps256(__builtin_ia32_maxps256(a, b), __builtin_ia32_maxps256(c, d));
    return __builtin_ia32_movmskps256((hbi_f32x8)((low > 1e-30f) & (high < 1e30f))) == 0xff;
#else
    return 1;
#endif
}

#undef HBI_INLINE
#endif
