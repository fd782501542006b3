#ifndef CURL_MEMORY_H
#define CURL_MEMORY_H

#include <stdbool.h>
#include <stddef.h>

// Memory for libcurl, which asks for some forty blocks of the same few sizes for every exchange and gives them back at
// its end. With dozens of exchanges at a time that is more than the short lists of the C library's allocator hold, so
// that it splits and merges blocks all the time: a sixth of what an exchange takes, measured.
//
// A client's thread keeps the blocks that are given back to it, up to a limit, until it ends. Every other thread
// allocates and frees as usual. A block may be given back on another thread than it came from.

// The five functions that curl_global_init_mem() takes, with the contracts of their namesakes.
void *curl_memory_malloc(size_t bytes);
void curl_memory_free(void *block);
void *curl_memory_realloc(void *block, size_t bytes);
char *curl_memory_strdup(const char *text);
void *curl_memory_calloc(size_t count, size_t bytes);

// From now on this thread keeps blocks. False if there was no memory for the lists; then it allocates as usual.
bool curl_memory_begin(void);

// Frees what this thread has kept; it allocates as usual again.
void curl_memory_end(void);

// How many bytes this thread keeps at the moment, and at most.
size_t curl_memory_kept(void);
size_t curl_memory_most_kept(void);

#endif
