/* Threads that take the pieces of a kernel beside the calling one. */
#pragma once
#include "kernel-table.h"

struct pool;

enum pool_result { POOL_DONE, POOL_THREAD_ENDED };

/* Starts up to `threads` − 1 threads; fewer where the system gives no more. Null when there is no memory. */
struct pool *pool_begin(unsigned threads);
/* Threads at work, the calling one included. */
unsigned pool_threads(const struct pool *pool);
/* Runs all pieces. POOL_THREAD_ENDED when a thread has ended in the middle of one: its piece is not done. */
enum pool_result pool_run(struct pool *pool, kernel_function *function, const struct call *call, unsigned chunks);
/* Stops the threads and waits for them. */
void pool_end(struct pool *pool);

#ifdef TEST_HOOKS
/* Has a thread end: before its next piece, or in the middle of it. */
void pool_kill(struct pool *pool, unsigned worker, int in_piece);
#endif
