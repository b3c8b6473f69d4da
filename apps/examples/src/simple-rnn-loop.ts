import { dispose, type Tensor, tensor } from '@seqloom/backend';
import { createRandom } from '@seqloom/random';
import { SimpleRNN } from '@seqloom/recurrent';
import { type Listing, shapeText } from './listing.ts';

/** The weights of a recurrent network with `outputs` units: `w [inputs][outputs]`, `u [outputs][outputs]`, `b [outputs]`. */
export interface LoopWeights {
  readonly w: readonly Float32Array[];
  readonly u: readonly Float32Array[];
  readonly b: Float32Array;
}

/**
 * Listing 6.21: a recurrent network is a loop that feeds its output back. The listings before it are the same loop with
 * the formula left open: 6.19 `output = f(input, state)`, 6.20 `output = activation(dot(W, input) + dot(U, state) + b)`.
 *
 * @param inputs one row of features per time step
 * @returns one row of outputs per time step
 */
export function runLoop(inputs: readonly Float32Array[], { w, u, b }: LoopWeights): Float32Array[] {
  let state = new Float32Array(b.length);
  const outputs: Float32Array[] = [];
  for (const input of inputs) {
    const output = b.map((start, j) => {
      let total = start;
      for (const [i, x] of input.entries()) total += x * w[i]![j]!;
      for (const [i, s] of state.entries()) total += s * u[i]![j]!;
      return Math.tanh(total);
    });
    outputs.push(output);
    state = output;
  }
  return outputs;
}

/** What the comparison found. */
export interface Comparison {
  /** Of the loop's outputs, as of the layer's. */
  readonly shape: readonly [timesteps: number, outputFeatures: number];
  /** Largest difference between a number of the loop and the layer's. */
  readonly difference: number;
}

/** Runs the loop and the `SimpleRNN` layer with the sizes of listing 6.21, on the same random inputs and weights. */
export async function compareLoopWithLayer(seed = 0): Promise<Comparison> {
  const [timesteps, inputFeatures, outputFeatures] = [100, 32, 64];
  const random = createRandom(seed, 'listing 6.21');
  const matrix = (rows: number, columns: number) =>
    Array.from({ length: rows }, () => random.fillNormal(new Float32Array(columns), 0, 0.1));
  const inputs = matrix(timesteps, inputFeatures);
  const weights = {
    w: matrix(inputFeatures, outputFeatures),
    u: matrix(outputFeatures, outputFeatures),
    b: random.fillNormal(new Float32Array(outputFeatures), 0, 0.1),
  };
  const outputs = runLoop(inputs, weights);

  const layer = new SimpleRNN({ units: outputFeatures, returnSequences: true });
  layer.build([null, timesteps, inputFeatures]);
  layer.setWeights([
    { name: 'kernel', shape: [inputFeatures, outputFeatures], data: joined(weights.w) },
    { name: 'recurrentKernel', shape: [outputFeatures, outputFeatures], data: joined(weights.u) },
    { name: 'bias', shape: [outputFeatures], data: weights.b },
  ]);
  const x = tensor(joined(inputs), [1, timesteps, inputFeatures]);
  const y = layer.apply(x) as Tensor; // without returnState a layer returns one tensor
  const layerOutputs = await y.data();
  dispose(x, y);
  layer.dispose();

  const difference = joined(outputs).reduce(
    (largest, v, i) => Math.max(largest, Math.abs(v - layerOutputs[i]!)),
    0,
  );
  return { shape: [outputs.length, outputs[0]!.length], difference };
}

/** Rows as one array. */
function joined(rows: readonly Float32Array[]): Float32Array {
  return Float32Array.from(rows.flatMap((row) => [...row]));
}

/** The loop beside the layer. */
export const loopListing: Listing = {
  item: '6.21',
  title: 'a recurrent network as a loop, beside the layer',
  source: 'listings 6.19–6.21',
  async run({ print, seed }) {
    const { shape, difference } = await compareLoopWithLayer(seed);
    print(`final_output_sequence.shape = ${shapeText(shape)}`);
    print(`largest difference from the SimpleRNN layer: ${difference.toExponential(1)}`);
    return { shape: shapeText(shape), difference };
  },
};
