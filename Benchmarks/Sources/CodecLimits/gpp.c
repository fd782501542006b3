#include "include/limits.h"
#include "tcf.h"

static segment header, body;

// Reads a number in Fibonacci code: digits of the Zeckendorf form, lowest first, ended by a second one in a row.
static inline size_t fibonacci(const segment *s, size_t at, unsigned *value) {
    unsigned sum = 0, number = 1, next = 2, previous = 0;
    while (at < s->bits && number <= 65535) {
        unsigned digit = (unsigned)field(s, at++, 1);
        if (digit & previous) {
            *value = sum;
            return at;
        }
        if (digit) sum += number;
        previous = digit;
        unsigned after = number + next;
        number = next;
        next = after;
    }
    return 0;
}

// Reads the section ids of the header; returns their number, or -1.
static int read_ids(unsigned *ids, int room) {
    if (header.bits < 24) return -1;
    unsigned items = (unsigned)field(&header, 12, 12), last = 0;
    size_t at = 24;
    int count = 0;
    for (unsigned i = 0; i < items; i++) {
        if (at >= header.bits) return -1;
        unsigned is_group = (unsigned)field(&header, at++, 1), step, length = 0;
        if (!(at = fibonacci(&header, at, &step))) return -1;
        if (is_group && !(at = fibonacci(&header, at, &length))) return -1;
        unsigned first = last + step;
        last = first + length;
        if (last > 65535 || (int)length >= room - count) return -1;
        for (unsigned id = first; id <= last; id++) ids[count++] = id;
    }
    return count;
}

// The signal of the sub-sections behind a core; -1 if one is damaged.
static inline int signal(const uint8_t *at, const uint8_t *end) {
    int gpc = 0;
    while (at < end) {
        if (*at != '.') return -1;
        at = load_segment(&body, at + 1, end);
        if (body.bits >= 3 && field(&body, 0, 2) == 1) gpc |= (int)field(&body, 2, 1);
    }
    return gpc;
}

// A section of two-bit values; `fields` is how many there must be.
static int32_t us_mask(const uint8_t *at, const uint8_t *end, unsigned id) {
    const uint8_t *stop = load_segment(&body, at, end);
    if (body.bits < 6) return -1;
    unsigned version = (unsigned)field(&body, 0, 6), fields = id == 7 ? (version == 2 ? 32 : 27) : 20;
    if (version != 1 && !(version == 2 && id == 7)) return -1;
    if (6 + 2 * fields > body.bits) return -1;
    int32_t mask;
    if (id == 7) {
        uint32_t v = (uint32_t)field(&body, 18, 6);
        mask = (int32_t)(v >> 4 | (v >> 2 & 3) << 2 | (v & 3) << 4) << 12;
    } else {
        uint32_t v = (uint32_t)field(&body, 12, 4);
        mask = (int32_t)(v >> 2 | (v & 3) << 2) << 19;
    }
    int gpc = signal(stop, end);
    return gpc < 0 ? -1 : mask | gpc << (id == 7 ? 18 : 23);
}

int32_t limits_gpp_mask(const uint8_t *text, size_t count, unsigned vendor) {
    if (count < 2 || count > MAX_TEXT || text[0] != 'D' || text[1] != 'B') return -1;
    const uint8_t *end = text + count, *at = load_segment(&header, text, end);
    unsigned ids[64];
    int number = read_ids(ids, 64);
    if (number < 0) return -1;
    int32_t mask = 0;
    for (int i = 0; i < number; i++) {
        if (at >= end || *at != '~') return -1;
        at++;
        const uint8_t *stop = memchr(at, '~', (size_t)(end - at));
        if (!stop) stop = end;
        int32_t part = 0;
        if (ids[i] == 2) {
            const uint8_t *core_end = load_segment(&body, at, stop);
            if (at == stop || *at != 'C' || !limits_tail_is_clean(core_end, stop)) return -1;
            part = limits_core_mask(&body, vendor);
        } else if (ids[i] == 6) {
            if (stop - at != 4 || at[0] != '1') return -1;
            for (int k = 1; k < 4; k++) {
                if (at[k] != 'Y' && at[k] != 'N' && at[k] != '-') return -1;
            }
            part = (at[2] == 'Y') << 11;
        } else if (ids[i] == 7 || ids[i] == 8) {
            part = us_mask(at, stop, ids[i]);
        }
        if (part < 0) return -1;
        mask |= part;
        at = stop;
    }
    return mask;
}
