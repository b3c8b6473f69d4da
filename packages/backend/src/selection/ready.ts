import type { BackendPlugin } from '../contract/plugin.ts';
import type { BackendReport } from '../contract/running.ts';
import { realm } from '../engine/realm.ts';
import { candidates, checkPlugin } from './registry.ts';
import { inTurn } from './select.ts';
import { startFirst } from './start.ts';

/**
 * Makes plug-ins available that are used where a program selects none: {@link ready}, `fit`, `evaluate` and `predict` start the
 * best of them. A plug-in that {@link registerBackend} has for the same name goes before. Package `seqloom` calls this with the
 * default backends when it is imported.
 *
 * @throws TypeError or RangeError as {@link registerBackend}
 * @example
 * ```ts
 * provideBackends([wasmBackend()]);
 * await ready();
 * ```
 */
export function provideBackends(plugins: readonly BackendPlugin[]): void {
  for (const plugin of plugins) checkPlugin('provideBackends', plugin);
  for (const plugin of plugins) realm.provided.set(plugin.name, plugin);
}

/**
 * Waits until a backend is in use: the one that was selected, or else the best of those that are registered or provided. Call it
 * before code that makes tensors itself. The backend that it starts belongs to no selection: it runs until a call of
 * {@link selectBackend} replaces it, or shares it and is disposed of.
 *
 * @returns its report, as {@link selectBackend} gives it
 * @throws BackendUnavailableError when no candidate can run
 * @example
 * ```ts
 * await ready();
 * const x = tensor([1, 2, 3], [3]);
 * ```
 */
export function ready(): Promise<BackendReport> {
  return inTurn(async () => (realm.running ?? (await startFirst(candidates([]), undefined))).report);
}

/** Whether no backend is in use but some are provided, so that {@link ready} is to be awaited before the first tensor. */
export function awaitsBackend(): boolean {
  return !realm.running && realm.provided.size > 0;
}
