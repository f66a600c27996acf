/* The hyperbolic sine of AVX-512 vectors, as the functions of wide_functions.h. */
#ifndef HORNBILL_WIDE_HYPERBOLIC_H
#define HORNBILL_WIDE_HYPERBOLIC_H

#include "wide_functions.h"

#ifdef HBI_AVX512

/* |x| = k ln 2 + r, and sinh x = (a - b) cosh r + (a + b) sinh r for a = 2^k / 2 and b = 2^-k / 2: no division, and all digits next
 * to 0 too, where a is b. A quarter of it, so that 2^k does not overflow before the result does. */

HBI_WIDE_FUNCTION __m512 hbi_sinh_ps(__m512 x) {
    const __m512 magic = HBI_PS(0x1.8p23f);
    __m512 sign = _mm512_and_ps(x, HBI_PS(-0.0f)), y = _mm512_min_ps(HBI_PS(90), _mm512_andnot_ps(HBI_PS(-0.0f), x));
    __m512 k = _mm512_sub_ps(_mm512_fmadd_ps(y, HBI_PS(0x1.715476p+0f), magic), magic);
    __m512 r = _mm512_fnmadd_ps(k, HBI_PS(0x1.62e4p-1f), y), low = _mm512_mul_ps(k, HBI_PS(0x1.7f7d1cp-20f));
    __m512 rounded = _mm512_sub_ps(r, low);
    low = _mm512_sub_ps(_mm512_sub_ps(r, rounded), low);
    r = rounded;
    __m512 z = _mm512_mul_ps(r, r);
    __m512 sinh = _mm512_fmadd_ps(HBI_PS(0x1.a01a02p-13f), z, HBI_PS(0x1.111112p-7f));
    sinh = _mm512_fmadd_ps(_mm512_fmadd_ps(sinh, z, HBI_PS(0x1.555556p-3f)), _mm512_mul_ps(r, z), low);
    sinh = _mm512_add_ps(r, sinh);
    __m512 cosh = _mm512_fmadd_ps(HBI_PS(0x1.6c16c2p-10f), z, HBI_PS(0x1.555556p-5f));
    cosh = _mm512_mul_ps(_mm512_fmadd_ps(cosh, z, HBI_PS(0.5f)), z);
    __m512 eighth = HBI_PS(0.125f), a = _mm512_scalef_ps(eighth, k);
    __m512 b = _mm512_scalef_ps(eighth, _mm512_sub_ps(_mm512_setzero_ps(), k));
    __m512 difference = _mm512_sub_ps(a, b), sum = _mm512_add_ps(a, b);
    __m512 quarter = _mm512_add_ps(difference, _mm512_fmadd_ps(sum, sinh, _mm512_mul_ps(difference, cosh)));
    __m512 result = _mm512_mul_ps(quarter, HBI_PS(4));
    result = _mm512_mask_mov_ps(result, _mm512_cmp_ps_mask(y, HBI_PS(0x1p-12f), _CMP_LT_OQ), y);
    return _mm512_or_ps(result, sign);
}

HBI_WIDE_FUNCTION __m512d hbi_sinh_pd(__m512d x) {
    const __m512d magic = HBI_PD(0x1.8p52);
    __m512d sign = _mm512_and_pd(x, HBI_PD(-0.0)), y = _mm512_min_pd(HBI_PD(711), _mm512_andnot_pd(HBI_PD(-0.0), x));
    __m512d k = _mm512_sub_pd(_mm512_fmadd_pd(y, HBI_PD(0x1.71547652b82fep+0), magic), magic);
    __m512d r = _mm512_fnmadd_pd(k, HBI_PD(0x1.62e42feep-1), y), low = _mm512_mul_pd(k, HBI_PD(0x1.a39ef35793c76p-33));
    __m512d rounded = _mm512_sub_pd(r, low);
    low = _mm512_sub_pd(_mm512_sub_pd(r, rounded), low);
    r = rounded;
    __m512d z = _mm512_mul_pd(r, r);
    __m512d sinh = _mm512_fmadd_pd(HBI_PD(0x1.6124613a86d09p-33), z, HBI_PD(0x1.ae64567f544e4p-26));
    sinh = _mm512_fmadd_pd(_mm512_fmadd_pd(sinh, z, HBI_PD(0x1.71de3a556c734p-19)), z, HBI_PD(0x1.a01a01a01a01ap-13));
    sinh = _mm512_fmadd_pd(_mm512_fmadd_pd(sinh, z, HBI_PD(0x1.1111111111111p-7)), z, HBI_PD(0x1.5555555555555p-3));
    sinh = _mm512_add_pd(r, _mm512_fmadd_pd(sinh, _mm512_mul_pd(r, z), low));
    __m512d cosh = _mm512_fmadd_pd(HBI_PD(0x1.1eed8eff8d898p-29), z, HBI_PD(0x1.27e4fb7789f5cp-22));
    cosh = _mm512_fmadd_pd(_mm512_fmadd_pd(cosh, z, HBI_PD(0x1.a01a01a01a01ap-16)), z, HBI_PD(0x1.6c16c16c16c17p-10));
    cosh = _mm512_fmadd_pd(_mm512_fmadd_pd(cosh, z, HBI_PD(0x1.5555555555555p-5)), z, HBI_PD(0.5));
    cosh = _mm512_mul_pd(cosh, z);
    __m512d eighth = HBI_PD(0.125), a = _mm512_scalef_pd(eighth, k);
    __m512d b = _mm512_scalef_pd(eighth, _mm512_sub_pd(_mm512_setzero_pd(), k));
    __m512d difference = _mm512_sub_pd(a, b), sum = _mm512_add_pd(a, b);
    __m512d quarter = _mm512_add_pd(difference, _mm512_fmadd_pd(sum, sinh, _mm512_mul_pd(difference, cosh)));
    __m512d result = _mm512_mul_pd(quarter, HBI_PD(4));
    result = _mm512_mask_mov_pd(result, _mm512_cmp_pd_mask(y, HBI_PD(0x1p-26), _CMP_LT_OQ), y);
    return _mm512_or_pd(result, sign);
}

#endif
#endif
