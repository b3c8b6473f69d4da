import type { Optimizer } from '../optimizers/optimizer.ts';

/** @throws RangeError when a schedule or a function sets the size of every step, so that a callback cannot */
export function checkSettableRate(owner: string, optimizer: Optimizer): void {
  if (!optimizer.scheduled) return;
  throw new RangeError(
    `${owner}: the optimizer's learningRate is a schedule or a function, which sets every step's size. Give it a ` +
      'number, or leave the callback out.',
  );
}
