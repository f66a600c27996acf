/* Unsigned numbers that have the order of floats, and back, in vectors: where they are as well, which keeps loops over single
 * numbers from being made loops over vectors. See SortKeys for what they are. */
#ifndef HORNBILL_KEYS_H
#define HORNBILL_KEYS_H

#include <stdint.h>

#define HBI_KEYS(type, signed_type, width, suffix) \
    typedef type hbi_key_##suffix __attribute__((ext_vector_type(width))); \
    typedef type hbi_key_any_##suffix __attribute__((ext_vector_type(width), aligned(sizeof(type)))); \
    typedef signed_type hbi_key_sign_##suffix __attribute__((ext_vector_type(width))); \
    /* NaN's key is all ones; `flip` is all ones for descending order, else 0. */ \
    static inline void hbi_float_keys_##suffix( \
        type *_Nonnull to, const type *_Nonnull from, long n, type infinity, type flip) { \
        const type sign = (type)((type)1 << (8 * sizeof(type) - 1)); \
        long i = 0; \
        for (; i + width <= n; i += width) { \
            hbi_key_##suffix x = *(const hbi_key_any_##suffix *)(from + i); \
            hbi_key_##suffix mask = (hbi_key_##suffix)((hbi_key_sign_##suffix)x >> (8 * sizeof(type) - 1)) | sign; \
            hbi_key_##suffix nan = (hbi_key_##suffix)((x & (type)~sign) > (hbi_key_##suffix)infinity); \
            *(hbi_key_any_##suffix *)(to + i) = (x ^ mask ^ flip) | nan; \
        } \
        for (; i < n; i++) { \
            type x = from[i], mask = x & sign ? (type)~(type)0 : sign; \
            to[i] = (x & (type)~sign) > infinity ? (type)~(type)0 : (type)(x ^ mask ^ flip); \
        } \
    } \
    static inline void hbi_key_floats_##suffix( \
        type *_Nonnull to, const type *_Nonnull from, long n, type infinity, type flip) { \
        const type sign = (type)((type)1 << (8 * sizeof(type) - 1)), quiet = (type)(infinity | infinity >> 1); \
        long i = 0; \
        for (; i + width <= n; i += width) { \
            hbi_key_##suffix x = *(const hbi_key_any_##suffix *)(from + i), y = x ^ flip; \
            hbi_key_##suffix mask = ~(hbi_key_##suffix)((hbi_key_sign_##suffix)y >> (8 * sizeof(type) - 1)) | sign; \
            hbi_key_##suffix nan = (hbi_key_##suffix)(x == (hbi_key_##suffix)(type)~(type)0); \
            *(hbi_key_any_##suffix *)(to + i) = ((y ^ mask) & ~nan) | (quiet & nan); \
        } \
        for (; i < n; i++) { \
            type x = from[i], y = (type)(x ^ flip), mask = y & sign ? sign : (type)~(type)0; \
            to[i] = x == (type)~(type)0 ? quiet : (type)(y ^ mask); \
        } \
    }
HBI_KEYS(uint16_t, int16_t, 32, u16)
HBI_KEYS(uint32_t, int32_t, 16, u32)
HBI_KEYS(uint64_t, int64_t, 8, u64)
#undef HBI_KEYS

/* Turns over the bits of `mask` in elements of 1, 2, 4 or 8 bytes, of which it is a repetition. */
typedef uint64_t hbi_eight_words __attribute__((ext_vector_type(8)));
typedef uint64_t hbi_eight_anywhere __attribute__((ext_vector_type(8), aligned(1)));
static inline void hbi_turn_bits(void *_Nonnull to, const void *_Nonnull from, long bytes, uint64_t mask) {
    const uint8_t *x = (const uint8_t *)from;
    uint8_t *y = (uint8_t *)to;
    long i = 0;
    for (; i + 64 <= bytes; i += 64)
        *(hbi_eight_anywhere *)(y + i) = *(const hbi_eight_anywhere *)(x + i) ^ (hbi_eight_words)mask;
    for (; i < bytes; i++) y[i] = x[i] ^ (uint8_t)(mask >> i % 8 * 8);
}
#endif
