#include "include/allocations.h"

#include <errno.h>
#include <stddef.h>

static __thread int counting;
static __thread long calls;

void allocations_begin(void) {
    calls = 0;
    counting = 1;
}

long allocations_end(void) {
    counting = 0;
    return calls;
}

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define IS_SANITIZED 1
#endif
#endif

#if defined(__GLIBC__) && !defined(IS_SANITIZED)

// Functions of an executable go before those of the C library, for the libraries of Swift as well; the C library has
// its own ones under second names.
extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *block, size_t size);
extern void *__libc_memalign(size_t alignment, size_t size);

int allocations_are_counted(void) { return 1; }

void *malloc(size_t size) {
    calls += counting;
    return __libc_malloc(size);
}

void *calloc(size_t count, size_t size) {
    calls += counting;
    return __libc_calloc(count, size);
}

void *realloc(void *block, size_t size) {
    calls += counting;
    return __libc_realloc(block, size);
}

void *aligned_alloc(size_t alignment, size_t size) {
    calls += counting;
    return __libc_memalign(alignment, size);
}

int posix_memalign(void **block, size_t alignment, size_t size) {
    calls += counting;
    if (alignment == 0 || alignment % sizeof(void *) != 0 || (alignment & (alignment - 1)) != 0) return EINVAL;
    *block = __libc_memalign(alignment, size);
    return *block || size == 0 ? 0 : ENOMEM;
}

#else

int allocations_are_counted(void) { return 0; }

#endif
