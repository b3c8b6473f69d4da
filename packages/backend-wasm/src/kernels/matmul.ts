import type { AnyBackendKernel, BackendKernel, TensorHandle, TransposeAttributes } from '@seqloom/backend';
import { isKernelActivation, type KernelActivation } from '@seqloom/kernels';
import { sizeOf } from '@seqloom/options';
import type { HeapTensors } from '../tensors.ts';

/**
 * Matrix products for all four transposes, in place of tfjs's bodies, which fall to a tenth of their speed when an
 * operand is transposed, as it is in every gradient.
 */
export function matMulKernels(tensors: HeapTensors): AnyBackendKernel[] {
  const matMul: BackendKernel<'BatchMatMul'> = {
    name: 'BatchMatMul',
    accepts: ({ inputs }) => isPlainProduct(inputs),
    run: ({ inputs, attributes }) => product(tensors, inputs, attributes, 'linear'),
  };
  const fusedMatMul: BackendKernel<'_FusedMatMul'> = {
    name: '_FusedMatMul',
    accepts: ({ inputs, attributes: { activation } }) =>
      isPlainProduct(inputs) && !inputs.preluActivationWeights && isKernelActivation(activation ?? 'linear'),
    run: ({ inputs, attributes }) => {
      const name = attributes.activation ?? 'linear';
      return product(tensors, inputs, attributes, isKernelActivation(name) ? name : 'linear');
    },
  };
  return [matMul, fusedMatMul];
}

/** Operands of a product. */
interface ProductInputs {
  readonly a: TensorHandle;
  readonly b: TensorHandle;
  readonly bias?: TensorHandle | undefined;
}

/** float32, and at most one operand is broadcast over the batch. */
function isPlainProduct({ a, b, bias }: ProductInputs): boolean {
  if (a.dtype !== 'float32' || b.dtype !== 'float32') return false;
  if (bias && bias.shape.length !== 1) return false;
  const [batchA, batchB] = [batchOf(a), batchOf(b)];
  return batchA.join() === batchB.join() || sizeOf(batchA) === 1 || sizeOf(batchB) === 1;
}

function product(
  { kernels, at, output }: HeapTensors,
  { a, b, bias }: ProductInputs,
  { transposeA = false, transposeB = false }: TransposeAttributes,
  activation: KernelActivation,
): TensorHandle {
  const [rowsA, columnsA] = a.shape.slice(-2) as [number, number];
  const [rowsB, columnsB] = b.shape.slice(-2) as [number, number];
  const [m, k] = transposeA ? [columnsA, rowsA] : [rowsA, columnsA];
  const [depthB, n] = transposeB ? [columnsB, rowsB] : [rowsB, columnsB];
  if (k !== depthB) {
    throw new RangeError(
      `matMul: inner lengths differ, got [${a.shape}] and [${b.shape}] with transposeA ${transposeA}, transposeB ${transposeB}.`,
    );
  }
  if (bias && bias.shape[0] !== n) {
    throw new RangeError(`matMul: bias has length ${bias.shape[0]}, expected ${n}.`);
  }
  const [batchA, batchB] = [batchOf(a), batchOf(b)];
  const leading = sizeOf(batchA) >= sizeOf(batchB) ? longer(batchA, batchB) : longer(batchB, batchA);
  const batch = sizeOf(leading);
  const out = output([...leading, m, n]);
  kernels.gemm({
    a: at(a),
    b: at(b),
    c: at(out),
    m,
    n,
    k,
    transposeA,
    transposeB,
    batch,
    sharedA: batch > 1 && sizeOf(batchA) === 1,
    sharedB: batch > 1 && sizeOf(batchB) === 1,
    bias: bias && at(bias),
    activation,
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
