// What libcurl can do without anything around it.
#ifndef PULL_LIMITS_H
#define PULL_LIMITS_H

#include <stddef.h>

struct pull_count {
    long answers;      // with status 200
    long long bytes;   // of their bodies
};

// Fetches all addresses, as many at once as `width`, by one multi handle and curl_multi_poll. `http2` asks for HTTP/2 on
// one connection, with the certificate authority in the file `ca`. Returns 0, or a code of libcurl's.
int pull_limit(const char *const *addresses, size_t count, int width, int http2, const char *ca, struct pull_count *result);

#endif
