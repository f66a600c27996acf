/* The cube root of AVX-512 vectors, as the functions of wide_functions.h. */
#ifndef HORNBILL_WIDE_ROOTS_H
#define HORNBILL_WIDE_ROOTS_H

#include "wide_functions.h"

#ifdef HBI_AVX512

/* x = 8^q a with a = 2^r m in 1 ..< 8. An estimate z of a^(-1/3), a polynomial in m times 2^(-r/3), is made better by the
 * series of (1 - h)^(-1/3) for h = 1 - a z^3, which needs no division; the root a z^2 then by what its cube lacks of a. */

HBI_WIDE_FUNCTION __m512 hbi_cbrt_ps(__m512 x) {
    const __m512 magic = HBI_PS(0x1.8p23f), third = HBI_PS(0x1.555556p-2f);
    const __m512 powers = _mm512_setr_ps(1, 0x1.965feap-1f, 0x1.428a3p-1f, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    __m512 k = _mm512_getexp_ps(x), m = _mm512_getmant_ps(x, _MM_MANT_NORM_1_2, _MM_MANT_SIGN_zero);
    __m512 q = _mm512_sub_ps(_mm512_fmadd_ps(_mm512_sub_ps(k, HBI_PS(1)), third, magic), magic);
    __m512 r = _mm512_fnmadd_ps(q, HBI_PS(3), k), a = _mm512_scalef_ps(m, r);
    __m512 z = _mm512_fmadd_ps(HBI_PS(-0x1.991548p-5f), m, HBI_PS(0x1.456222p-2f));
    z = _mm512_fmadd_ps(_mm512_fmadd_ps(z, m, HBI_PS(-0x1.9eb322p-1f)), m, HBI_PS(0x1.8ab91cp+0f));
    z = _mm512_mul_ps(z, _mm512_permutexvar_ps(_mm512_castps_si512(_mm512_add_ps(r, magic)), powers));
    __m512 h = _mm512_fnmadd_ps(_mm512_mul_ps(a, z), _mm512_mul_ps(z, z), HBI_PS(1));
    z = _mm512_fmadd_ps(_mm512_mul_ps(z, h), _mm512_fmadd_ps(h, HBI_PS(0x1.c71c72p-3f), third), z);
    __m512 square = _mm512_mul_ps(z, z), root = _mm512_mul_ps(a, square);
    __m512 full = _mm512_mul_ps(root, root), rest = _mm512_fmsub_ps(root, root, full);
    __m512 lacks = _mm512_fnmadd_ps(rest, root, _mm512_fnmadd_ps(full, root, a));
    root = _mm512_fmadd_ps(lacks, _mm512_mul_ps(square, third), root);
    __m512 result = _mm512_or_ps(_mm512_scalef_ps(root, q), _mm512_and_ps(x, HBI_PS(-0.0f)));
    /* Zeros, infinities and NaN are their own roots. */
    return _mm512_mask_mov_ps(result, _mm512_fpclass_ps_mask(x, 0x9f), x);
}

HBI_WIDE_FUNCTION __m512d hbi_cbrt_pd(__m512d x) {
    const __m512d magic = HBI_PD(0x1.8p52), third = HBI_PD(0x1.5555555555555p-2);
    const __m512d powers = _mm512_setr_pd(1, 0x1.965fea53d6e3dp-1, 0x1.428a2f98d728bp-1, 0, 0, 0, 0, 0);
    __m512d k = _mm512_getexp_pd(x), m = _mm512_getmant_pd(x, _MM_MANT_NORM_1_2, _MM_MANT_SIGN_zero);
    __m512d q = _mm512_sub_pd(_mm512_fmadd_pd(_mm512_sub_pd(k, HBI_PD(1)), third, magic), magic);
    __m512d r = _mm512_fnmadd_pd(q, HBI_PD(3), k), a = _mm512_scalef_pd(m, r);
    __m512d z = _mm512_fmadd_pd(HBI_PD(0x1.d46f7f3312a33p-6), m, HBI_PD(-0x1.c51864be2fa1ep-3));
    z = _mm512_fmadd_pd(_mm512_fmadd_pd(z, m, HBI_PD(0x1.641653b17b06ep-1)), m, HBI_PD(-0x1.2c41e480ceaf7p+0));
    z = _mm512_fmadd_pd(z, m, HBI_PD(0x1.ab85914edf816p+0));
    z = _mm512_mul_pd(z, _mm512_permutexvar_pd(_mm512_castpd_si512(_mm512_add_pd(r, magic)), powers));
    __m512d h = _mm512_fnmadd_pd(_mm512_mul_pd(a, z), _mm512_mul_pd(z, z), HBI_PD(1));
    __m512d series = _mm512_fmadd_pd(HBI_PD(0x1.61f9add3c0ca4p-3), h, HBI_PD(0x1.c71c71c71c71cp-3));
    z = _mm512_fmadd_pd(_mm512_mul_pd(z, h), _mm512_fmadd_pd(series, h, third), z);
    __m512d square = _mm512_mul_pd(z, z), root = _mm512_mul_pd(a, square);
    __m512d full = _mm512_mul_pd(root, root), rest = _mm512_fmsub_pd(root, root, full);
    __m512d lacks = _mm512_fnmadd_pd(rest, root, _mm512_fnmadd_pd(full, root, a));
    root = _mm512_fmadd_pd(lacks, _mm512_mul_pd(square, third), root);
    __m512d result = _mm512_or_pd(_mm512_scalef_pd(root, q), _mm512_and_pd(x, HBI_PD(-0.0)));
    /* Zeros, infinities and NaN are their own roots. */
    return _mm512_mask_mov_pd(result, _mm512_fpclass_pd_mask(x, 0x9f), x);
}

#endif
#endif
