#define OPENSSL_SUPPRESS_DEPRECATED
#include "include/store_limits.h"

#include <openssl/sha.h>
#include <sqlite3.h>

// What two stores that took the same records have in common.
static const char *const tables[] = {
    "SELECT number, key, namespace, id, approved, decided, implicit, decided_at, expires_at, last_change FROM subjects"
    " ORDER BY number",
    "SELECT number, subject, source, record_id, decided_at, content, manifest FROM records ORDER BY number",
    "SELECT number, earlier, owner, before_approved, before_decided, after_approved, after_decided, kind, decided_at,"
    " recorded_at, record_id, policy, manifest FROM changes ORDER BY number",
    "SELECT number, hash FROM hashes ORDER BY number",
    "SELECT number, adapter, regulation FROM sources ORDER BY number",
    "SELECT job, stream, partition, cursor, updated_at FROM checkpoints ORDER BY job, stream, partition",
    "SELECT section, name, value FROM meta WHERE name <> 'head-hash' ORDER BY section, name",
};

enum { TABLES = sizeof tables / sizeof *tables };

static int add(sqlite3 *db, const char *sql, SHA256_CTX *sum, long long *rows) {
    sqlite3_stmt *statement;
    int code = sqlite3_prepare_v2(db, sql, -1, &statement, NULL);
    if (code) return code;
    while ((code = sqlite3_step(statement)) == SQLITE_ROW) {
        for (int column = 0; column < sqlite3_column_count(statement); column++) {
            int type = sqlite3_column_type(statement, column);
            const void *bytes = sqlite3_column_blob(statement, column);
            int count = sqlite3_column_bytes(statement, column);
            SHA256_Update(sum, &type, sizeof type);
            SHA256_Update(sum, &count, sizeof count);
            if (count) SHA256_Update(sum, bytes, (size_t)count);
        }
        ++*rows;
    }
    sqlite3_finalize(statement);
    return code == SQLITE_DONE ? SQLITE_OK : code;
}

int store_limit_sum(const char *path, uint8_t sum[STORE_SUM_BYTES], long long *subjects, long long *changes) {
    sqlite3 *db;
    SHA256_CTX context;
    long long rows[TABLES] = {0};
    int code = sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY, NULL);
    SHA256_Init(&context);
    for (int table = 0; table < TABLES && !code; table++) code = add(db, tables[table], &context, &rows[table]);
    sqlite3_close(db);
    SHA256_Final(sum, &context);
    *subjects = rows[0];
    *changes = rows[2];
    return code;
}
