import { type CheckedConv1DGeometry, conv1dCounts } from '../src/conv1d-geometry.ts';
import { randomFloats, type Workbench } from './workbench.ts';

/** What a convolution and its gradients write. */
export interface ConvolutionResults<T> {
  readonly y: T;
  readonly dx: T;
  readonly dFilter: T;
}

/** Operands of a convolution, and the gradient of its result. */
export interface ConvolutionInputs {
  readonly x: Float32Array;
  readonly filter: Float32Array;
  readonly bias: Float32Array;
  readonly dy: Float32Array;
}

/** Convolution and its gradients as their definitions say, in float64. */
export function referenceConvolution(
  g: CheckedConv1DGeometry,
  { x, filter, bias, dy }: ConvolutionInputs,
): ConvolutionResults<Float64Array> {
  const counts = conv1dCounts(g);
  const [y, dx] = [new Float64Array(counts.y), new Float64Array(counts.x)];
  const dFilter = new Float64Array(counts.filter);
  const [groupChannels, groupFilters] = [g.channels / g.groups, g.filters / g.groups];
  for (let b = 0; b < g.batch; b++) {
    for (let t = 0; t < g.outLength; t++) {
      for (let f = 0; f < g.filters; f++) {
        const to = (b * g.outLength + t) * g.filters + f;
        y[to]! += bias[f]!;
        for (let k = 0; k < g.kernelSize; k++) {
          const i = t * g.stride + k * g.dilation - g.padLeft;
          if (i < 0 || i >= g.length) continue;
          for (let c = 0; c < groupChannels; c++) {
            const from = (b * g.length + i) * g.channels + Math.floor(f / groupFilters) * groupChannels + c;
            const w = (k * groupChannels + c) * g.filters + f;
            y[to]! += x[from]! * filter[w]!;
            dx[from]! += dy[to]! * filter[w]!;
            dFilter[w]! += dy[to]! * x[from]!;
          }
        }
      }
    }
  }
  return { y, dx, dFilter };
}

/** Seeded operands. */
export function randomInputs(g: CheckedConv1DGeometry): ConvolutionInputs {
  const counts = conv1dCounts(g);
  return {
    x: randomFloats(counts.x, 1),
    filter: randomFloats(counts.filter, 2),
    bias: randomFloats(g.filters, 3),
    dy: randomFloats(counts.y, 4),
  };
}

/** Runs the convolution and both gradients on the kernels. */
export function runConvolution(
  bench: Workbench,
  g: CheckedConv1DGeometry,
  inputs: ConvolutionInputs,
): ConvolutionResults<Float32Array> {
  const counts = conv1dCounts(g);
  const at = {
    x: bench.put(inputs.x),
    filter: bench.put(inputs.filter),
    bias: bench.put(inputs.bias),
    dy: bench.put(inputs.dy),
    y: bench.space(counts.y),
    dx: bench.space(counts.x),
    dFilter: bench.space(counts.filter),
  };
  bench.kernels.conv1d({ ...g, x: at.x, filter: at.filter, bias: at.bias, y: at.y });
  bench.kernels.conv1dInputGradient({ ...g, dy: at.dy, filter: at.filter, dx: at.dx });
  bench.kernels.conv1dFilterGradient({ ...g, x: at.x, dy: at.dy, dFilter: at.dFilter });
  const results = {
    y: bench.floats(at.y, counts.y),
    dx: bench.floats(at.dx, counts.x),
    dFilter: bench.floats(at.dFilter, counts.filter),
  };
  for (const pointer of Object.values(at)) bench.heap.free(pointer);
  return results;
}
