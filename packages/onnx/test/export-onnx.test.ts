import { fromBinary } from '@bufbuild/protobuf';
import { liveTensors, mul, type Tensor } from '@seqloom/backend';
import { cpuBackend, startBackend } from '@seqloom/backend-testkit';
import { Embedding } from '@seqloom/embeddings';
import { Dense, Layer, type LayerOptions, type Parameter, type Shape } from '@seqloom/nn';
import { GRU, LSTM, RecurrentCell, RNN } from '@seqloom/recurrent';
import { TextVectorizer } from '@seqloom/text';
import { input, Model, Sequential } from '@seqloom/train';
import { expect, test } from 'vitest';
import { type ModelProto, ModelProtoSchema } from '../src/generated/onnx_pb.ts';
import { exportOnnx, type LayerExport, OnnxExportError } from '../src/index.ts';

startBackend(cpuBackend());

const parse = (bytes: Uint8Array): ModelProto => fromBinary(ModelProtoSchema, bytes);
const words = () => new Embedding({ inputDim: 9, outputDim: 4, maskZero: true });
const reader = () =>
  new Sequential([words(), new LSTM({ units: 3 }), new Dense({ units: 1 })]).build([null, null]);

/** Type and sizes of an input or output as text. */
function described({ graph }: ModelProto): string[] {
  return [...graph!.input, ...graph!.output].map(({ name, type }) => {
    const tensor = type!.value;
    const { elemType, shape } =
      tensor.case === 'tensorType' ? tensor.value : { elemType: 0, shape: undefined };
    return `${name} ${elemType} ${shape!.dim.map(({ value }) => value.value).join(' ')}`;
  });
}

test('ids are int32, numbers float32, and open sizes have names', async () => {
  expect(described(parse(await exportOnnx(reader())))).toEqual([
    'input 6 batch input_steps',
    'output 1 batch 1',
  ]);
  const [text, extra] = [input([null], { name: 'text' }), input([4], { name: 'extra' })];
  const read = new GRU({ units: 4, returnSequences: true, name: 'read' }).apply(words().apply(text));
  const model = new Model({ inputs: [text, extra], outputs: [read, extra] }).build();
  expect(described(parse(await exportOnnx(model)))).toEqual([
    'text 6 batch text_steps',
    'extra 1 batch 4',
    'read 1 batch read_steps 4',
    'extra_output 1 batch 4', // an input that is an output, too
  ]);
});

test('equal models give equal bytes, and no tensor is left', async () => {
  const model = reader();
  const before = liveTensors();
  const bytes = await exportOnnx(model);
  expect(await exportOnnx(model)).toEqual(bytes);
  expect(liveTensors()).toBe(before);
});

test('a weight that is used twice is in the file once, and so is what two layers make of one mask', async () => {
  const inputs = [input([null], { name: 'a' }), input([null], { name: 'b' })];
  const [table, lstm] = [words(), new LSTM({ units: 3 })];
  const outputs = inputs.map((x) => lstm.apply(table.apply(x)));
  const { graph } = parse(await exportOnnx(new Model({ inputs, outputs }).build()));
  const tensors = graph!.initializer.map(({ name }) => name);
  expect(new Set(tensors).size).toBe(tensors.length);
  expect(tensors.filter((name) => /embedding|lstm/.test(name))).toEqual([
    'embedding/embeddings',
    'lstm/kernel/W',
    'lstm/recurrentKernel/R',
    'lstm/bias/B',
  ]);
  const stack = new Sequential([
    words(),
    new LSTM({ units: 3, returnSequences: true }),
    new GRU({ units: 2 }),
  ]);
  const { graph: stacked } = parse(await exportOnnx(stack.build([null, null])));
  expect(stacked!.node.filter(({ opType }) => opType === 'ScatterElements')).toHaveLength(1);
});

test('layers of two models with weights of one name keep their own', async () => {
  const [one, other] = [1, 2].map((seed) => {
    const x = input([2]);
    const dense = new Dense({ units: 2, name: 'dense' });
    return { dense, model: new Model({ inputs: x, outputs: dense.apply(x) }).build({ seed }) };
  }) as [{ dense: Dense; model: Model }, { dense: Dense; model: Model }];
  const x = input([2], { name: 'x' });
  const inner = new Model({ inputs: x, outputs: one.dense.apply(x), name: 'inner' });
  const y = input([2], { name: 'y' });
  const model = new Model({ inputs: y, outputs: other.dense.apply(inner.apply(y) as never) }).build();
  const { graph } = parse(await exportOnnx(model));
  const kernels = graph!.initializer.filter(({ name }) => name.startsWith('dense/kernel'));
  expect(kernels).toHaveLength(2);
  expect(kernels[0]!.rawData).not.toEqual(kernels[1]!.rawData);
});

test('metadata are texts or JSON, and hold the vocabulary of a preprocessor', async () => {
  const vectorizer = new TextVectorizer();
  vectorizer.adapt(['one two']);
  const model = new Sequential([vectorizer, words(), new LSTM({ units: 3 })]).build([null, null]);
  const metadata = { note: 'as it is', scaler: { mean: Float64Array.of(1.5, 2), std: [1, 2] } };
  const { metadataProps } = parse(await exportOnnx(model, { metadata }));
  const entries = Object.fromEntries(metadataProps.map(({ key, value }) => [key, value]));
  expect(Object.keys(entries)).toEqual(['preprocessor/input', 'note', 'scaler']);
  expect(JSON.parse(entries['preprocessor/input']!)).toEqual(JSON.parse(JSON.stringify(vectorizer)));
  expect(entries.note).toBe('as it is');
  expect(JSON.parse(entries.scaler!)).toEqual({ mean: [1.5, 2], std: [1, 2] });
  await expect(exportOnnx(model, { metadata: { 'preprocessor/input': 'mine' } })).rejects.toThrow(
    'exportOnnx: metadata has "preprocessor/input", which is the entry of a preprocessor of the model.',
  );
});

test('the version of the operators comes with that of the file', async () => {
  const model = reader();
  for (const [opset, irVersion] of [
    [18, 8n],
    [20, 9n],
    [22, 10n],
  ] as const) {
    const proto = parse(await exportOnnx(model, { opset }));
    expect([proto.irVersion, proto.opsetImport[0]!.version]).toEqual([irVersion, BigInt(opset)]);
  }
});

class Twice extends Layer<LayerOptions, Tensor> {
  static readonly className: string = 'Twice';
  static readonly rules = {};
  #factor!: Parameter;

  protected override createParameters([, features]: Shape): void {
    this.#factor = this.addParameter('factor', [features!], { initializer: 'ones' });
  }

  protected call(x: Tensor): Tensor {
    return mul(x, this.#factor.value);
  }
}

test('a layer of another class needs a row', async () => {
  const model = new Sequential([new Twice({})]).build([null, 3]);
  await expect(exportOnnx(model)).rejects.toThrow(
    /^exportOnnx: Twice "twice" is of a class without a row. Give one as layers: { Twice: … }. Known: Activation, /,
  );
  const row: LayerExport<Twice> = ({ graph, layer, inputs: [x] }) => ({
    outputs: [graph.op('Mul', [x!.name, graph.weight(layer, 'factor')])],
  });
  const { graph } = parse(await exportOnnx(model, { layers: { Twice: row } }));
  expect(graph!.node.map(({ opType }) => opType)).toEqual(['Mul', 'Identity']);
  const leaky: LayerExport<Twice> = ({ graph, inputs: [x] }) => ({
    outputs: [graph.op('LeakyRelu', [x!.name], { alpha: 0.5 })],
  });
  await expect(exportOnnx(model, { layers: { Twice: leaky } })).rejects.toThrow(
    'exportOnnx: an attribute must be an integer, got 0.5. Write a float as float(0.5).',
  );
});

class Counter extends RecurrentCell {
  static readonly className: string = 'Counter';
  override readonly stateShapes = [[3]];
  protected call(x: Tensor): Tensor[] {
    return [x, x];
  }
}

test('what has no form in ONNX is refused by name', async () => {
  const refused = async (layer: Layer) => {
    const error: unknown = await exportOnnx(new Sequential([layer]).build([null, null, 3])).catch(
      (e: unknown) => e,
    );
    expect(error).toBeInstanceOf(OnnxExportError);
    return (error as Error).message;
  };
  expect(await refused(new LSTM({ units: 2, stateful: true }))).toMatch(
    /^exportOnnx: LSTM "lstm" is stateful, and a graph keeps no states from batch to batch\. /,
  );
  expect(await refused(new RNN({ cell: new Counter({}) }))).toMatch(
    /^exportOnnx: Counter "counter" is of a class without/,
  );
});

test('a weight that is not finite is named', async () => {
  const model = reader();
  model.weights.find(({ path }) => path === 'lstm/bias')!.assign(new Float32Array(12).fill(Number.NaN, 7));
  await expect(exportOnnx(model)).rejects.toThrow(
    'exportOnnx: "lstm/bias" holds NaN. Export an earlier state.',
  );
});

test('wrong arguments are refused before anything is read', async () => {
  const model = reader();
  await expect(exportOnnx(new Sequential([new Dense({ units: 1 })]))).rejects.toThrow(/is not built/);
  await expect(exportOnnx(new Dense({ units: 1 }) as never)).rejects.toThrow(
    /expected a Sequential or a Model, got/,
  );
  await expect(exportOnnx(model, { opset: 17 })).rejects.toThrow(/^exportOnnx: opset must be .*got 17/);
  await expect(exportOnnx(model, { metadata: { size: Number.NaN } })).rejects.toThrow(
    'exportOnnx: metadata "size" must be a text or JSON data, got NaN in it.',
  );
  await expect(exportOnnx(model, { metadata: [] as never })).rejects.toThrow(
    /metadata must be a record of texts/,
  );
  await expect(exportOnnx(model, { layers: { Dense: 1 as never } })).rejects.toThrow(
    /layers must be functions/,
  );
});
