#include "pool.h"
#include "processor.h"
#include "threads.h"
#include <stdlib.h>

/* How long a thread looks for more work before it sleeps, which takes about as long to end; how often the calling thread
 * makes sure, while it waits, that threads with a piece still run. */
enum { SPIN_NS = 20000, CHECK_MS = 250 };
/* A job that took so long would have been helped with, had a core been free; after so many of them without help the
 * calling thread works alone for a number of jobs, which doubles up to the longest pause. */
enum { LONG_NS = 200000, MOST_JOBS_ALONE = 8, FIRST_PAUSE = 4, LONGEST_PAUSE = 256 };
#define NO_PIECE 0xffffffffu
#define NO_CLAIM UINT64_MAX

/* One job at a time. `ticket` holds its number in the upper half and the next piece that nobody has claimed in the lower.
 * Everybody claims pieces by compare-and-exchange, which succeeds only if no other piece was claimed and no other job
 * begun in between. The calling thread claims pieces too, so it never waits for a thread that wakes up late: that one
 * finds nothing left. */
struct worker {
  thread thread;
  struct pool *pool;
  _Atomic int ended;
  /* Ticket of the piece that it is at or about to claim: tells one that ended with a piece from one that ended idle. */
  _Atomic uint64_t claim;
#ifdef TEST_HOOKS
  _Atomic int kill;
#endif
  char padding[64];
};

struct pool {
  _Atomic uint64_t ticket;
  _Atomic uint32_t chunks, done, wake;
  _Atomic uint32_t sleeping, waiting, stopped;
  /* The job. Nobody writes here while one of its pieces is claimed and not done. */
  kernel_function *function;
  struct call call;

  mutex lock;
  condition bell, finished;
  unsigned threads;
  unsigned jobs_alone, pause, left;
  struct worker workers[];
};

#if !defined(_WIN32)
/* The destructor of this key runs in a thread that ends, whatever ends it. */
static pthread_key_t own_worker;
static pthread_once_t own_worker_once = PTHREAD_ONCE_INIT;
static void note_end(void *worker) { atomic_store(&((struct worker *)worker)->ended, 1); }
static void make_own_worker(void) { pthread_key_create(&own_worker, note_end); }
#endif

static int has_ended(struct worker *worker) {
#if defined(_WIN32)
  return thread_ended(worker->thread);
#else
  return atomic_load(&worker->ended);
#endif
}

#ifdef TEST_HOOKS
static void end_if_told(struct worker *worker, int in_piece) {
  if (worker && atomic_load(&worker->kill) == 1 + in_piece) pthread_exit(0);
}
#else
#define end_if_told(worker, in_piece) (void)0
#endif

/* Claims and runs pieces until none is left; returns how many. `worker` is null for the calling thread. */
static uint32_t take_pieces(struct pool *pool, struct worker *worker) {
  uint32_t taken = 0;
  for (;;) {
    uint64_t ticket = atomic_load(&pool->ticket);
    uint32_t piece = (uint32_t)ticket;
    if (piece >= atomic_load(&pool->chunks)) break;
    end_if_told(worker, 0);
    if (worker) atomic_store(&worker->claim, ticket);
    if (!atomic_compare_exchange_strong(&pool->ticket, &ticket, ticket + 1)) continue;
    end_if_told(worker, 1);
    pool->function(pool->call.args, piece);
    taken++;
    if (!worker) continue;
    /* The calling thread counts its pieces at the end. */
    atomic_store(&worker->claim, NO_CLAIM);
    atomic_fetch_add(&pool->done, 1);
    if (!atomic_load(&pool->waiting)) continue;
    mutex_lock(&pool->lock);
    condition_wake(&pool->finished);
    mutex_unlock(&pool->lock);
  }
  if (worker) atomic_store(&worker->claim, NO_CLAIM);
  return taken;
}

/* Whether `word` changes within SPIN_NS. */
static int changes_soon(_Atomic uint32_t *word, uint32_t from) {
  uint64_t end = now_ns() + SPIN_NS;
  do {
    for (int i = 0; i < 16; i++) {
      if (atomic_load_explicit(word, memory_order_relaxed) != from) return 1;
      spin_pause();
    }
  } while (now_ns() < end);
  return 0;
}

static void serve(struct worker *worker) {
  struct pool *pool = worker->pool;
  uint32_t seen = 0;
  while (!atomic_load(&pool->stopped)) {
    uint32_t taken = take_pieces(pool, worker);
    /* A thread that came too late has no core of its own: it must not take time from the one that works. */
    if (taken == 0 || !changes_soon(&pool->wake, seen)) {
      mutex_lock(&pool->lock);
      atomic_fetch_add(&pool->sleeping, 1);
      while (atomic_load(&pool->wake) == seen) condition_wait(&pool->bell, &pool->lock);
      atomic_fetch_sub(&pool->sleeping, 1);
      mutex_unlock(&pool->lock);
    }
    seen = atomic_load(&pool->wake);
  }
}

THREAD_BODY(thread_body, data) {
  struct worker *worker = data;
#if !defined(_WIN32)
  pthread_setspecific(own_worker, worker);
#endif
  serve(worker);
  return 0;
}

struct pool *pool_begin(unsigned threads) {
#if !defined(_WIN32)
  pthread_once(&own_worker_once, make_own_worker);
#endif
  struct pool *pool = calloc(1, sizeof *pool + (threads - 1) * sizeof(struct worker));
  if (!pool) return 0;
  mutex_begin(&pool->lock);
  condition_begin(&pool->bell);
  condition_begin(&pool->finished);
  atomic_store(&pool->ticket, NO_PIECE);
  for (pool->threads = 1; pool->threads < threads; pool->threads++) {
    struct worker *worker = &pool->workers[pool->threads - 1];
    worker->pool = pool;
    atomic_store(&worker->claim, NO_CLAIM);
    if (!thread_start(&worker->thread, thread_body, worker)) break;
  }
  return pool;
}

unsigned pool_threads(const struct pool *pool) { return pool->threads; }

static void wake_threads(struct pool *pool) {
  atomic_fetch_add(&pool->wake, 1);
  if (!atomic_load(&pool->sleeping)) return;
  mutex_lock(&pool->lock);
  condition_wake(&pool->bell);
  mutex_unlock(&pool->lock);
}

/* Counts threads with a piece of the present job that have ended, or that have not. */
static unsigned holders(struct pool *pool, int ended) {
  uint64_t job = atomic_load(&pool->ticket) >> 32;
  unsigned count = 0;
  for (unsigned i = 0; i + 1 < pool->threads; i++) {
    uint64_t claim = atomic_load(&pool->workers[i].claim);
    if (claim != NO_CLAIM && claim >> 32 == job && has_ended(&pool->workers[i]) == ended) count++;
  }
  return count;
}

static enum pool_result await_pieces(struct pool *pool, uint32_t chunks) {
  uint32_t done = atomic_load(&pool->done);
  while (done < chunks && changes_soon(&pool->done, done)) done = atomic_load(&pool->done);
  int lost = 0;
  mutex_lock(&pool->lock);
  atomic_store(&pool->waiting, 1);
  while (atomic_load(&pool->done) < chunks) {
    condition_wait_ms(&pool->finished, &pool->lock, CHECK_MS);
    lost = atomic_load(&pool->done) < chunks && holders(pool, 1) > 0;
    /* The caller will free what the pieces work on: those under way must end, and none may be begun. */
    if (lost) atomic_fetch_or(&pool->ticket, NO_PIECE);
    if (lost && holders(pool, 0) == 0) break;
  }
  atomic_store(&pool->waiting, 0);
  mutex_unlock(&pool->lock);
  return lost ? POOL_THREAD_ENDED : POOL_DONE;
}

/* Notes a long job that nobody helped with. */
static void work_alone(struct pool *pool) {
  if (pool->pause == 0 && ++pool->jobs_alone < MOST_JOBS_ALONE) return;
  pool->pause = pool->pause == 0 ? FIRST_PAUSE : pool->pause < LONGEST_PAUSE ? 2 * pool->pause : LONGEST_PAUSE;
  pool->left = pool->pause, pool->jobs_alone = 0;
}

enum pool_result pool_run(struct pool *pool, kernel_function *function, const struct call *call, unsigned chunks) {
  if (pool->threads == 1 || chunks < 2 || pool->left > 0) {
    if (pool->left > 0) pool->left--;
    for (unsigned i = 0; i < chunks; i++) function(call->args, i);
    return POOL_DONE;
  }
  uint64_t first = ((atomic_load(&pool->ticket) >> 32) + 1) << 32;
  atomic_store(&pool->ticket, first | NO_PIECE);
  atomic_store(&pool->done, 0);
  pool->function = function;
  pool->call = *call;
  atomic_store(&pool->chunks, chunks);
  atomic_store(&pool->ticket, first);
  uint64_t begin = now_ns();
  wake_threads(pool);
  uint32_t taken = take_pieces(pool, 0);
  if (taken == chunks) {
    if (now_ns() - begin > LONG_NS) work_alone(pool);
    return POOL_DONE;
  }
  pool->jobs_alone = pool->pause = 0;
  atomic_fetch_add(&pool->done, taken);
  return atomic_load(&pool->done) == chunks ? POOL_DONE : await_pieces(pool, chunks);
}

void pool_end(struct pool *pool) {
  atomic_store(&pool->stopped, 1);
  wake_threads(pool);
  for (unsigned i = 0; i + 1 < pool->threads; i++) thread_join(pool->workers[i].thread);
  mutex_end(&pool->lock);
  condition_end(&pool->bell);
  condition_end(&pool->finished);
  free(pool);
}

#ifdef TEST_HOOKS
void pool_kill(struct pool *pool, unsigned worker, int in_piece) {
  atomic_store(&pool->workers[worker].kill, 1 + in_piece);
}
#endif
