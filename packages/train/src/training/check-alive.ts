import type { Sequential } from '../model/sequential.ts';

/**
 * For work that takes several turns of the event loop.
 *
 * @throws Error when the model has been disposed of, before or meanwhile
 */
export function checkAlive(owner: string, model: Sequential): void {
  if (!model.disposed) return;
  throw new Error(
    `${owner}: ${model.label} has been disposed of. Make a new one; while a model is in use, await ${owner} or abort its ` +
      'signal before that.',
  );
}
