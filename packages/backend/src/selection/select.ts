import {
  boolean,
  checkPositiveInteger,
  formatValue,
  type OptionRules,
  optional,
  resolveOptions,
  rule,
} from '@seqloom/options';
import type { BackendReport, RunningBackend } from '../contract/running.ts';
import { realm } from '../engine/realm.ts';
import { BackendInUseError, findDifference } from './in-use.ts';
import { candidates } from './registry.ts';
import { startFirst, stop } from './start.ts';

/** What a caller of {@link selectBackend} may ask for. */
export interface SelectOptions {
  /** Names to try first, in this order. Default: the backend in use, or else by priority. */
  readonly prefer?: readonly string[];
  /** Number of threads, the calling one included, up to 256. Default: the backend's choice. */
  readonly threads?: number | undefined;
  /**
   * Whether a backend in use that does not fit is replaced although tensors live on it, which ends them. One that fits is
   * shared nevertheless. Default false.
   */
  readonly replace?: boolean;
}

/** More than that take minutes and gigabytes to start, and no machine that we know has use for them. */
const MAX_THREADS = 256;

const SELECT_RULES: OptionRules<SelectOptions> = {
  prefer: rule<readonly string[]>((owner, option, value) => {
    if (Array.isArray(value)) return;
    throw new TypeError(`${owner}: ${option} must be an array of names, got ${formatValue(value)}.`);
  }, []),
  threads: optional(rule<number>(checkThreads)),
  replace: boolean(false),
};

function checkThreads(owner: string, option: string, value: unknown): void {
  checkPositiveInteger(owner, option, value);
  if (value <= MAX_THREADS) return;
  throw new RangeError(
    `${owner}: ${option} must be at most ${MAX_THREADS}, got ${value}. Leave it out for one per core.`,
  );
}

/** One selection of the backend in use, and what a user should know about it. */
export interface SelectedBackend extends BackendReport {
  /**
   * Ends this selection; a second call does nothing. The backend stops and releases its memory with the last selection
   * that shares it. The tensors on it are dead then: using one is an error that says so, to dispose of it does nothing.
   */
  dispose(): Promise<void>;
}

/**
 * Selects the backend: the one in use if it fits the options, otherwise the best that runs here, preferred ones first,
 * then by priority. There is one backend per realm. Every call returns its own selection, which the
 * caller disposes of; calls that overlap share one backend as well.
 *
 * A backend in use that does not fit (other `threads`, another preference, another plug-in of its name, a failure) is
 * replaced when no tensors live on it, when their numbers are lost, or with `replace: true`; selections of it end.
 *
 * @returns a report: which kernels have bodies of the backend's own (`fused`), which are made of engine operations
 * (`composed`), who was rejected and why
 * @throws RangeError for an unknown name in `prefer`, an unknown option, or `threads` that is not an integer from 1 to 256
 * @throws TypeError when `prefer` is not an array or `replace` not a boolean
 * @throws BackendInUseError when tensors live on a backend in use that does not fit
 * @throws BackendUnavailableError when no candidate can run
 * @throws Error when another version of this package is loaded in the realm
 * @example
 * ```ts
 * registerBackend(wasmBackend());
 * const backend = await selectBackend();
 * console.log(backend.name, backend.threads); // wasm 2
 * ```
 */
export async function selectBackend(options: SelectOptions = {}): Promise<SelectedBackend> {
  const { prefer, threads, replace } = resolveOptions('selectBackend', options, SELECT_RULES);
  return inTurn(async () => {
    const order = candidates(prefer);
    const { running } = realm;
    if (running) {
      const difference = await findDifference(running, prefer, order, threads);
      if (difference === undefined) return new Selection(running);
      // A backend whose numbers are lost has nothing left to protect.
      const isLost = running.health.reason !== undefined;
      if (!replace && !isLost && running.lifetime.tensors > 0)
        throw new BackendInUseError(running, difference);
      await stop(running);
    }
    return new Selection(await startFirst(order, threads));
  });
}

/** Runs `work` after the selections and disposals asked for before: there is one engine to set up. */
export function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const result = realm.queue.then(work);
  realm.queue = result.catch(() => {});
  return result;
}

/** One selection of a backend. Selections of one backend differ in nothing but what `dispose` counts. */
class Selection implements SelectedBackend {
  declare readonly name: string;
  declare readonly threads: number;
  declare readonly synchronousReads: boolean;
  declare readonly fused: readonly string[];
  declare readonly composed: readonly string[];
  declare readonly rejected: BackendReport['rejected'];
  readonly #running: RunningBackend;
  #end: Promise<void> | undefined;

  constructor(running: RunningBackend) {
    Object.assign(this, running.report);
    this.#running = running;
    running.selections++;
  }

  dispose(): Promise<void> {
    this.#end ??= inTurn(async () => {
      this.#running.selections--;
      if (this.#running.selections === 0) await stop(this.#running);
    });
    return this.#end;
  }
}
