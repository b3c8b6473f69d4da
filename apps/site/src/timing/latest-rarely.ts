/** Work that is done for the last of several calls. */
export interface Rarely {
  /** Does the work: at once where the last time is long enough ago, otherwise as soon as it is. */
  readonly soon: () => void;
  /** Does work that waits now. */
  readonly now: () => void;
  /** Leaves out work that waits. */
  readonly cancel: () => void;
}

/** Does something at most once in `betweenMs`, and always after the last call of several. */
export function latestRarely(work: () => void, betweenMs: number): Rarely {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let last = Number.NEGATIVE_INFINITY;
  const cancel = () => {
    clearTimeout(timer);
    timer = undefined;
  };
  const run = () => {
    cancel();
    last = performance.now();
    work();
  };
  return {
    soon() {
      if (timer !== undefined) return;
      const wait = last + betweenMs - performance.now();
      if (wait <= 0) run();
      else timer = setTimeout(run, wait);
    },
    now() {
      if (timer !== undefined) run();
    },
    cancel,
  };
}
