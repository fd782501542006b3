#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
// The plain functions: the newer ones look an algorithm up for each hash.
#define OPENSSL_SUPPRESS_DEPRECATED
#include "include/store_limits.h"

#include <openssl/sha.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

enum { KEY = 16, CHUNK = 128, BLOCK = 32, ALL_DECIDED = 0xFF };
enum { SUBJECT_COLUMNS = 12, RECORD_COLUMNS = 5, CHANGE_COLUMNS = 15 };

// What is to be written of one subject; in the order of the keys.
struct pending {
    uint8_t key[KEY], link[KEY];
    uint64_t high, low;
    uint32_t arrival;
    int64_t number, record_number, last_change, change;  // 0 where there is none
    uint8_t hash[SHA256_DIGEST_LENGTH];  // of the change
    uint8_t approved_before, decided_before;
    int is_new, is_written;
};

enum statement {
    BEGIN, COMMIT, ROLLBACK, LAST_NUMBER, FIND_SUBJECTS, FIND_RECORDS, ADD_SUBJECT, ADD_SUBJECTS, SET_SUBJECT, ADD_RECORD,
    ADD_RECORDS, SET_RECORD, ADD_CHANGE, ADD_CHANGES, ADD_HASH, HASH, ADD_SOURCE, SOURCE, META, SET_META, SET_CHECKPOINT,
    STATEMENTS
};

static const char *const texts[STATEMENTS] = {
    [BEGIN] = "BEGIN IMMEDIATE",
    [COMMIT] = "COMMIT",
    [ROLLBACK] = "ROLLBACK",
    [LAST_NUMBER] = "SELECT max(number) FROM subjects",
    [FIND_SUBJECTS] = "WITH wanted (place, wanted_key) AS (VALUES %s) SELECT place, number, link, namespace, id, approved, decided,"
                      " implicit, decided_at, expires_at, last_change FROM wanted CROSS JOIN subjects ON key = wanted_key",
    [FIND_RECORDS] = "WITH wanted (place, first) AS (VALUES %s) SELECT place, number, record_id, decided_at, content, manifest"
                     " FROM wanted CROSS JOIN records ON number BETWEEN first AND first + 65535",
    [ADD_SUBJECT] = "INSERT INTO subjects (number, key, namespace, id, salt, link, approved, decided, implicit, decided_at,"
                    " expires_at, last_change) VALUES %s",
    [SET_SUBJECT] = "UPDATE subjects SET approved = ?, decided = ?, implicit = ?, decided_at = ?, expires_at = ?, last_change = ?"
                    " WHERE number = ?",
    [ADD_RECORD] = "INSERT INTO records (record_id, decided_at, content, manifest, number) VALUES %s",
    [SET_RECORD] = "UPDATE records SET record_id = ?, decided_at = ?, content = ?, manifest = ? WHERE number = ?",
    [ADD_CHANGE] = "INSERT INTO changes (number, link, earlier, owner, before_approved, before_decided, after_approved,"
                   " after_decided, kind, decided_at, recorded_at, record_id, policy, manifest, hash) VALUES %s",
    [ADD_HASH] = "INSERT INTO hashes (hash) VALUES (?) ON CONFLICT DO NOTHING",
    [HASH] = "SELECT number FROM hashes WHERE hash = ?",
    [ADD_SOURCE] = "INSERT INTO sources (adapter, regulation) VALUES (?, '') ON CONFLICT DO NOTHING",
    [SOURCE] = "SELECT number FROM sources WHERE adapter = ? AND regulation = ''",
    [META] = "SELECT value FROM meta WHERE section = ? AND name = ?",
    [SET_META] = "INSERT INTO meta (section, name, value) VALUES (?, ?, ?)"
                 " ON CONFLICT (section, name) DO UPDATE SET value = excluded.value",
    [SET_CHECKPOINT] = "INSERT INTO checkpoints (job, stream, partition, cursor, updated_at) VALUES (?, ?, ?, ?, ?)"
                       " ON CONFLICT (job, stream, partition)"
                       " DO UPDATE SET cursor = excluded.cursor, updated_at = excluded.updated_at",
};

struct store_limit {
    sqlite3 *db;
    sqlite3_stmt *statements[STATEMENTS];
    struct pending *pending;
    struct pending **by_arrival;
    struct pending *found[CHUNK];
    uint8_t *salts;
    size_t capacity;
    int64_t source, manifest, policy;
    const struct pending *block[BLOCK];  // what is added next
    int block_count;
};

// The first error ends a batch.
#define TRY(call) do { int code_ = (call); if (code_ != SQLITE_OK) return code_; } while (0)

// The place holders of a statement: so many of what is said, with commas between.
static void repeat(char *marks, const char *what, int count) {
    char *at = marks;
    for (int i = 0; i < count; i++) at += sprintf(at, i ? ", %s" : "%s", what);
}

static void write_marks(enum statement statement, char *marks) {
    char row[4 * CHANGE_COLUMNS] = "(";
    int columns = 0, rows = statement == ADD_SUBJECTS || statement == ADD_RECORDS || statement == ADD_CHANGES ? BLOCK : 1;
    marks[0] = 0;
    switch (statement) {
    case FIND_SUBJECTS: case FIND_RECORDS:
        for (int i = 0; i < CHUNK; i++) marks += sprintf(marks, i ? ", (%d, ?)" : "(%d, ?)", i);
        return;
    case ADD_SUBJECT: case ADD_SUBJECTS: columns = SUBJECT_COLUMNS; break;
    case ADD_RECORD: case ADD_RECORDS: columns = RECORD_COLUMNS; break;
    case ADD_CHANGE: case ADD_CHANGES: columns = CHANGE_COLUMNS; break;
    default: return;
    }
    repeat(row + 1, "?", columns);
    strcat(row, ")");
    repeat(marks, row, rows);
}

static int prepare(struct store_limit *limit) {
    char marks[8 * CHUNK + 4 * BLOCK * CHANGE_COLUMNS], sql[sizeof marks + 512];
    for (int i = 0; i < STATEMENTS; i++) {
        // What adds a block has the text of what adds a row, which stands before it.
        const char *text = texts[i] ? texts[i] : texts[i - 1];
        write_marks(i, marks);
        int count = snprintf(sql, sizeof sql, text, marks);
        if (count < 0 || (size_t)count >= sizeof sql) return SQLITE_TOOBIG;
        TRY(sqlite3_prepare_v3(limit->db, sql, count + 1, SQLITE_PREPARE_PERSISTENT, &limit->statements[i], NULL));
    }
    return SQLITE_OK;
}

struct store_limit *store_limit_open(const char *path) {
    struct store_limit *limit = calloc(1, sizeof *limit);
    if (!limit) return NULL;
    int code = sqlite3_open_v2(path, &limit->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);
    if (!code) {
        code = sqlite3_exec(limit->db,
                            "PRAGMA foreign_keys = ON; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
                            "PRAGMA secure_delete = ON; PRAGMA cache_size = -49152; PRAGMA journal_size_limit = 67108864;"
                            "PRAGMA wal_autocheckpoint = 8192;",
                            NULL, NULL, NULL);
    }
    if (!code) code = prepare(limit);
    if (!code) return limit;
    store_limit_close(limit);
    return NULL;
}

void store_limit_close(struct store_limit *limit) {
    if (!limit) return;
    for (int i = 0; i < STATEMENTS; i++) sqlite3_finalize(limit->statements[i]);
    sqlite3_close(limit->db);
    free(limit->pending);
    free(limit->by_arrival);
    free(limit->salts);
    free(limit);
}

static int reserve(struct store_limit *limit, size_t count) {
    if (limit->capacity >= count) return SQLITE_OK;
    free(limit->pending);
    free(limit->by_arrival);
    free(limit->salts);
    limit->capacity = count;
    limit->pending = malloc(count * sizeof *limit->pending);
    limit->by_arrival = malloc(count * sizeof *limit->by_arrival);
    limit->salts = malloc(count * KEY);
    return limit->pending && limit->by_arrival && limit->salts ? SQLITE_OK : SQLITE_NOMEM;
}

static int finish(sqlite3_stmt *statement) {
    int code = sqlite3_step(statement);
    sqlite3_reset(statement);
    return code == SQLITE_DONE ? SQLITE_OK : code;
}

static void bind_bytes(sqlite3_stmt *statement, int place, const void *bytes, int count) {
    sqlite3_bind_blob(statement, place, bytes, count, SQLITE_STATIC);
}

static void bind_text(sqlite3_stmt *statement, int place, const void *bytes, int count) {
    sqlite3_bind_text(statement, place, bytes, count, SQLITE_STATIC);
}

// A record id of 32 hexadecimal digits, as its 16 bytes.
static void bind_id(sqlite3_stmt *statement, int place, const uint8_t *digits) {
    uint8_t id[KEY];
    for (int i = 0; i < KEY; i++) {
        uint8_t high = digits[2 * i], low = digits[2 * i + 1];
        id[i] = (uint8_t)((high & 15) + (high >> 6) * 9) << 4 | (uint8_t)((low & 15) + (low >> 6) * 9);
    }
    sqlite3_bind_blob(statement, place, id, KEY, SQLITE_TRANSIENT);
}

static void bind_number(sqlite3_stmt *statement, int place, int64_t number, int is_there) {
    if (is_there) sqlite3_bind_int64(statement, place, number);
    else sqlite3_bind_null(statement, place);
}

static uint64_t big_endian(const uint8_t *bytes) {
    uint64_t word;
    memcpy(&word, bytes, sizeof word);
    return __builtin_bswap64(word);
}

static uint8_t *put(uint8_t *at, uint64_t number, int bytes) {
    for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) *at++ = (uint8_t)(number >> shift);
    return at;
}

static uint8_t *put_field(uint8_t *at, const void *bytes, size_t count) {
    at = put(at, count, 4);
    memcpy(at, bytes, count);
    return at + count;
}

static int by_key(const void *left, const void *right) {
    const struct pending *a = left, *b = right;
    if (a->high != b->high) return a->high < b->high ? -1 : 1;
    return a->low < b->low ? -1 : a->low > b->low;
}

// The subjects, ascending by key.
static void sort(struct store_limit *limit, const struct store_batch *batch) {
    for (size_t i = 0; i < batch->count; i++) {
        const uint8_t *key = batch->arena + batch->rows[i].key;
        struct pending *pending = &limit->pending[i];
        *pending = (struct pending){.high = big_endian(key), .low = big_endian(key + 8), .arrival = (uint32_t)i};
        memcpy(pending->key, key, KEY);
    }
    qsort(limit->pending, batch->count, sizeof *limit->pending, by_key);
}

// A subject that is new: salt and link.
static void name(struct pending *pending, const uint8_t *salt) {
    uint8_t hash[SHA256_DIGEST_LENGTH];
    SHA256_CTX context;
    SHA256_Init(&context);
    SHA256_Update(&context, salt, KEY);
    SHA256_Update(&context, pending->key, KEY);
    SHA256_Final(hash, &context);
    memcpy(pending->link, hash, KEY);
}

// The subjects that are stored.
static int find_subjects(struct store_limit *limit, struct pending *first, size_t count, size_t *found) {
    sqlite3_stmt *statement = limit->statements[FIND_SUBJECTS];
    int code;
    for (size_t i = 0; i < CHUNK; i++) bind_bytes(statement, (int)i + 1, i < count ? first[i].key : NULL, KEY);
    while ((code = sqlite3_step(statement)) == SQLITE_ROW) {
        size_t next = (size_t)sqlite3_column_int(statement, 0);
        first[next].number = sqlite3_column_int64(statement, 1);
        memcpy(first[next].link, sqlite3_column_blob(statement, 2), KEY);
        first[next].approved_before = (uint8_t)sqlite3_column_int(statement, 5);
        first[next].decided_before = (uint8_t)sqlite3_column_int(statement, 6);
        first[next].last_change = sqlite3_column_int64(statement, 10);
        limit->found[(*found)++] = &first[next];
    }
    sqlite3_reset(statement);
    return code == SQLITE_DONE ? SQLITE_OK : code;
}

// The records of the subjects that were found, and whether those of the batch take their place.
static int find_records(struct store_limit *limit, const struct store_batch *batch, size_t count) {
    sqlite3_stmt *statement = limit->statements[FIND_RECORDS];
    int code;
    for (size_t i = 0; i < CHUNK; i++) bind_number(statement, (int)i + 1, i < count ? limit->found[i]->number << 16 : 0, i < count);
    while ((code = sqlite3_step(statement)) == SQLITE_ROW) {
        struct pending *found = limit->found[sqlite3_column_int(statement, 0)];
        const struct store_row *row = &batch->rows[found->arrival];
        const void *content = sqlite3_column_blob(statement, 4);
        int is_same = sqlite3_column_bytes(statement, 4) == row->content_length
            && !memcmp(content, batch->arena + row->content, row->content_length);
        found->record_number = sqlite3_column_int64(statement, 1);
        found->is_written = !is_same && row->decided_at > sqlite3_column_int64(statement, 3);
    }
    sqlite3_reset(statement);
    return code == SQLITE_DONE ? SQLITE_OK : code;
}

static int last_number(struct store_limit *limit, int64_t *number) {
    sqlite3_stmt *statement = limit->statements[LAST_NUMBER];
    int code = sqlite3_step(statement);
    *number = sqlite3_column_int64(statement, 0);
    sqlite3_reset(statement);
    return code == SQLITE_ROW ? SQLITE_OK : code;
}

// Binds a row from a place on.
typedef void bind_row(const struct store_limit *, const struct store_batch *, const struct pending *, sqlite3_stmt *, int place);

static int flush(struct store_limit *limit, const struct store_batch *batch, enum statement one, int columns, bind_row *bind) {
    int count = limit->block_count, rows = count == BLOCK ? BLOCK : 1;
    sqlite3_stmt *statement = limit->statements[rows == BLOCK ? one + 1 : one];
    limit->block_count = 0;
    for (int start = 0; start < count; start += rows) {
        for (int row = 0; row < rows; row++) bind(limit, batch, limit->block[start + row], statement, row * columns);
        TRY(finish(statement));
    }
    return SQLITE_OK;
}

// Adds a row with the others of its block.
static int add_row(struct store_limit *limit, const struct store_batch *batch, const struct pending *pending, enum statement one,
                   int columns, bind_row *bind) {
    limit->block[limit->block_count++] = pending;
    return limit->block_count < BLOCK ? SQLITE_OK : flush(limit, batch, one, columns, bind);
}

static void bind_record(const struct store_limit *limit, const struct store_batch *batch, const struct pending *pending,
                        sqlite3_stmt *statement, int place) {
    const struct store_row *row = &batch->rows[pending->arrival];
    bind_id(statement, place + 1, batch->arena + row->record_id);
    sqlite3_bind_int64(statement, place + 2, row->decided_at);
    bind_bytes(statement, place + 3, batch->arena + row->content, row->content_length);
    sqlite3_bind_int64(statement, place + 4, limit->manifest);
    sqlite3_bind_int64(statement, place + 5, pending->record_number ? pending->record_number : pending->number << 16 | limit->source);
}

static int write_record(struct store_limit *limit, const struct store_batch *batch, const struct pending *pending) {
    if (!pending->record_number) return add_row(limit, batch, pending, ADD_RECORD, RECORD_COLUMNS, bind_record);
    bind_record(limit, batch, pending, limit->statements[SET_RECORD], 0);
    return finish(limit->statements[SET_RECORD]);
}

// The number of a hash or of a source, which is added if it is not there.
static int number_of(struct store_limit *limit, enum statement add, const void *bytes, int count, int64_t *number) {
    sqlite3_stmt *statement = limit->statements[add];
    for (int i = 0; i < 2; i++, statement = limit->statements[add + 1]) {
        if (count < 0) bind_text(statement, 1, bytes, -1);
        else bind_bytes(statement, 1, bytes, count);
        if (!i) TRY(finish(statement));
    }
    statement = limit->statements[add + 1];
    int code = sqlite3_step(statement);
    *number = sqlite3_column_int64(statement, 0);
    sqlite3_reset(statement);
    return code == SQLITE_ROW ? SQLITE_OK : code;
}

// Reads and decides, and writes the records, while they are at hand.
static int decide(struct store_limit *limit, const struct store_batch *batch) {
    int64_t number;
    TRY(last_number(limit, &number));
    TRY(number_of(limit, ADD_HASH, batch->manifest_hash, SHA256_DIGEST_LENGTH, &limit->manifest));
    TRY(number_of(limit, ADD_SOURCE, batch->adapter, -1, &limit->source));
    TRY(number_of(limit, ADD_HASH, batch->policy_hash, SHA256_DIGEST_LENGTH, &limit->policy));
    for (size_t start = 0; start < batch->count; start += CHUNK) {
        struct pending *first = limit->pending + start;
        size_t count = batch->count - start < CHUNK ? batch->count - start : CHUNK, found = 0;
        for (size_t i = 0; i < count; i++) first[i].is_written = 1;
        TRY(find_subjects(limit, first, count, &found));
        if (found) TRY(find_records(limit, batch, found));
        for (size_t i = 0; i < count; i++) {
            if (!first[i].is_written) continue;
            if (!first[i].number) {
                first[i].is_new = 1;
                first[i].number = ++number;
                name(&first[i], limit->salts + (start + i) * KEY);
            }
            TRY(write_record(limit, batch, &first[i]));
        }
    }
    return flush(limit, batch, ADD_RECORD, RECORD_COLUMNS, bind_record);
}

static int set_meta(struct store_limit *limit, const char *section, const char *key, const char *value) {
    sqlite3_stmt *statement = limit->statements[SET_META];
    bind_text(statement, 1, section, -1);
    bind_text(statement, 2, key, -1);
    bind_text(statement, 3, value, -1);
    return finish(statement);
}

// A value of the ledger's head; empty where there is none.
static int meta(struct store_limit *limit, const char *key, char *value, size_t size) {
    sqlite3_stmt *statement = limit->statements[META];
    bind_text(statement, 1, "ledger", -1);
    bind_text(statement, 2, key, -1);
    int code = sqlite3_step(statement);
    value[0] = 0;
    if (code == SQLITE_ROW) snprintf(value, size, "%s", (const char *)sqlite3_column_text(statement, 0));
    sqlite3_reset(statement);
    return code == SQLITE_ROW || code == SQLITE_DONE ? SQLITE_OK : code;
}

// The bytes of a change that its hash is over.
static size_t change_bytes(uint8_t *bytes, const struct store_batch *batch, const struct pending *pending, int64_t number,
                           const uint8_t *previous) {
    const struct store_row *row = &batch->rows[pending->arrival];
    uint8_t *at = bytes;
    memcpy(at, previous, SHA256_DIGEST_LENGTH);
    at = put(at + SHA256_DIGEST_LENGTH, (uint64_t)number, 8);
    at = put_field(at, pending->link, KEY);
    *at++ = pending->approved_before;
    *at++ = pending->decided_before;
    *at++ = batch->arena[row->content];
    *at++ = ALL_DECIDED;
    at = put(at, (uint64_t)row->decided_at, 8);
    at = put(at, (uint64_t)batch->now, 8);
    at = put_field(at, batch->arena + row->record_id, row->record_id_length);
    at = put_field(at, batch->policy_hash, SHA256_DIGEST_LENGTH);
    at = put_field(at, batch->manifest_hash, SHA256_DIGEST_LENGTH);
    return (size_t)(at - bytes);
}

static void bind_change(const struct store_limit *limit, const struct store_batch *batch, const struct pending *pending,
                        sqlite3_stmt *statement, int place) {
    const struct store_row *row = &batch->rows[pending->arrival];
    sqlite3_bind_int64(statement, place + 1, pending->change);
    bind_bytes(statement, place + 2, pending->link, KEY);
    bind_number(statement, place + 3, pending->last_change, pending->last_change != 0);
    sqlite3_bind_int64(statement, place + 4, pending->number);
    sqlite3_bind_int(statement, place + 5, pending->approved_before);
    sqlite3_bind_int(statement, place + 6, pending->decided_before);
    sqlite3_bind_int(statement, place + 7, batch->arena[row->content]);
    sqlite3_bind_int(statement, place + 8, ALL_DECIDED);
    sqlite3_bind_int(statement, place + 9, 0);
    sqlite3_bind_int64(statement, place + 10, row->decided_at);
    sqlite3_bind_int64(statement, place + 11, batch->now);
    bind_id(statement, place + 12, batch->arena + row->record_id);
    sqlite3_bind_int64(statement, place + 13, limit->policy);
    sqlite3_bind_int64(statement, place + 14, limit->manifest);
    bind_bytes(statement, place + 15, pending->hash, SHA256_DIGEST_LENGTH);
}

// Chains a change to the one before.
static void chain(const struct store_batch *batch, struct pending *pending, int64_t number, const uint8_t *previous) {
    uint8_t bytes[256 + UINT16_MAX];
    SHA256_CTX context;
    SHA256_Init(&context);
    SHA256_Update(&context, bytes, change_bytes(bytes, batch, pending, number, previous));
    SHA256_Final(pending->hash, &context);
    pending->change = number;
}

// In order of arrival, each chained to the one before.
static int add_changes(struct store_limit *limit, const struct store_batch *batch) {
    char text[2 * SHA256_DIGEST_LENGTH + 1];
    uint8_t head[SHA256_DIGEST_LENGTH] = {0};
    TRY(meta(limit, "head-number", text, sizeof text));
    int64_t number = strtoll(text, NULL, 10);
    TRY(meta(limit, "head-hash", text, sizeof text));
    for (int i = 0; text[0] && i < SHA256_DIGEST_LENGTH; i++) {
        char pair[3] = {text[2 * i], text[2 * i + 1], 0};
        head[i] = (uint8_t)strtoul(pair, NULL, 16);
    }
    for (size_t i = 0; i < batch->count; i++) limit->by_arrival[limit->pending[i].arrival] = &limit->pending[i];
    for (size_t i = 0; i < batch->count; i++) {
        struct pending *pending = limit->by_arrival[i];
        uint8_t approved = batch->arena[batch->rows[i].content];
        int is_new = pending->approved_before != approved || pending->decided_before != ALL_DECIDED;
        if (!pending->is_written || !is_new) continue;
        chain(batch, pending, ++number, head);
        memcpy(head, pending->hash, SHA256_DIGEST_LENGTH);
        TRY(add_row(limit, batch, pending, ADD_CHANGE, CHANGE_COLUMNS, bind_change));
    }
    TRY(flush(limit, batch, ADD_CHANGE, CHANGE_COLUMNS, bind_change));
    snprintf(text, sizeof text, "%lld", (long long)number);
    TRY(set_meta(limit, "ledger", "head-number", text));
    for (int i = 0; i < SHA256_DIGEST_LENGTH; i++) snprintf(text + 2 * i, 3, "%02x", head[i]);
    return set_meta(limit, "ledger", "head-hash", text);
}

// The columns of a subject's state, from a place on.
static void bind_state(sqlite3_stmt *statement, int place, const struct store_batch *batch, const struct pending *pending) {
    const struct store_row *row = &batch->rows[pending->arrival];
    int64_t last = pending->change ? pending->change : pending->last_change;
    sqlite3_bind_int(statement, place, batch->arena[row->content]);
    sqlite3_bind_int(statement, place + 1, ALL_DECIDED);
    sqlite3_bind_int(statement, place + 2, 0);
    sqlite3_bind_int64(statement, place + 3, row->decided_at);
    sqlite3_bind_null(statement, place + 4);
    bind_number(statement, place + 5, last, last != 0);
}

static void bind_subject(const struct store_limit *limit, const struct store_batch *batch, const struct pending *pending,
                         sqlite3_stmt *statement, int place) {
    const struct store_row *row = &batch->rows[pending->arrival];
    sqlite3_bind_int64(statement, place + 1, pending->number);
    bind_bytes(statement, place + 2, pending->key, KEY);
    bind_text(statement, place + 3, batch->name_space, -1);
    bind_text(statement, place + 4, batch->arena + row->id, row->id_length);
    bind_bytes(statement, place + 5, limit->salts + (pending - limit->pending) * KEY, KEY);
    bind_bytes(statement, place + 6, pending->link, KEY);
    bind_state(statement, place + 7, batch, pending);
}

static int write_subject(struct store_limit *limit, const struct store_batch *batch, const struct pending *pending) {
    if (pending->is_new) return add_row(limit, batch, pending, ADD_SUBJECT, SUBJECT_COLUMNS, bind_subject);
    bind_state(limit->statements[SET_SUBJECT], 1, batch, pending);
    sqlite3_bind_int64(limit->statements[SET_SUBJECT], 7, pending->number);
    return finish(limit->statements[SET_SUBJECT]);
}

static int set_checkpoint(struct store_limit *limit, const struct store_batch *batch) {
    sqlite3_stmt *statement = limit->statements[SET_CHECKPOINT];
    bind_text(statement, 1, batch->job, -1);
    bind_text(statement, 2, batch->stream, -1);
    bind_text(statement, 3, "", 0);
    bind_text(statement, 4, batch->cursor, -1);
    sqlite3_bind_int64(statement, 5, batch->now);
    return finish(statement);
}

static int write_all(struct store_limit *limit, const struct store_batch *batch) {
    TRY(decide(limit, batch));
    TRY(add_changes(limit, batch));
    int is_anybody_new = 0;
    for (size_t i = 0; i < batch->count; i++) {
        const struct pending *pending = &limit->pending[i];
        if (!pending->is_written) continue;
        is_anybody_new |= pending->is_new;
        TRY(write_subject(limit, batch, pending));
    }
    TRY(flush(limit, batch, ADD_SUBJECT, SUBJECT_COLUMNS, bind_subject));
    if (is_anybody_new) TRY(set_meta(limit, "namespace", batch->name_space, ""));
    return set_checkpoint(limit, batch);
}

int store_limit_apply(struct store_limit *limit, const struct store_batch *batch) {
    TRY(reserve(limit, batch->count));
    for (size_t done = 0; done < batch->count * KEY;) {
        ssize_t more = getrandom(limit->salts + done, batch->count * KEY - done, 0);
        if (more < 0) return SQLITE_IOERR;
        done += (size_t)more;
    }
    sort(limit, batch);
    TRY(finish(limit->statements[BEGIN]));
    int code = write_all(limit, batch);
    int end = finish(limit->statements[code ? ROLLBACK : COMMIT]);
    return code ? code : end;
}
