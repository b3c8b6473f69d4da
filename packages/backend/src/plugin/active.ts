import type { BackendPlugin, UpdateInPlace } from './contract.ts';

/** The plug-in in use. One per realm: the engine below is a singleton too. */
let active: BackendPlugin | undefined;

/** @internal Called by `selectBackend` alone. */
export function setActivePlugin(plugin: BackendPlugin | undefined): void {
  active = plugin;
}

/** Name of the backend in use, undefined before {@link selectBackend} has been awaited. */
export function activeBackend(): string | undefined {
  return active?.name;
}

/** @throws Error when no backend has been selected */
export function requireBackend(what: string): void {
  if (!active) throw new Error(`${what}: no backend is in use. Await selectBackend() first.`);
}

/** Whether reading a tensor is a copy (wasm, cpu) rather than a wait for a queue of work (GPU). */
export function readsAreCheap(): boolean {
  return active?.synchronousReads ?? false;
}

/** Whether the backend copies the numbers of a new tensor itself. */
export function copiesOnWrite(): boolean {
  return active?.copiesOnWrite ?? false;
}

/** The backend's way to update parameters without a copy, if it has one. */
export function inPlaceUpdate(): UpdateInPlace | undefined {
  return active?.updateInPlace;
}
