// What sqlite3 can do with the store's own tables and statements and without anything around them.
#ifndef STORE_LIMITS_H
#define STORE_LIMITS_H

#include <stddef.h>
#include <stdint.h>

// One record, as offsets into its batch's arena. The subject's key has 16 bytes.
struct store_row {
    uint32_t key, id, record_id, content;
    uint16_t id_length, record_id_length, content_length;
    int64_t decided_at;
};

// A batch: one record of each subject, all of one adapter. The first byte of a record's content is the mask of the
// approved categories; all are decided.
struct store_batch {
    const uint8_t *arena;
    const struct store_row *rows;
    size_t count;
    const char *name_space, *adapter, *job, *stream, *cursor;
    const uint8_t *manifest_hash, *policy_hash;  // of 32 bytes each
    int64_t now;
};

struct store_limit;

// Opens a store that the library has made, of the schema that it has now, with the library's settings. NULL if it cannot.
struct store_limit *store_limit_open(const char *path);

// Applies a batch in one transaction: looks for the subjects and their records, decides, writes the records, chains the
// changes in order of arrival, and writes changes, subjects and the position. Returns 0, or a code of SQLite's.
int store_limit_apply(struct store_limit *limit, const struct store_batch *batch);

// Closes it; harmless with NULL.
void store_limit_close(struct store_limit *limit);

enum { STORE_SUM_BYTES = 32 };

// SHA-256 over everything in a store that does not depend on the subjects' random salts: all of its tables but salts, links
// and hashes of the chain. Returns 0, or a code of SQLite's.
int store_limit_sum(const char *path, uint8_t sum[STORE_SUM_BYTES], long long *subjects, long long *changes);

#endif
