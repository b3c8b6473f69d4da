import type { Network } from '../model/network.ts';

/**
 * Checks that a model still exists, in work that spans several turns of the event loop.
 *
 * @throws Error when the model has been disposed of, before or during the work
 */
export function checkAlive(owner: string, model: Network): void {
  if (!model.disposed) return;
  throw new Error(
    `${owner}: ${model.label} has been disposed of. Make a new one; while a model is in use, await ${owner} or abort its ` +
      'signal before that.',
  );
}
