import type { NumbersInPlace, SumOfSquares, UpdateInPlace, UpdateRowsInPlace } from '../contract/plugin.ts';
import { realm } from './realm.ts';

/** Name of the backend in use, undefined before {@link selectBackend} has been awaited. */
export function activeBackend(): string | undefined {
  return realm.running?.plugin.name;
}

/** @throws Error when no backend has been selected, BackendFailedError when the one in use has failed */
export function requireBackend(what: string): void {
  realm.running?.health.check();
  if (!realm.running) throw new Error(`${what}: no backend is in use. Await ${wayToBackend()} first.`);
}

/** What starts a backend: where some are provided, nothing has to be selected. */
function wayToBackend(): string {
  return realm.provided.size > 0 ? 'ready()' : 'selectBackend()';
}

/**
 * @throws Error when no backend is in use, though there is a tensor: the one it lived on is gone; BackendFailedError when the
 * one in use has failed
 */
export function requireBackendOfTensor(): void {
  if (realm.running) {
    realm.running.health.check();
    return;
  }
  throw new Error(
    `tensor: its backend has been disposed of, and no other is in use. Await ${wayToBackend()}, and make tensors and ` +
      'models again.',
  );
}

/** Tensors alive on the backend in use; 0 when there is none. */
export function activeTensors(): number {
  return realm.running?.lifetime.tensors ?? 0;
}

/**
 * Whether reading a tensor is a copy (wasm, cpu) rather than a wait for a queue of work (GPU). False without a backend.
 *
 * @example
 * ```ts
 * if (!readsAreCheap()) readLater(loss);
 * ```
 */
export function readsAreCheap(): boolean {
  return realm.running?.plugin.synchronousReads ?? false;
}

/** Whether the backend copies the numbers of a new tensor itself. */
export function copiesOnWrite(): boolean {
  return realm.running?.plugin.copiesOnWrite ?? false;
}

/** The largest magnitude up to which int32 numbers are exact on the backend. */
export function largestInteger(): number {
  return realm.running?.plugin.largestInteger ?? 2 ** 31;
}

/** The backend's own sum of squares, if it has one. */
export function kernelForSumOfSquares(): SumOfSquares | undefined {
  return realm.running?.plugin.sumOfSquares;
}

/** The backend's way to read without a copy, if it has one. */
export function numbersInPlace(): NumbersInPlace | undefined {
  return realm.running?.plugin.numbersInPlace;
}

/** The backend's way to update parameters without a copy, if it has one. */
export function inPlaceUpdate(): UpdateInPlace | undefined {
  return realm.running?.plugin.updateInPlace;
}

/** The backend's way to update some rows of a parameter, if it has one. */
export function inPlaceRowUpdate(): UpdateRowsInPlace | undefined {
  return realm.running?.plugin.updateRowsInPlace;
}
