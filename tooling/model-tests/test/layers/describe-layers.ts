import type { NdArray } from '@seqloom/arrays';
import { dispose, identity, liveTensors, type Tensor, tensor, tidy, valueAndGrad } from '@seqloom/backend';
import { expectClose } from '@seqloom/backend-testkit';
import { Dense, type Layer, LayerRegistry, ShapeError, type SymbolicTensor, stepRandom } from '@seqloom/nn';
import { input, load, Model, type Network, predict, Sequential, save } from '@seqloom/train';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { WatchedHeap } from '../watched-heap.ts';
import { checkLayerGradients, weighted } from './check-gradients.ts';
import { checkMaskBehaviour } from './check-masks.ts';
import type { LayerRecord, LayerVariant } from './record.ts';
import { LAYER_RECORDS } from './records/index.ts';
import { TanhCell } from './records/recurrent.ts';
import {
  built,
  evaluateLayer,
  inputsOf,
  inputTensor,
  inputValues,
  masksOf,
  outputsOf,
  shapesOf,
  takeAll,
} from './run-layer.ts';

const CLASSES = [...LAYER_RECORDS.map(({ layerClass }) => layerClass), TanhCell];

/** What the generated tests of a backend may use. */
export interface LayerTestOptions {
  /** Runs of forward and backward that must leave the heap as it was. */
  readonly runs: number;
  readonly readHeap?: () => WatchedHeap;
}

/** Generates the tests of all layers on the backend in use. */
export function describeLayers(options: LayerTestOptions): void {
  let before: number;
  beforeEach(() => {
    before = liveTensors();
  });
  afterEach(() => {
    expect(liveTensors(), 'live tensors after the test').toBe(before);
  });
  for (const record of LAYER_RECORDS) {
    describe(record.layerClass.className, () => {
      for (const variant of record.variants) {
        describe(variant.title, () => describeVariant(variant, options));
      }
      test('refuses input of another rank or width, naming itself', () => refuses(record));
    });
  }
}

function describeVariant(variant: LayerVariant, options: LayerTestOptions): void {
  const { random = false } = variant;
  const run = async (work: (layer: Layer) => Promise<void>) => {
    const layer = built(variant);
    await work(layer).finally(() => layer.dispose());
  };

  test('gives the shapes it announces, also for one sample, one step and an open length', () =>
    run((layer) => checkShapes(layer, variant)));

  test('gives the same bits each time', () =>
    run(async (layer) => {
      const values = inputValues(variant, 3);
      const training = (step: number) => ({ training: true, random: stepRandom(5, step) });
      const first = await evaluateLayer(layer, variant, values);
      expect(await evaluateLayer(layer, variant, values)).toEqual(first);
      const trained = await evaluateLayer(layer, variant, values, training(1));
      expect(await evaluateLayer(layer, variant, values, training(1))).toEqual(trained);
      const later = await evaluateLayer(layer, variant, values, training(2));
      if (random) expect(later).not.toEqual(trained);
      else expect(later).toEqual(trained);
    }));

  test('gives a batch what it gives each sample', () =>
    run(async (layer) => {
      const values = inputValues(variant, 3);
      const width = values.length / 3;
      if (variant.states) return; // the states of a sample differ with its place in the batch
      const together = await evaluateLayer(layer, variant, values);
      const alone = await Promise.all(
        [0, 1, 2].map((i) => evaluateLayer(layer, variant, values.slice(i * width, (i + 1) * width))),
      );
      for (const [i, { data }] of together.entries()) {
        // 1e-6: sums of products of another size may be taken in another order
        expectClose(
          data,
          alone.flatMap((outputs) => outputs[i]!.data),
          1e-6,
        );
      }
    }));

  test('has the gradients of finite differences', () => run((layer) => checkLayerGradients(layer, variant)));

  if (variant.mask) {
    test('treats a mask as its record says', () => run((layer) => checkMaskBehaviour(layer, variant)));
  }

  test('comes back from its configuration and its weights', () =>
    run((layer) => checkConfiguration(layer, variant)));

  if (variant.outputs.length === 1) {
    test('comes back from a file with the same bits', () => checkFile(variant));
    test('predicts the same bits with a plan and without', () => checkPlan(variant, options));
  }

  test('returns tensors of its own', () => run((layer) => checkOwnership(layer, variant)));

  test(`leaves tensors and heap as they were in ${options.runs} runs`, () =>
    run(async (layer) => checkLeaks(layer, variant, options)));
}

async function checkShapes(layer: Layer, variant: LayerVariant): Promise<void> {
  const { input, outputs, mask, leastSteps = 1, weights } = variant;
  const [output] = outputs;
  if (weights) {
    expect(Object.fromEntries(layer.weights.map(({ name, shape }) => [name, [...shape]]))).toEqual(weights);
  }
  expect(layer.outputShape).toEqual([null, ...output!]);
  expect(layer.computeOutputShape(shapesOf(variant, [2, ...input]))).toEqual([2, ...output!]);
  for (const batch of [1, 2]) {
    const got = await evaluateLayer(layer, variant, inputValues(variant, batch));
    expect(got.map(({ shape }) => shape)).toEqual(outputs.map((sizes) => [batch, ...sizes]));
  }
  if (!mask) return;
  // Another length, where the layer was built for an open one.
  const [, ...features] = input;
  const open = variant.make();
  const short: LayerVariant = { ...variant, input: [1, ...features] };
  try {
    if (leastSteps === input[0]) return; // the length is part of the options
    open.build(shapesOf(variant, [null, null, ...features]));
    const x = inputTensor(short, inputValues(short, 1));
    try {
      if (leastSteps > 1) {
        expect(() => outputsOf(open, short, x)).toThrow(ShapeError);
        expect(() => outputsOf(open, short, x)).toThrow(open.label);
        return;
      }
      const got = await takeAll(outputsOf(open, short, x));
      expect(got[0]!.shape).toEqual(open.computeOutputShape(shapesOf(variant, [1, 1, ...features])));
      expect(got[0]!.data.every(Number.isFinite)).toBe(true);
    } finally {
      x.dispose();
    }
  } finally {
    open.dispose();
  }
}

async function checkConfiguration(layer: Layer, variant: LayerVariant): Promise<void> {
  const json = JSON.stringify(layer);
  const copy = new LayerRegistry(CLASSES).create(JSON.parse(json));
  expect(copy.constructor).toBe(layer.constructor);
  expect(JSON.parse(JSON.stringify(copy))).toEqual(JSON.parse(json));
  expect(copy.build(shapesOf(variant, [null, ...variant.input]), { path: 'layer' }).outputShape).toEqual(
    layer.outputShape,
  );
  copy.setWeights(await layer.getWeights());
  const values = inputValues(variant, 2);
  expect(await evaluateLayer(copy, variant, values)).toEqual(await evaluateLayer(layer, variant, values));
  copy.dispose();
}

async function checkFile(variant: LayerVariant): Promise<void> {
  const model = modelOf(variant);
  const x = inputTensor(variant, inputValues(variant, 2));
  const run = (model: Network) =>
    takeAll([tidy(() => model.apply(inputsOf(variant, x) as Tensor) as Tensor)]);
  const expected = await run(model);
  const { model: loaded } = load(await save(model), { layers: CLASSES });
  expect(await run(loaded)).toEqual(expected);
  for (const made of [x, model, loaded]) made.dispose();
}

/** The layer as a model. */
function modelOf(variant: LayerVariant): Network {
  const { split, input: sizes } = variant;
  if (!split) return new Sequential([variant.make()]).build([null, ...sizes], { seed: 3 });
  const inputs = split.map((width) => input([...sizes.slice(0, -1), width]));
  return new Model({ inputs, outputs: variant.make().apply(inputs as never) }).build({ seed: 3 });
}

/** A layer after which weights follow, so that a plan is made where the layer allows it. */
async function checkPlan(variant: LayerVariant, { readHeap }: LayerTestOptions): Promise<void> {
  const model = planModelOf(variant);
  const batches = [3, 1, 2].map((batch, seed) => {
    const values = inputValues(variant, batch, 60 + seed);
    const whole = {
      data: variant.ids === undefined ? values : Int32Array.from(values),
      shape: [batch, ...variant.input],
    };
    return variant.split ? cut(whole, variant.split) : whole;
  });
  const all = async (plan: boolean) => {
    const outputs: unknown[] = [];
    for (const inputs of [...batches, ...batches.toReversed()]) {
      model.resetStates();
      outputs.push(await predict(model, inputs, { plan }));
    }
    model.resetStates();
    return outputs;
  };
  const expected = await all(false);
  const [tensors, heap] = [liveTensors(), readHeap?.().blocks];
  expect(await all(true)).toEqual(expected);
  expect(await all(true)).toEqual(expected);
  for (const { value, shape } of model.weights) expect(value.shape).toEqual(shape);
  model.weights.at(-1)!.assign(Float32Array.of(5, -7));
  const moved = await all(false);
  expect(moved).not.toEqual(expected);
  expect(await all(true)).toEqual(moved);
  expect(liveTensors()).toBe(tensors);
  const made = readHeap?.().blocks;
  model.dispose();
  if (heap !== undefined && made !== undefined) {
    // Each plan is one block; a parameter is one, too.
    expect(made - heap).toBeLessThanOrEqual(batches.length);
    expect(readHeap!().blocks).toBe(heap - model.weights.length);
  }
}

function planModelOf(variant: LayerVariant): Network {
  const { split, input: sizes } = variant;
  if (!split) return new Sequential([variant.make(), new Dense({ units: 2 })]);
  const inputs = split.map((width) => input([...sizes.slice(0, -1), width]));
  const end = new Dense({ units: 2 }).apply(variant.make().apply(inputs as never) as SymbolicTensor);
  return new Model({ inputs, outputs: end });
}

/** Arrays of the given sizes along the last axis. */
function cut({ data, shape }: NdArray, widths: readonly number[]): NdArray[] {
  const all = shape.at(-1)!;
  let start = 0;
  return widths.map((width) => {
    const from = start;
    start += width;
    return {
      data: data.filter((_, i) => i % all >= from && i % all < from + width),
      shape: [...shape.slice(0, -1), width],
    };
  });
}

async function checkOwnership(layer: Layer, variant: LayerVariant): Promise<void> {
  const steps = variant.input[0]!;
  const values = inputValues(variant, 2);
  const x = inputTensor(variant, values);
  const mask = tensor(new Uint8Array(2 * steps).fill(1), [2, steps], 'bool');
  const context = variant.mask && variant.mask !== 'ends' ? masksOf(variant, mask) : {};
  const expected = await takeAll(outputsOf(layer, variant, x, context));
  // The input, the mask and the weights outlive the output …
  const again = outputsOf(layer, variant, x, context);
  expect(Array.from(await x.data())).toEqual(Array.from(values));
  for (const { value } of layer.weights) expect(value.isDisposed).toBe(false);
  // … and the output outlives the input and the mask.
  dispose(x, mask);
  expect(await takeAll(again)).toEqual(expected);
  layer.resetStates();
}

async function checkLeaks(
  layer: Layer,
  variant: LayerVariant,
  { runs, readHeap }: LayerTestOptions,
): Promise<void> {
  const x = inputTensor(variant, inputValues(variant, 2));
  const held = identity(x);
  const sources = [
    ...(variant.inputGradient === false ? [] : [x]),
    ...layer.trainableWeights.map(({ value }) => value),
  ];
  const step = () => {
    // Without weights, and where the input does not matter, nothing has a gradient.
    if (sources.length === 0) return dispose(...outputsOf(layer, variant, x, { training: true }));
    const { value, grads } = valueAndGrad(
      () => weighted(outputsOf(layer, variant, x, { training: true })),
      sources,
    );
    dispose(value, ...grads.map((grad) => grad!));
    layer.resetStates();
  };
  step();
  const [tensors, heap] = [liveTensors(), readHeap?.()];
  for (let i = 0; i < runs; i++) step();
  expect(liveTensors()).toBe(tensors);
  expect(readHeap?.()).toEqual(heap);
  dispose(x, held);
}

function refuses({ variants, refused = [], fixedWidth = false, refusedBy }: LayerRecord): void {
  const [variant] = variants;
  const { make, input } = variant!;
  const label = (layer: Layer) => refusedBy ?? layer.label;
  for (const shape of [[], ...refused]) {
    const layer = make();
    const build = () => layer.build(shape);
    expect(build, `built for [${shape}]`).toThrow(ShapeError);
    expect(build).toThrow(label(layer));
  }
  if (!fixedWidth) return;
  const layer = built(variant!);
  const { split } = variant!;
  const wide: LayerVariant = {
    ...variant!,
    input: [...input.slice(0, -1), input.at(-1)! + 1],
    ...(split && { split: [...split.slice(0, -1), split.at(-1)! + 1] }), // the last of several inputs
  };
  const x = inputTensor(wide, inputValues(wide, 2));
  expect(() => outputsOf(layer, wide, x)).toThrow(ShapeError);
  expect(() => outputsOf(layer, wide, x)).toThrow(label(layer));
  dispose(x);
  layer.dispose();
}
