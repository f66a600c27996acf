/* Sums of products of floats, each rounded once, in vectors of 64 bytes: Swift's operators on vectors round twice, and its calls of
 * functions that take or give such vectors stay calls. */
#ifndef HORNBILL_PRODUCTS_H
#define HORNBILL_PRODUCTS_H

#include <string.h>

/* Vectors go from function to function only where these become one. */
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wpsabi"

#define HBI_PRODUCTS(type, width, suffix) \
    typedef type hbi_factors_##suffix __attribute__((ext_vector_type(width))); \
    typedef type hbi_factors_any_##suffix __attribute__((ext_vector_type(width), aligned(sizeof(type)))); \
    static inline __attribute__((always_inline)) hbi_factors_##suffix hbi_factors_at_##suffix(const type *_Nonnull x) { \
        return *(const hbi_factors_any_##suffix *)x; \
    } \
    /* The first n of a vector, and zeros. */ \
    static inline __attribute__((always_inline)) hbi_factors_##suffix hbi_few_factors_##suffix(const type *_Nonnull x, long n) { \
        type few[width] = {0}; \
        memcpy(few, x, (size_t)n * sizeof(type)); \
        return hbi_factors_at_##suffix(few); \
    } \
    static inline __attribute__((always_inline)) hbi_factors_##suffix hbi_add_product_##suffix( \
        hbi_factors_##suffix sum, hbi_factors_##suffix x, hbi_factors_##suffix y) { \
        return __builtin_elementwise_fma(x, y, sum); \
    } \
    static inline __attribute__((always_inline)) type hbi_total_##suffix(hbi_factors_##suffix x) { \
        type lanes[width]; \
        memcpy(lanes, &x, sizeof x); \
        for (int half = width / 2; half > 0; half /= 2) \
            for (int lane = 0; lane < half; lane++) lanes[lane] += lanes[lane + half]; \
        return lanes[0]; \
    } \
    /* The sum of the products of n numbers. */ \
    static inline type hbi_dot_##suffix(const type *_Nonnull x, const type *_Nonnull y, long n) { \
        hbi_factors_##suffix p = 0, q = 0, r = 0, s = 0; \
        long i = 0; \
        for (; i + 4 * width <= n; i += 4 * width) { \
            p = hbi_add_product_##suffix(p, hbi_factors_at_##suffix(x + i), hbi_factors_at_##suffix(y + i)); \
            q = hbi_add_product_##suffix(q, hbi_factors_at_##suffix(x + i + width), hbi_factors_at_##suffix(y + i + width)); \
            r = hbi_add_product_##suffix( \
                r, hbi_factors_at_##suffix(x + i + 2 * width), hbi_factors_at_##suffix(y + i + 2 * width)); \
            s = hbi_add_product_##suffix( \
                s, hbi_factors_at_##suffix(x + i + 3 * width), hbi_factors_at_##suffix(y + i + 3 * width)); \
        } \
        for (; i + width <= n; i += width) \
            p = hbi_add_product_##suffix(p, hbi_factors_at_##suffix(x + i), hbi_factors_at_##suffix(y + i)); \
        if (i < n) \
            q = hbi_add_product_##suffix(q, hbi_few_factors_##suffix(x + i, n - i), hbi_few_factors_##suffix(y + i, n - i)); \
        return hbi_total_##suffix((p + q) + (r + s)); \
    } \
    typedef struct { \
        type a, b, c, d; \
    } hbi_four_##suffix; \
    /* Those of four rows, `step` numbers apart, with y. */ \
    static inline hbi_four_##suffix hbi_dot_rows_##suffix( \
        const type *_Nonnull x, long step, const type *_Nonnull y, long n) { \
        hbi_factors_##suffix p = 0, q = 0, r = 0, s = 0; \
        long i = 0; \
        for (; i + width <= n; i += width) { \
            hbi_factors_##suffix factor = hbi_factors_at_##suffix(y + i); \
            p = hbi_add_product_##suffix(p, hbi_factors_at_##suffix(x + i), factor); \
            q = hbi_add_product_##suffix(q, hbi_factors_at_##suffix(x + step + i), factor); \
            r = hbi_add_product_##suffix(r, hbi_factors_at_##suffix(x + 2 * step + i), factor); \
            s = hbi_add_product_##suffix(s, hbi_factors_at_##suffix(x + 3 * step + i), factor); \
        } \
        if (i < n) { \
            hbi_factors_##suffix factor = hbi_few_factors_##suffix(y + i, n - i); \
            p = hbi_add_product_##suffix(p, hbi_few_factors_##suffix(x + i, n - i), factor); \
            q = hbi_add_product_##suffix(q, hbi_few_factors_##suffix(x + step + i, n - i), factor); \
            r = hbi_add_product_##suffix(r, hbi_few_factors_##suffix(x + 2 * step + i, n - i), factor); \
            s = hbi_add_product_##suffix(s, hbi_few_factors_##suffix(x + 3 * step + i, n - i), factor); \
        } \
        hbi_four_##suffix totals = { \
            hbi_total_##suffix(p), hbi_total_##suffix(q), hbi_total_##suffix(r), hbi_total_##suffix(s)}; \
        return totals; \
    } \
    /* The sum of rows, `stride` numbers apart, each times its weight. */ \
    static inline void hbi_row_sum_##suffix( \
        const type *_Nonnull weights, long rows, const type *_Nonnull matrix, long stride, type *_Nonnull target, long columns) { \
        long column = 0; \
        for (; column + 8 * width <= columns; column += 8 * width) { \
            hbi_factors_##suffix sums[8] = {0}; \
            const type *row = matrix + column; \
            for (long i = 0; i < rows; i++, row += stride) { \
                hbi_factors_##suffix weight = weights[i]; \
                _Pragma("clang loop unroll(full)") for (int k = 0; k < 8; k++) \
                    sums[k] = hbi_add_product_##suffix(sums[k], hbi_factors_at_##suffix(row + k * width), weight); \
            } \
            _Pragma("clang loop unroll(full)") for (int k = 0; k < 8; k++) \
                *(hbi_factors_any_##suffix *)(target + column + k * width) = sums[k]; \
        } \
        while (column < columns) { \
            /* The last vector has again what the one before has, if there are as many. */ \
            if (column + width > columns && columns >= width) column = columns - width; \
            long n = column + width <= columns ? width : columns - column; \
            hbi_factors_##suffix sum = 0; \
            const type *row = matrix + column; \
            for (long i = 0; i < rows; i++, row += stride) { \
                hbi_factors_##suffix some = n == width ? hbi_factors_at_##suffix(row) : hbi_few_factors_##suffix(row, n); \
                sum = hbi_add_product_##suffix(sum, some, weights[i]); \
            } \
            memcpy(target + column, &sum, (size_t)n * sizeof(type)); \
            column += n; \
        } \
    }
HBI_PRODUCTS(float, 16, f32)
HBI_PRODUCTS(double, 8, f64)
#undef HBI_PRODUCTS
#pragma clang diagnostic pop
#endif
