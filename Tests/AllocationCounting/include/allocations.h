// Counts what a thread asks of the allocator, for tests that say that something allocates nothing.
#ifndef ALLOCATIONS_H
#define ALLOCATIONS_H

// Whether this build can count: on Linux, without a sanitizer, which has an allocator of its own.
int allocations_are_counted(void);

// Starts to count the calls of this thread.
void allocations_begin(void);

// Ends counting and returns how many calls there were.
long allocations_end(void);

#endif
