/* Elementary functions of AVX-512 vectors: what Float32Math and Float64Math compute, with instructions that Swift does not
 * reach. Exponents and significands are taken apart and put together by one instruction each, which get zeros, infinities,
 * NaN and numbers without full precision right by themselves, and tables of sixteen numbers lie in registers.
 *
 * Each is within 2 units in the last place everywhere, most within 1. Sums are fused with products only where it is said.
 * They exist where the library is built for AVX-512: other builds pass vectors as long as that through memory. */
#ifndef HORNBILL_WIDE_FUNCTIONS_H
#define HORNBILL_WIDE_FUNCTIONS_H

#if defined(__AVX512F__) && defined(__AVX512DQ__) && defined(__AVX512VL__)
#define HBI_AVX512 1
#include <immintrin.h>

#pragma STDC FP_CONTRACT OFF

#define HBI_WIDE_FUNCTION static inline __attribute__((always_inline))

#define HBI_PS(x) _mm512_set1_ps(x)
#define HBI_PD(x) _mm512_set1_pd(x)

/* In both, the second operand wins if one is NaN. */
HBI_WIDE_FUNCTION __m512 hbi_between_ps(float low, __m512 x, float high) {
    return _mm512_min_ps(HBI_PS(high), _mm512_max_ps(HBI_PS(low), x));
}
HBI_WIDE_FUNCTION __m512d hbi_between_pd(double low, __m512d x, double high) {
    return _mm512_min_pd(HBI_PD(high), _mm512_max_pd(HBI_PD(low), x));
}

/* ---- exp: x = k ln 2 + r, and 2^k e^r. Adding 1.5 times a power of two rounds to whole numbers. */

/* The whole number k and e^r - 1. */
HBI_WIDE_FUNCTION __m512 hbi_expm1_part_ps(__m512 x, __m512 *k) {
    const __m512 magic = HBI_PS(0x1.8p23f);
    __m512 n = _mm512_sub_ps(_mm512_fmadd_ps(x, HBI_PS(0x1.715476p+0f), magic), magic);
    __m512 r = _mm512_fnmadd_ps(n, HBI_PS(0x1.62e4p-1f), x);
    r = _mm512_fnmadd_ps(n, HBI_PS(0x1.7f7d1cp-20f), r);
    __m512 z = _mm512_mul_ps(r, r);
    __m512 low = _mm512_fmadd_ps(HBI_PS(0x1.555556p-3f), r, HBI_PS(0x1p-1f));
    __m512 middle = _mm512_fmadd_ps(HBI_PS(0x1.111090p-7f), r, HBI_PS(0x1.5554aep-5f));
    __m512 high = _mm512_fmadd_ps(HBI_PS(0x1.a1a218p-13f), r, HBI_PS(0x1.6d7528p-10f));
    high = _mm512_fmadd_ps(high, z, middle);
    *k = n;
    return _mm512_fmadd_ps(_mm512_fmadd_ps(high, z, low), z, r);
}

HBI_WIDE_FUNCTION __m512 hbi_exp_ps(__m512 x) {
    __m512 k, p = hbi_expm1_part_ps(hbi_between_ps(-104, x, 89), &k);
    return _mm512_scalef_ps(_mm512_add_ps(p, HBI_PS(1)), k);
}

/* In doubles x = (k + j / 16) ln 2 + r, for k + j / 16 = `exponent`, 2^(j/16) = `power`, j in the low bits of `place`.
 * Returns q of e^r - 1 = r + r^2 q. */
HBI_WIDE_FUNCTION __m512d hbi_exp_parts_pd(__m512d x, __m512d *exponent, __m512d *power, __m512i *place, __m512d *rest) {
    const __m512d magic = HBI_PD(0x1.8p52);
    const __m512d powers0 = _mm512_setr_pd(
        0x1.0000000000000p+0, 0x1.0b5586cf9890fp+0, 0x1.172b83c7d517bp+0, 0x1.2387a6e756238p+0, 0x1.306fe0a31b715p+0,
        0x1.3dea64c123422p+0, 0x1.4bfdad5362a27p+0, 0x1.5ab07dd485429p+0);
    const __m512d powers8 = _mm512_setr_pd(
        0x1.6a09e667f3bcdp+0, 0x1.7a11473eb0187p+0, 0x1.8ace5422aa0dbp+0, 0x1.9c49182a3f090p+0, 0x1.ae89f995ad3adp+0,
        0x1.c199bdd85529cp+0, 0x1.d5818dcfba487p+0, 0x1.ea4afa2a490dap+0);
    __m512d whole = _mm512_fmadd_pd(x, HBI_PD(0x1.71547652b82fep+4), magic), n = _mm512_sub_pd(whole, magic);
    __m512d r = _mm512_fnmadd_pd(n, HBI_PD(0x1.62e42fefap-5), x);
    r = _mm512_fnmadd_pd(n, HBI_PD(0x1.cf79abc9e3b3ap-44), r);
    *place = _mm512_castpd_si512(whole);
    *power = _mm512_permutex2var_pd(powers0, *place, powers8);
    *exponent = _mm512_mul_pd(n, HBI_PD(0x1p-4));
    __m512d z = _mm512_mul_pd(r, r);
    __m512d low = _mm512_fmadd_pd(HBI_PD(0x1.5555555555556p-3), r, HBI_PD(0x1.0000000000001p-1));
    __m512d middle = _mm512_fmadd_pd(HBI_PD(0x1.11111110df174p-7), r, HBI_PD(0x1.55555554e4e34p-5));
    __m512d high = _mm512_fmadd_pd(HBI_PD(0x1.a01b118a75c35p-13), r, HBI_PD(0x1.6c17f353d3ca1p-10));
    *rest = r;
    return _mm512_fmadd_pd(_mm512_fmadd_pd(high, z, middle), z, low);
}

HBI_WIDE_FUNCTION __m512d hbi_exp_pd(__m512d x) {
    __m512i place;
    __m512d k, power, r, q = hbi_exp_parts_pd(hbi_between_pd(-746, x, 710), &k, &power, &place, &r);
    __m512d p = _mm512_fmadd_pd(_mm512_mul_pd(r, r), q, r);
    /* Scaling takes the whole part of the exponent. */
    return _mm512_scalef_pd(_mm512_fmadd_pd(power, p, power), k);
}

/* ---- log and log1p: x = 2^k m with m in 3/4 ..< 3/2. The parts of ln 2 are both positive: the infinite exponent of 0 and
 * of infinity goes through the sums. Of negative numbers, the significand is NaN. */

#define HBI_SIGNIFICAND_SIGN (_MM_MANT_SIGN_nan | _MM_MANT_SIGN_zero)

HBI_WIDE_FUNCTION __m512 hbi_split_ps(__m512 x, __m512 *k) {
    __m512 m = _mm512_getmant_ps(x, _MM_MANT_NORM_p75_1p5, HBI_SIGNIFICAND_SIGN);
    *k = _mm512_sub_ps(_mm512_getexp_ps(x), _mm512_getexp_ps(m));
    return m;
}
HBI_WIDE_FUNCTION __m512d hbi_split_pd(__m512d x, __m512d *k) {
    __m512d m = _mm512_getmant_pd(x, _MM_MANT_NORM_p75_1p5, HBI_SIGNIFICAND_SIGN);
    *k = _mm512_sub_pd(_mm512_getexp_pd(x), _mm512_getexp_pd(m));
    return m;
}

/* p of log(1 + f) = f - z / 2 + f z p, for z = f^2. */
HBI_WIDE_FUNCTION __m512 hbi_log_series_ps(__m512 f, __m512 z) {
    __m512 y = _mm512_mul_ps(z, z);
    __m512 a = _mm512_fmadd_ps(HBI_PS(-0x1.000026p-2f), f, HBI_PS(0x1.555556p-2f));
    __m512 b = _mm512_fmadd_ps(HBI_PS(-0x1.5536aap-3f), f, HBI_PS(0x1.999a56p-3f));
    __m512 c = _mm512_fmadd_ps(HBI_PS(-0x1.02da64p-3f), f, HBI_PS(0x1.243704p-3f));
    __m512 d = _mm512_fmadd_ps(HBI_PS(-0x1.87a1eap-4f), f, HBI_PS(0x1.de70d4p-4f));
    d = _mm512_fmadd_ps(HBI_PS(0x1.5f350ep-5f), z, d);
    return _mm512_fmadd_ps(_mm512_fmadd_ps(d, z, c), y, _mm512_fmadd_ps(b, z, a));
}

/* log(2^k (1 + f)). */
HBI_WIDE_FUNCTION __m512 hbi_log_of_parts_ps(__m512 k, __m512 f) {
    __m512 z = _mm512_mul_ps(f, f), p = hbi_log_series_ps(f, z);
    /* f - f^2 / 2 + f^3 p, the largest last. */
    __m512 t = _mm512_fmadd_ps(k, HBI_PS(0x1.0bfbe8p-15f), _mm512_mul_ps(_mm512_mul_ps(f, z), p));
    t = _mm512_fnmadd_ps(z, HBI_PS(0.5f), t);
    return _mm512_fmadd_ps(k, HBI_PS(0x1.62ep-1f), _mm512_add_ps(f, t));
}

HBI_WIDE_FUNCTION __m512 hbi_log_ps(__m512 x) {
    __m512 k, m = hbi_split_ps(x, &k);
    return hbi_log_of_parts_ps(k, _mm512_sub_ps(m, HBI_PS(1)));
}

/* What rounding 1 + x to u lost is x - (u - 1), exactly as long as it counts. */
HBI_WIDE_FUNCTION __m512 hbi_log1p_ps(__m512 x) {
    __m512 u = _mm512_add_ps(x, HBI_PS(1)), v = _mm512_sub_ps(u, HBI_PS(1));
    __m512 lost = _mm512_sub_ps(x, v);
    /* Taken apart as a whole number, since 2^-k is needed too; 2^128 has none, and loses nothing. */
    __m512i bits = _mm512_castps_si512(u);
    __m512i part = _mm512_and_si512(_mm512_sub_epi32(bits, _mm512_set1_epi32(0x3f400000)), _mm512_set1_epi32(-0x800000));
    __m512i inverse = _mm512_max_epi32(_mm512_sub_epi32(_mm512_set1_epi32(0x3f800000), part), _mm512_setzero_si512());
    __m512 k = _mm512_cvtepi32_ps(_mm512_srai_epi32(part, 23)), m = _mm512_castsi512_ps(_mm512_sub_epi32(bits, part));
    __m512 f = _mm512_fmadd_ps(lost, _mm512_castsi512_ps(inverse), _mm512_sub_ps(m, HBI_PS(1)));
    __m512 y = hbi_log_of_parts_ps(k, f);
    /* Zero, infinity, NaN and negative numbers have the logarithms that this table gives them. The logarithm has the sign of
     * x, of zeros too. */
    y = _mm512_fixupimm_ps(y, u, _mm512_set1_epi32(0x03530422), 0);
    return _mm512_or_ps(y, _mm512_and_ps(x, HBI_PS(-0.0f)));
}

/* What depends on the leading bits of m only: a number near 1 / m and minus its logarithm, which is exact to far more bits
 * than it has (such numbers were chosen). Next to 1 both are those of 1, so that the logarithm there is exact. */
HBI_WIDE_FUNCTION __m512d hbi_inverse_pd(__m512d m, __m512d *log) {
    const __m512d inverses0 = _mm512_setr_pd(
        1, 0x1.d40eep-1, 0x1.bafcep-1, 0x1.a4154p-1, 0x1.8fc94p-1, 0x1.7d21ep-1, 0x1.6c35p-1, 0x1.5c79ep-1);
    const __m512d inverses8 = _mm512_setr_pd(
        0x1.4e54p+0, 0x1.41311p+0, 0x1.3535bp+0, 0x1.29cf5p+0, 0x1.1f63fp+0, 0x1.159cfp+0, 0x1.0c93ap+0, 1);
    const __m512d logs0 = _mm512_setr_pd(
        0, 0x1.6f8b029d4609fp-4, 0x1.2883ae39a276cp-3, 0x1.953e11f4805b0p-3, 0x1.faaa2be7b580cp-3, 0x1.2e43246dcafeap-2,
        0x1.5cc6cf7dc2a94p-2, 0x1.89fd3a60a279ap-2);
    const __m512d logs8 = _mm512_setr_pd(
        -0x1.115a27ac49e9fp-2, -0x1.d09c428c43f3bp-3, -0x1.82bfc0199009ap-3, -0x1.35d10c07efe50p-3, -0x1.d9c28e715ca35p-4,
        -0x1.4bfbde2657957p-4, -0x1.88e1309c4572ap-5, 0);
    __m512i place = _mm512_srli_epi64(_mm512_castpd_si512(m), 48);
    *log = _mm512_permutex2var_pd(logs0, place, logs8);
    return _mm512_permutex2var_pd(inverses0, place, inverses8);
}

/* q of log(1 + r) = r + r^2 q, for r in -1/32 ... 1/16. */
HBI_WIDE_FUNCTION __m512d hbi_log_series_pd(__m512d r) {
    __m512d z = _mm512_mul_pd(r, r), y = _mm512_mul_pd(z, z);
    __m512d a = _mm512_fmadd_pd(HBI_PD(0x1.555555555555dp-2), r, HBI_PD(-0.5));
    __m512d b = _mm512_fmadd_pd(HBI_PD(0x1.9999999988d8ap-3), r, HBI_PD(-0x1.0000000000ccap-2));
    __m512d c = _mm512_fmadd_pd(HBI_PD(0x1.2492488c56290p-3), r, HBI_PD(-0x1.5555553b09264p-3));
    __m512d d = _mm512_fmadd_pd(HBI_PD(0x1.c72ede3d314c7p-4), r, HBI_PD(-0x1.00008c6171281p-3));
    __m512d e = _mm512_fmadd_pd(HBI_PD(0x1.447cbbafa4886p-4), r, HBI_PD(-0x1.9808b4e863b47p-4));
    c = _mm512_fmadd_pd(d, z, c);
    a = _mm512_fmadd_pd(b, z, a);
    c = _mm512_fmadd_pd(e, y, c);
    return _mm512_fmadd_pd(c, y, a);
}

/* log(2^k (1 + r)) + log. */
HBI_WIDE_FUNCTION __m512d hbi_log_of_parts_pd(__m512d k, __m512d log, __m512d r) {
    __m512d low = _mm512_mul_pd(k, HBI_PD(0x1.a39ef35793c76p-33));
    __m512d rest = _mm512_fmadd_pd(hbi_log_series_pd(r), _mm512_mul_pd(r, r), low);
    return _mm512_add_pd(_mm512_fmadd_pd(k, HBI_PD(0x1.62e42feep-1), log), _mm512_add_pd(r, rest));
}

HBI_WIDE_FUNCTION __m512d hbi_log_pd(__m512d x) {
    __m512d k, log, m = hbi_split_pd(x, &k), inverse = hbi_inverse_pd(m, &log);
    return hbi_log_of_parts_pd(k, log, _mm512_fmsub_pd(m, inverse, HBI_PD(1)));
}

HBI_WIDE_FUNCTION __m512d hbi_log1p_pd(__m512d x) {
    __m512d u = _mm512_add_pd(x, HBI_PD(1)), v = _mm512_sub_pd(u, HBI_PD(1));
    __m512d lost = _mm512_sub_pd(x, v);
    __m512d k, log, m = hbi_split_pd(u, &k), inverse = hbi_inverse_pd(m, &log);
    lost = _mm512_scalef_pd(lost, _mm512_sub_pd(_mm512_setzero_pd(), k));
    __m512d r = _mm512_fmadd_pd(lost, inverse, _mm512_fmsub_pd(m, inverse, HBI_PD(1)));
    __m512d y = hbi_log_of_parts_pd(k, log, r);
    /* Of 0 and infinity nothing was lost that is a number. The logarithm has the sign of x, of zeros too. */
    y = _mm512_mask_mov_pd(y, _mm512_fpclass_pd_mask(k, 0x18), k);
    return _mm512_or_pd(y, _mm512_and_pd(x, HBI_PD(-0.0)));
}

/* ---- tanh: with n = e^2x - 1, which has all its digits next to 0 too, q = n / (n + 2). There q is rounded twice more than
 * n / 2 - n / 2 q, which is the same number. */

HBI_WIDE_FUNCTION __m512 hbi_tanh_ps(__m512 x) {
    __m512 y = _mm512_andnot_ps(HBI_PS(-0.0f), x);
    y = _mm512_min_ps(HBI_PS(20), _mm512_add_ps(y, y));
    __m512 k, p = hbi_expm1_part_ps(y, &k);
    __m512 scale = _mm512_scalef_ps(HBI_PS(1), k);
    __m512 n = _mm512_fmadd_ps(scale, p, _mm512_sub_ps(scale, HBI_PS(1)));
    __m512 q = _mm512_div_ps(n, _mm512_add_ps(n, HBI_PS(2))), half = _mm512_mul_ps(n, HBI_PS(0.5f));
    q = _mm512_mask_fnmadd_ps(q, _mm512_cmp_ps_mask(n, HBI_PS(1), _CMP_LT_OQ), half, half);
    return _mm512_or_ps(q, _mm512_and_ps(x, HBI_PS(-0.0f)));
}

HBI_WIDE_FUNCTION __m512d hbi_tanh_pd(__m512d x) {
    /* What the numbers of hbi_exp_pd's table lack. */
    const __m512d rests0 = _mm512_setr_pd(
        0x0.0p+0, 0x1.8a62e4adc610bp-54, -0x1.19041b9d78a76p-55, 0x1.9b07eb6c70573p-54, 0x1.6f46ad23182e4p-55,
        0x1.ada0911f09ebcp-55, 0x1.d4397afec42e2p-56, 0x1.6324c054647adp-54);
    const __m512d rests8 = _mm512_setr_pd(
        -0x1.bdd3413b26456p-54, -0x1.41577ee04992fp-55, 0x1.6e9f156864b27p-54, 0x1.c7c46b071f2bep-56,
        0x1.7a1cd345dcc81p-54, 0x1.11065895048ddp-55, 0x1.2ed02d75b3707p-55, -0x1.e9c23179c2893p-54);
    __m512d y = _mm512_andnot_pd(HBI_PD(-0.0), x);
    y = _mm512_min_pd(HBI_PD(40), _mm512_add_pd(y, y));
    __m512i place;
    __m512d k, power, r, q = hbi_exp_parts_pd(y, &k, &power, &place, &r);
    /* n = lead + rest, where the parts of lead may cancel. */
    __m512d scale = _mm512_scalef_pd(power, k), above = _mm512_sub_pd(scale, HBI_PD(1));
    __m512d lead = _mm512_fmadd_pd(scale, r, above), lost = _mm512_fmadd_pd(scale, r, _mm512_sub_pd(above, lead));
    __m512d rest = _mm512_permutex2var_pd(rests0, place, rests8);
    rest = _mm512_fmadd_pd(_mm512_mul_pd(r, r), _mm512_mul_pd(power, q), rest);
    rest = _mm512_add_pd(_mm512_scalef_pd(rest, k), lost);
    __m512d n = _mm512_add_pd(lead, rest);
    q = _mm512_div_pd(n, _mm512_add_pd(n, HBI_PD(2)));
    __m512d twice = _mm512_add_pd(lead, _mm512_fnmadd_pd(n, q, rest));
    q = _mm512_mask_mul_pd(q, _mm512_cmp_pd_mask(n, HBI_PD(1), _CMP_LT_OQ), twice, HBI_PD(0.5));
    return _mm512_or_pd(q, _mm512_and_pd(x, HBI_PD(-0.0)));
}

#endif
#endif
