#include "tcf.h"

#include "include/limits.h"

uint32_t limits_table[4][256];

void limits_prepare(void) {
    static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    for (int place = 0; place < 4; place++) {
        for (int byte = 0; byte < 256; byte++) limits_table[place][byte] = FOREIGN;
        for (uint32_t value = 0; value < 64; value++) {
            limits_table[place][(uint8_t)alphabet[value]] = value << (18 - 6 * place);
        }
    }
}

// A vendor field that was walked through.
typedef struct {
    size_t start, end;
    unsigned max, count, is_range, has_vendor;
} vendor_field;

// Walks `count` range entries; returns the bit behind them, or 0.
static inline size_t walk(const segment *s, size_t at, unsigned count, unsigned vendor, unsigned *found) {
    for (unsigned i = 0; i < count; i++) {
        if (at + 17 > s->bits) return 0;
        uint64_t entry = field(s, at, 33);
        unsigned is_range = (unsigned)(entry >> 32);
        unsigned first = (entry >> 16) & 0xFFFF, last = is_range ? entry & 0xFFFF : first;
        at += is_range ? 33 : 17;
        if (at > s->bits || first > last) return 0;
        *found |= first <= vendor && vendor <= last;
    }
    return at;
}

static inline int find_field(const segment *s, size_t at, unsigned vendor, vendor_field *f) {
    if (at + 17 > s->bits) return -1;
    unsigned head = (unsigned)field(s, at, 17);
    f->max = head >> 1;
    f->is_range = head & 1;
    f->has_vendor = 0;
    if (!f->is_range) {
        f->start = at + 17;
        f->end = f->start + f->max;
        if (f->end > s->bits) return -1;
        f->has_vendor = vendor >= 1 && vendor <= f->max && field(s, f->start + vendor - 1, 1);
        return 0;
    }
    if (at + 29 > s->bits) return -1;
    f->count = (unsigned)field(s, at + 17, 12);
    f->start = at + 29;
    f->end = walk(s, f->start, f->count, vendor, &f->has_vendor);
    return f->end ? 0 : -1;
}

typedef struct {
    vendor_field consents, interests;
    size_t restrictions, end;
    unsigned restriction_count;
} layout;

static inline int find_layout(const segment *s, unsigned vendor, layout *l) {
    if (s->bits < 213 || find_field(s, 213, vendor, &l->consents)) return -1;
    if (find_field(s, l->consents.end, vendor, &l->interests)) return -1;
    size_t at = l->interests.end;
    if (at + 12 > s->bits) return -1;
    l->restriction_count = (unsigned)field(s, at, 12);
    l->restrictions = at += 12;
    for (unsigned i = 0; i < l->restriction_count; i++) {
        unsigned ignored = 0;
        if (at + 20 > s->bits) return -1;
        at = walk(s, at + 20, (unsigned)field(s, at + 8, 12), 0, &ignored);
        if (!at) return -1;
    }
    l->end = at;
    return 0;
}

static inline uint32_t mask_of(uint64_t purposes, unsigned has_vendor) {
    uint32_t mask = 0;
    for (unsigned p = 0; p < 10; p++) mask |= (uint32_t)(purposes >> (23 - p) & 1) << p;
    return mask | has_vendor << 10;
}

int32_t limits_core_mask(const segment *s, unsigned vendor) {
    layout l;
    if (find_layout(s, vendor, &l)) return -1;
    return (int32_t)mask_of(field(s, 152, 24), l.consents.has_vendor);
}

// Whether nothing but the alphabet and no more than 31 dots follow the core.
int32_t limits_tail_is_clean(const uint8_t *at, const uint8_t *end) {
    unsigned dots = 0;
    while (at < end) {
        if (*at != '.' || ++dots > 31) return 0;
        at++;
        const uint32_t(*t)[256] = limits_table;
        while (end - at >= 8) {
            uint32_t all = t[3][at[0]] | t[3][at[1]] | t[3][at[2]] | t[3][at[3]] | t[3][at[4]] | t[3][at[5]]
                | t[3][at[6]] | t[3][at[7]];
            if (all & FOREIGN) break;
            at += 8;
        }
        while (at < end && !(t[3][*at] & FOREIGN)) at++;
    }
    return 1;
}

static segment core, other;

int32_t limits_tcf_mask(const uint8_t *text, size_t count, unsigned vendor) {
    if (count == 0 || count > MAX_TEXT || text[0] != 'C') return -1;
    const uint8_t *end = text + count, *stop = load_segment(&core, text, end);
    if (!limits_tail_is_clean(stop, end)) return -1;
    return limits_core_mask(&core, vendor);
}

// A vendor set as words, the highest bit of the first one being id 1.
typedef struct {
    unsigned word_count, count;
    uint64_t words[1024];
} vendor_set;

static inline void put_range(vendor_set *set, unsigned first, unsigned last) {
    unsigned from = (first - 1) >> 6, to = (last - 1) >> 6;
    uint64_t head = UINT64_MAX >> ((first - 1) & 63), tail = UINT64_MAX << (63 - ((last - 1) & 63));
    if (to >= set->word_count) {
        memset(set->words + set->word_count, 0, (to + 1 - set->word_count) * 8);
        set->word_count = to + 1;
    }
    if (from == to) {
        set->words[from] |= head & tail;
        return;
    }
    set->words[from] |= head;
    for (unsigned i = from + 1; i < to; i++) set->words[i] = UINT64_MAX;
    set->words[to] |= tail;
}

static void put_entries(vendor_set *set, const segment *s, size_t at, unsigned count) {
    for (unsigned i = 0; i < count; i++) {
        uint64_t entry = field(s, at, 33);
        unsigned is_range = (unsigned)(entry >> 32);
        unsigned first = (entry >> 16) & 0xFFFF, last = is_range ? entry & 0xFFFF : first;
        at += is_range ? 33 : 17;
        if (last) put_range(set, first ? first : 1, last);
    }
}

static void count_set(vendor_set *set) {
    unsigned count = 0;
    for (unsigned i = 0; i < set->word_count; i++) count += (unsigned)__builtin_popcountll(set->words[i]);
    set->count = count;
}

static void read_set(vendor_set *set, const segment *s, const vendor_field *f) {
    set->word_count = (f->max + 63) / 64;
    if (f->is_range) {
        memset(set->words, 0, set->word_count * 8);
        put_entries(set, s, f->start, f->count);
    } else if (f->max) {
        unsigned shift = f->start & 7;
        const uint8_t *from = s->bytes + (f->start >> 3);
        for (unsigned i = 0; i < set->word_count; i++, from += 8) {
            set->words[i] = load64(from) << shift | (shift ? (uint64_t)from[8] >> (8 - shift) : 0);
        }
        if (f->max & 63) set->words[set->word_count - 1] &= UINT64_MAX << (64 - (f->max & 63));
    }
    count_set(set);
}

// Every field, so that nothing of the job is left out because no checksum asks for it.
static struct {
    uint64_t created, updated;
    unsigned cmp, cmp_version, screen, language, list_version, policy, flags, features, consents, interests, country;
    vendor_set vendor_consents, vendor_interests, disclosed, allowed, restricted;
    unsigned publisher_consents, publisher_interests, custom_count;
    uint64_t custom_consents, custom_interests;
} tc;

static int read_other(limits_tcf *result, unsigned *seen) {
    unsigned type = (unsigned)field(&other, 0, 3);
    if (type == 0 || type > 3 || *seen >> type & 1) return 0;
    *seen |= 1u << type;
    if (type == 3) {
        if (other.bits < 57) return 0;
        tc.custom_count = (unsigned)field(&other, 51, 6);
        if (57 + 2 * tc.custom_count > other.bits) return 0;
        tc.publisher_consents = (unsigned)field(&other, 3, 24);
        tc.publisher_interests = (unsigned)field(&other, 27, 24);
        result->publisher_purposes = tc.publisher_consents;
        if (tc.custom_count && tc.custom_count <= 56) {
            tc.custom_consents = field(&other, 57, tc.custom_count);
            tc.custom_interests = field(&other, 57 + tc.custom_count, tc.custom_count);
        }
        return 0;
    }
    vendor_field f;
    if (find_field(&other, 3, 0, &f)) return 0;
    vendor_set *set = type == 1 ? &tc.disclosed : &tc.allowed;
    read_set(set, &other, &f);
    if (type == 1) result->disclosed = set->count;
    return 0;
}

int limits_tcf_full(const uint8_t *text, size_t count, unsigned vendor, limits_tcf *result) {
    if (count == 0 || count > MAX_TEXT || text[0] != 'C') return -1;
    const uint8_t *end = text + count, *at = load_segment(&core, text, end);
    layout l;
    if (find_layout(&core, vendor, &l)) return -1;
    const segment *s = &core;
    memset(result, 0, sizeof *result);
    tc.created = field(s, 6, 36);
    tc.updated = field(s, 42, 36);
    tc.cmp = (unsigned)field(s, 78, 12);
    tc.cmp_version = (unsigned)field(s, 90, 12);
    tc.screen = (unsigned)field(s, 102, 6);
    tc.language = (unsigned)field(s, 108, 12);
    tc.list_version = (unsigned)field(s, 120, 12);
    tc.policy = (unsigned)field(s, 132, 6);
    tc.flags = (unsigned)field(s, 138, 2) << 1 | (unsigned)field(s, 200, 1);
    tc.features = (unsigned)field(s, 140, 12);
    tc.consents = (unsigned)field(s, 152, 24);
    tc.interests = (unsigned)field(s, 176, 24);
    tc.country = (unsigned)field(s, 201, 12);
    read_set(&tc.vendor_consents, s, &l.consents);
    read_set(&tc.vendor_interests, s, &l.interests);
    size_t record = l.restrictions;
    for (unsigned i = 0; i < l.restriction_count; i++) {
        unsigned entries = (unsigned)field(s, record + 8, 12), ignored = 0;
        tc.restricted.word_count = 0;
        put_entries(&tc.restricted, s, record + 20, entries);
        count_set(&tc.restricted);
        result->restricted_pairs += tc.restricted.count;
        record = walk(s, record + 20, entries, 0, &ignored);
    }
    result->mask = mask_of(tc.consents, l.consents.has_vendor);
    result->consents = tc.vendor_consents.count;
    result->interests = tc.vendor_interests.count;
    result->cmp = tc.cmp;
    result->list_version = tc.list_version;
    result->created_seconds = (uint32_t)(tc.created / 10);
    unsigned seen = 0, dots = 0;
    while (at < end) {
        if (*at != '.' || ++dots > 31) return -1;
        at = load_segment(&other, at + 1, end);
        if (other.bits) read_other(result, &seen);
    }
    return 0;
}
