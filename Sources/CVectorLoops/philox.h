/* Rounds of Philox 4x32 in vectors: products of 32-bit words, of which one instruction makes eight where vectors are that
 * long. */
#ifndef HORNBILL_PHILOX_H
#define HORNBILL_PHILOX_H

#include <stdint.h>

typedef uint64_t hbi_philox_x8 __attribute__((ext_vector_type(8)));
typedef uint32_t hbi_philox_words __attribute__((ext_vector_type(8), aligned(4)));

/* The words of `groups` groups from number `first` on, of 8 blocks each: their first words, then their second ones, and so on.
 * Two groups at a time, because each round waits for the one before. */
static inline void hbi_philox(uint64_t key, uint64_t stream, uint64_t first, long groups, uint32_t *_Nonnull to) {
    const hbi_philox_x8 low = 0xFFFFFFFF, ramp = {0, 1, 2, 3, 4, 5, 6, 7};
    for (long g = 0; g < groups; g += 2) {
        hbi_philox_x8 n = (first + (uint64_t)g) * 8 + ramp, m = n + 8;
        hbi_philox_x8 x0 = n & low, x1 = n >> 32, x2 = 0, x3 = stream;
        hbi_philox_x8 y0 = m & low, y1 = m >> 32, y2 = 0, y3 = stream;
        uint64_t k0 = key & 0xFFFFFFFF, k1 = key >> 32;
        for (int round = 0; round < 10; round++) {
            hbi_philox_x8 a = (x0 & low) * 0xD2511F53, b = (x2 & low) * 0xCD9E8D57;
            hbi_philox_x8 c = (y0 & low) * 0xD2511F53, d = (y2 & low) * 0xCD9E8D57;
            x0 = (b >> 32) ^ x1 ^ k0;
            x2 = (a >> 32) ^ x3 ^ k1;
            y0 = (d >> 32) ^ y1 ^ k0;
            y2 = (c >> 32) ^ y3 ^ k1;
            x1 = b;
            x3 = a;
            y1 = d;
            y3 = c;
            k0 = (k0 + 0x9E3779B9) & 0xFFFFFFFF;
            k1 = (k1 + 0xBB67AE85) & 0xFFFFFFFF;
        }
        hbi_philox_words *words = (hbi_philox_words *)(to + 32 * g);
        words[0] = __builtin_convertvector(x0, hbi_philox_words);
        words[1] = __builtin_convertvector(x1, hbi_philox_words);
        words[2] = __builtin_convertvector(x2, hbi_philox_words);
        words[3] = __builtin_convertvector(x3, hbi_philox_words);
        if (g + 1 == groups) return;
        words[4] = __builtin_convertvector(y0, hbi_philox_words);
        words[5] = __builtin_convertvector(y1, hbi_philox_words);
        words[6] = __builtin_convertvector(y2, hbi_philox_words);
        words[7] = __builtin_convertvector(y3, hbi_philox_words);
    }
}
#endif
