#include "include/curl_memory.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

// Stands before every block. As large as the strictest alignment, so that what follows is aligned too.
typedef union {
    struct {
        size_t class;
        size_t capacity;
    };
    max_align_t alignment;
} header;

// Blocks of one class have one capacity: steps of 16 bytes for what libcurl's own structures need, steps of 2 KiB for
// its buffers. What is larger is not kept.
enum {
    SMALL_STEP = 16,
    SMALL_MOST = 2 << 10,
    LARGE_STEP = 2 << 10,
    LARGE_MOST = 32 << 10,
    SMALL_CLASSES = SMALL_MOST / SMALL_STEP,
    CLASSES = SMALL_CLASSES + LARGE_MOST / LARGE_STEP,
    NOT_KEPT = CLASSES,
    MOST_KEPT = 2 << 20,
};

// A kept block: the link stands where the block's content was.
typedef struct kept {
    struct kept *next;
} kept;

typedef struct {
    kept *first[CLASSES];
    size_t bytes;
} lists;

static _Thread_local lists *own;

static header *header_of(void *block) { return (header *)block - 1; }

// The class of a block of so many bytes, and how many it will hold.
static size_t class_of(size_t bytes, size_t *capacity) {
    if (bytes == 0) bytes = 1;
    if (bytes <= SMALL_MOST) {
        size_t steps = (bytes + SMALL_STEP - 1) / SMALL_STEP;
        *capacity = steps * SMALL_STEP;
        return steps - 1;
    }
    if (bytes <= LARGE_MOST) {
        size_t steps = (bytes + LARGE_STEP - 1) / LARGE_STEP;
        *capacity = steps * LARGE_STEP;
        return SMALL_CLASSES + steps - 1;
    }
    *capacity = bytes;
    return NOT_KEPT;
}

void *curl_memory_malloc(size_t bytes) {
    size_t capacity;
    size_t class = class_of(bytes, &capacity);
    if (own && class != NOT_KEPT && own->first[class]) {
        kept *block = own->first[class];
        own->first[class] = block->next;
        own->bytes -= capacity;
        return block;
    }
    if (capacity > SIZE_MAX - sizeof(header)) return NULL;
    header *made = malloc(sizeof(header) + capacity);
    if (!made) return NULL;
    made->class = class;
    made->capacity = capacity;
    return made + 1;
}

void curl_memory_free(void *block) {
    if (!block) return;
    header *made = header_of(block);
    if (!own || made->class == NOT_KEPT || made->capacity > MOST_KEPT - own->bytes) {
        free(made);
        return;
    }
    kept *link = block;
    link->next = own->first[made->class];
    own->first[made->class] = link;
    own->bytes += made->capacity;
}

void *curl_memory_realloc(void *block, size_t bytes) {
    if (!block) return curl_memory_malloc(bytes);
    size_t capacity = header_of(block)->capacity;
    if (bytes <= capacity) return block;
    void *larger = curl_memory_malloc(bytes);
    if (!larger) return NULL;
    memcpy(larger, block, capacity);
    curl_memory_free(block);
    return larger;
}

char *curl_memory_strdup(const char *text) {
    size_t bytes = strlen(text) + 1;
    char *copy = curl_memory_malloc(bytes);
    return copy ? memcpy(copy, text, bytes) : NULL;
}

void *curl_memory_calloc(size_t count, size_t bytes) {
    if (bytes && count > SIZE_MAX / bytes) return NULL;
    void *block = curl_memory_malloc(count * bytes);
    return block ? memset(block, 0, count * bytes) : NULL;
}

bool curl_memory_begin(void) {
    if (!own) own = calloc(1, sizeof(lists));
    return own != NULL;
}

void curl_memory_end(void) {
    if (!own) return;
    for (size_t class = 0; class < CLASSES; class++) {
        while (own->first[class]) {
            kept *block = own->first[class];
            own->first[class] = block->next;
            free(header_of(block));
        }
    }
    free(own);
    own = NULL;
}

size_t curl_memory_kept(void) { return own ? own->bytes : 0; }

size_t curl_memory_most_kept(void) { return MOST_KEPT; }
