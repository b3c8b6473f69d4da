import { activeBackend, liveTensors, mul, relu, scalar, type Tensor, tidy } from '@seqloom/backend';
import { startBackend } from '@seqloom/backend-testkit';
import { wasmBackend } from '@seqloom/backend-wasm';
import { Embedding } from '@seqloom/embeddings';
import { Concatenate, Dense, Dropout, Flatten, Layer } from '@seqloom/nn';
import { createRandom } from '@seqloom/random';
import { LSTM } from '@seqloom/recurrent';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { fit, input, Model, type Network, predict, Sequential } from '../src/index.ts';
import { plansOf } from '../src/training/prediction-plans.ts';

const backend = wasmBackend();
startBackend(backend);

/** A test of predictions that are recorded. */
function testPlans(title: string, run: () => Promise<void>): void {
  test(title, ({ skip }) => {
    skip(backend.recordReplay === undefined, 'the backend records no predictions');
    return run();
  });
}

let before: number;
beforeEach(() => {
  before = liveTensors();
});
afterEach(() => {
  expect(liveTensors()).toBe(before);
});

const ids = (batch: number, seed = 1) => {
  const random = createRandom(seed, 'ids');
  return { data: Int32Array.from({ length: batch * 6 }, () => random.integer(40)), shape: [batch, 6] };
};
const text = () =>
  new Sequential([
    new Embedding({ inputDim: 40, outputDim: 5 }),
    new Flatten(),
    new Dropout({ rate: 0.5 }),
    new Dense({ units: 7, activation: 'tanh' }),
    new Dense({ units: 1, activation: 'sigmoid' }),
  ]).build([null, 6], { seed: 4 });

/** Whether a batch is predicted by a plan. */
function replays(model: Network, ...batch: Parameters<ReturnType<typeof plansOf>['predict']>[0]): boolean {
  const predictions = plansOf(model).predict(batch);
  for (const each of predictions) if ('dispose' in each) each.dispose();
  return predictions.every((each) => !('dispose' in each));
}

async function withModel(model: Sequential, work: (model: Sequential) => Promise<void>): Promise<void> {
  try {
    await work(model);
  } finally {
    model.dispose();
  }
}

const plain = (model: Sequential, inputs: ReturnType<typeof ids>) => predict(model, inputs, { plan: false });

testPlans('the first call of a shape records, the next ones replay, with the same bits', () =>
  withModel(text(), async (model) => {
    expect(replays(model, ids(4))).toBe(false);
    for (const seed of [1, 2, 3]) {
      expect(replays(model, ids(4, seed))).toBe(true);
      expect(await predict(model, ids(4, seed))).toEqual(await plain(model, ids(4, seed)));
    }
    // The last batch of an array is smaller.
    expect(await predict(model, ids(11), { batchSize: 4 })).toEqual(await plain(model, ids(11)));
    expect(replays(model, ids(3))).toBe(true);
  }),
);

testPlans('follows weights that training changes in place', () =>
  withModel(text(), async (model) => {
    await predict(model, ids(8));
    const earlier = await predict(model, ids(8));
    const targets = { data: Float32Array.from({ length: 8 }, (_, i) => i % 2), shape: [8, 1] };
    await fit(model, { inputs: ids(8), targets }, { loss: 'binaryCrossentropy', epochs: 2, seed: 1 });
    expect(replays(model, ids(8))).toBe(true);
    const later = await predict(model, ids(8));
    expect(later).toEqual(await plain(model, ids(8)));
    expect(later).not.toEqual(earlier);
  }),
);

testPlans('records again when a weight has moved', () =>
  withModel(text(), async (model) => {
    await predict(model, ids(2));
    const weights = await model.getWeights();
    model.setWeights(weights.map(({ data, ...rest }) => ({ ...rest, data: data.map((x) => 2 * x) })));
    expect(replays(model, ids(2))).toBe(false);
    expect(replays(model, ids(2))).toBe(true);
    expect(await predict(model, ids(2))).toEqual(await plain(model, ids(2)));
  }),
);

testPlans('a model that is built again has plans of its new weights', () =>
  withModel(text(), async (model) => {
    for (let i = 0; i < 2; i++) await predict(model, ids(4));
    model.unbuild();
    model.build([null, 6], { seed: 5 });
    expect([replays(model, ids(4)), replays(model, ids(4))]).toEqual([false, true]);
    expect(await predict(model, ids(4))).toEqual(await plain(model, ids(4)));
  }),
);

test('names the layer that has been disposed of under its model', () =>
  withModel(text(), async (model) => {
    for (let i = 0; i < 2; i++) await predict(model, ids(4));
    model.getLayer(3).dispose();
    await expect(predict(model, ids(4))).rejects.toThrow(
      'Dense "dense": has been disposed of. Make a new one.',
    );
  }));

test('checks ids in every call, with the error of the layer', () =>
  withModel(text(), async (model) => {
    await predict(model, ids(2));
    const wrong = ids(2);
    wrong.data[5] = 40;
    for (let i = 0; i < 2; i++)
      await expect(predict(model, wrong)).rejects.toThrow(/Embedding.*id 40 is outside 0 … 39/);
    wrong.data[5] = -1;
    await expect(predict(model, wrong)).rejects.toThrow(/id -1 is outside/);
    expect(await predict(model, ids(2))).toEqual(await plain(model, ids(2)));
  }));

test('numbers in the place of ids, and bytes, go through the engine', () =>
  withModel(text(), async (model) => {
    const { data, shape } = ids(2);
    const expected = await predict(model, ids(2));
    for (const Numbers of [Float32Array, Uint8Array]) {
      const inputs = { data: Numbers.from(data), shape };
      for (let i = 0; i < 2; i++) expect(await predict(model, inputs)).toEqual(expected);
      expect(replays(model, inputs)).toBe(false);
    }
  }));

testPlans('keeps plans for the last four shapes', () =>
  withModel(text(), async (model) => {
    for (const batch of [1, 2, 3, 4, 1, 5]) await predict(model, ids(batch));
    expect([1, 3, 4, 5].map((batch) => replays(model, ids(batch)))).toEqual([true, true, true, true]);
    expect(replays(model, ids(2))).toBe(false);
  }),
);

testPlans('a model whose numbers take more than 4 MiB has no plan', () =>
  withModel(new Sequential([new Dense({ units: 600 }), new Dense({ units: 1 })]), async (model) => {
    const inputs = (batch: number) => ({
      data: new Float32Array(batch * 600).fill(0.1),
      shape: [batch, 600],
    });
    await predict(model, inputs(8));
    expect(replays(model, inputs(8))).toBe(true);
    expect(replays(model, inputs(1000))).toBe(false);
    expect(replays(model, inputs(1000))).toBe(false);
  }),
);

testPlans('states, masks and kernels of tfjs go through the engine', async () => {
  const embedding = (maskZero: boolean) => new Embedding({ inputDim: 40, outputDim: 5, maskZero });
  const cases: [boolean, Sequential][] = [
    [true, new Sequential([embedding(false), new LSTM({ units: 3 }), new Dense({ units: 1 })])],
    [false, new Sequential([embedding(true), new LSTM({ units: 3 }), new Dense({ units: 1 })])],
    [false, new Sequential([embedding(false), new LSTM({ units: 3, stateful: true })])],
    [false, new Sequential([embedding(false), new Dense({ units: 2, activation: 'softmax' })])],
  ];
  for (const [can, model] of cases) {
    await withModel(model, async () => {
      for (let i = 0; i < 3; i++) {
        model.resetStates();
        const planned = await predict(model, ids(2, i));
        model.resetStates();
        expect(planned).toEqual(await plain(model, ids(2, i)));
      }
      expect(replays(model, ids(2))).toBe(can);
      model.resetStates();
    });
  }
});

describe("a user's layer", () => {
  class Switch extends Layer {
    static readonly className: string = 'Switch';
    on = false;
    protected override createParameters(): void {}
    protected call(x: Tensor): Tensor {
      return this.on ? relu(x) : x;
    }
  }
  class Half extends Switch {
    static override readonly className: string = 'Half';
    static readonly replayable: boolean = true;
    protected override call(x: Tensor): Tensor {
      return mul(x, scalar(0.5));
    }
  }
  class Quarter extends Half {
    static override readonly className: string = 'Quarter';
  }
  const numbers = { data: Float32Array.of(-1, 2, 3, -4), shape: [2, 2] };

  test('is followed when it changes', () =>
    withModel(new Sequential([new Dense({ units: 2 }), new Switch({})]), async (model) => {
      const off = await predict(model, numbers);
      await predict(model, numbers);
      (model.layers[1] as Switch).on = true;
      const on = await predict(model, numbers);
      expect(on).not.toEqual(off);
      expect(on.data.every((x) => x >= 0)).toBe(true);
    }));

  test('that says that it can be recorded is still not recorded where it makes numbers', () =>
    withModel(new Sequential([new Dense({ units: 2 }), new Half({})]), async (model) => {
      for (let i = 0; i < 3; i++)
        expect(await predict(model, numbers)).toEqual(await predict(model, numbers, { plan: false }));
      expect(replays(model, numbers)).toBe(false);
    }));

  test('does not inherit the word of the class it is made from', () => {
    expect(new Half({}).replayable).toBe(true);
    expect(new Quarter({}).replayable).toBe(false);
  });
});

test('a result is not changed by the next prediction', () =>
  withModel(text(), async (model) => {
    await predict(model, ids(2, 1));
    const first = await predict(model, ids(2, 1));
    const copy = Float32Array.from(first.data);
    await predict(model, ids(2, 2));
    expect(first.data).toEqual(copy);
    expect(first.data.buffer.byteLength).toBe(8);
    expect(activeBackend()).toBe('wasm');
    expect(tidy(() => liveTensors())).toBe(before + model.weights.length);
  }));

/** Ids and numbers. */
const mixed = () => {
  const [a, b] = [input([6], { name: 'a' }), input([6], { name: 'b' })];
  const numbers = input([3], { name: 'numbers' });
  const read = new Sequential([new Embedding({ inputDim: 40, outputDim: 5 }), new LSTM({ units: 4 })]);
  const all = new Concatenate().apply([read.apply(a), read.apply(b), numbers]);
  const ends = [2, 3].map((units) => new Dense({ units, activation: 'tanh' }).apply(all));
  return new Model({ inputs: [a, b, numbers], outputs: ends }).build({ seed: 4 });
};

testPlans(
  'a model with several inputs and outputs is recorded and replayed, with the same bits',
  async () => {
    const model = mixed();
    const inputs = (batch: number, seed: number) => {
      const random = createRandom(seed, 'numbers');
      const data = Float32Array.from({ length: batch * 3 }, () => random.uniform());
      return [ids(batch, seed), ids(batch, seed + 10), { data, shape: [batch, 3] }] as const;
    };
    expect(replays(model, ...inputs(4, 1))).toBe(false);
    for (const seed of [1, 2, 3]) {
      expect(replays(model, ...inputs(4, seed))).toBe(true);
      const expected = await predict(model, inputs(4, seed), { plan: false });
      expect(await predict(model, inputs(4, seed))).toEqual(expected);
    }
    const [a, b, numbers] = inputs(4, 5);
    expect(replays(model, ...inputs(3, 1))).toBe(false);
    expect(replays(model, a, b, { ...numbers, data: Float32Array.from(numbers.data) })).toBe(true);
    // The ids of each input are checked against its table.
    for (const wrong of [
      [{ ...a, data: a.data.with(3, 40) }, b, numbers],
      [a, { ...b, data: b.data.with(0, -1) }, numbers],
    ] as const) {
      await expect(predict(model, wrong)).rejects.toThrow('Embedding');
    }
    model.dispose();
  },
);
