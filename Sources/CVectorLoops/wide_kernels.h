/* Loops over elements of the functions of AVX-512 vectors. */
#ifndef HORNBILL_WIDE_KERNELS_H
#define HORNBILL_WIDE_KERNELS_H

#include <stdint.h>

#include "wide_functions.h"
#include "wide_hyperbolic.h"
#include "wide_logarithms.h"
#include "wide_roots.h"

/* A loop over elements: result, three operands, count. */
typedef void (*hbi_kernel)(
    void *_Nonnull, const void *_Nonnull, const void *_Nonnull, const void *_Nonnull, long);

enum {
    HBI_WIDE_EXP,
    HBI_WIDE_LOG,
    HBI_WIDE_LOG1P,
    HBI_WIDE_LOG2,
    HBI_WIDE_LOG10,
    HBI_WIDE_SINH,
    HBI_WIDE_TANH,
    HBI_WIDE_ASINH,
    HBI_WIDE_CBRT
};

#ifdef HBI_AVX512
#define HBI_WIDE_KERNEL(name, kind, vector, part, mask) \
    static inline void hbi_wide_##name##_##kind( \
        void *_Nonnull d, const void *_Nonnull a, const void *_Nonnull b, const void *_Nonnull c, long n) { \
        const part *x = (const part *)a; \
        part *y = (part *)d; \
        const long lanes = 64 / sizeof(part); \
        (void)b, (void)c; \
        for (; n >= lanes; n -= lanes, x += lanes, y += lanes) \
            _mm512_storeu_##kind(y, hbi_##name##_##kind(_mm512_loadu_##kind(x))); \
        if (n <= 0) return; \
        mask some = (mask)((1 << n) - 1); \
        _mm512_mask_storeu_##kind(y, some, hbi_##name##_##kind(_mm512_maskz_loadu_##kind(some, x))); \
    }
#define HBI_WIDE_KERNELS(kind, vector, part, mask) \
    HBI_WIDE_KERNEL(exp, kind, vector, part, mask) \
    HBI_WIDE_KERNEL(log, kind, vector, part, mask) \
    HBI_WIDE_KERNEL(log1p, kind, vector, part, mask) \
    HBI_WIDE_KERNEL(log2, kind, vector, part, mask) \
    HBI_WIDE_KERNEL(log10, kind, vector, part, mask) \
    HBI_WIDE_KERNEL(sinh, kind, vector, part, mask) \
    HBI_WIDE_KERNEL(tanh, kind, vector, part, mask) \
    HBI_WIDE_KERNEL(asinh, kind, vector, part, mask) \
    HBI_WIDE_KERNEL(cbrt, kind, vector, part, mask) \
    static inline hbi_kernel _Nullable hbi_wide_kernel_##kind(int32_t function) { \
        switch (function) { \
        case HBI_WIDE_EXP: return hbi_wide_exp_##kind; \
        case HBI_WIDE_LOG: return hbi_wide_log_##kind; \
        case HBI_WIDE_LOG1P: return hbi_wide_log1p_##kind; \
        case HBI_WIDE_LOG2: return hbi_wide_log2_##kind; \
        case HBI_WIDE_LOG10: return hbi_wide_log10_##kind; \
        case HBI_WIDE_SINH: return hbi_wide_sinh_##kind; \
        case HBI_WIDE_TANH: return hbi_wide_tanh_##kind; \
        case HBI_WIDE_ASINH: return hbi_wide_asinh_##kind; \
        case HBI_WIDE_CBRT: return hbi_wide_cbrt_##kind; \
        default: return 0; \
        } \
    }
HBI_WIDE_KERNELS(ps, __m512, float, __mmask16)
HBI_WIDE_KERNELS(pd, __m512d, double, __mmask8)

/* The kernel of a function; null if there is none, or if the library is not built for such vectors. */
static inline hbi_kernel _Nullable hbi_wide_kernel(int32_t function, int32_t is_double) {
    return is_double ? hbi_wide_kernel_pd(function) : hbi_wide_kernel_ps(function);
}
#else
static inline hbi_kernel _Nullable hbi_wide_kernel(int32_t function, int32_t is_double) {
    (void)function, (void)is_double;
    return 0;
}
#endif
#endif
