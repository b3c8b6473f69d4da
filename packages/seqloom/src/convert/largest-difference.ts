import { Embedding } from '@seqloom/embeddings';
import type { Layer } from '@seqloom/nn';
import { createRandom } from '@seqloom/random';
import { type Network, predict, takesIds } from '@seqloom/train';

/** Samples of the random input. */
const SAMPLES = 4;
/** The size of an axis that is open. */
const OPEN_SIZE = 7;
const SEED = 1;

/**
 * The largest difference between what two models of the same inputs predict for random ones: ids where an `Embedding` takes them, numbers
 * of a normal distribution otherwise.
 */
export async function largestDifference(one: Network, other: Network): Promise<number> {
  const inputs = randomInputs(one);
  const [ours, theirs] = [[await predict(one, inputs)].flat(), [await predict(other, inputs)].flat()];
  let largest = 0;
  for (const [i, { data }] of ours.entries()) {
    for (const [at, value] of data.entries()) {
      largest = Math.max(largest, Math.abs(value - theirs[i]!.data[at]!)); // NaN stays NaN
    }
  }
  return largest;
}

function randomInputs(model: Network) {
  const ids = Math.min(...embeddingsOf(model).map(({ options }) => options.inputDim));
  const inputs = model.inputShapes.map(([, ...sizes], i) => {
    const shape = [SAMPLES, ...sizes.map((size) => size ?? OPEN_SIZE)];
    const length = shape.reduce((product, size) => product * size, 1);
    const random = createRandom(SEED, 'convert', i);
    const data = takesIds(model, i)
      ? Int32Array.from({ length }, () => random.integer(ids))
      : Float32Array.from({ length }, () => random.normal());
    return { data, shape };
  });
  return inputs.length === 1 ? inputs[0]! : inputs;
}

function embeddingsOf(layer: Layer): readonly Embedding[] {
  return layer instanceof Embedding ? [layer] : layer.layers.flatMap(embeddingsOf);
}
