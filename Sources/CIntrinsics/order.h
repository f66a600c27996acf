/* Loops of AVX-512 that order unsigned numbers and gather those that a condition holds for: instructions that move chosen
 * lanes together have no counterpart in Swift. Compiled whatever the library is built for, and called only where
 * hbi_has_compress() says that the processor has them. */
#ifndef HORNBILL_ORDER_H
#define HORNBILL_ORDER_H

#include <stdint.h>

#if defined(__x86_64__)
#include <immintrin.h>

#define HBI_WIDE static inline __attribute__((target("avx512f,avx512dq,avx512bw,avx512vl,avx512vbmi2,popcnt")))
#define HBI_WIDE_INLINE HBI_WIDE __attribute__((always_inline))

static inline int hbi_has_compress(void) {
    return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512bw") &&
           __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512vbmi2");
}

/* Partner lanes: of a lane i, i ^ d. */
#define HBI_XOR16(d) \
    _mm512_setr_epi32( \
        0 ^ d, 1 ^ d, 2 ^ d, 3 ^ d, 4 ^ d, 5 ^ d, 6 ^ d, 7 ^ d, 8 ^ d, 9 ^ d, 10 ^ d, 11 ^ d, 12 ^ d, 13 ^ d, 14 ^ d, 15 ^ d)
#define HBI_XOR8(d) _mm512_setr_epi64(0 ^ d, 1 ^ d, 2 ^ d, 3 ^ d, 4 ^ d, 5 ^ d, 6 ^ d, 7 ^ d)

/* The smaller of each pair of partners goes to the lane that `upper` has not. */
HBI_WIDE_INLINE __m512i hbi_step_u32(__m512i v, __m512i partner, __mmask16 upper) {
    __m512i p = _mm512_permutexvar_epi32(partner, v);
    return _mm512_mask_max_epu32(_mm512_min_epu32(v, p), upper, v, p);
}
HBI_WIDE_INLINE __m512i hbi_step_u64(__m512i v, __m512i partner, __mmask8 upper) {
    __m512i p = _mm512_permutexvar_epi64(partner, v);
    return _mm512_mask_max_epu64(_mm512_min_epu64(v, p), upper, v, p);
}

/* Orders the lanes of a vector in which first a rising and then a falling sequence lies. */
HBI_WIDE_INLINE __m512i hbi_settle_u32(__m512i v) {
    v = hbi_step_u32(v, HBI_XOR16(8), 0xFF00);
    v = hbi_step_u32(v, HBI_XOR16(4), 0xF0F0);
    v = hbi_step_u32(v, HBI_XOR16(2), 0xCCCC);
    return hbi_step_u32(v, HBI_XOR16(1), 0xAAAA);
}
HBI_WIDE_INLINE __m512i hbi_settle_u64(__m512i v) {
    v = hbi_step_u64(v, HBI_XOR8(4), 0xF0);
    v = hbi_step_u64(v, HBI_XOR8(2), 0xCC);
    return hbi_step_u64(v, HBI_XOR8(1), 0xAA);
}

/* Orders the lanes of a vector. */
HBI_WIDE_INLINE __m512i hbi_order_u32(__m512i v) {
    v = hbi_step_u32(v, HBI_XOR16(1), 0xAAAA);
    v = hbi_step_u32(v, HBI_XOR16(3), 0xCCCC);
    v = hbi_step_u32(v, HBI_XOR16(1), 0xAAAA);
    v = hbi_step_u32(v, HBI_XOR16(7), 0xF0F0);
    v = hbi_step_u32(v, HBI_XOR16(2), 0xCCCC);
    v = hbi_step_u32(v, HBI_XOR16(1), 0xAAAA);
    v = hbi_step_u32(v, HBI_XOR16(15), 0xFF00);
    v = hbi_step_u32(v, HBI_XOR16(4), 0xF0F0);
    v = hbi_step_u32(v, HBI_XOR16(2), 0xCCCC);
    return hbi_step_u32(v, HBI_XOR16(1), 0xAAAA);
}
HBI_WIDE_INLINE __m512i hbi_order_u64(__m512i v) {
    v = hbi_step_u64(v, HBI_XOR8(1), 0xAA);
    v = hbi_step_u64(v, HBI_XOR8(3), 0xCC);
    v = hbi_step_u64(v, HBI_XOR8(1), 0xAA);
    v = hbi_step_u64(v, HBI_XOR8(7), 0xF0);
    v = hbi_step_u64(v, HBI_XOR8(2), 0xCC);
    return hbi_step_u64(v, HBI_XOR8(1), 0xAA);
}
#define hbi_reverse_u32(v) _mm512_permutexvar_epi32(HBI_XOR16(15), v)
#define hbi_reverse_u64(v) _mm512_permutexvar_epi64(HBI_XOR8(7), v)

/* For numbers of one width: sorting up to eight vectors of them, and dealing them to both sides of a pivot. */
#define HBI_ORDER(type, mask_type, width, suffix, epi, all) \
    /* Merges the two halves of x, each in order; `count` is a power of two. */ \
    HBI_WIDE_INLINE void hbi_merge_##suffix(__m512i *x, int count) { \
        for (int i = 0; i < count / 2; i++) { \
            __m512i a = x[i], b = hbi_reverse_##suffix(x[count - 1 - i]); \
            x[i] = _mm512_min_epu##epi(a, b); \
            x[count - 1 - i] = _mm512_max_epu##epi(a, b); \
        } \
        /* The upper half lies in reverse, which the steps below do not mind once its vectors are turned. */ \
        for (int step = count / 4; step > 0; step /= 2) { \
            for (int i = 0; i < count; i++) { \
                if (i & step) continue; \
                __m512i a = x[i], b = x[i + step]; \
                x[i] = _mm512_min_epu##epi(a, b); \
                x[i + step] = _mm512_max_epu##epi(a, b); \
            } \
        } \
        for (int i = 0; i < count; i++) x[i] = hbi_settle_##suffix(x[i]); \
    } \
    HBI_WIDE_INLINE void hbi_sort_vectors_##suffix(const type *from, type *to, long n, int count) { \
        __m512i x[8]; \
        const __m512i most = _mm512_set1_epi8((char)-1); \
        _Pragma("clang loop unroll(full)") for (int i = 0; i < count; i++) { \
            long left = n - (long)i * width; \
            mask_type mask = left >= width ? all : (left <= 0 ? 0 : (mask_type)((1u << left) - 1)); \
            x[i] = hbi_order_##suffix(_mm512_mask_loadu_epi##epi(most, mask, from + (long)i * width)); \
        } \
        if (count >= 2) { \
            _Pragma("clang loop unroll(full)") for (int i = 0; i < count; i += 2) hbi_merge_##suffix(x + i, 2); \
        } \
        if (count >= 4) { \
            _Pragma("clang loop unroll(full)") for (int i = 0; i < count; i += 4) hbi_merge_##suffix(x + i, 4); \
        } \
        if (count >= 8) hbi_merge_##suffix(x, 8); \
        _Pragma("clang loop unroll(full)") for (int i = 0; i < count; i++) { \
            long left = n - (long)i * width; \
            mask_type mask = left >= width ? all : (left <= 0 ? 0 : (mask_type)((1u << left) - 1)); \
            _mm512_mask_storeu_epi##epi(to + (long)i * width, mask, x[i]); \
        } \
    } \
    /* Sorts at most eight vectors of numbers from one place to another, or where they are. */ \
    HBI_WIDE __attribute__((noinline)) void hbi_sort_few_##suffix(const type *_Nonnull from, type *_Nonnull to, long n) { \
        if (n <= width) hbi_sort_vectors_##suffix(from, to, n, 1); \
        else if (n <= 2 * width) hbi_sort_vectors_##suffix(from, to, n, 2); \
        else if (n <= 4 * width) hbi_sort_vectors_##suffix(from, to, n, 4); \
        else hbi_sort_vectors_##suffix(from, to, n, 8); \
    } \
    /* Deals numbers that are less than the pivot to `less` and the others to `rest`; returns how many are less. Either may \
     * be where the numbers are. */ \
    HBI_WIDE __attribute__((noinline)) long hbi_deal_##suffix( \
        const type *_Nonnull from, long n, type pivot, type *_Nonnull less, type *_Nonnull rest) { \
        const __m512i p = _mm512_set1_epi##epi((long long)pivot); \
        long i = 0, l = 0, r = 0; \
        for (; i + 4 * width <= n; i += 4 * width) { \
            __m512i v[4]; \
            mask_type m[4]; \
            for (int k = 0; k < 4; k++) v[k] = _mm512_loadu_si512(from + i + k * width); \
            for (int k = 0; k < 4; k++) m[k] = _mm512_cmplt_epu##epi##_mask(v[k], p); \
            for (int k = 0; k < 4; k++) { \
                _mm512_storeu_si512(less + l, _mm512_maskz_compress_epi##epi(m[k], v[k])); \
                l += __builtin_popcount((unsigned)m[k]); \
                _mm512_storeu_si512(rest + r, _mm512_maskz_compress_epi##epi((mask_type)(m[k] ^ all), v[k])); \
                r = i + (k + 1) * width - l; \
            } \
        } \
        for (; i < n; i += width) { \
            mask_type valid = n - i >= width ? all : (mask_type)((1u << (n - i)) - 1); \
            __m512i v = _mm512_maskz_loadu_epi##epi(valid, from + i); \
            mask_type m = _mm512_mask_cmplt_epu##epi##_mask(valid, v, p), other = (mask_type)(valid & ~m); \
            int few = __builtin_popcount((unsigned)m), more = __builtin_popcount((unsigned)other); \
            _mm512_mask_storeu_epi##epi( \
                less + l, (mask_type)((1u << few) - 1), _mm512_maskz_compress_epi##epi(m, v)); \
            _mm512_mask_storeu_epi##epi( \
                rest + r, (mask_type)((1u << more) - 1), _mm512_maskz_compress_epi##epi(other, v)); \
            l += few; \
            r += more; \
        } \
        return l; \
    } \
    /* How many numbers are less than the pivot. */ \
    HBI_WIDE __attribute__((noinline)) long hbi_count_less_##suffix(const type *_Nonnull from, long n, type pivot) { \
        const __m512i p = _mm512_set1_epi##epi((long long)pivot); \
        long i = 0, l = 0; \
        for (; i + width <= n; i += width) \
            l += __builtin_popcount((unsigned)_mm512_cmplt_epu##epi##_mask(_mm512_loadu_si512(from + i), p)); \
        for (; i < n; i++) l += from[i] < pivot; \
        return l; \
    } \
    /* The numbers whose flags are not 0, one after the other, up to `room` of them; returns how many. */ \
    HBI_WIDE __attribute__((noinline)) long hbi_compress_##suffix( \
        const type *_Nonnull from, const unsigned char *_Nonnull flags, long n, type *_Nonnull to, long room) { \
        long i = 0, l = 0; \
        for (; i + 64 <= n && l + 64 + width <= room; i += 64) { \
            unsigned long long bits = _mm512_test_epi8_mask( \
                _mm512_loadu_si512(flags + i), _mm512_set1_epi8((char)-1)); \
            for (int k = 0; k < 64; k += width) { \
                mask_type m = (mask_type)(bits >> k); \
                _mm512_storeu_si512(to + l, _mm512_maskz_compress_epi##epi(m, _mm512_loadu_si512(from + i + k))); \
                l += __builtin_popcount((unsigned)m); \
            } \
        } \
        for (; i < n && l < room; i++) { \
            to[l] = from[i]; \
            l += flags[i] != 0; \
        } \
        return l; \
    }
HBI_ORDER(uint32_t, __mmask16, 16, u32, 32, 0xFFFF)
HBI_ORDER(uint64_t, __mmask8, 8, u64, 64, 0xFF)
#undef HBI_ORDER

/* The positions of the flags that are not 0, counted from `first`, up to `room` of them; returns how many. */
HBI_WIDE __attribute__((noinline)) long hbi_positions(
    const unsigned char *_Nonnull flags, long n, long first, int64_t *_Nonnull to, long room) {
    long i = 0, l = 0;
    const __m512i ramp = _mm512_setr_epi64(0, 1, 2, 3, 4, 5, 6, 7);
    for (; i + 64 <= n && l + 64 + 8 <= room; i += 64) {
        unsigned long long bits = _mm512_test_epi8_mask(_mm512_loadu_si512(flags + i), _mm512_set1_epi8((char)-1));
        if (bits == 0) continue;
        for (int k = 0; k < 64; k += 8) {
            __mmask8 m = (__mmask8)(bits >> k);
            __m512i at = _mm512_add_epi64(ramp, _mm512_set1_epi64(first + i + k));
            _mm512_storeu_si512(to + l, _mm512_maskz_compress_epi64(m, at));
            l += __builtin_popcount((unsigned)m);
        }
    }
    for (; i < n && l < room; i++) {
        to[l] = first + i;
        l += flags[i] != 0;
    }
    return l;
}
#else
static inline int hbi_has_compress(void) { return 0; }
#define HBI_NONE(type, suffix) \
    static inline void hbi_sort_few_##suffix(const type *_Nonnull from, type *_Nonnull to, long n) {} \
    static inline long hbi_deal_##suffix( \
        const type *_Nonnull from, long n, type pivot, type *_Nonnull less, type *_Nonnull rest) { return 0; } \
    static inline long hbi_count_less_##suffix(const type *_Nonnull from, long n, type pivot) { return 0; } \
    static inline long hbi_compress_##suffix( \
        const type *_Nonnull from, const unsigned char *_Nonnull flags, long n, type *_Nonnull to, long room) { return 0; }
HBI_NONE(uint32_t, u32)
HBI_NONE(uint64_t, u64)
#undef HBI_NONE
static inline long hbi_positions(
    const unsigned char *_Nonnull flags, long n, long first, int64_t *_Nonnull to, long room) { return 0; }
#endif
#endif
