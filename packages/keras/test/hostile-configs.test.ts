import { startBackend } from '@seqloom/backend-testkit';
import { wasmBackend } from '@seqloom/backend-wasm';
import { describe, expect, test } from 'vitest';
import { loadKeras } from '../src/index.ts';
import { archiveOf, config, outcome, refusal } from './hostile-file.ts';

startBackend(wasmBackend());

describe('a config', () => {
  const changed = (change: (layers: Record<string, unknown>[]) => void) => {
    const root = JSON.parse(config);
    change(root.config.layers);
    return archiveOf({ config: JSON.stringify(root) });
  };
  const set = (at: number, key: string, value: unknown) =>
    changed((layers) => {
      (layers[at]!.config as Record<string, unknown>)[key] = value;
    });
  test.each<readonly [string, () => Uint8Array, RegExp]>([
    [
      'Lambda',
      () => changed((layers) => Object.assign(layers[1]!, { class_name: 'Lambda' })),
      /^layer "\w+" \(Lambda\): holds Python code, which is not run\. Supply the layer as customLayers/,
    ],
    [
      'a module path',
      () => changed((layers) => Object.assign(layers[1]!, { module: 'os.path' })),
      /^layer "\w+" \(Dense\): the class "Dense" of "os\.path" is not known here\. Supply it as customLayers/,
    ],
    [
      'an unknown class',
      () => changed((layers) => Object.assign(layers[1]!, { class_name: 'Conv3D' })),
      /^layer "\w+" \(Conv3D\): the class "Conv3D" is not known here/,
    ],
    [
      'the class of every object',
      () => changed((layers) => Object.assign(layers[1]!, { class_name: 'constructor' })),
      /the class "constructor" is not known here/,
    ],
    [
      'units of −1',
      () => set(1, 'units', -1),
      /^layer "\w+" \(Dense\): Dense: units must be a positive integer, got -1\.$/,
    ],
    ['units of 1e12', () => set(1, 'units', 1e12), /^layer "\w+" \(Dense\): Dense: units must be/],
    ['units of a text', () => set(1, 'units', 'many'), /units must be a positive integer, got "many"/],
    [
      'other units than the weights',
      () => set(1, 'units', 7),
      /dense\w*\/kernel: must have shape \[4, 7\], got \[4, 5\]\.$/,
    ],
    [
      'an activation of code',
      () => set(1, 'activation', { class_name: '__lambda__', config: { value: 'x' } }),
      /activation must be the name of an activation/,
    ],
    [
      'other places of the channels',
      () => set(1, 'data_format', 'channels_first'),
      /^layer "\w+" \(Dense\): data_format must be "channels_last" or null, got "channels_first"\.$/,
    ],
    [
      'a quantization',
      () => set(1, 'quantization_config', { mode: 'int8' }),
      /quantization_config must be null/,
    ],
    [
      'a field that is not known',
      () => set(1, 'gain', 2),
      /^layer "\w+" \(Dense\): gain must be null, false or empty, because it is not known here, got 2\.$/,
    ],
    [
      'a field that is not known, of true',
      () => set(1, 'normalize', true),
      /normalize must be null, .*, got true\.$/,
    ],
    [
      'a layer less',
      () => changed((layers) => layers.pop()),
      /has weights that no layer of the config uses: "layers\/dense_1\/vars/,
    ],
    [
      'a layer more',
      () =>
        changed((layers) =>
          layers.push(JSON.parse(JSON.stringify(layers[2]).replaceAll('dense_1', 'dense_9'))),
        ),
      /expected 2 variables in layers\/dense_2\/vars, got 0/,
    ],
    [
      'a name twice',
      () => changed((layers) => layers.push(layers[2]!)),
      /^layer "\w+" \(Sequential\): .*name/,
    ],
    [
      'a shape of an input with 65 sizes',
      () => set(0, 'batch_shape', Array(65).fill(4)),
      /the shape of an input must hold the batch and up to 63 sizes/,
    ],
    ['no layers', () => changed((layers) => layers.splice(0)), /has no layers\.$/],
    [
      '2,000 layers',
      () => changed((layers) => layers.push(...Array(2000).fill(layers[1]))),
      /at most 1000 layers/,
    ],
    [
      'JSON that ends',
      () => archiveOf({ config: config.slice(0, -1) }),
      /^the JSON of its config\.json is damaged \(.+\)\.$/,
    ],
    [
      '5 million brackets',
      () => archiveOf({ config: '['.repeat(5_000_000) }),
      /^the JSON of its config\.json is damaged \(the JSON text has 5000000 letters/,
    ],
    [
      '4 million brackets',
      () => archiveOf({ config: '['.repeat(1 << 22) }),
      /^the JSON of its config\.json is damaged \(the JSON text is nested more than 1000 deep\)\.$/,
    ],
    [
      'models within models, 10,000 deep',
      () => archiveOf({ config: nest(10_000) }),
      /is damaged \(the JSON text is nested more than 1000 deep\)/,
    ],
    [
      'layers in the order in which each waits for the next, with many inputs',
      () => archiveOf({ config: JSON.stringify(lastFirst(900, 30)) }),
      /has weights that no layer of the config uses/,
    ],
    [
      'a state for 10⁹ samples',
      () =>
        changed((layers) => {
          Object.assign(layers[0]!.config as object, { batch_shape: [1e9, 3, 4] });
          const config = { name: 'gru', units: 1000, stateful: true };
          layers.splice(1, layers.length, { module: 'keras.layers', class_name: 'GRU', config });
        }),
      /expected 3 variables in layers\/gru\/cell\/vars, got 0/,
    ],
    ['a list', () => archiveOf({ config: '[]' }), /expected an object, got \[\]/],
    [
      'a model within a model, 40 deep',
      () => archiveOf({ config: nest(40) }),
      /more than 16 layers within each other/,
    ],
  ])('%s is refused', async (_, make, message) => {
    const bytes = make();
    expect(await outcome(bytes)).toBe('refused');
    expect(await refusal(bytes)).toMatch(message);
  });

  test.each([null, false, '', [], {}])(
    'a field that is not known is passed over where it is %j',
    async (value) => {
      expect(await outcome(set(1, 'gain', value))).toBe('model');
    },
  );

  test('a field of an optimizer that is not known is a note', async () => {
    const root = JSON.parse(config);
    root.compile_config.optimizer.config.gain = 2;
    const { model, optimizer, notes } = await loadKeras(archiveOf({ config: JSON.stringify(root) }));
    expect(notes).toEqual([
      expect.stringMatching(/^the optimizer \w+: gain is not known here and is left out, got 2\.$/),
    ]);
    optimizer!.dispose();
    model.dispose();
  });

  const lastFirst = (count: number, width: number) => {
    const tensorOf = (name: string) => {
      const config = { shape: [null, 4], dtype: 'float32', keras_history: [name, 0, 0] };
      return { class_name: '__keras_tensor__', config };
    };
    const common = { module: 'keras.layers', registered_name: null };
    const layers = Array.from({ length: count }, (_, i) => {
      const before = i === 0 ? 'start' : `add${i - 1}`;
      const given = [...Array(width).fill(tensorOf('start')), tensorOf(before)];
      const [name, inbound_nodes] = [`add${i}`, [{ args: [given], kwargs: {} }]];
      return { ...common, class_name: 'Add', name, config: { name }, inbound_nodes };
    });
    const input = { batch_shape: [null, 4], dtype: 'float32', name: 'start' };
    const start = { ...common, class_name: 'InputLayer', name: 'start', config: input, inbound_nodes: [] };
    const ends = { input_layers: [['start', 0, 0]], output_layers: [[`add${count - 1}`, 0, 0]] };
    const config = { name: 'model', layers: [start, ...layers.reverse()], ...ends };
    return { module: 'keras', class_name: 'Functional', config };
  };

  const nest = (depth: number): string => {
    const start = '{"module":"keras","class_name":"Sequential","config":{"name":"s","layers":[';
    return `${start.repeat(depth)}{"class_name":"Flatten","config":{"name":"f"}}${']}}'.repeat(depth)}`;
  };
});
