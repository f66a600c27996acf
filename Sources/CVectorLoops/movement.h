/* Loops that move elements: instructions that store past the caches or rearrange lanes, which Swift reaches only one lane at a
 * time. */
#ifndef HORNBILL_MOVEMENT_H
#define HORNBILL_MOVEMENT_H

#include <stdint.h>
#if defined(__AVX512BW__)
#include <immintrin.h>
#endif

#define HBI_MOVE static inline __attribute__((always_inline))

typedef uint8_t hbi_line __attribute__((ext_vector_type(64)));
typedef uint8_t hbi_line_anywhere __attribute__((ext_vector_type(64), aligned(1)));

/* Copies lines of 64 bytes without a place in the caches for the copy, which begins at a multiple of 64. Follow the last one
 * with hbi_stream_end(). */
HBI_MOVE void hbi_stream(void *_Nonnull to, const void *_Nonnull from, long lines) {
    for (long i = 0; i < lines; i++)
        __builtin_nontemporal_store((hbi_line)((const hbi_line_anywhere *)from)[i], (hbi_line *)to + i);
}
HBI_MOVE void hbi_stream_end(void) {
#ifdef __SSE__
    __builtin_ia32_sfence();
#endif
}

/* n elements in reverse order; every other element; two runs of elements by turns. `n` counts the elements of `to`. `halve` gives
 * every other one of the elements from a place on, `join` puts two vectors by turns. */
#define HBI_MOVES(type, suffix, width, halve, join) \
    static inline void hbi_backwards_##suffix(void *_Nonnull to, const void *_Nonnull from, long n) { \
        const type *x = (const type *)from; \
        type *y = (type *)to; \
        long i = 0; \
        for (; i + width <= n; i += width) \
            *(hbi_move_##suffix *)(y + i) = HBI_REVERSED_##width(*(const hbi_move_##suffix *)(x + n - i - width)); \
        for (; i < n; i++) y[i] = x[n - 1 - i]; \
    } \
    static inline void hbi_every_other_##suffix(void *_Nonnull to, const void *_Nonnull from, long n) { \
        const type *x = (const type *)from; \
        type *y = (type *)to; \
        long i = 0; \
        /* The element after the last one may not be there. */ \
        for (; i + width < n; i += width) *(hbi_move_##suffix *)(y + i) = halve(suffix, x + 2 * i); \
        for (; i < n; i++) y[i] = x[2 * i]; \
    } \
    static inline void hbi_by_turns_##suffix(void *_Nonnull to, const void *_Nonnull a, const void *_Nonnull b, long n) { \
        const type *x = (const type *)a, *y = (const type *)b; \
        type *z = (type *)to; \
        long i = 0; \
        for (; 2 * (i + width) <= n; i += width) { \
            hbi_move_##suffix p = *(const hbi_move_##suffix *)(x + i), q = *(const hbi_move_##suffix *)(y + i); \
            join(suffix, z + 2 * i, p, q); \
        } \
        for (; 2 * i < n; i++) { \
            z[2 * i] = x[i]; \
            z[2 * i + 1] = y[i]; \
        } \
    }
#define HBI_REVERSED_8(v) __builtin_shufflevector(v, v, 7, 6, 5, 4, 3, 2, 1, 0)
#define HBI_REVERSED_16(v) __builtin_shufflevector(v, v, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0)
#define HBI_REVERSED_32(v) \
    __builtin_shufflevector( \
        v, v, 31, 30, 29, 28, 27, 26, 25, 24, 23, 22, 21, 20, 19, 18, 17, 16, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, \
        0)
#define HBI_MOVE_TYPES(type, suffix, wide, width) \
    typedef type hbi_move_##suffix __attribute__((ext_vector_type(width), aligned(sizeof(type)))); \
    typedef wide hbi_pair_##suffix __attribute__((ext_vector_type(width), aligned(sizeof(type))))
HBI_MOVE_TYPES(uint8_t, u8, uint16_t, 32);
HBI_MOVE_TYPES(uint16_t, u16, uint32_t, 16);
HBI_MOVE_TYPES(uint32_t, u32, uint64_t, 8);
HBI_MOVE_TYPES(uint64_t, u64, uint64_t, 8);

/* Two elements are one of twice the size. */
#define HBI_HALVE(suffix, from) __builtin_convertvector(*(const hbi_pair_##suffix *)(from), hbi_move_##suffix)
#define HBI_JOIN(suffix, to, p, q) \
    *(hbi_pair_##suffix *)(to) = __builtin_convertvector(p, hbi_pair_##suffix) \
        | (__builtin_convertvector(q, hbi_pair_##suffix) << (8 * sizeof(*(to))))
HBI_MOVES(uint8_t, u8, 32, HBI_HALVE, HBI_JOIN)
HBI_MOVES(uint16_t, u16, 16, HBI_HALVE, HBI_JOIN)
HBI_MOVES(uint32_t, u32, 8, HBI_HALVE, HBI_JOIN)

/* There are no integers of twice 64 bits to go by. */
#define HBI_HALVE_LONG(suffix, from) \
    __builtin_shufflevector( \
        *(const hbi_move_##suffix *)(from), *(const hbi_move_##suffix *)((from) + 8), 0, 2, 4, 6, 8, 10, 12, 14)
#define HBI_JOIN_LONG(suffix, to, p, q) \
    *(hbi_move_##suffix *)(to) = __builtin_shufflevector(p, q, 0, 8, 1, 9, 2, 10, 3, 11); \
    *(hbi_move_##suffix *)((to) + 8) = __builtin_shufflevector(p, q, 4, 12, 5, 13, 6, 14, 7, 15)
HBI_MOVES(uint64_t, u64, 8, HBI_HALVE_LONG, HBI_JOIN_LONG)
#undef HBI_MOVES
#undef HBI_MOVE_TYPES
#undef HBI_HALVE
#undef HBI_JOIN
#undef HBI_HALVE_LONG
#undef HBI_JOIN_LONG
#undef HBI_REVERSED_8
#undef HBI_REVERSED_16
#undef HBI_REVERSED_32

/* Quotients of bytes and what they leave, by one divisor from 2 on: m is 65536 / divisor rounded down, plus 1. The product is
 * too large by less than 255 * 255 / 65536, which reaches no further byte. */
typedef uint16_t hbi_u16x32 __attribute__((ext_vector_type(32)));
typedef uint16_t hbi_u16x32_anywhere __attribute__((ext_vector_type(32), aligned(1)));
typedef uint32_t hbi_u32x32 __attribute__((ext_vector_type(32)));
#if defined(__AVX512BW__)
#define hbi_upper_product(x, m) ((hbi_u16x32)_mm512_mulhi_epu16((__m512i)(x), _mm512_set1_epi16((short)(m))))
#else
#define hbi_upper_product(x, m) \
    __builtin_convertvector( \
        (__builtin_convertvector(x, hbi_u32x32) * __builtin_convertvector((hbi_u16x32)(uint16_t)(m), hbi_u32x32)) >> 16, \
        hbi_u16x32)
#endif
/* Bytes at even and at odd places, as halves of 16-bit numbers: the quotients of the latter are in the upper halves. */
#define hbi_quotients_u8(x, m) (hbi_upper_product((x) & 0xFF, m) | (hbi_upper_product((x) & 0xFF00, m) & 0xFF00))
static inline void hbi_divide_u8(uint8_t *_Nonnull to, const uint8_t *_Nonnull from, long n, uint16_t m) {
    long i = 0;
    for (; i + 64 <= n; i += 64) {
        hbi_u16x32 x = *(const hbi_u16x32_anywhere *)(from + i);
        *(hbi_u16x32_anywhere *)(to + i) = hbi_quotients_u8(x, m);
    }
    for (; i < n; i++) to[i] = (uint8_t)((uint32_t)from[i] * m >> 16);
}
static inline void hbi_remainder_u8(uint8_t *_Nonnull to, const uint8_t *_Nonnull from, long n, uint16_t m, uint8_t divisor) {
    long i = 0;
    for (; i + 64 <= n; i += 64) {
        hbi_u16x32 x = *(const hbi_u16x32_anywhere *)(from + i), q = hbi_quotients_u8(x, m);
        hbi_u16x32 low = (q & 0xFF) * divisor, high = (q >> 8) * divisor;
        /* What is left of each byte is less than the divisor: nothing is borrowed across. */
        *(hbi_u16x32_anywhere *)(to + i) = x - (low | high << 8);
    }
    for (; i < n; i++) to[i] = (uint8_t)(from[i] - (uint8_t)((uint32_t)from[i] * m >> 16) * divisor);
}
#undef hbi_upper_product
#undef hbi_quotients_u8

/* Bytes shifted by less than 8: as halves of 16-bit numbers, without the bits that come from the other half. */
#define HBI_SHIFT(name, operator, kept) \
    static inline void hbi_shift_##name##_u8(uint8_t *_Nonnull to, const uint8_t *_Nonnull from, long n, uint8_t by) { \
        const uint16_t mask = (uint16_t)((uint8_t)(kept) * 0x101); \
        long i = 0; \
        for (; i + 64 <= n; i += 64) { \
            hbi_u16x32 x = *(const hbi_u16x32_anywhere *)(from + i); \
            *(hbi_u16x32_anywhere *)(to + i) = (x operator (hbi_u16x32)(uint16_t)by) & mask; \
        } \
        for (; i < n; i++) to[i] = (uint8_t)(from[i] operator by); \
    }
HBI_SHIFT(left, <<, 0xFF << by)
HBI_SHIFT(right, >>, 0xFF >> by)
#undef HBI_SHIFT

/* How many of n elements are not 0, without a sign where they are floats. */
#define HBI_COUNT(type, suffix, part, drop) \
    static inline long hbi_count_##suffix(const void *_Nonnull from, long n) { \
        const type *x = (const type *)from; \
        long total = 0; \
        for (long start = 0; start < n; start += part) { \
            long length = n - start < part ? n - start : part; \
            type zeros = 0; \
            for (long i = 0; i < length; i++) zeros += (type)(x[start + i] << drop) == 0; \
            total += length - (long)zeros; \
        } \
        return total; \
    }
HBI_COUNT(uint16_t, u16, 32768, 0)
HBI_COUNT(uint32_t, u32, 1 << 20, 0)
HBI_COUNT(uint64_t, u64, 1 << 20, 0)
HBI_COUNT(uint32_t, f32, 1 << 20, 1)
HBI_COUNT(uint64_t, f64, 1 << 20, 1)
#undef HBI_COUNT
/* Each of 64 lanes counts up to 255 times. */
static inline long hbi_count_u8(const void *_Nonnull from, long n) {
    const uint8_t *x = (const uint8_t *)from;
    long zeros = 0, i = 0;
    while (i + 64 <= n) {
        long lines = (n - i) / 64 < 255 ? (n - i) / 64 : 255;
        hbi_line found = 0;
        for (long k = 0; k < lines; k++, i += 64)
            found -= (hbi_line)((hbi_line)*(const hbi_line_anywhere *)(x + i) == (hbi_line)0);
        for (int k = 0; k < 64; k++) zeros += found[k];
    }
    for (; i < n; i++) zeros += x[i] == 0;
    return n - zeros;
}

/* The largest or the smallest of n > 0 bytes, seen as unsigned once `flip` is added to them without a carry. */
#define HBI_EXTREMUM(name, pick, reduce, start) \
    static inline uint8_t hbi_##name##_u8(const void *_Nonnull from, long n, uint8_t flip) { \
        const uint8_t *x = (const uint8_t *)from; \
        hbi_line a = start, b = start, f = flip; \
        uint8_t best; \
        long i = 0; \
        for (; i + 128 <= n; i += 128) { \
            a = pick(a, (hbi_line)*(const hbi_line_anywhere *)(x + i) ^ f); \
            b = pick(b, (hbi_line)*(const hbi_line_anywhere *)(x + i + 64) ^ f); \
        } \
        a = pick(a, b); \
        best = reduce(a); \
        for (; i < n; i++) best = pick##_one(best, (uint8_t)(x[i] ^ flip)); \
        return best ^ flip; \
    }
#define hbi_larger(a, b) __builtin_elementwise_max(a, b)
#define hbi_smaller(a, b) __builtin_elementwise_min(a, b)
#define hbi_larger_one(a, b) ((a) > (b) ? (a) : (b))
#define hbi_smaller_one(a, b) ((a) < (b) ? (a) : (b))
HBI_EXTREMUM(largest, hbi_larger, __builtin_reduce_max, 0)
HBI_EXTREMUM(smallest, hbi_smaller, __builtin_reduce_min, 255)
#undef HBI_EXTREMUM
#undef hbi_larger
#undef hbi_smaller
#undef hbi_larger_one
#undef hbi_smaller_one

#undef HBI_MOVE
#endif
