import { formatValue } from '@seqloom/options';
import { bfloat16ToFloat32, float16ToFloat32, float32ToFloat16, type SafeTensor } from '@seqloom/safetensors';
import { ModelFileError } from './model-file-error.ts';

/** How a file holds weights. */
export type StoredType = 'float32' | 'float16' | 'int8';

type Named = readonly [name: string, tensor: SafeTensor];

/** The tensor of the scales of an int8 weight. */
const SCALE_PREFIX = 'seqloom.scale/';

/** Steps of an int8 weight on either side of 0. */
const STEPS = 127;

/**
 * Weights as a file of fewer bytes holds them.
 *
 * `float16` rounds every value to 11 significant bits. `int8` rounds weights of two or more axes to 127 steps on either side of 0,
 * with a scale of its own for every index of the last axis, `w[…, c] ≈ scale[c] · q[…, c]`, and leaves biases float32.
 *
 * @throws RangeError for a value that float16 cannot hold
 */
export function narrowTensors(owner: string, tensors: readonly Named[], type: StoredType): Named[] {
  switch (type) {
    case 'float32':
      return [...tensors];
    case 'float16':
      return tensors.map(([name, tensor]) => [name, halved(owner, name, tensor)]);
    case 'int8':
      return tensors.flatMap(([name, tensor]) => quantized(name, tensor));
  }
}

/**
 * Tensors of a file with those that {@link narrowTensors} and other programs store in fewer bits as float32; others as they are.
 *
 * @throws ModelFileError for int8 without scales that fit
 */
export function widenTensors(stored: ReadonlyMap<string, SafeTensor>): ReadonlyMap<string, SafeTensor> {
  const wide = new Map<string, SafeTensor>();
  for (const [name, tensor] of stored) {
    if (name.startsWith(SCALE_PREFIX) && stored.has(name.slice(SCALE_PREFIX.length))) continue;
    wide.set(name, widened(name, tensor, stored.get(SCALE_PREFIX + name)));
  }
  return wide;
}

function halved(owner: string, name: string, { shape, data }: SafeTensor): SafeTensor {
  const values = data as Float32Array; // weights are float32
  const large = values.find((value) => Math.abs(value) >= 65_520 && Number.isFinite(value));
  if (large !== undefined) {
    throw new RangeError(
      `${owner}: ${JSON.stringify(name)} holds ${large}, and float16 at most 65504. Save it as float32 or int8.`,
    );
  }
  return { dtype: 'F16', shape, data: float32ToFloat16(values) };
}

function quantized(name: string, tensor: SafeTensor): Named[] {
  const { shape, data } = tensor;
  if (shape.length < 2) return [[name, tensor]];
  const values = data as Float32Array; // weights are float32
  const width = shape.at(-1)!;
  const scales = new Float32Array(width);
  for (let i = 0; i < values.length; i++) {
    const column = i % width;
    scales[column] = Math.max(scales[column]!, Math.abs(values[i]!));
  }
  for (let column = 0; column < width; column++) scales[column]! /= STEPS;
  const steps = Int8Array.from(values, (value, i) => {
    const scale = scales[i % width]!;
    return scale === 0 ? 0 : Math.round(value / scale);
  });
  return [
    [name, { dtype: 'I8', shape, data: steps }],
    [SCALE_PREFIX + name, { dtype: 'F32', shape: [width], data: scales }],
  ];
}

function widened(name: string, tensor: SafeTensor, scale: SafeTensor | undefined): SafeTensor {
  const { dtype, shape, data } = tensor;
  switch (dtype) {
    case 'F16':
      return { dtype: 'F32', shape, data: float16ToFloat32(data) };
    case 'BF16':
      return { dtype: 'F32', shape, data: bfloat16ToFloat32(data) };
    case 'I8': {
      const width = shape.at(-1) ?? 1;
      if (scale?.dtype !== 'F32' || scale.data.length !== width) {
        throw new ModelFileError(
          `weight ${formatValue(name)} is int8, but ${formatValue(SCALE_PREFIX + name)} does not hold its ${width} scales as F32.`,
        );
      }
      const scales = scale.data;
      return { dtype: 'F32', shape, data: Float32Array.from(data, (step, i) => step * scales[i % width]!) };
    }
    default:
      return tensor;
  }
}
