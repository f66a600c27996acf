/* Powers and angles of points in vectors: functions so long that loops over single numbers are not always made loops over
 * vectors. As tile kernels: result, operands, an unused one, count; the result may be an operand. */
#ifndef HORNBILL_POWERS_H
#define HORNBILL_POWERS_H

#include <stdint.h>

/* Two of the processor's vectors of doubles by turns: the steps of one wait for each other. */
#if defined(__AVX512F__)
#define HBI_POWERS 16
#else
#define HBI_POWERS 8
#endif
typedef double hbi_pow_v __attribute__((ext_vector_type(HBI_POWERS)));
typedef double hbi_pow_any_v __attribute__((ext_vector_type(HBI_POWERS), aligned(8)));
typedef uint64_t hbi_pow_bits_v __attribute__((ext_vector_type(HBI_POWERS)));
typedef int64_t hbi_pow_mask_v __attribute__((ext_vector_type(HBI_POWERS)));
typedef float hbi_angle_x16 __attribute__((ext_vector_type(16)));
typedef float hbi_angle_any_x16 __attribute__((ext_vector_type(16), aligned(4)));
typedef int32_t hbi_angle_mask_x16 __attribute__((ext_vector_type(16)));

#define hbi_fma_v(a, b, c) __builtin_elementwise_fma(a, b, c)
#define HBI_D(c) ((hbi_pow_v)(double)(c))
#define HBI_F(c) ((hbi_angle_x16)(float)(c))

/* Powers of positive normal numbers with finite exponents, within 1 ulp; others give anything. The logarithm needs as many
 * more digits than a double as the exponent's magnitude has, so that it is carried in two doubles. */
static inline __attribute__((always_inline)) void hbi_powers_v(
    const double *_Nonnull from, const double *_Nonnull by, double *_Nonnull to) {
#pragma clang fp contract(off)
    const hbi_pow_v x = *(const hbi_pow_any_v *)from, y = *(const hbi_pow_any_v *)by;
    const hbi_pow_bits_v bits = (hbi_pow_bits_v)x;
    /* x = 2^k (1 + f), with 1 + f between the roots of 1/2 and 2. */
    const hbi_pow_bits_v biased = (bits - 0x3fe6a09e667f3bcdULL + ((uint64_t)1023 << 52)) >> 52;
    const hbi_pow_v f = (hbi_pow_v)(bits - ((biased - 1023) << 52)) - HBI_D(1);
    const hbi_pow_v k = (hbi_pow_v)(biased | 0x4330000000000000ULL) - HBI_D(0x1p52 + 1023);
    /* log(1 + f) = 2 s + s z (2/3 + z q(z)) with s = f / (2 + f) and z = s^2. */
    const hbi_pow_v sum = HBI_D(2) + f, sumLow = f - (sum - HBI_D(2));
    const hbi_pow_v inverse = HBI_D(1) / sum, s = f * inverse;
    /* A quotient by way of the inverse: what it misses goes to the lower part. */
    const hbi_pow_v sLow = hbi_fma_v(-s, sumLow, hbi_fma_v(-s, sum, f)) * inverse;
    const hbi_pow_v z = s * s, zLow = hbi_fma_v(s, s, -z) + HBI_D(2) * s * sLow;
    /* The terms of polynomials by pairs: each waits for fewer others. */
    const hbi_pow_v z2 = z * z, z4 = z2 * z2;
    const hbi_pow_v q0 = hbi_fma_v(HBI_D(0x1.2492492492521p-2), z, HBI_D(0x1.999999999999ap-2));
    const hbi_pow_v q2 = hbi_fma_v(HBI_D(0x1.745d177a8d728p-3), z, HBI_D(0x1.c71c71c6eaab3p-3));
    const hbi_pow_v q4 = hbi_fma_v(HBI_D(0x1.1118c741dff2ap-3), z, HBI_D(0x1.3b1395d55aab5p-3));
    const hbi_pow_v q6 = hbi_fma_v(HBI_D(0x1.e02d2e47f27ffp-4), z, HBI_D(0x1.df7ce8ed4e89fp-4));
    const hbi_pow_v q = hbi_fma_v(hbi_fma_v(q6, z2, q4), z4, hbi_fma_v(q2, z2, q0));
    /* 2/3 in two parts, and the logarithm to base 2. */
    const hbi_pow_v c = HBI_D(0x1.5555555555555p-1), cLow = HBI_D(0x1.5555555555555p-55);
    const hbi_pow_v a = z * c, aLow = hbi_fma_v(z, c, -a) + hbi_fma_v(z, cLow, zLow * c);
    const hbi_pow_v tail = z2 * q;
    const hbi_pow_v w = a + tail, wLow = ((a - w) + tail) + aLow;
    const hbi_pow_v m = s * w, mLow = hbi_fma_v(s, w, -m) + hbi_fma_v(s, wLow, sLow * w);
    const hbi_pow_v twice = s + s;
    const hbi_pow_v log = twice + m, logLow = ((twice - log) + m) + (mLow + HBI_D(2) * sLow);
    const hbi_pow_v e = HBI_D(0x1.71547652b82fep+0), eLow = HBI_D(0x1.777d0ffda0d24p-56);
    const hbi_pow_v part = log * e, partLow = hbi_fma_v(log, e, -part) + hbi_fma_v(log, eLow, logLow * e);
    const hbi_pow_v base = k + part, baseLow = ((k - base) + part) + partLow;
    hbi_pow_v high = y * base, low = hbi_fma_v(y, base, -high) + y * baseLow;
    const hbi_pow_mask_v isOver = high > HBI_D(1050), isUnder = high < HBI_D(-1100);
    high = isOver ? HBI_D(1050) : (isUnder ? HBI_D(-1100) : high);
    low = (isOver | isUnder) ? HBI_D(0) : low;
    /* 2 to the power high + low. */
    const hbi_pow_v magic = HBI_D(0x1.8p52), t = high + magic;
    const hbi_pow_v r = (high - (t - magic)) + low;
    const hbi_pow_bits_v shifted = (hbi_pow_bits_v)t - (hbi_pow_bits_v)magic + 2048;
    const hbi_pow_v v = r * HBI_D(0x1.62e42fefa39efp-1);
    const hbi_pow_v vLow = hbi_fma_v(r, HBI_D(0x1.62e42fefa39efp-1), -v) + r * HBI_D(0x1.abc9e3b39803fp-56);
    const hbi_pow_v v2 = v * v, v4 = v2 * v2;
    const hbi_pow_v p0 = hbi_fma_v(HBI_D(0x1.5555555555559p-3), v, HBI_D(0.5));
    const hbi_pow_v p2 = hbi_fma_v(HBI_D(0x1.111111110f67ep-7), v, HBI_D(0x1.555555555555ap-5));
    const hbi_pow_v p4 = hbi_fma_v(HBI_D(0x1.a01a01affb20ap-13), v, HBI_D(0x1.6c16c16c14413p-10));
    const hbi_pow_v p6 = hbi_fma_v(HBI_D(0x1.71ddf8167799ap-19), v, HBI_D(0x1.a01a01b0ca449p-16));
    const hbi_pow_v p8 = hbi_fma_v(HBI_D(0x1.af5f32e8ced3fp-26), v, HBI_D(0x1.27e4c5772db1ap-22));
    const hbi_pow_v p10 = hbi_fma_v(HBI_D(0x1.1f95a4714cdcfp-29), v2, p8);
    const hbi_pow_v p4to10 = hbi_fma_v(p10, v4, hbi_fma_v(p6, v2, p4));
    hbi_pow_v p = hbi_fma_v(p4to10, v4, hbi_fma_v(p2, v2, p0));
    p = v + hbi_fma_v(v2, p, vLow) + HBI_D(1);
    const hbi_pow_bits_v half = shifted >> 1;
    *(hbi_pow_any_v *)to = p * (hbi_pow_v)((half - 1) << 52) * (hbi_pow_v)((shifted - half - 1) << 52);
}

/* Powers of any numbers: those that are hard, of the first `count`, are made by the C library. */
static inline __attribute__((always_inline)) void hbi_all_powers_v(
    const double *_Nonnull from, const double *_Nonnull by, double *_Nonnull to, long count) {
    const hbi_pow_v x = *(const hbi_pow_any_v *)from, y = *(const hbi_pow_any_v *)by;
    const hbi_pow_v infinity = HBI_D(__builtin_inf());
    hbi_powers_v(from, by, to);
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
    for (; i + HBI_POWERS <= n; i += HBI_POWERS) hbi_all_powers_v(from + i, by + i, to + i, HBI_POWERS);
    if (i < n) {
        hbi_pow_v ones = HBI_D(1);
        double x[HBI_POWERS], y[HBI_POWERS] = {0}, z[HBI_POWERS];
        __builtin_memcpy(x, &ones, sizeof x);
        __builtin_memcpy(x, from + i, (unsigned long)(n - i) * sizeof *x);
        __builtin_memcpy(y, by + i, (unsigned long)(n - i) * sizeof *y);
        hbi_all_powers_v(x, y, z, n - i);
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
/* Powers of sixteen floats, where tables of 32 floats lie in registers: x = 2^k m with m from 0.742 to 1.484, and log2 m by way of
 * the nearest of 32 numbers c, whose logarithms and inverses are known. Near 1 that is 1 itself, so that small logarithms keep
 * their digits. The logarithm is carried in two floats, since the exponent magnifies what it lacks. */
#if defined(__AVX512F__)
#include <immintrin.h>

static inline int hbi_has_power_f32(void) { return 1; }

/* Of normal numbers, and finite exponents. */
static inline __attribute__((always_inline)) __m512 hbi_float_powers_x16(__m512 x, __m512 y) {
#pragma clang fp contract(off)
    const __m512 scales0 = _mm512_setr_ps(
        0x1.ec709ep+0f, 0x1.e263dep+0f, 0x1.d8be08p+0f, 0x1.cf790cp+0f, 0x1.c68f56p+0f, 0x1.bdfbbap+0f, 0x1.b5b97p+0f,
        0x1.adc408p+0f, 0x1.a61762p+0f, 0x1.9eafaep+0f, 0x1.978956p+0f, 0x1.90a10cp+0f, 0x1.89f3b2p+0f, 0x1.837e62p+0f,
        0x1.7d3e6ap+0f, 0x1.77313cp+0f);
    const __m512 scales16 = _mm512_setr_ps(
        0x1.715476p+0f, 0x1.66235cp+0f, 0x1.5b9acap+0f, 0x1.51ac4ep+0f, 0x1.484b14p+0f, 0x1.3f6ba4p+0f, 0x1.3703c2p+0f,
        0x1.2f0a3ap+0f, 0x1.2776c6p+0f, 0x1.2041ecp+0f, 0x1.1964ecp+0f, 0x1.12d9a6p+0f, 0x1.0c9a84p+0f, 0x1.06a276p+0f,
        0x1.00ecd8p+0f, 0x1.f6ead8p-1f);
    const __m512 scaleRests0 = _mm512_setr_ps(
        -0x1.e2fe02p-27f, 0x1.d9f688p-26f, 0x1.7f5ffep-28f, 0x1.e8b52cp-25f, 0x1.1a62ecp-25f, 0x1.68e8cp-26f, -0x1.ad539p-27f,
        -0x1.48cc5ep-25f, 0x1.4f5bdcp-25f, -0x1.7328p-25f, 0x1.b3ba34p-26f, -0x1.9aa47ap-25f, -0x1.2d66p-25f, 0x1.ec86bp-25f,
        -0x1.812884p-26f, -0x1.8091e8p-25f);
    const __m512 scaleRests16 = _mm512_setr_ps(
        0x1.4ae0cp-26f, -0x1.11ffa4p-25f, -0x1.22f03cp-26f, 0x1.d91648p-25f, -0x1.41feacp-27f, 0x1.3522ecp-25f,
        -0x1.65e004p-29f, -0x1.3226c6p-26f, -0x1.e20c8p-25f, -0x1.4bb066p-29f, 0x1.bf2524p-26f, -0x1.19b848p-25f,
        0x1.328046p-25f, 0x1.18cd54p-26f, -0x1.f7fdecp-28f, -0x1.a4eea4p-27f);
    const __m512 logs0 = _mm512_setr_ps(
        -0x1.a9p-2f, -0x1.8a88p-2f, -0x1.6cbp-2f, -0x1.4f7p-2f, -0x1.32cp-2f, -0x1.16ap-2f, -0x1.f6p-3f, -0x1.bfcp-3f,
        -0x1.8a9p-3f, -0x1.564p-3f, -0x1.22ep-3f, -0x1.e0cp-4f, -0x1.7d6p-4f, -0x1.1bcp-4f, -0x1.774p-5f, -0x1.74p-6f);
    const __m512 logs16 = _mm512_setr_ps(
        0, 0x1.6bcp-5f, 0x1.664p-4f, 0x1.08cp-3f, 0x1.5cp-3f, 0x1.acfp-3f, 0x1.fbcp-3f, 0x1.244p-2f, 0x1.49a8p-2f, 0x1.6e2p-2f,
        0x1.91b8p-2f, 0x1.b48p-2f, 0x1.d678p-2f, 0x1.f7a8p-2f, 0x1.0c1p-1f, 0x1.1bf4p-1f);
    const __m512 logRests0 = _mm512_setr_ps(
        0x1.a39fbep-20f, -0x1.80abfcp-18f, -0x1.ed0cbap-19f, 0x1.134c4ep-20f, 0x1.1c8f12p-22f, 0x1.fd64ep-17f, 0x1.3ab7cep-18f,
        -0x1.9eap-17f, 0x1.9fd502p-17f, 0x1.1eb002p-18f, 0x1.48f554p-17f, 0x1.ca2e1ap-17f, -0x1.25b3eep-22f, 0x1.9ab4p-17f,
        0x1.acd89ap-19f, -0x1.f7431p-17f);
    const __m512 logRests16 = _mm512_setr_ps(
        0, -0x1.2c8a72p-17f, -0x1.20a6dep-21f, 0x1.62336ap-17f, 0x1.a39fbep-19f, 0x1.78b6d4p-17f, 0x1.6b9026p-19f,
        0x1.eac382p-20f, -0x1.ed0cbap-20f, 0x1.0e6ce8p-17f, 0x1.d448f8p-17f, -0x1.408c78p-18f, -0x1.60fe68p-17f,
        0x1.5a32c2p-20f, 0x1.40358ep-19f, -0x1.dc2d46p-18f);
    /* k and the number of c, from the bits beyond those of the least m. */
    const __m512i bits = _mm512_castps_si512(x), beyond = _mm512_sub_epi32(bits, _mm512_set1_epi32(0x3f3e0000));
    const __m512i place = _mm512_srli_epi32(beyond, 18);
    const __m512i own = _mm512_sub_epi32(bits, _mm512_and_si512(beyond, _mm512_set1_epi32((int)0xff800000)));
    const __m512 k = _mm512_cvtepi32_ps(_mm512_srai_epi32(beyond, 23)), m = _mm512_castsi512_ps(own);
    const __m512 c = _mm512_castsi512_ps(_mm512_and_si512(
        _mm512_add_epi32(own, _mm512_set1_epi32(0x20000)), _mm512_set1_epi32((int)0xfffc0000)));
    /* t = (m - c) / (c ln 2) in two parts, and log2(m / c) = t + t^2 p(t). */
    const __m512 d = _mm512_sub_ps(m, c), scale = _mm512_permutex2var_ps(scales0, place, scales16);
    const __m512 t = _mm512_mul_ps(d, scale);
    const __m512 tLow = _mm512_fmadd_ps(d, _mm512_permutex2var_ps(scaleRests0, place, scaleRests16), _mm512_fmsub_ps(d, scale, t));
    const __m512 z = _mm512_mul_ps(t, t);
    const __m512 zLow = _mm512_fmadd_ps(t, _mm512_add_ps(tLow, tLow), _mm512_fmsub_ps(t, t, z));
    const __m512 odd = _mm512_fmadd_ps(_mm512_set1_ps(0x1.7a507ep-5f), t, _mm512_set1_ps(-0x1.55182cp-4f));
    const __m512 even = _mm512_fmadd_ps(_mm512_set1_ps(0x1.47fd4p-3f), t, _mm512_set1_ps(-0x1.62e43p-2f));
    const __m512 p = _mm512_fmadd_ps(odd, z, even);
    /* The logarithms of c have so few digits that k is added exactly; the sum is 0 or more than t. */
    const __m512 whole = _mm512_add_ps(k, _mm512_permutex2var_ps(logs0, place, logs16));
    const __m512 lead = _mm512_add_ps(whole, t), lost = _mm512_add_ps(_mm512_sub_ps(whole, lead), t);
    __m512 rest = _mm512_add_ps(tLow, _mm512_permutex2var_ps(logRests0, place, logRests16));
    rest = _mm512_fmadd_ps(zLow, p, rest);
    rest = _mm512_add_ps(lost, _mm512_fmadd_ps(z, p, rest));
    const __m512 log = _mm512_add_ps(lead, rest), logLow = _mm512_add_ps(_mm512_sub_ps(lead, log), rest);
    /* Beyond 256 every power is infinite, or 0. */
    const __m512 e = _mm512_mul_ps(y, log);
    const __m512 eLow = _mm512_fmadd_ps(y, logLow, _mm512_fmsub_ps(y, log, e));
    const __mmask16 isNear = _mm512_cmp_ps_mask(_mm512_abs_ps(e), _mm512_set1_ps(256), _CMP_LT_OQ);
    const __m512 near = _mm512_max_ps(_mm512_min_ps(e, _mm512_set1_ps(256)), _mm512_set1_ps(-256));
    const __m512 n = _mm512_roundscale_ps(near, _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC);
    const __m512 far = _mm512_sub_ps(near, n), step = _mm512_maskz_mov_ps(isNear, eLow);
    const __m512 r = _mm512_add_ps(far, step), rLow = _mm512_add_ps(_mm512_sub_ps(far, r), step);
    /* 2^r = 1 + r (ln 2 + r c) + r^3 q(r), of which all but the last term have two parts. */
    const __m512 s = _mm512_mul_ps(r, r), cube = _mm512_mul_ps(s, r);
    const __m512 ln2 = _mm512_set1_ps(0x1.62e43p-1f), c2 = _mm512_set1_ps(0x1.ebfbep-3f);
    const __m512 bend = _mm512_mul_ps(r, c2), slope = _mm512_add_ps(ln2, bend);
    __m512 slopeLow = _mm512_add_ps(_mm512_sub_ps(ln2, slope), bend);
    slopeLow = _mm512_add_ps(slopeLow, _mm512_fmadd_ps(rLow, c2, _mm512_fmsub_ps(r, c2, bend)));
    slopeLow = _mm512_add_ps(slopeLow, _mm512_fmadd_ps(r, _mm512_set1_ps(-0x1.f4e9c6p-33f), _mm512_set1_ps(-0x1.05c61p-29f)));
    const __m512 u = _mm512_mul_ps(r, slope);
    const __m512 uLow = _mm512_fmadd_ps(rLow, slope, _mm512_fmadd_ps(r, slopeLow, _mm512_fmsub_ps(r, slope, u)));
    const __m512 q0 = _mm512_fmadd_ps(_mm512_set1_ps(0x1.3b29fep-7f), r, _mm512_set1_ps(0x1.c6b08cp-5f));
    const __m512 q2 = _mm512_fmadd_ps(_mm512_set1_ps(0x1.445514p-13f), r, _mm512_set1_ps(0x1.5d89cp-10f));
    const __m512 q = _mm512_fmadd_ps(_mm512_fmadd_ps(_mm512_set1_ps(0x1.fe7bap-17f), s, q2), s, q0);
    const __m512 one = _mm512_set1_ps(1), sum = _mm512_add_ps(u, one), sumLow = _mm512_sub_ps(u, _mm512_sub_ps(sum, one));
    return _mm512_scalef_ps(_mm512_add_ps(sum, _mm512_add_ps(sumLow, _mm512_fmadd_ps(q, cube, uLow))), n);
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
        __m512 z = hbi_float_powers_x16(x, y);
        __mmask16 easy = _mm512_cmp_ps_mask(x, _mm512_set1_ps(0x1p-126f), _CMP_GE_OQ);
        easy = _mm512_mask_cmp_ps_mask(easy, x, infinity, _CMP_LT_OQ);
        easy = _mm512_mask_cmp_ps_mask(easy, _mm512_abs_ps(y), infinity, _CMP_LT_OQ);
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
#undef HBI_POWERS
#endif
