/* Loops of AVX-512 that order unsigned numbers and gather those that a condition holds for: instructions that move chosen
 * lanes together have no counterpart in Swift. Compiled whatever the library is built for, and called only where
 * hbi_has_compress() says that the processor has them. */
#ifndef HORNBILL_ORDER_H
#define HORNBILL_ORDER_H

#include <stdint.h>

#if defined(__x86_64__)
#include <immintrin.h>

#define HBI_WIDE static inline __attribute__((target("avx512f,avx512dq,avx512bw,avx512vl,popcnt")))
#define HBI_WIDE_INLINE HBI_WIDE __attribute__((always_inline))

static inline int hbi_has_compress(void) {
    return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512bw") &&
           __builtin_cpu_supports("avx512vl");
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

/* Written out, without loops and arrays, so that all stays in registers. */
#define HBI_ALL(f) \
    f(0) f(1) f(2) f(3) f(4) f(5) f(6) f(7) f(8) f(9) f(10) f(11) f(12) f(13) f(14) f(15)
#define HBI_TURNS_1(f) f(0, 1) f(2, 3) f(4, 5) f(6, 7) f(8, 9) f(10, 11) f(12, 13) f(14, 15)
#define HBI_TURNS_2(f) f(0, 3) f(1, 2) f(4, 7) f(5, 6) f(8, 11) f(9, 10) f(12, 15) f(13, 14)
#define HBI_TURNS_4(f) f(0, 7) f(1, 6) f(2, 5) f(3, 4) f(8, 15) f(9, 14) f(10, 13) f(11, 12)
#define HBI_TURNS_8(f) f(0, 15) f(1, 14) f(2, 13) f(3, 12) f(4, 11) f(5, 10) f(6, 9) f(7, 8)
#define HBI_PAIRS_1(f) HBI_TURNS_1(f)
#define HBI_PAIRS_2(f) f(0, 2) f(1, 3) f(4, 6) f(5, 7) f(8, 10) f(9, 11) f(12, 14) f(13, 15)
#define HBI_PAIRS_4(f) f(0, 4) f(1, 5) f(2, 6) f(3, 7) f(8, 12) f(9, 13) f(10, 14) f(11, 15)

#define HBI_LOAD_u32(i) \
    if (i < used) \
        x##i = hbi_order_u32( \
            i == used - 1 ? _mm512_mask_loadu_epi32(most, last, from + i * 16) : _mm512_loadu_si512(from + i * 16));
#define HBI_LOAD_u64(i) \
    if (i < used) \
        x##i = hbi_order_u64( \
            i == used - 1 ? _mm512_mask_loadu_epi64(most, last, from + i * 8) : _mm512_loadu_si512(from + i * 8));
#define HBI_STORE_u32(i) \
    if (i < used) { \
        if (i == used - 1) _mm512_mask_storeu_epi32(to + i * 16, last, x##i); \
        else _mm512_storeu_si512(to + i * 16, x##i); \
    }
#define HBI_STORE_u64(i) \
    if (i < used) { \
        if (i == used - 1) _mm512_mask_storeu_epi64(to + i * 8, last, x##i); \
        else _mm512_storeu_si512(to + i * 8, x##i); \
    }
#define HBI_SETTLE_u32(i) \
    if (i < used) x##i = hbi_settle_u32(x##i);
#define HBI_SETTLE_u64(i) \
    if (i < used) x##i = hbi_settle_u64(x##i);
#define HBI_EXCHANGE(epi, i, j, second) \
    if (j < used) { \
        __m512i a = x##i, b = second; \
        x##i = _mm512_min_epu##epi(a, b); \
        x##j = _mm512_max_epu##epi(a, b); \
    }
#define HBI_PAIR_u32(i, j) HBI_EXCHANGE(32, i, j, x##j)
#define HBI_PAIR_u64(i, j) HBI_EXCHANGE(64, i, j, x##j)
#define HBI_TURN_u32(i, j) HBI_EXCHANGE(32, i, j, hbi_reverse_u32(x##j))
#define HBI_TURN_u64(i, j) HBI_EXCHANGE(64, i, j, hbi_reverse_u64(x##j))

/* For numbers of one width: sorting up to sixteen vectors of them, and dealing them to both sides of a pivot. */
#define HBI_ORDER(type, mask_type, width, suffix, epi, all) \
    /* Sorts n numbers, which fill `used` vectors but for the last one. Vectors beyond those hold the largest number, so that \
     * what is compared with them stays where it is. Each merge turns its second half over, which makes both one bitonic \
     * sequence. */ \
    HBI_WIDE_INLINE void hbi_sort_vectors_##suffix( \
        const type *_Nonnull from, type *_Nonnull to, long n, const int used) { \
        __m512i x0, x1, x2, x3, x4, x5, x6, x7, x8, x9, x10, x11, x12, x13, x14, x15; \
        const __m512i most = _mm512_set1_epi8((char)-1); \
        const mask_type last = (mask_type)((unsigned)all >> (used * width - n)); \
        x0 = x1 = x2 = x3 = x4 = x5 = x6 = x7 = x8 = x9 = x10 = x11 = x12 = x13 = x14 = x15 = most; \
        HBI_ALL(HBI_LOAD_##suffix) \
        if (used > 1) { HBI_TURNS_1(HBI_TURN_##suffix) HBI_ALL(HBI_SETTLE_##suffix) } \
        if (used > 2) { \
            HBI_TURNS_2(HBI_TURN_##suffix) HBI_PAIRS_1(HBI_PAIR_##suffix) HBI_ALL(HBI_SETTLE_##suffix) \
        } \
        if (used > 4) { \
            HBI_TURNS_4(HBI_TURN_##suffix) HBI_PAIRS_2(HBI_PAIR_##suffix) HBI_PAIRS_1(HBI_PAIR_##suffix) \
            HBI_ALL(HBI_SETTLE_##suffix) \
        } \
        if (used > 8) { \
            HBI_TURNS_8(HBI_TURN_##suffix) HBI_PAIRS_4(HBI_PAIR_##suffix) HBI_PAIRS_2(HBI_PAIR_##suffix) \
            HBI_PAIRS_1(HBI_PAIR_##suffix) HBI_ALL(HBI_SETTLE_##suffix) \
        } \
        HBI_ALL(HBI_STORE_##suffix) \
    } \
    /* Sorts at most sixteen vectors of numbers from one place to another, or where they are. */ \
    HBI_WIDE __attribute__((noinline)) void hbi_sort_few_##suffix(const type *_Nonnull from, type *_Nonnull to, long n) { \
        switch ((n + width - 1) / width) { \
        case 0: break; \
        case 1: hbi_sort_vectors_##suffix(from, to, n, 1); break; \
        case 2: hbi_sort_vectors_##suffix(from, to, n, 2); break; \
        case 3: hbi_sort_vectors_##suffix(from, to, n, 3); break; \
        case 4: hbi_sort_vectors_##suffix(from, to, n, 4); break; \
        case 5: hbi_sort_vectors_##suffix(from, to, n, 5); break; \
        case 6: hbi_sort_vectors_##suffix(from, to, n, 6); break; \
        case 7: hbi_sort_vectors_##suffix(from, to, n, 7); break; \
        case 8: hbi_sort_vectors_##suffix(from, to, n, 8); break; \
        case 9: hbi_sort_vectors_##suffix(from, to, n, 9); break; \
        case 10: hbi_sort_vectors_##suffix(from, to, n, 10); break; \
        case 11: hbi_sort_vectors_##suffix(from, to, n, 11); break; \
        case 12: hbi_sort_vectors_##suffix(from, to, n, 12); break; \
        case 13: hbi_sort_vectors_##suffix(from, to, n, 13); break; \
        case 14: hbi_sort_vectors_##suffix(from, to, n, 14); break; \
        case 15: hbi_sort_vectors_##suffix(from, to, n, 15); break; \
        default: hbi_sort_vectors_##suffix(from, to, n, 16); \
        } \
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
    /* Stores the numbers from `low` up to `high`, with room for a vector more; returns how many, and adds to `below` how many \
     * are less. */ \
    HBI_WIDE __attribute__((noinline)) long hbi_between_##suffix( \
        const type *_Nonnull from, long n, type low, type high, type *_Nonnull to, long *_Nonnull below) { \
        const __m512i p = _mm512_set1_epi##epi((long long)low), q = _mm512_set1_epi##epi((long long)high); \
        long found = 0, less = 0; \
        for (long i = 0; i < n; i += width) { \
            mask_type valid = n - i >= width ? all : (mask_type)((1u << (n - i)) - 1); \
            __m512i v = _mm512_maskz_loadu_epi##epi(valid, from + i); \
            mask_type under = _mm512_mask_cmplt_epu##epi##_mask(valid, v, p); \
            mask_type in = _mm512_mask_cmple_epu##epi##_mask((mask_type)(valid & ~under), v, q); \
            less += __builtin_popcount((unsigned)under); \
            /* Without asking whether there are any: the answer could not be foretold. */ \
            _mm512_storeu_si512(to + found, _mm512_maskz_compress_epi##epi(in, v)); \
            found += __builtin_popcount((unsigned)in); \
        } \
        *below += less; \
        return found; \
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

/* Positions from `first` on, dealt by their numbers: to `less` and `more` where these are less or more than the pivot, else to
 * `same`. All three have room for eight positions more than they get. The counts are added to `done`. */
#define HBI_DEAL_POSITIONS(type, vector, load, less_mask, more_mask, suffix) \
    HBI_WIDE __attribute__((noinline)) void hbi_deal_positions_##suffix( \
        const type *_Nonnull from, long n, type pivot, long first, long *_Nonnull less, long *_Nonnull same, \
        long *_Nonnull more, long *_Nonnull done) { \
        const __m512i ramp = _mm512_setr_epi64(0, 1, 2, 3, 4, 5, 6, 7); \
        long l = 0, e = 0, g = 0; \
        for (long i = 0; i < n; i += 8) { \
            __mmask8 valid = n - i >= 8 ? 0xFF : (__mmask8)((1u << (n - i)) - 1); \
            vector v = load(valid, from + i); \
            __mmask8 a = less_mask, b = more_mask, c = (__mmask8)(valid & ~(a | b)); \
            __m512i at = _mm512_add_epi64(ramp, _mm512_set1_epi64(first + i)); \
            _mm512_storeu_si512(less + l, _mm512_maskz_compress_epi64(a, at)); \
            l += __builtin_popcount(a); \
            _mm512_storeu_si512(more + g, _mm512_maskz_compress_epi64(b, at)); \
            g += __builtin_popcount(b); \
            if (c) { \
                _mm512_storeu_si512(same + e, _mm512_maskz_compress_epi64(c, at)); \
                e += __builtin_popcount(c); \
            } \
        } \
        done[0] += l; \
        done[1] += e; \
        done[2] += g; \
    }
HBI_DEAL_POSITIONS(
    uint32_t, __m256i, _mm256_maskz_loadu_epi32, _mm256_mask_cmplt_epu32_mask(valid, v, _mm256_set1_epi32((int)pivot)),
    _mm256_mask_cmpgt_epu32_mask(valid, v, _mm256_set1_epi32((int)pivot)), u32)
HBI_DEAL_POSITIONS(
    uint64_t, __m512i, _mm512_maskz_loadu_epi64, _mm512_mask_cmplt_epu64_mask(valid, v, _mm512_set1_epi64((long long)pivot)),
    _mm512_mask_cmpgt_epu64_mask(valid, v, _mm512_set1_epi64((long long)pivot)), u64)
#undef HBI_DEAL_POSITIONS

/* The positions of the flags that are not 0, counted from `first`, up to `room` of them; returns how many. */
HBI_WIDE __attribute__((noinline)) long hbi_positions(
    const unsigned char *_Nonnull flags, long n, long first, long *_Nonnull to, long room) {
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
    static inline long hbi_between_##suffix( \
        const type *_Nonnull from, long n, type low, type high, type *_Nonnull to, long *_Nonnull below) { return 0; } \
    static inline long hbi_compress_##suffix( \
        const type *_Nonnull from, const unsigned char *_Nonnull flags, long n, type *_Nonnull to, long room) { return 0; } \
    static inline void hbi_deal_positions_##suffix( \
        const type *_Nonnull from, long n, type pivot, long first, long *_Nonnull less, long *_Nonnull same, \
        long *_Nonnull more, long *_Nonnull done) {}
HBI_NONE(uint32_t, u32)
HBI_NONE(uint64_t, u64)
#undef HBI_NONE
static inline long hbi_positions(
    const unsigned char *_Nonnull flags, long n, long first, long *_Nonnull to, long room) { return 0; }
#endif
#endif
