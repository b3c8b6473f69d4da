import type { Tensor } from '../contract/tensor.ts';
import { operands, typedOperand } from './check-tensors.ts';
import { fill } from './create.ts';
import { stack } from './join.ts';
import { tidy } from './memory.ts';
import { run } from './promote.ts';
import { wrap } from './raw.ts';

/**
 * Which of the tensors hold only finite numbers, without reading one: what `l2Norms` tells where reading waits.
 *
 * Shapes: any, float32 → `[n] bool` for n tensors; true for one without elements.
 *
 * @throws TypeError unless all are float32 tensors, RangeError when there are none, Error when one has been disposed of
 * @example
 * ```ts
 * const sound = allFinite([loss, ...gradients]);
 * ```
 */
export function allFinite(tensors: readonly Tensor[]): Tensor {
  operands('allFinite', 'tensors', tensors);
  return tidy(() =>
    stack(
      tensors.map((tensor, i) => finite(`tensors[${i}]`, tensor)),
      0,
    ),
  );
}

function finite(name: string, tensor: Tensor): Tensor {
  const x = typedOperand('allFinite', name, tensor, 'float32');
  if (x.size === 0) return fill([], 1, 'bool');
  const flat = run('Reshape', { x }, { shape: [x.size] });
  return wrap(run('All', { x: run('IsFinite', { x: flat }) }, { axis: [0], keepDims: false }));
}
