/* One-instruction operations that Swift's standard library reaches only through checks or library calls.
 *
 * `squareRoot()` calls `sqrtf` (for errno) and `Int32(x)` traps outside the range: both keep a loop from
 * being vectorised. The conversions below are defined for values inside the range only; callers select first. */
#ifndef HORNBILL_CINTRINSICS_H
#define HORNBILL_CINTRINSICS_H

#include <stdint.h>

#define HBI_INLINE static inline __attribute__((always_inline))

HBI_INLINE float hbi_sqrt_f32(float x) { return __builtin_elementwise_sqrt(x); }
HBI_INLINE double hbi_sqrt_f64(double x) { return __builtin_elementwise_sqrt(x); }
HBI_INLINE int32_t hbi_f32_to_i32(float x) { return (int32_t)x; }
HBI_INLINE int64_t hbi_f32_to_i64(float x) { return (int64_t)x; }
HBI_INLINE int32_t hbi_f64_to_i32(double x) { return (int32_t)x; }
HBI_INLINE int64_t hbi_f64_to_i64(double x) { return (int64_t)x; }
HBI_INLINE void hbi_prefetch(const void *p) { __builtin_prefetch(p, 0, 3); }

#undef HBI_INLINE
#endif
