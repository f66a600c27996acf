/* The largest and the smallest of floats, and whether one is NaN: four vectors at a time, because each comparison waits for the
 * one before. */
#ifndef HORNBILL_EXTREMES_H
#define HORNBILL_EXTREMES_H

#include <stdint.h>

#define HBI_EXTREME(type, flag, width, suffix, name, operator, start) \
    /* Of n floats that are not NaN; `nan` becomes 1 if one is, else 0. */ \
    static inline type hbi_##name##_##suffix(const type *_Nonnull x, long n, int *_Nonnull nan) { \
        hbi_extreme_##suffix a = start, b = start, c = start, d = start; \
        hbi_odd_##suffix odd = 0; \
        long i = 0; \
        for (; i + 4 * width <= n; i += 4 * width) { \
            hbi_extreme_##suffix p = *(const hbi_extreme_any_##suffix *)(x + i); \
            hbi_extreme_##suffix q = *(const hbi_extreme_any_##suffix *)(x + i + width); \
            hbi_extreme_##suffix r = *(const hbi_extreme_any_##suffix *)(x + i + 2 * width); \
            hbi_extreme_##suffix s = *(const hbi_extreme_any_##suffix *)(x + i + 3 * width); \
            a = p operator a ? p : a; \
            b = q operator b ? q : b; \
            c = r operator c ? r : c; \
            d = s operator d ? s : d; \
            odd |= (p != p) | (q != q) | (r != r) | (s != s); \
        } \
        for (; i + width <= n; i += width) { \
            hbi_extreme_##suffix p = *(const hbi_extreme_any_##suffix *)(x + i); \
            a = p operator a ? p : a; \
            odd |= p != p; \
        } \
        a = b operator a ? b : a; \
        c = d operator c ? d : c; \
        a = c operator a ? c : a; \
        type best = start; \
        int hasNaN = __builtin_reduce_or(odd) != 0; \
        for (int lane = 0; lane < width; lane++) best = a[lane] operator best ? a[lane] : best; \
        for (; i < n; i++) { \
            best = x[i] operator best ? x[i] : best; \
            hasNaN |= x[i] != x[i]; \
        } \
        *nan = hasNaN; \
        return best; \
    }
#define HBI_EXTREMES(type, flag, width, suffix) \
    typedef type hbi_extreme_##suffix __attribute__((ext_vector_type(width))); \
    typedef type hbi_extreme_any_##suffix __attribute__((ext_vector_type(width), aligned(sizeof(type)))); \
    typedef flag hbi_odd_##suffix __attribute__((ext_vector_type(width))); \
    HBI_EXTREME(type, flag, width, suffix, largest, >, -(type)__builtin_inff()) \
    HBI_EXTREME(type, flag, width, suffix, smallest, <, (type)__builtin_inff())
HBI_EXTREMES(float, int32_t, 16, f32)
HBI_EXTREMES(double, int64_t, 8, f64)
#undef HBI_EXTREMES
#undef HBI_EXTREME
#endif
