import { dispose, mul, sum, type Tensor, tensor, tidy, valueAndGrad } from '@seqloom/backend';
import { expectClose } from '@seqloom/backend-testkit';
import { type Layer, setWarningHandler } from '@seqloom/nn';
import { expect } from 'vitest';
import { grid } from '../grid.ts';
import type { LayerVariant } from './record.ts';
import {
  evaluateLayer,
  inputsOf,
  inputTensor,
  inputValues,
  masksOf,
  outputsOf,
  sizeOf,
  takeAll,
} from './run-layer.ts';

/** A mask of two samples: the first skips its end, the second a step within. The ends of both are the kinds that occur. */
function maskOf(steps: number): Uint8Array {
  const mask = new Uint8Array(2 * steps).fill(1);
  mask[steps - 1] = 0;
  if (steps > 1) mask[steps + 1] = 0;
  return mask;
}

/** Other values at the steps that the mask skips. */
function changedWhereSkipped(variant: LayerVariant, values: Float32Array, mask: Uint8Array): Float32Array {
  const width = values.length / mask.length;
  const others =
    variant.ids === undefined ? values.map((v) => 3 - v) : values.map((v) => (v + 1) % variant.ids!);
  return values.map((value, i) => (mask[Math.floor(i / width)] === 1 ? value : others[i]!));
}

/** Collects the layers' warnings while `work` runs. */
async function warningsOf(work: () => Promise<void>): Promise<string[]> {
  const warnings: string[] = [];
  const previous = setWarningHandler((message) => warnings.push(message));
  await work().finally(() => setWarningHandler(previous));
  return warnings;
}

/** Checks that a mask has the effect that the record says. */
export async function checkMaskBehaviour(layer: Layer, variant: LayerVariant): Promise<void> {
  const steps = variant.input[0]!;
  const bits = maskOf(steps);
  const values = inputValues(variant, 2);
  const x = inputTensor(variant, values);
  const mask = tensor(bits, [2, steps], 'bool');
  expect(layer.supportsMasking).toBe(variant.mask !== 'ends');
  const masks = masksOf(variant, mask);
  const left = tidy(() => layer.computeMask(inputsOf(variant, x), masks.masks ?? mask));
  expect(left !== undefined, 'the output has a mask').toBe(variant.mask === 'passes');

  if (variant.mask === 'ends') {
    const plain = await evaluateLayer(layer, variant, values);
    const warnings = await warningsOf(async () => {
      for (let run = 0; run < 2; run++) {
        expect(await evaluateLayer(layer, variant, values, masks)).toEqual(plain);
      }
    });
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toContain(`${layer.label}: got a mask, which it does not support`);
    dispose(x, mask);
    return;
  }

  const counts = left && (await readMask(left, variant));
  const counted = await evaluateLayer(layer, variant, values, masks);
  const changed = await evaluateLayer(layer, variant, changedWhereSkipped(variant, values, bits), masks);
  for (const [i, { data, shape }] of counted.entries()) {
    const where = countedEntries(shape, i === 0 ? counts : undefined);
    expectClose(where(changed[i]!.data), where(data), 1e-6);
  }
  if (variant.inputGradient !== false) {
    const gradient = await inputGradient(layer, variant, x, mask, counts);
    const width = gradient.length / bits.length;
    const skipped = gradient.filter((_, i) => bits[Math.floor(i / width)] === 0);
    expectClose(
      skipped,
      skipped.map(() => 0),
      1e-7,
    );
  }
  if (left && left !== mask) left.dispose();
  dispose(x, mask);
}

async function readMask(mask: Tensor, { outputs }: LayerVariant): Promise<Uint8Array> {
  expect(mask.dtype).toBe('bool');
  expect(mask.shape).toEqual([2, ...outputs[0]!].slice(0, mask.rank));
  expect(mask.rank).toBeGreaterThan(1);
  return Uint8Array.from(await mask.data());
}

/** Takes out the entries of a batch of two that count. */
function countedEntries(shape: readonly number[], counts: Uint8Array | undefined) {
  const width = counts ? sizeOf(shape) / counts.length : 1;
  return (data: readonly number[]) => data.filter((_, i) => !counts || counts[Math.floor(i / width)] === 1);
}

/** The gradient of what counts in the outputs. */
async function inputGradient(
  layer: Layer,
  variant: LayerVariant,
  x: Tensor,
  mask: Tensor,
  counts: Uint8Array | undefined,
): Promise<number[]> {
  const { value, grads } = valueAndGrad(() => {
    const [y] = outputsOf(layer, variant, x, masksOf(variant, mask));
    const width = counts ? y!.size / counts.length : 1;
    const weights = grid(y!.size, 9).map((w, i) => (!counts || counts[Math.floor(i / width)] === 1 ? w : 0));
    return sum(mul(y!, tensor(weights, y!.shape)));
  }, [x]);
  value.dispose();
  const [gradient] = await takeAll([grads[0]!]);
  return [...gradient!.data];
}
