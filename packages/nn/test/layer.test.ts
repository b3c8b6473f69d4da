import { liveTensors, type Tensor, tensor } from '@seqloom/backend';
import { startBackend } from '@seqloom/backend-testkit';
import { wasmBackend } from '@seqloom/backend-wasm';
import { expect, test } from 'vitest';
import {
  Activation,
  Dense,
  Dropout,
  defaultName,
  Flatten,
  Layer,
  LayerRegistry,
  Masking,
  Parameter,
  RepeatVector,
  Reshape,
  uniqueNames,
} from '../src/index.ts';

startBackend(wasmBackend());

test.each([
  ['Dense', 'dense'],
  ['LSTM', 'lstm'],
  ['ConvLSTM1D', 'conv_lstm1d'],
  ['LSTMCell', 'lstm_cell'],
  ['SimpleRNN', 'simple_rnn'],
  ['Conv1D', 'conv1d'],
  ['Conv1DTranspose', 'conv1d_transpose'],
  ['StackedRNNCells', 'stacked_rnn_cells'],
  ['GlobalAveragePooling1D', 'global_average_pooling1d'],
  ['SpatialDropout1D', 'spatial_dropout1d'],
  ['TimeDistributed', 'time_distributed'],
])('%s is named %s, as in Keras', (className, name) => {
  expect(defaultName(className)).toBe(name);
});

test('automatic names count from nothing and step over given ones', () => {
  const layers = [new Dense({ units: 1 }), new Dense({ units: 1, name: 'dense_1' }), new Dense({ units: 1 })];
  expect(uniqueNames(layers)).toEqual(['dense', 'dense_1', 'dense_2']);
  expect(() => uniqueNames([layers[1]!, layers[1]!])).toThrow('the name "dense_1" is taken');
});

test('a class without a className of its own is refused, because bundlers shorten class names', () => {
  class Nameless extends Dense {}
  expect(() => new Nameless({ units: 1 })).toThrow(
    'Nameless: a layer class needs a static className of its own.',
  );
});

test('equal seeds and paths give equal weights, other seeds or paths others', async () => {
  const kernel = async (seed: number, path: string) => {
    const layer = new Dense({ units: 4 });
    const { createRandom } = await import('@seqloom/random');
    layer.build([null, 4], { path, random: (stream) => createRandom(seed, stream) });
    const [weights] = await layer.getWeights();
    layer.dispose();
    return weights!.data;
  };
  expect(await kernel(1, 'a')).toEqual(await kernel(1, 'a'));
  expect(await kernel(1, 'a')).not.toEqual(await kernel(2, 'a'));
  expect(await kernel(1, 'a')).not.toEqual(await kernel(1, 'b'));
});

test('two parameters of one name and names with a slash are refused, because files and setWeights go by names', () => {
  const makes = (...names: string[]) =>
    new (class extends Layer {
      static readonly className: string = 'Pair';
      protected override createParameters(): void {
        for (const name of names) this.addParameter(name, [1], { initializer: 'ones' });
      }
      protected override call(x: Tensor): Tensor {
        return x;
      }
    })({});
  const before = liveTensors();
  expect(() => makes('w', 'v', 'w').build([null, 2])).toThrow('Pair "pair": makes two parameters named "w".');
  expect(() => makes('w', 'inner/w').build([null, 2])).toThrow('without "/", got "inner/w"');
  expect(liveTensors()).toBe(before);
});

test('setWeights checks everything before it sets anything', async () => {
  const layer = new Dense({ units: 2, kernelInitializer: 'ones' });
  layer.build([null, 2]);
  const kernel = { name: 'kernel', shape: [2, 2], data: new Float32Array(4) };
  const bias = { name: 'bias', shape: [2], data: new Float32Array(2) };
  expect(() => layer.setWeights([kernel])).toThrow('Dense "dense": no values for the weights bias.');
  expect(() => layer.setWeights([kernel, { ...bias, name: '__proto__' }])).toThrow(
    'Dense "dense": has no weight "__proto__". Its weights: kernel, bias.',
  );
  expect(() => layer.setWeights([kernel, kernel, bias])).toThrow('weight "kernel" is given twice');
  expect(() => layer.setWeights([kernel, { ...bias, shape: [1, 2] }])).toThrow(
    'Dense "dense": weight "bias" has shape [2], got 2 values of shape [1, 2].',
  );
  expect((await layer.getWeights())[0]!.data).toEqual(Float32Array.of(1, 1, 1, 1));
  const before = liveTensors();
  layer.setWeights([kernel, bias]);
  expect(liveTensors()).toBe(before);
  expect((await layer.getWeights())[0]!.data).toEqual(new Float32Array(4));
  layer.dispose();
});

test.each([
  (options: object) => new Activation(options as never),
  (options: object) => new Dense(options as never),
  (options: object) => new Dropout(options as never),
  (options: object) => new Flatten(options),
  (options: object) => new Masking(options),
  (options: object) => new RepeatVector(options as never),
  (options: object) => new Reshape(options as never),
])('an option that a layer does not have is refused (%#)', (make) => {
  expect(() => make({ use_bias: false })).toThrow(
    /^\w+: has no setting "use_bias"\. Its settings: .*name, trainable\./,
  );
});

test('a class made from a layer takes options of its own', () => {
  class Named extends Flatten {
    static override readonly className: string = 'Named';
  }
  expect(new Named({ extra: 1 } as never).options).toEqual({ extra: 1 });
  class Strict extends Flatten {
    static override readonly className: string = 'Strict';
    static readonly optionNames = { extra: true } as const;
  }
  expect(new Strict({ extra: 1 } as never).options).toEqual({ extra: 1 });
  expect(() => new Strict({ more: 1 } as never)).toThrow(
    'Strict: has no setting "more". Its settings: extra, name, trainable.',
  );
});

test('a built layer can neither be built again nor renamed, a disposed one not be called', () => {
  const layer = new Flatten();
  const x = tensor([1], [1, 1]);
  expect(() => layer.apply(x)).toThrow('Flatten "flatten": is not built. Call build(inputShape) first.');
  layer.build([null, 1]);
  expect(() => layer.build([null, 1])).toThrow('is already built. A layer belongs to one model');
  expect(() => {
    layer.name = 'other';
  }).toThrow('cannot be renamed once it is built');
  layer.dispose();
  layer.dispose();
  expect(() => layer.apply(x)).toThrow('Flatten "flatten": has been disposed of. Make a new one.');
  x.dispose();
});

test('clone copies options, freezing and the layers among the options', () => {
  const layer = new Dense({ units: 2, activation: 'relu', name: 'a' });
  layer.trainable = false;
  const copy = layer.clone({ name: 'b' });
  expect(copy).toBeInstanceOf(Dense);
  expect(copy.toJSON()).toEqual({
    className: 'Dense',
    options: { units: 2, activation: 'relu', name: 'b', trainable: false },
  });
});

test('a registry makes a layer from its JSON, layers among its options included', () => {
  class Holder extends Layer<{ readonly cells: readonly Layer[]; readonly name?: string }> {
    static readonly className: string = 'Holder';
    protected call(x: Parameters<Layer['apply']>[0]) {
      return x;
    }
  }
  const holder = new Holder({
    cells: [new Dense({ units: 2 }), new Dropout({ rate: 0.5, name: 'drop' })],
    name: 'h',
  });
  const registry = new LayerRegistry([Holder, Dense, Dropout]);
  const again = registry.create(JSON.parse(JSON.stringify(holder)));
  expect(again).toBeInstanceOf(Holder);
  expect((again as Holder).options.cells.map((cell) => cell.constructor)).toEqual([Dense, Dropout]);
  expect(JSON.stringify(again)).toBe(JSON.stringify(holder));
});

test('a registry refuses what it was not given, and endless nesting', () => {
  const registry = new LayerRegistry([Dense, Dropout]);
  expect(() => registry.create({ className: 'Lambda', options: {} })).toThrow(
    'LayerRegistry: unknown layer class "Lambda". Known: Dense, Dropout.',
  );
  expect(() => registry.create({ className: 'constructor', options: {} })).toThrow('unknown layer class');
  expect(() => registry.create({ class_name: 'Dense', config: {} })).toThrow(
    'expected { className, options }',
  );
  let nested: object = { className: 'Dense', options: { units: 1 } };
  for (let i = 0; i < 10_000; i++) nested = { className: 'Dense', options: { units: 1, layer: nested } };
  expect(() => registry.create(nested)).toThrow('more than 16 layers within each other');
  class Impostor extends Dropout {
    static override readonly className: string = 'Dense';
  }
  expect(() => new LayerRegistry([Dense, Impostor])).toThrow('two classes are named "Dense"');
});

test('a parameter releases what is registered with it, unless that is taken back', () => {
  const parameter = new Parameter({ name: 'w', path: 'w', shape: [1], values: Float32Array.of(1) });
  const released: string[] = [];
  parameter.onDispose(() => void released.push('first'));
  const unregister = parameter.onDispose(() => void released.push('second'));
  unregister();
  parameter.dispose();
  parameter.dispose();
  expect(released).toEqual(['first']);
});
