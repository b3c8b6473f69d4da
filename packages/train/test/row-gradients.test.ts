import {
  add,
  dispose,
  gather,
  isRowGradient,
  liveTensors,
  mean,
  mul,
  scalar,
  square,
  type Tensor,
  tensor,
  tidy,
  valueAndGrad,
  valueAndRowGrad,
} from '@seqloom/backend';
import { startBackend } from '@seqloom/backend-testkit';
import { wasmBackend } from '@seqloom/backend-wasm';
import { Embedding } from '@seqloom/embeddings';
import { Dense, Flatten, Parameter } from '@seqloom/nn';
import { createRandom } from '@seqloom/random';
import { describe, expect, type TestContext, test } from 'vitest';
import { adam, fit, type Optimizer, rmsprop, Sequential, sgd } from '../src/index.ts';

const backend = wasmBackend();
startBackend(backend);
/** Skips a test of gradients that are rows. */
const needsRows = ({ skip }: TestContext) =>
  skip(backend.updateRowsInPlace === undefined, 'the backend updates no rows in place');

/** A table that is large enough for its gradient to be kept as rows. */
const [VOCABULARY, WIDTH] = [8192, 128];
const STEPS = 12;

const START = Float32Array.from({ length: VOCABULARY * WIDTH }, (_, i) => Math.sin(i));
const table = () =>
  new Parameter({ name: 'table', path: 'table', shape: [VOCABULARY, WIDTH], values: START });

/** Few ids: some in every step, most in few; in step 7 so many that the gradient is dense. */
function idsOf(step: number): Int32Array {
  const random = createRandom(1, 'ids', step);
  const count = step === 7 ? VOCABULARY / 2 + 1 : 50;
  return Int32Array.from({ length: count }, (_, i) => (i < 5 ? i % 3 : random.integer(VOCABULARY)));
}

type LossOf = (weights: Tensor, ids: Tensor) => Tensor;
const squares: LossOf = (weights, ids) => mean(square(gather(weights, ids)));

/** Some steps of an optimizer; returns the weights and its slots, and how many gradients were rows. */
async function train(
  optimizer: Optimizer,
  differentiate: typeof valueAndRowGrad,
  lossOf: LossOf = squares,
): Promise<{ bits: Float32Array[]; ofRows: number }> {
  const before = liveTensors();
  const parameter = table();
  let ofRows = 0;
  for (let step = 0; step < STEPS; step++) {
    tidy(() => {
      const ids = tensor(idsOf(step), [idsOf(step).length]);
      const { grads } = differentiate(() => lossOf(parameter.value, ids), [parameter.value]);
      if (isRowGradient(grads[0]!)) ofRows++;
      optimizer.apply([parameter], grads);
    });
  }
  const read = async ({ value }: { value: Tensor }) => (await value.data()) as Float32Array;
  const bits = [
    await read(parameter),
    ...(await Promise.all(optimizer.slots().map(({ variable }) => read(variable)))),
  ];
  optimizer.dispose();
  parameter.dispose();
  expect(liveTensors()).toBe(before);
  return { bits, ofRows };
}

const floats = ({ data }: { data: ArrayLike<number> }) => Float32Array.from(data);

function same(a: readonly Float32Array[], b: readonly Float32Array[]): boolean {
  return (
    a.length === b.length &&
    a.every((x, i) => Buffer.compare(Buffer.from(x.buffer), Buffer.from(b[i]!.buffer)) === 0)
  );
}

describe('the gradient of a large table as rows', () => {
  for (const [name, make] of [
    ['sgd', () => sgd({ learningRate: 0.5 })],
    ['sgd with clipvalue', () => sgd({ learningRate: 0.5, clipvalue: 1e-5 })],
    ['sgd with weightDecay', () => sgd({ learningRate: 0.5, weightDecay: 0.1 })],
    ['rmsprop', () => rmsprop()],
    ['rmsprop, centered', () => rmsprop({ centered: true, rho: 0.5 })],
    ['rmsprop with weightDecay', () => rmsprop({ weightDecay: 0.1 })],
  ] as const) {
    test(`trains to the bits of the dense one: ${name}`, async (context) => {
      needsRows(context);
      const rows = await train(make(), valueAndRowGrad);
      expect(rows.ofRows).toBe(STEPS - 1);
      expect(same(rows.bits, (await train(make(), valueAndGrad)).bits)).toBe(true);
    });
  }

  test('does so where a step works on copies, because it could leave the range of float32', async (context) => {
    needsRows(context);
    const huge: LossOf = (weights, ids) => mul(squares(weights, ids), scalar(1e19));
    const rows = await train(rmsprop(), valueAndRowGrad, huge);
    expect(rows.ofRows).toBe(STEPS - 1);
    expect(same(rows.bits, (await train(rmsprop(), valueAndGrad, huge)).bits)).toBe(true);
  });

  for (const [name, lossOf] of [
    ['looked up twice', (weights, ids) => add(squares(weights, ids), mean(gather(weights, ids)))],
    ['used as a whole as well', (weights, ids) => add(squares(weights, ids), mean(square(weights)))],
  ] as const satisfies readonly (readonly [string, LossOf])[]) {
    test(`is dense, with the same bits, where the table is ${name}`, async () => {
      const rows = await train(rmsprop(), valueAndRowGrad, lossOf);
      expect(rows.ofRows).toBe(0);
      expect(same(rows.bits, (await train(rmsprop(), valueAndGrad, lossOf)).bits)).toBe(true);
    });
  }

  test('is undefined where the value does not depend on the rows', () => {
    const parameter = table();
    const x = tensor(Float32Array.of(1), [1]);
    const ids = tensor(Int32Array.of(1), [1]);
    const { value, grads } = valueAndRowGrad(() => {
      gather(parameter.value, ids);
      return mean(square(x));
    }, [parameter.value, x]);
    expect(grads[0]).toBeUndefined();
    dispose(value, grads[1] as Tensor, x, ids);
    parameter.dispose();
  });
});

describe('fit', () => {
  const ids = Int32Array.from({ length: 32 * 5 }, (_, i) => (i * 37) % VOCABULARY);
  const data = {
    inputs: { data: ids, shape: [32, 5] },
    targets: { data: Float32Array.from({ length: 32 }, (_, i) => i % 3), shape: [32, 1] },
  };
  const model = (regularized = false) =>
    new Sequential([
      new Embedding({
        inputDim: VOCABULARY,
        outputDim: WIDTH,
        ...(regularized && { embeddingsRegularizer: { l2: 1e-3 } }),
      }),
      new Flatten(),
      new Dense({ units: 1 }),
    ]);

  /** A limit that no gradient reaches keeps gradients dense and changes nothing else. */
  const DENSE = { clipnorm: 1e30 };

  for (const [name, make] of [
    ['sgd', sgd],
    ['rmsprop', rmsprop],
  ] as const) {
    for (const regularized of [false, true]) {
      test(`with ${name} trains an embedding${regularized ? ' with a regularizer' : ''} to the bits of dense gradients`, async () => {
        const [rows, dense] = [model(regularized), model(regularized)];
        const options = { loss: 'mse', epochs: 3, batchSize: 4, seed: 1 } as const;
        await fit(rows, data, { ...options, optimizer: make({ learningRate: 0.01 }) });
        await fit(dense, data, { ...options, optimizer: make({ learningRate: 0.01, ...DENSE }) });
        const [a, b] = [await rows.getWeights(), await dense.getWeights()];
        expect(same(a.map(floats), b.map(floats))).toBe(true);
        rows.dispose();
        dense.dispose();
      });
    }
  }

  test('with sparse adam leaves rows that do not occur as they are, also where the table is small', async () => {
    for (const inputDim of [40, VOCABULARY]) {
      const layers = [new Embedding({ inputDim, outputDim: WIDTH }), new Flatten(), new Dense({ units: 1 })];
      const small = new Sequential(layers).build([null, 2], { seed: 1 });
      const before = (await small.getWeights())[0]!.data;
      const step = (first: number) =>
        fit(
          small,
          {
            inputs: { data: Int32Array.of(first, first + 1), shape: [1, 2] },
            targets: { data: Float32Array.of(1), shape: [1, 1] },
          },
          { loss: 'mse', optimizer },
        );
      const optimizer = adam({ sparse: true });
      await step(3);
      const after = (await small.getWeights())[0]!.data;
      await step(30);
      const last = (await small.getWeights())[0]!.data;
      const row = (data: ArrayLike<number>, id: number) =>
        Array.from(data).slice(id * WIDTH, (id + 1) * WIDTH);
      expect(row(after, 3)).not.toEqual(row(before, 3));
      expect(row(last, 3)).toEqual(row(after, 3)); // plain adam moves it on
      expect(row(last, 5)).toEqual(row(before, 5));
      expect(row(last, 31)).not.toEqual(row(after, 31));
      optimizer.dispose();
      small.dispose();
    }
  });
});
