// Parts of a TC string that the GPP program needs too.
#ifndef CODEC_LIMITS_TCF_H
#define CODEC_LIMITS_TCF_H

#include "bits.h"

int32_t limits_core_mask(const segment *s, unsigned vendor);
int32_t limits_tail_is_clean(const uint8_t *at, const uint8_t *end);

#endif
