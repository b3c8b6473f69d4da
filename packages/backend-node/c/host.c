/* The kernels behind Node-API: they work in place on a heap that belongs to somebody else. Everything that changes belongs
 * to one `state`, made by attach(), so that every environment of a process may have its own; what they share is the list
 * of heaps in use. */
#include "kernel-table.h"
#include "pool.h"
#include "processor.h"
#include "threads.h"
#include <node_api.h>
#include <stdio.h>
#include <stdlib.h>

enum { MOST_THREADS = 256 };

struct state {
  napi_env env;
  napi_ref memory; /* keeps the heap alive */
  char *heap;
  size_t length;
  const struct level *level;
  struct pool *pool; /* null once detached */
  int broken;
  struct state *next;
};

static struct state *attached;
static mutex attached_lock = MUTEX_INITIAL;

/* The arguments of a call from JavaScript, and the state of the function called. */
static struct state *arguments_of(napi_env env, napi_callback_info info, napi_value *values, size_t count) {
  void *data = 0;
  napi_get_cb_info(env, info, &count, values, 0, &data);
  return data;
}

static napi_value fail(napi_env env, const char *message) {
  napi_throw_range_error(env, 0, message);
  return 0;
}

/* run(kernel, arguments, pieces, shared) */
static napi_value run(napi_env env, napi_callback_info info) {
  napi_value values[4];
  struct state *state = arguments_of(env, info, values, 4);
  uint32_t kernel = 0, args = 0, chunks = 0;
  bool shared = false;
  if (napi_get_value_uint32(env, values[0], &kernel) || napi_get_value_uint32(env, values[1], &args) ||
      napi_get_value_uint32(env, values[2], &chunks) || napi_get_value_bool(env, values[3], &shared))
    return fail(env, "node: run takes a kernel, an address, a number of pieces and whether threads share them.");
  if (!state->pool) return fail(env, "node: the backend has been disposed of.");
  if (state->broken) return fail(env, "node: a thread has ended. Select the backend again with replace: true.");
  if (kernel >= kernel_count) return fail(env, "node: there is no kernel of this number.");
  unsigned bytes = kernels[kernel].bytes;
  if (args == 0 || args % 4 != 0 || args > state->length || bytes > state->length - args)
    return fail(env, "node: the arguments lie outside the heap.");
  struct call call = {.heap = state->heap};
  memcpy(call.args, state->heap + args, bytes);
  kernel_function *function = state->level->functions[kernel];
  if (!shared) {
    for (uint32_t i = 0; i < chunks; i++) function(call.args, i);
    return 0;
  }
  if (pool_run(state->pool, function, &call, chunks) == POOL_DONE) return 0;
  state->broken = 1;
  char message[200];
  snprintf(message, sizeof message,
           "node: a thread has ended in the middle of kernel %s. Select the backend again with replace: true.",
           kernels[kernel].name);
  return fail(env, message);
}

/* The memory has grown: resize(view of all of it). */
static napi_value resize(napi_env env, napi_callback_info info) {
  napi_value view;
  struct state *state = arguments_of(env, info, &view, 1);
  void *data = 0;
  size_t length = 0;
  if (napi_get_typedarray_info(env, view, 0, &length, &data, 0, 0) || data != state->heap)
    return fail(env, "node: the heap has moved.");
  state->length = length;
  return 0;
}

/* Whether a heap was free, and is now the state's. */
static int claim_heap(struct state *state) {
  mutex_lock(&attached_lock);
  const struct state *other = attached;
  while (other && other->heap != state->heap) other = other->next;
  if (!other) state->next = attached, attached = state;
  mutex_unlock(&attached_lock);
  return !other;
}

static void release_heap(struct state *state) {
  mutex_lock(&attached_lock);
  struct state **at = &attached;
  while (*at != state) at = &(*at)->next;
  *at = state->next;
  mutex_unlock(&attached_lock);
}

static void detach(struct state *state) {
  if (!state->pool) return;
  pool_end(state->pool);
  state->pool = 0;
  release_heap(state);
}

/* The environment ends: a worker_thread, or the process. */
static void leave(void *data) {
  detach(data);
  free(data);
}

/* Stops the threads; the heap may then go. */
static napi_value dispose(napi_env env, napi_callback_info info) {
  napi_value none;
  struct state *state = arguments_of(env, info, &none, 0);
  if (state->pool) napi_delete_reference(env, state->memory);
  detach(state);
  return 0;
}

#ifdef TEST_HOOKS
/* kill(worker, inPiece) */
static napi_value kill_thread(napi_env env, napi_callback_info info) {
  napi_value values[2];
  struct state *state = arguments_of(env, info, values, 2);
  uint32_t worker = 0;
  bool in_piece = false;
  napi_get_value_uint32(env, values[0], &worker);
  napi_get_value_bool(env, values[1], &in_piece);
  pool_kill(state->pool, worker, in_piece);
  return 0;
}
#endif

static void set(napi_env env, napi_value object, const char *name, napi_value value) {
  napi_set_named_property(env, object, name, value);
}

static void set_method(napi_env env, napi_value object, const char *name, napi_callback body, void *data) {
  napi_value function;
  napi_create_function(env, name, NAPI_AUTO_LENGTH, body, data, &function);
  set(env, object, name, function);
}

static void set_text(napi_env env, napi_value object, const char *name, const char *text) {
  napi_value value;
  napi_create_string_utf8(env, text, NAPI_AUTO_LENGTH, &value);
  set(env, object, name, value);
}

static void set_number(napi_env env, napi_value object, const char *name, uint32_t number) {
  napi_value value;
  napi_create_uint32(env, number, &value);
  set(env, object, name, value);
}

/* attach(view of a shared memory, level, threads) → { threads, run, resize, dispose } */
static napi_value attach(napi_env env, napi_callback_info info) {
  napi_value values[3], result;
  arguments_of(env, info, values, 3);
  uint32_t level = 0, threads = 0;
  void *data = 0;
  size_t length = 0;
  if (napi_get_typedarray_info(env, values[0], 0, &length, &data, 0, 0) ||
      napi_get_value_uint32(env, values[1], &level) || napi_get_value_uint32(env, values[2], &threads) ||
      level >= level_count || threads < 1 || threads > MOST_THREADS)
    return fail(env, "node: attach takes a view of the heap, a level and a number of threads.");
  if (!supports(levels[level].name, levels[level].fused))
    return fail(env, "node: this processor lacks the instructions of the level.");
  struct state *state = calloc(1, sizeof *state);
  if (!state) return fail(env, "node: there is no memory for another heap.");
  state->env = env, state->heap = data, state->length = length, state->level = &levels[level];
  if (!claim_heap(state)) {
    free(state);
    return fail(env, "node: another backend works on this heap. A heap serves one at a time.");
  }
  state->pool = pool_begin(threads);
  if (!state->pool) {
    release_heap(state);
    free(state);
    return fail(env, "node: there is no memory for threads.");
  }
  napi_create_reference(env, values[0], 1, &state->memory);
  napi_add_env_cleanup_hook(env, leave, state);
  napi_create_object(env, &result);
  set_number(env, result, "threads", pool_threads(state->pool));
  set_method(env, result, "run", run, state);
  set_method(env, result, "resize", resize, state);
  set_method(env, result, "dispose", dispose, state);
#ifdef TEST_HOOKS
  set_method(env, result, "kill", kill_thread, state);
#endif
  return result;
}

static napi_value list_of(napi_env env, unsigned count, napi_value (*make)(napi_env, unsigned)) {
  napi_value list;
  napi_create_array_with_length(env, count, &list);
  for (unsigned i = 0; i < count; i++) napi_set_element(env, list, i, make(env, i));
  return list;
}

static napi_value kernel_name(napi_env env, unsigned i) {
  napi_value name;
  napi_create_string_utf8(env, kernels[i].name, NAPI_AUTO_LENGTH, &name);
  return name;
}

static napi_value describe_level(napi_env env, unsigned i) {
  napi_value object, value;
  napi_create_object(env, &object);
  set_text(env, object, "name", levels[i].name);
  set_number(env, object, "lanes", (uint32_t)levels[i].lanes);
  napi_get_boolean(env, levels[i].fused, &value);
  set(env, object, "fused", value);
  napi_get_boolean(env, supports(levels[i].name, levels[i].fused), &value);
  set(env, object, "supported", value);
  return object;
}

NAPI_MODULE_INIT() {
  set_text(env, exports, "version", kernels_version);
  set(env, exports, "kernels", list_of(env, kernel_count, kernel_name));
  set(env, exports, "levels", list_of(env, level_count, describe_level));
  set_method(env, exports, "attach", attach, 0);
  return exports;
}
