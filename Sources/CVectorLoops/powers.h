/* Powers and angles of points in vectors: functions so long that loops over single numbers are not always made loops over
 * vectors. As tile kernels: result, operands, an unused one, count; the result may be an operand. */
#ifndef HORNBILL_POWERS_H
#define HORNBILL_POWERS_H

#include <stdint.h>

typedef double hbi_pow_x8 __attribute__((ext_vector_type(8)));
typedef double hbi_pow_any_x8 __attribute__((ext_vector_type(8), aligned(8)));
typedef uint64_t hbi_pow_bits_x8 __attribute__((ext_vector_type(8)));
typedef int64_t hbi_pow_mask_x8 __attribute__((ext_vector_type(8)));
typedef float hbi_angle_x16 __attribute__((ext_vector_type(16)));
typedef float hbi_angle_any_x16 __attribute__((ext_vector_type(16), aligned(4)));
typedef int32_t hbi_angle_mask_x16 __attribute__((ext_vector_type(16)));

#define hbi_fma_v(a, b, c) __builtin_elementwise_fma(a, b, c)
#define HBI_D(c) ((hbi_pow_x8)(double)(c))
#define HBI_F(c) ((hbi_angle_x16)(float)(c))

/* Eight powers of positive normal numbers with finite exponents, within 1 ulp; others give anything. The logarithm needs as many
 * more digits than a double as the exponent's magnitude has, so that it is carried in two doubles. */
static inline __attribute__((always_inline)) void hbi_powers_x8(
    const double *_Nonnull from, const double *_Nonnull by, double *_Nonnull to) {
#pragma clang fp contract(off)
    const hbi_pow_x8 x = *(const hbi_pow_any_x8 *)from, y = *(const hbi_pow_any_x8 *)by;
    const hbi_pow_bits_x8 bits = (hbi_pow_bits_x8)x;
    /* x = 2^k (1 + f), with 1 + f between the roots of 1/2 and 2. */
    const hbi_pow_bits_x8 biased = (bits - 0x3fe6a09e667f3bcdULL + ((uint64_t)1023 << 52)) >> 52;
    const hbi_pow_x8 f = (hbi_pow_x8)(bits - ((biased - 1023) << 52)) - HBI_D(1);
    const hbi_pow_x8 k = (hbi_pow_x8)(biased | 0x4330000000000000ULL) - HBI_D(0x1p52 + 1023);
    /* log(1 + f) = 2 s + s z (2/3 + z q(z)) with s = f / (2 + f) and z = s^2. */
    const hbi_pow_x8 sum = HBI_D(2) + f, sumLow = f - (sum - HBI_D(2));
    const hbi_pow_x8 inverse = HBI_D(1) / sum, s = f * inverse;
    /* A quotient by way of the inverse: what it misses goes to the lower part. */
    const hbi_pow_x8 sLow = hbi_fma_v(-s, sumLow, hbi_fma_v(-s, sum, f)) * inverse;
    const hbi_pow_x8 z = s * s, zLow = hbi_fma_v(s, s, -z) + HBI_D(2) * s * sLow;
    hbi_pow_x8 q = hbi_fma_v(HBI_D(0x1.e02d2e47f27ffp-4), z, HBI_D(0x1.df7ce8ed4e89fp-4));
    q = hbi_fma_v(q, z, HBI_D(0x1.1118c741dff2ap-3));
    q = hbi_fma_v(q, z, HBI_D(0x1.3b1395d55aab5p-3));
    q = hbi_fma_v(q, z, HBI_D(0x1.745d177a8d728p-3));
    q = hbi_fma_v(q, z, HBI_D(0x1.c71c71c6eaab3p-3));
    q = hbi_fma_v(q, z, HBI_D(0x1.2492492492521p-2));
    q = hbi_fma_v(q, z, HBI_D(0x1.999999999999ap-2));
    /* 2/3 in two parts, and the logarithm to base 2. */
    const hbi_pow_x8 c = HBI_D(0x1.5555555555555p-1), cLow = HBI_D(0x1.5555555555555p-55);
    const hbi_pow_x8 a = z * c, aLow = hbi_fma_v(z, c, -a) + hbi_fma_v(z, cLow, zLow * c);
    const hbi_pow_x8 tail = z * z * q;
    const hbi_pow_x8 w = a + tail, wLow = ((a - w) + tail) + aLow;
    const hbi_pow_x8 m = s * w, mLow = hbi_fma_v(s, w, -m) + hbi_fma_v(s, wLow, sLow * w);
    const hbi_pow_x8 twice = s + s;
    const hbi_pow_x8 log = twice + m, logLow = ((twice - log) + m) + (mLow + HBI_D(2) * sLow);
    const hbi_pow_x8 e = HBI_D(0x1.71547652b82fep+0), eLow = HBI_D(0x1.777d0ffda0d24p-56);
    const hbi_pow_x8 part = log * e, partLow = hbi_fma_v(log, e, -part) + hbi_fma_v(log, eLow, logLow * e);
    const hbi_pow_x8 base = k + part, baseLow = ((k - base) + part) + partLow;
    hbi_pow_x8 high = y * base, low = hbi_fma_v(y, base, -high) + y * baseLow;
    const hbi_pow_mask_x8 isOver = high > HBI_D(1050), isUnder = high < HBI_D(-1100);
    high = isOver ? HBI_D(1050) : (isUnder ? HBI_D(-1100) : high);
    low = (isOver | isUnder) ? HBI_D(0) : low;
    /* 2 to the power high + low. */
    const hbi_pow_x8 magic = HBI_D(0x1.8p52), t = high + magic;
    const hbi_pow_x8 r = (high - (t - magic)) + low;
    const hbi_pow_bits_x8 shifted = (hbi_pow_bits_x8)t - (hbi_pow_bits_x8)magic + 2048;
    const hbi_pow_x8 v = r * HBI_D(0x1.62e42fefa39efp-1);
    const hbi_pow_x8 vLow = hbi_fma_v(r, HBI_D(0x1.62e42fefa39efp-1), -v) + r * HBI_D(0x1.abc9e3b39803fp-56);
    hbi_pow_x8 p = hbi_fma_v(HBI_D(0x1.1f95a4714cdcfp-29), v, HBI_D(0x1.af5f32e8ced3fp-26));
    p = hbi_fma_v(p, v, HBI_D(0x1.27e4c5772db1ap-22));
    p = hbi_fma_v(p, v, HBI_D(0x1.71ddf8167799ap-19));
    p = hbi_fma_v(p, v, HBI_D(0x1.a01a01b0ca449p-16));
    p = hbi_fma_v(p, v, HBI_D(0x1.a01a01affb20ap-13));
    p = hbi_fma_v(p, v, HBI_D(0x1.6c16c16c14413p-10));
    p = hbi_fma_v(p, v, HBI_D(0x1.111111110f67ep-7));
    p = hbi_fma_v(p, v, HBI_D(0x1.555555555555ap-5));
    p = hbi_fma_v(p, v, HBI_D(0x1.5555555555559p-3));
    p = hbi_fma_v(p, v, HBI_D(0.5));
    p = v + hbi_fma_v(v * v, p, vLow) + HBI_D(1);
    const hbi_pow_bits_x8 half = shifted >> 1;
    *(hbi_pow_any_x8 *)to = p * (hbi_pow_x8)((half - 1) << 52) * (hbi_pow_x8)((shifted - half - 1) << 52);
}

/* Eight powers of any numbers: those that are hard, of the first `count`, are made by the C library. */
static inline __attribute__((always_inline)) void hbi_all_powers_x8(
    const double *_Nonnull from, const double *_Nonnull by, double *_Nonnull to, long count) {
    const hbi_pow_x8 x = *(const hbi_pow_any_x8 *)from, y = *(const hbi_pow_any_x8 *)by;
    const hbi_pow_x8 infinity = HBI_D(__builtin_inf());
    hbi_powers_x8(from, by, to);
    if (__builtin_reduce_and((x >= HBI_D(0x1p-1022)) & (x < infinity) & (__builtin_elementwise_abs(y) < infinity))) return;
    for (long j = 0; j < count; j++)
        if (!(x[j] >= 0x1p-1022 && x[j] < __builtin_inf() && __builtin_fabs(y[j]) < __builtin_inf()))
            to[j] = __builtin_pow(x[j], y[j]);
}

static inline void hbi_power_f64(
    void *_Nonnull d, const void *_Nonnull a, const void *_Nonnull b, const void *_Nonnull c, long n) {
    const double *from = (const double *)a, *by = (const double *)b;
    double *to = (double *)d;
    (void)c;
    long i = 0;
    for (; i + 8 <= n; i += 8) hbi_all_powers_x8(from + i, by + i, to + i, 8);
    if (i < n) {
        double x[8] = {1, 1, 1, 1, 1, 1, 1, 1}, y[8] = {0}, z[8];
        __builtin_memcpy(x, from + i, (unsigned long)(n - i) * sizeof *x);
        __builtin_memcpy(y, by + i, (unsigned long)(n - i) * sizeof *y);
        hbi_all_powers_x8(x, y, z, n - i);
        __builtin_memcpy(to + i, z, (unsigned long)(n - i) * sizeof *z);
    }
}

/* The angles of sixteen points. */
static inline __attribute__((always_inline)) void hbi_angles_x16(
    const float *_Nonnull from, const float *_Nonnull beside, float *_Nonnull to) {
#pragma clang fp contract(off)
    const hbi_angle_x16 y = *(const hbi_angle_any_x16 *)from, x = *(const hbi_angle_any_x16 *)beside;
    const hbi_angle_x16 infinity = HBI_F(__builtin_inff()), zero = HBI_F(0), one = HBI_F(1);
    const hbi_angle_x16 a = __builtin_elementwise_abs(x), b = __builtin_elementwise_abs(y);
    const hbi_angle_mask_x16 isSteep = b > a;
    hbi_angle_x16 larger = isSteep ? b : a, smaller = isSteep ? a : b;
    /* Sums of the largest numbers would overflow, what rounding lost of the smallest is too small for a number. */
    const hbi_angle_x16 scale = larger > HBI_F(0x1p120f) ? HBI_F(0x1p-20f) : (larger < HBI_F(0x1p40f) ? HBI_F(0x1p60f) : one);
    larger = larger * scale;
    smaller = smaller * scale;
    /* Infinite points lie on the axes and the diagonals, the origin on an axis. */
    const hbi_angle_mask_x16 areInfinite = (a == infinity) & (b == infinity), isInfinite = larger == infinity;
    smaller = areInfinite ? one : (isInfinite ? zero : smaller);
    larger = (isInfinite | (larger == zero)) ? one : larger;
    /* The angle to the nearer axis, or beyond pi/8 to the diagonal, with what rounding lost. */
    const hbi_angle_mask_x16 isNearDiagonal = smaller > HBI_F(0.41421356f) * larger;
    const hbi_angle_x16 difference = smaller - larger, sum = smaller + larger;
    const hbi_angle_x16 numerator = isNearDiagonal ? difference : smaller, denominator = isNearDiagonal ? sum : larger;
    const hbi_angle_x16 inverse = one / denominator;
    const hbi_angle_x16 t = numerator * inverse, z = t * t;
    const hbi_angle_x16 differenceLost = smaller - (difference + larger), sumLost = smaller - (sum - larger);
    const hbi_angle_x16 lost = isNearDiagonal ? hbi_fma_v(-t, sumLost, differenceLost) : zero;
    const hbi_angle_x16 rest = (hbi_fma_v(-t, denominator, numerator) + lost) * inverse;
    hbi_angle_x16 p = hbi_fma_v(HBI_F(-0x1.082f6ap-4f), z, HBI_F(0x1.b80990p-4f));
    p = hbi_fma_v(p, z, HBI_F(-0x1.241fe6p-3f));
    p = hbi_fma_v(p, z, HBI_F(0x1.99972ep-3f));
    p = hbi_fma_v(p, z, HBI_F(-0x1.555554p-2f));
    const hbi_angle_x16 bend = hbi_fma_v(t * z, p, rest);
    /* From there counted in eighths of the circle, with a sign that says on which side; pi/4 in two parts. */
    const hbi_angle_mask_x16 isLeft = (hbi_angle_mask_x16)x >> 31;
    const hbi_angle_x16 diagonal = isNearDiagonal ? one : zero;
    const hbi_angle_x16 steep = isSteep ? HBI_F(2) - diagonal : diagonal;
    const hbi_angle_x16 eighths = isLeft ? HBI_F(4) - steep : steep;
    const hbi_angle_mask_x16 isBackwards = isSteep ^ isLeft;
    const hbi_angle_x16 angle = isBackwards ? -t : t, lower = isBackwards ? -bend : bend;
    const hbi_angle_x16 base = eighths * HBI_F(0x1.921fb6p-1f), total = base + angle;
    const hbi_angle_x16 low =
        hbi_fma_v(eighths, HBI_F(0x1.921fb6p-1f), -base) + hbi_fma_v(eighths, HBI_F(-0x1.777a5cp-26f), lower);
    const hbi_angle_x16 result = total + (((base - total) + angle) + low);
    const hbi_angle_mask_x16 signs = (hbi_angle_mask_x16)y & (int32_t)0x80000000;
    const hbi_angle_x16 turned = (hbi_angle_x16)((hbi_angle_mask_x16)result ^ signs);
    *(hbi_angle_any_x16 *)to = ((x != x) | (y != y)) ? x + y : turned;
}

static inline void hbi_atan2_f32(
    void *_Nonnull d, const void *_Nonnull a, const void *_Nonnull b, const void *_Nonnull c, long n) {
    const float *from = (const float *)a, *beside = (const float *)b;
    float *to = (float *)d;
    long i = 0;
    (void)c;
    for (; i + 16 <= n; i += 16) hbi_angles_x16(from + i, beside + i, to + i);
    if (i < n) {
        float y[16] = {0}, x[16] = {0}, z[16];
        __builtin_memcpy(y, from + i, (unsigned long)(n - i) * sizeof *y);
        __builtin_memcpy(x, beside + i, (unsigned long)(n - i) * sizeof *x);
        hbi_angles_x16(y, x, z);
        __builtin_memcpy(to + i, z, (unsigned long)(n - i) * sizeof *z);
    }
}
/* Powers of floats by doubles, where sixteen of these are looked up at once: x = 2^k m, and log2 m by way of one of sixteen
 * numbers near m, whose inverses and logarithms are known. Near 1 that is 1 itself, so that small logarithms keep their digits. */
#if defined(__AVX512F__)
#include <immintrin.h>

static inline int hbi_has_power_f32(void) { return 1; }

static inline __attribute__((always_inline)) __m512d hbi_float_powers_x8(__m512d x, __m512d y) {
    const __m512d inverses0 = _mm512_setr_pd(
        0x1.0000000000000p+0, 0x1.d41d41d41d41dp-1, 0x1.bacf914c1bad0p-1, 0x1.a41a41a41a41ap-1,
        0x1.8f9c18f9c18fap-1, 0x1.7d05f417d05f4p-1, 0x1.6c16c16c16c17p-1, 0x1.5c9882b931057p-1);
    const __m512d inverses8 = _mm512_setr_pd(
        0x1.4e5e0a72f0539p+0, 0x1.4141414141414p+0, 0x1.3521cfb2b78c1p+0, 0x1.29e4129e4129ep+0,
        0x1.1f7047dc11f70p+0, 0x1.15b1e5f75270dp+0, 0x1.0c9714fbcda3bp+0, 0x1.0000000000000p+0);
    const __m512d logs0 = _mm512_setr_pd(
        0x0.0p+0, 0x1.08c588cda79e5p-3, 0x1.acf5e2db4ec91p-3, 0x1.24407ab0e073ap-2,
        0x1.6e221cd9d0cddp-2, 0x1.b47ebf73882a1p-2, 0x1.f7a8568cb06cep-2, 0x1.1bf311e95d00ep-1);
    const __m512d logs8 = _mm512_setr_pd(
        -0x1.8a8980abfbd30p-2, -0x1.4f6fbb2cec598p-2, -0x1.169c05363f157p-2, -0x1.bfc67a7fff4cap-3,
        -0x1.563dc29ffacafp-3, -0x1.e0b1ae8f2fd56p-4, -0x1.1bb32a60054a2p-4, 0x0.0p+0);
    /* m from 3/4 to 3/2, in which the first four digits after the point are different for all parts. */
    const __m512d m = _mm512_getmant_pd(x, _MM_MANT_NORM_p75_1p5, _MM_MANT_SIGN_zero), exponent = _mm512_getexp_pd(x);
    const __mmask8 isBelow = _mm512_cmp_pd_mask(m, _mm512_set1_pd(1), _CMP_LT_OQ);
    const __m512d k = _mm512_mask_add_pd(exponent, isBelow, exponent, _mm512_set1_pd(1));
    const __m512i place = _mm512_srli_epi64(_mm512_castpd_si512(m), 48);
    const __m512d inverse = _mm512_permutex2var_pd(inverses0, place, inverses8);
    const __m512d near = _mm512_permutex2var_pd(logs0, place, logs8);
    const __m512d f = _mm512_fmsub_pd(m, inverse, _mm512_set1_pd(1));
    __m512d p = _mm512_set1_pd(-0x1.71547652b82fep-3);
    p = _mm512_fmadd_pd(p, f, _mm512_set1_pd(0x1.a61762a7aded9p-3));
    p = _mm512_fmadd_pd(p, f, _mm512_set1_pd(-0x1.ec709dc3a03fdp-3));
    p = _mm512_fmadd_pd(p, f, _mm512_set1_pd(0x1.2776c50ef9bfep-2));
    p = _mm512_fmadd_pd(p, f, _mm512_set1_pd(-0x1.71547652b82fep-2));
    p = _mm512_fmadd_pd(p, f, _mm512_set1_pd(0x1.ec709dc3a03fdp-2));
    p = _mm512_fmadd_pd(p, f, _mm512_set1_pd(-0x1.71547652b82fep-1));
    p = _mm512_fmadd_pd(p, f, _mm512_set1_pd(0x1.71547652b82fep+0));
    /* Beyond 200 every float is infinite, or 0. */
    __m512d e = _mm512_mul_pd(y, _mm512_add_pd(k, _mm512_fmadd_pd(p, f, near)));
    e = _mm512_max_pd(_mm512_min_pd(e, _mm512_set1_pd(200)), _mm512_set1_pd(-200));
    const __m512d whole = _mm512_roundscale_pd(e, _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC), r = _mm512_sub_pd(e, whole);
    __m512d q = _mm512_set1_pd(0x1.62c0223a5c822p-20);
    q = _mm512_fmadd_pd(q, r, _mm512_set1_pd(0x1.ffcbfc588b0c5p-17));
    q = _mm512_fmadd_pd(q, r, _mm512_set1_pd(0x1.430912f86c786p-13));
    q = _mm512_fmadd_pd(q, r, _mm512_set1_pd(0x1.5d87fe78a6730p-10));
    q = _mm512_fmadd_pd(q, r, _mm512_set1_pd(0x1.3b2ab6fba4e77p-7));
    q = _mm512_fmadd_pd(q, r, _mm512_set1_pd(0x1.c6b08d704a0bfp-5));
    q = _mm512_fmadd_pd(q, r, _mm512_set1_pd(0x1.ebfbdff82c58ep-3));
    q = _mm512_fmadd_pd(q, r, _mm512_set1_pd(0x1.62e42fefa39efp-1));
    q = _mm512_fmadd_pd(q, r, _mm512_set1_pd(0x1.0000000000000p+0));
    return _mm512_scalef_pd(q, whole);
}

static inline void hbi_power_f32(
    void *_Nonnull d, const void *_Nonnull a, const void *_Nonnull b, const void *_Nonnull c, long n) {
    const float *from = (const float *)a, *by = (const float *)b;
    float *to = (float *)d;
    (void)c;
    for (long i = 0; i < n; i += 16) {
        const __mmask16 valid = n - i >= 16 ? 0xFFFF : (__mmask16)((1u << (n - i)) - 1);
        const __m512 x = _mm512_mask_loadu_ps(_mm512_set1_ps(1), valid, from + i), y = _mm512_maskz_loadu_ps(valid, by + i);
        const __m512 infinity = _mm512_set1_ps(__builtin_inff());
        __mmask16 easy = _mm512_cmp_ps_mask(x, _mm512_setzero_ps(), _CMP_GT_OQ) & _mm512_cmp_ps_mask(x, infinity, _CMP_LT_OQ);
        easy &= _mm512_cmp_ps_mask(_mm512_abs_ps(y), infinity, _CMP_LT_OQ);
        const __m256 low = _mm512_cvtpd_ps(hbi_float_powers_x8(
            _mm512_cvtps_pd(_mm512_castps512_ps256(x)), _mm512_cvtps_pd(_mm512_castps512_ps256(y))));
        const __m512d upperX = _mm512_castps_pd(_mm512_shuffle_f32x4(x, x, 0xEE));
        const __m512d upperY = _mm512_castps_pd(_mm512_shuffle_f32x4(y, y, 0xEE));
        const __m256 high = _mm512_cvtpd_ps(hbi_float_powers_x8(
            _mm512_cvtps_pd(_mm512_castps512_ps256(_mm512_castpd_ps(upperX))),
            _mm512_cvtps_pd(_mm512_castps512_ps256(_mm512_castpd_ps(upperY)))));
        __m512 z = _mm512_castpd_ps(_mm512_insertf64x4(
            _mm512_castps_pd(_mm512_castps256_ps512(low)), _mm256_castps_pd(high), 1));
        if (easy != 0xFFFF) {
            float bases[16], exponents[16], powers[16];
            _mm512_storeu_ps(bases, x);
            _mm512_storeu_ps(exponents, y);
            _mm512_storeu_ps(powers, z);
            for (int j = 0; j < 16; j++)
                if (valid >> j & 1 && !(easy >> j & 1)) powers[j] = __builtin_powf(bases[j], exponents[j]);
            z = _mm512_loadu_ps(powers);
        }
        _mm512_mask_storeu_ps(to + i, valid, z);
    }
}
#else
static inline int hbi_has_power_f32(void) { return 0; }
static inline void hbi_power_f32(
    void *_Nonnull d, const void *_Nonnull a, const void *_Nonnull b, const void *_Nonnull c, long n) {
    (void)d, (void)a, (void)b, (void)c, (void)n;
}
#endif
#undef hbi_fma_v
#undef HBI_D
#undef HBI_F
#endif
