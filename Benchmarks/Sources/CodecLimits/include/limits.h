// What plain C reaches on the same jobs: scalar tables, no allocation, memory reused from string to string.
// These programs exist to be measured against. They refuse damaged text, but give no reason.
#ifndef CODEC_LIMITS_H
#define CODEC_LIMITS_H

#include <stddef.h>
#include <stdint.h>

// Builds the tables; call it once before anything else.
void limits_prepare(void);

// Bit p-1: consent for purpose p, 1 to 10; bit 10: consent for the vendor. -1 if the string is damaged.
int32_t limits_tcf_mask(const uint8_t *text, size_t count, unsigned vendor);

// Every field of a TC string, kept until the next call, and the numbers that the checksums are made of.
typedef struct {
    uint32_t mask, consents, interests, cmp, list_version, created_seconds;
    uint32_t disclosed, restricted_pairs, publisher_purposes;
} limits_tcf;

// 0, or -1 if the string is damaged.
int limits_tcf_full(const uint8_t *text, size_t count, unsigned vendor, limits_tcf *result);

// Sections 2, 6, 7 and 8 of a GPP string:
// bits 0-10 as above; 11 US Privacy sale opt-out; 12, 14, 16 usnat sale, sharing, targeted advertising (two bits each);
// 18 usnat GPC; 19, 21 usca sale, sharing; 23 usca GPC. -1 if the string is damaged.
int32_t limits_gpp_mask(const uint8_t *text, size_t count, unsigned vendor);

#endif
