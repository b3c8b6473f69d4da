import type { BackendKernel, KernelCall, TensorHandle } from '@seqloom/backend';
import { type FusedActivation, isFusedActivation } from '@seqloom/kernels';
import { sizeOf, type Workshop } from '../tensors.ts';

/**
 * Matrix products for all four transposes, in place of tfjs's bodies, which fall to a tenth of their speed when an
 * operand is transposed, as it is in every gradient.
 */
export function matMulKernels(workshop: Workshop): BackendKernel[] {
  return [
    { name: 'BatchMatMul', accepts: isPlainProduct, run: (call) => product(workshop, call) },
    {
      name: '_FusedMatMul',
      accepts: (call) =>
        isPlainProduct(call) && !call.inputs.preluActivationWeights && activationOf(call) !== undefined,
      run: (call) => product(workshop, call, activationOf(call)),
    },
  ];
}

/** float32, and at most one operand is broadcast over the batch. */
function isPlainProduct({ inputs: { a, b, bias } }: KernelCall): boolean {
  if (a!.dtype !== 'float32' || b!.dtype !== 'float32') return false;
  if (bias && bias.shape.length !== 1) return false;
  const [batchA, batchB] = [batchOf(a!), batchOf(b!)];
  return batchA.join() === batchB.join() || sizeOf(batchA) === 1 || sizeOf(batchB) === 1;
}

function product(
  workshop: Workshop,
  { inputs: { a, b, bias }, attributes }: KernelCall,
  activation?: FusedActivation,
) {
  const { transposeA = false, transposeB = false } = attributes as Record<string, boolean>;
  const [rowsA, columnsA] = a!.shape.slice(-2) as [number, number];
  const [rowsB, columnsB] = b!.shape.slice(-2) as [number, number];
  const [m, k] = transposeA ? [columnsA, rowsA] : [rowsA, columnsA];
  const [depthB, n] = transposeB ? [columnsB, rowsB] : [rowsB, columnsB];
  if (k !== depthB) {
    throw new RangeError(
      `matMul: inner lengths differ, got [${a!.shape}] and [${b!.shape}] with transposeA ${transposeA}, transposeB ${transposeB}.`,
    );
  }
  if (bias && bias.shape[0] !== n) {
    throw new RangeError(`matMul: bias has length ${bias.shape[0]}, expected ${n}.`);
  }
  const [batchA, batchB] = [batchOf(a!), batchOf(b!)];
  const leading = sizeOf(batchA) >= sizeOf(batchB) ? longer(batchA, batchB) : longer(batchB, batchA);
  const batch = sizeOf(leading);
  const out = workshop.output([...leading, m, n]);
  workshop.kernels.gemm({
    a: workshop.at(a),
    b: workshop.at(b),
    c: workshop.at(out),
    ...{ m, n, k, transposeA, transposeB, batch },
    sharedA: batch > 1 && sizeOf(batchA) === 1,
    sharedB: batch > 1 && sizeOf(batchB) === 1,
    ...(bias && { bias: workshop.at(bias) }),
    ...(activation && { activation }),
  });
  return out;
}

function batchOf({ shape }: TensorHandle): readonly number[] {
  return shape.slice(0, -2);
}

/** The batch axes of a product whose larger operand is `larger`: ones in front may come from the other. */
function longer(larger: readonly number[], smaller: readonly number[]): readonly number[] {
  return [...smaller.slice(0, Math.max(0, smaller.length - larger.length)), ...larger];
}

function activationOf({ attributes: { activation } }: KernelCall): FusedActivation | undefined {
  const name = activation === undefined || activation === null ? 'linear' : String(activation);
  return isFusedActivation(name) ? name : undefined;
}
