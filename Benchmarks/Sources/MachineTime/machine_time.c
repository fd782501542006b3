#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "include/machine_time.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>
#ifdef __linux__
#include <sched.h>
#endif

static double seconds_of(clockid_t clock) {
    struct timespec now;
    clock_gettime(clock, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

double own_processor_seconds(void) { return seconds_of(CLOCK_PROCESS_CPUTIME_ID); }

double wall_seconds(void) { return seconds_of(CLOCK_MONOTONIC); }

double children_processor_seconds(void) {
    struct rusage usage;
    getrusage(RUSAGE_CHILDREN, &usage);
    return (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec)
        + (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) * 1e-6;
}

double load_of_last_minute(void) {
    double load;
    return getloadavg(&load, 1) == 1 ? load : -1;
}

long peak_bytes(int process) {
    char text[64];
    long kilobytes = 0;
    snprintf(text, sizeof text, "/proc/%d/status", process);
    FILE *status = fopen(text, "r");
    if (!status) return 0;
    while (fgets(text, sizeof text, status)) {
        if (sscanf(text, "VmHWM: %ld", &kilobytes) == 1) break;
    }
    fclose(status);
    return kilobytes * 1024;
}

#ifdef __linux__

static cpu_set_t before;

int pin_to_one_processor(void) {
    if (sched_getaffinity(0, sizeof before, &before)) return -1;
    int last = -1;
    for (int cpu = 0; cpu < CPU_SETSIZE; cpu++) {
        if (CPU_ISSET(cpu, &before)) last = cpu;
    }
    cpu_set_t one;
    CPU_ZERO(&one);
    CPU_SET(last, &one);
    return sched_setaffinity(0, sizeof one, &one) ? -1 : last;
}

void unpin(void) { sched_setaffinity(0, sizeof before, &before); }

#else

int pin_to_one_processor(void) { return -1; }

void unpin(void) {}

#endif
