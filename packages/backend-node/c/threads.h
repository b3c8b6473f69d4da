/* Threads, locks and clocks of POSIX and of Windows, as far as the pool needs them. */
#pragma once
#include <stdint.h>

#if defined(_WIN32)
#define WIN32_LEAN_AND_MEAN
#include <windows.h>

typedef SRWLOCK mutex;
typedef CONDITION_VARIABLE condition;
typedef HANDLE thread;

#define MUTEX_INITIAL SRWLOCK_INIT
static inline void mutex_begin(mutex *m) { InitializeSRWLock(m); }
static inline void mutex_end(mutex *m) { (void)m; }
static inline void mutex_lock(mutex *m) { AcquireSRWLockExclusive(m); }
static inline void mutex_unlock(mutex *m) { ReleaseSRWLockExclusive(m); }
static inline void condition_begin(condition *c) { InitializeConditionVariable(c); }
static inline void condition_end(condition *c) { (void)c; }
static inline void condition_wake(condition *c) { WakeAllConditionVariable(c); }
static inline void condition_wait(condition *c, mutex *m) { SleepConditionVariableSRW(c, m, INFINITE, 0); }
static inline void condition_wait_ms(condition *c, mutex *m, unsigned ms) { SleepConditionVariableSRW(c, m, ms, 0); }
static inline int thread_start(thread *t, DWORD(WINAPI *body)(void *), void *data) {
  return (*t = CreateThread(0, 2 << 20, body, data, 0, 0)) != 0;
}
static inline int thread_ended(thread t) { return WaitForSingleObject(t, 0) == WAIT_OBJECT_0; }
static inline void thread_join(thread t) {
  WaitForSingleObject(t, INFINITE);
  CloseHandle(t);
}
static inline uint64_t now_ns(void) {
  LARGE_INTEGER count, frequency;
  QueryPerformanceCounter(&count);
  QueryPerformanceFrequency(&frequency);
  return (uint64_t)((double)count.QuadPart * 1e9 / (double)frequency.QuadPart);
}
#define THREAD_BODY(name, data) static DWORD WINAPI name(void *data)

#else
#include <pthread.h>
#include <time.h>

typedef pthread_mutex_t mutex;
typedef pthread_cond_t condition;
typedef pthread_t thread;

#define MUTEX_INITIAL PTHREAD_MUTEX_INITIALIZER
static inline void mutex_begin(mutex *m) { pthread_mutex_init(m, 0); }
static inline void mutex_end(mutex *m) { pthread_mutex_destroy(m); }
static inline void mutex_lock(mutex *m) { pthread_mutex_lock(m); }
static inline void mutex_unlock(mutex *m) { pthread_mutex_unlock(m); }
static inline void condition_begin(condition *c) { pthread_cond_init(c, 0); }
static inline void condition_end(condition *c) { pthread_cond_destroy(c); }
static inline void condition_wake(condition *c) { pthread_cond_broadcast(c); }
static inline void condition_wait(condition *c, mutex *m) { pthread_cond_wait(c, m); }
static inline void condition_wait_ms(condition *c, mutex *m, unsigned ms) {
  struct timespec end;
  clock_gettime(CLOCK_REALTIME, &end);
  end.tv_nsec += (long)ms * 1000000;
  end.tv_sec += end.tv_nsec / 1000000000, end.tv_nsec %= 1000000000;
  pthread_cond_timedwait(c, m, &end);
}
static inline int thread_start(thread *t, void *(*body)(void *), void *data) {
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  pthread_attr_setstacksize(&attributes, 2 << 20);
  int failed = pthread_create(t, &attributes, body, data);
  pthread_attr_destroy(&attributes);
  return !failed;
}
static inline void thread_join(thread t) { pthread_join(t, 0); }
static inline uint64_t now_ns(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (uint64_t)now.tv_sec * 1000000000 + (uint64_t)now.tv_nsec;
}
#define THREAD_BODY(name, data) static void *name(void *data)
#endif
