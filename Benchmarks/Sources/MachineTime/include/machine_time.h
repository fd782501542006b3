// Processor time, and on which processors it is spent.
#ifndef MACHINE_TIME_H
#define MACHINE_TIME_H

// Processor time of this process in seconds.
double own_processor_seconds(void);

// Processor time in seconds of all children that have ended.
double children_processor_seconds(void);

// Time that passes, in seconds.
double wall_seconds(void);

// How many programs ran or wanted to, over the last minute; -1 if the system does not tell.
double load_of_last_minute(void);

// The most memory in bytes that a running process has had at once; 0 if it is gone or the system does not tell.
long peak_bytes(int process);

// Keeps this process and its children to one processor, the last that it may use; -1 if the system cannot.
int pin_to_one_processor(void);

// Undoes that.
void unpin(void);

#endif
