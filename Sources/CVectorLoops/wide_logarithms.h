/* Functions of AVX-512 vectors that are logarithms at heart: log2, log10 and asinh. As wide_functions.h, which they go on. */
#ifndef HORNBILL_WIDE_LOGARITHMS_H
#define HORNBILL_WIDE_LOGARITHMS_H

#include "wide_functions.h"

#ifdef HBI_AVX512

/* ---- log2 and log10: as log, with the parts of x's logarithm times that of e, in two parts. */

/* log(1 + f) times high + low, where f is the largest part of it. */
HBI_WIDE_FUNCTION __m512 hbi_scaled_log_ps(__m512 f, float high, float low) {
    __m512 z = _mm512_mul_ps(f, f);
    __m512 rest = _mm512_fnmadd_ps(z, HBI_PS(0.5f), _mm512_mul_ps(_mm512_mul_ps(f, z), hbi_log_series_ps(f, z)));
    rest = _mm512_fmadd_ps(rest, HBI_PS(high), _mm512_mul_ps(f, HBI_PS(low)));
    return _mm512_fmadd_ps(f, HBI_PS(high), rest);
}

HBI_WIDE_FUNCTION __m512 hbi_log2_ps(__m512 x) {
    __m512 k, m = hbi_split_ps(x, &k);
    return _mm512_add_ps(k, hbi_scaled_log_ps(_mm512_sub_ps(m, HBI_PS(1)), 0x1.715476p+0f, 0x1.4ae0cp-26f));
}

HBI_WIDE_FUNCTION __m512 hbi_log10_ps(__m512 x) {
    __m512 k, m = hbi_split_ps(x, &k);
    __m512 y = hbi_scaled_log_ps(_mm512_sub_ps(m, HBI_PS(1)), 0x1.bcb7b2p-2f, -0x1.5b235ep-27f);
    return _mm512_fmadd_ps(k, HBI_PS(0x1.344p-2f), _mm512_fmadd_ps(k, HBI_PS(0x1.3509f8p-18f), y));
}

/* (log + log(1 + r)) times high + low, without the leading part of it, log times high. */
HBI_WIDE_FUNCTION __m512d hbi_scaled_log_pd(__m512d log, __m512d r, double high, double low, __m512d *lead) {
    __m512d rest = _mm512_mul_pd(_mm512_mul_pd(r, r), hbi_log_series_pd(r));
    *lead = _mm512_mul_pd(log, HBI_PD(high));
    __m512d lost = _mm512_fmadd_pd(log, HBI_PD(low), _mm512_fmsub_pd(log, HBI_PD(high), *lead));
    rest = _mm512_fmadd_pd(rest, HBI_PD(high), _mm512_fmadd_pd(r, HBI_PD(low), lost));
    return _mm512_fmadd_pd(r, HBI_PD(high), rest);
}

HBI_WIDE_FUNCTION __m512d hbi_log2_pd(__m512d x) {
    __m512d k, log, lead, m = hbi_split_pd(x, &k), inverse = hbi_inverse_pd(m, &log);
    __m512d r = _mm512_fmsub_pd(m, inverse, HBI_PD(1));
    __m512d rest = hbi_scaled_log_pd(log, r, 0x1.71547652b82fep+0, 0x1.777d0ffda0d24p-56, &lead);
    return _mm512_add_pd(_mm512_add_pd(k, lead), rest);
}

HBI_WIDE_FUNCTION __m512d hbi_log10_pd(__m512d x) {
    __m512d k, log, lead, m = hbi_split_pd(x, &k), inverse = hbi_inverse_pd(m, &log);
    __m512d r = _mm512_fmsub_pd(m, inverse, HBI_PD(1));
    __m512d rest = hbi_scaled_log_pd(log, r, 0x1.bcb7b1526e50ep-2, 0x1.95355baaafad3p-57, &lead);
    rest = _mm512_fmadd_pd(k, HBI_PD(0x1.f79fef311f12bp-34), rest);
    return _mm512_add_pd(_mm512_fmadd_pd(k, HBI_PD(0x1.34413508p-2), lead), rest);
}

/* ---- asinh: the logarithm of t = |x| + s, s = sqrt(x^2 + 1), with what rounding lost of both. Without a division or a root,
 * which take as long as all the rest: s begins with an estimate of 1 / s. */

HBI_WIDE_FUNCTION __m512 hbi_asinh_ps(__m512 x) {
    const __m512 one = HBI_PS(1);
    __m512 y = _mm512_andnot_ps(HBI_PS(-0.0f), x), z = _mm512_mul_ps(y, y);
    __m512 w = _mm512_fmadd_ps(y, y, one), lost = _mm512_fmadd_ps(y, y, _mm512_sub_ps(one, w));
    __m512 inverse = _mm512_rsqrt14_ps(w), s = _mm512_mul_ps(w, inverse), half = _mm512_mul_ps(inverse, HBI_PS(0.5f));
    s = _mm512_fmadd_ps(_mm512_mul_ps(s, HBI_PS(0.5f)), _mm512_fnmadd_ps(s, inverse, one), s);
    lost = _mm512_mul_ps(_mm512_add_ps(_mm512_fnmadd_ps(s, s, w), lost), half);
    __m512 t = _mm512_add_ps(s, y);
    lost = _mm512_add_ps(lost, _mm512_sub_ps(y, _mm512_sub_ps(t, s)));
    /* From 2^12 on, s is y. */
    __mmask16 huge = _mm512_cmp_ps_mask(y, HBI_PS(0x1p12f), _CMP_GE_OQ);
    t = _mm512_mask_mov_ps(t, huge, y);
    lost = _mm512_mask_mov_ps(lost, huge, _mm512_setzero_ps());
    __m512 k, m = hbi_split_ps(t, &k);
    lost = _mm512_scalef_ps(lost, _mm512_sub_ps(_mm512_setzero_ps(), k));
    lost = _mm512_mask_mov_ps(lost, huge, _mm512_setzero_ps());
    k = _mm512_mask_add_ps(k, huge, k, one);
    __m512 result = hbi_log_of_parts_ps(k, _mm512_add_ps(_mm512_sub_ps(m, one), lost));
    __mmask16 tiny = _mm512_cmp_ps_mask(y, HBI_PS(0x1p-12f), _CMP_LT_OQ);
    result = _mm512_mask_mov_ps(result, tiny, _mm512_fmadd_ps(_mm512_mul_ps(y, z), HBI_PS(-0x1.555556p-3f), y));
    return _mm512_or_ps(result, _mm512_and_ps(x, HBI_PS(-0.0f)));
}

HBI_WIDE_FUNCTION __m512d hbi_asinh_pd(__m512d x) {
    const __m512d one = HBI_PD(1);
    __m512d y = _mm512_andnot_pd(HBI_PD(-0.0), x), z = _mm512_mul_pd(y, y);
    __m512d w = _mm512_fmadd_pd(y, y, one), lost = _mm512_fmadd_pd(y, y, _mm512_sub_pd(one, w));
    __m512d inverse = _mm512_rsqrt14_pd(w), s = _mm512_mul_pd(w, inverse), half = _mm512_mul_pd(inverse, HBI_PD(0.5));
    __m512d e = _mm512_fnmadd_pd(s, inverse, one);
    __m512d series = _mm512_fmadd_pd(_mm512_fmadd_pd(HBI_PD(0.3125), e, HBI_PD(0.375)), e, HBI_PD(0.5));
    s = _mm512_fmadd_pd(_mm512_mul_pd(s, e), series, s);
    lost = _mm512_mul_pd(_mm512_add_pd(_mm512_fnmadd_pd(s, s, w), lost), half);
    __m512d t = _mm512_add_pd(s, y);
    lost = _mm512_add_pd(lost, _mm512_sub_pd(y, _mm512_sub_pd(t, s)));
    /* From 2^27 on, s is y. */
    __mmask8 huge = _mm512_cmp_pd_mask(y, HBI_PD(0x1p27), _CMP_GE_OQ);
    t = _mm512_mask_mov_pd(t, huge, y);
    __m512d k, log, m = hbi_split_pd(t, &k), table = hbi_inverse_pd(m, &log);
    lost = _mm512_scalef_pd(lost, _mm512_sub_pd(_mm512_setzero_pd(), k));
    lost = _mm512_mask_mov_pd(lost, huge, _mm512_setzero_pd());
    k = _mm512_mask_add_pd(k, huge, k, one);
    __m512d r = _mm512_fmadd_pd(lost, table, _mm512_fmsub_pd(m, table, one));
    __m512d result = hbi_log_of_parts_pd(k, log, r);
    /* Next to 0, what is lost of s would count: there, the series. */
    __m512d small = _mm512_fmadd_pd(HBI_PD(-0x1.6db6db6db6db7p-5), z, HBI_PD(0x1.3333333333333p-4));
    small = _mm512_fmadd_pd(small, z, HBI_PD(-0x1.5555555555555p-3));
    small = _mm512_fmadd_pd(_mm512_mul_pd(y, z), small, y);
    result = _mm512_mask_mov_pd(result, _mm512_cmp_pd_mask(y, HBI_PD(0x1p-7), _CMP_LT_OQ), small);
    return _mm512_or_pd(result, _mm512_and_pd(x, HBI_PD(-0.0)));
}

#endif
#endif
