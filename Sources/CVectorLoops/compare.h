/* Comparisons of whole vectors, of which each makes 64 truth values: as loops over single numbers they are not packed well. The
 * functions are tile kernels: result, operands, an unused one, count. The result may begin where an operand does, because all of
 * a block is read before it is written, and results are shorter. */
#ifndef HORNBILL_COMPARE_H
#define HORNBILL_COMPARE_H

#include <stdint.h>

typedef int8_t hbi_truth __attribute__((ext_vector_type(64)));
typedef int8_t hbi_truth_anywhere __attribute__((ext_vector_type(64), aligned(1)));

#define HBI_COMPARE(type, suffix, name, operator) \
    static inline void hbi_##name##_##suffix( \
        void *_Nonnull d, const void *_Nonnull a, const void *_Nonnull b, const void *_Nonnull c, long n) { \
        const type *x = (const type *)a, *y = (const type *)b; \
        int8_t *z = (int8_t *)d; \
        long i = 0; \
        (void)c; \
        for (; i + 64 <= n; i += 64) { \
            hbi_compared_##suffix p = *(const hbi_compared_##suffix *)(x + i), q = *(const hbi_compared_##suffix *)(y + i); \
            *(hbi_truth_anywhere *)(z + i) = __builtin_convertvector(p operator q, hbi_truth) & 1; \
        } \
        for (; i < n; i++) z[i] = x[i] operator y[i]; \
    }
#define HBI_COMPARES(type, suffix) \
    typedef type hbi_compared_##suffix __attribute__((ext_vector_type(64), aligned(sizeof(type)))); \
    HBI_COMPARE(type, suffix, equal, ==) \
    HBI_COMPARE(type, suffix, not_equal, !=) \
    HBI_COMPARE(type, suffix, less, <) \
    HBI_COMPARE(type, suffix, less_equal, <=) \
    HBI_COMPARE(type, suffix, greater, >) \
    HBI_COMPARE(type, suffix, greater_equal, >=)
HBI_COMPARES(float, f32)
HBI_COMPARES(double, f64)
#undef HBI_COMPARES
#undef HBI_COMPARE
#endif
