// Bits of a segment: base64url into bytes by four tables, then one unaligned load a field.
#ifndef CODEC_LIMITS_BITS_H
#define CODEC_LIMITS_BITS_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define MAX_TEXT 262144
#define FOREIGN 0x80000000u

extern uint32_t limits_table[4][256];

typedef struct {
    size_t bits;   // six for each character
    uint8_t bytes[MAX_TEXT / 4 * 3 + 32];
} segment;

static inline uint64_t load64(const uint8_t *from) {
    uint64_t value;
    memcpy(&value, from, 8);
    return __builtin_bswap64(value);
}

// A field of 1 to 56 bits.
static inline uint64_t field(const segment *s, size_t at, unsigned count) {
    return load64(s->bytes + (at >> 3)) << (at & 7) >> (64 - count);
}

// Decodes up to the first character outside the alphabet and returns where that is.
static inline const uint8_t *load_segment(segment *s, const uint8_t *text, const uint8_t *end) {
    const uint32_t(*t)[256] = limits_table;
    const uint8_t *at = text;
    uint8_t *out = s->bytes;
    while (end - at >= 8) {
        uint32_t front = t[0][at[0]] | t[1][at[1]] | t[2][at[2]] | t[3][at[3]];
        uint32_t back = t[0][at[4]] | t[1][at[5]] | t[2][at[6]] | t[3][at[7]];
        if ((front | back) & FOREIGN) break;
        uint64_t word = __builtin_bswap64((uint64_t)front << 40 | (uint64_t)back << 16);
        memcpy(out, &word, 8);
        at += 8;
        out += 6;
    }
    uint64_t tail = 0;
    unsigned free = 64;
    while (at < end && !(t[3][*at] & FOREIGN)) {
        free -= 6;
        tail |= (uint64_t)t[3][*at] << free;
        at++;
    }
    uint64_t words[2] = {__builtin_bswap64(tail), 0};
    memcpy(out, words, 16);
    s->bits = 6 * (size_t)(at - text);
    return at;
}

#endif
