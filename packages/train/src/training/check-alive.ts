import type { Sequential } from '../model/sequential.ts';

/**
 * For work that takes several turns of the event loop.
 *
 * @throws Error when the model was disposed of meanwhile
 */
export function checkAlive(owner: string, model: Sequential): void {
  if (!model.disposed) return;
  throw new Error(
    `${owner}: ${model.label} was disposed of while it was in use. Await ${owner}, or abort its signal, before that.`,
  );
}
