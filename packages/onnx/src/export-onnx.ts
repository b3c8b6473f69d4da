import { create, toBinary } from '@bufbuild/protobuf';
import { firstNonFinite } from '@seqloom/arrays';
import type { Parameter, Shape } from '@seqloom/nn';
import { formatValue, numberIn, type OptionRules, resolveOptions, rule } from '@seqloom/options';
import { Network, takesIds } from '@seqloom/train';
import { layerExporter } from './export-layers.ts';
import { type GraphProto, ModelProtoSchema, type ValueInfoProto } from './generated/onnx_pb.ts';
import { GraphBuilder } from './graph-builder.ts';
import type { Edge, LayerExport } from './layer-export.ts';
import { checkMetadata, metadataProps } from './metadata.ts';
import { valueInfo } from './tensor-protos.ts';

/** Options of `exportOnnx`. */
export interface ExportOnnxOptions {
  /**
   * The version of ONNX's operators, from 18 (ONNX 1.13, onnxruntime 1.14) to 22; default 18. The nodes are the same in all of them.
   */
  readonly opset?: number;
  /** Texts and JSON data that travel with the graph, such as a vocabulary or the mean and spread of a scaler. */
  readonly metadata?: Readonly<Record<string, unknown>>;
  /** How layers and cells of classes of one's own are exported, by `className`. */
  readonly layers?: Readonly<Record<string, LayerExport>>;
}

const RULES: OptionRules<ExportOnnxOptions> = {
  opset: numberIn({ min: 18, max: 22, integer: true }, 18),
  metadata: rule<Readonly<Record<string, unknown>>>(checkMetadata, {}),
  layers: rule<Readonly<Record<string, LayerExport>>>(checkRows, {}),
};

/** The version of the file format that came with each version of the operators. */
const FORMATS: Readonly<Record<number, bigint>> = { 18: 8n, 19: 9n, 20: 9n, 21: 10n, 22: 10n };

/**
 * Writes a model as the bytes of an ONNX file, which onnxruntime and others run. The graph computes what `predict` does: dropout is
 * left out, batches and open lengths stay open, masks are followed within the graph for any kind of padding. Equal models give equal
 * bytes.
 *
 * Inputs and outputs have the names of the model's, `input` and `output` for a `Sequential`. Inputs are float32, or int32 where an
 * `Embedding` takes them; outputs are float32. An input of strings is the numbers that its preprocessor makes of them, which the
 * metadata hold as `preprocessor/<input>`.
 *
 * @throws Error when the model is not built; OnnxExportError naming a layer that has no form in ONNX: one of a class without a row, or
 * one that keeps states from batch to batch; RangeError for a weight that is NaN or Infinity; RangeError or TypeError for an option
 *
 * **Source**: the ONNX specification; the operators `LSTM`, `GRU`, `RNN` and `Scan` for recurrent layers.
 *
 * @example
 * ```ts
 * const bytes = await exportOnnx(model, { metadata: { vocabulary: vectorizer } });
 * await writeFile('model.onnx', bytes);
 * ```
 */
export async function exportOnnx(
  model: Network,
  options: ExportOnnxOptions = {},
): Promise<Uint8Array<ArrayBuffer>> {
  const { opset, metadata, layers } = resolveOptions('exportOnnx', options, RULES);
  if (!(model instanceof Network)) {
    throw new TypeError(`exportOnnx: expected a Sequential or a Model, got ${formatValue(model)}.`);
  }
  const { inputShapes } = model; // throws where the model is not built
  const names = model.inputNames.length > 0 ? model.inputNames : ['input'];
  const inputs = inputShapes.map(
    (shape, i): Edge => ({ name: names[i]!, type: takesIds(model, i) ? 'int32' : 'float32', shape }),
  );
  const values = await weightValues(model);
  const graph = graphOf(model, inputs, GraphBuilder.start(values), layers);
  const proto = create(ModelProtoSchema, {
    irVersion: FORMATS[opset]!,
    opsetImport: [{ domain: '', version: BigInt(opset) }],
    producerName: 'seqloom',
    graph,
    metadataProps: metadataProps(model, names, metadata),
  });
  return toBinary(ModelProtoSchema, proto);
}

function graphOf(
  model: Network,
  inputs: readonly Edge[],
  builder: GraphBuilder,
  rows: Readonly<Record<string, LayerExport>>,
): GraphProto {
  const edges = layerExporter(rows)(builder, model, inputs);
  const given = model.outputNames.length > 0 ? model.outputNames : ['output'];
  const taken = new Set(inputs.map(({ name }) => name));
  const outputs = edges.map(({ name, ...edge }, i) => {
    let own = given[i]!;
    while (taken.has(own)) own = `${own}_output`; // an input that is an output, too
    taken.add(own);
    builder.rename(name, own);
    return { ...edge, name: own };
  });
  return builder.finish(model.name, inputs.map(openSizes), outputs.map(openSizes));
}

/** Type and shape of an input or output. Open sizes have names: `batch`, `<name>_steps`. */
function openSizes({ name, type, shape }: Edge): ValueInfoProto {
  const open: Shape = [null, ...shape.slice(1)];
  return valueInfo(name, type, open, (axis) => ['batch', `${name}_steps`][axis] ?? `${name}_axis${axis}`);
}

async function weightValues(model: Network): Promise<ReadonlyMap<Parameter, Float32Array>> {
  const parameters = [...new Set(model.weights)];
  // All reads begin before the first await, so that the file holds the weights of one moment.
  const values = await Promise.all(parameters.map(({ value }) => value.data()));
  return new Map(
    parameters.map((parameter, i) => {
      const wrong = firstNonFinite(values[i]!);
      if (wrong < 0) return [parameter, values[i] as Float32Array]; // weights are float32
      throw new RangeError(
        `exportOnnx: ${JSON.stringify(parameter.path)} holds ${values[i]![wrong]}. Export an earlier state.`,
      );
    }),
  );
}

function checkRows(owner: string, option: string, value: unknown): void {
  const isRecord = typeof value === 'object' && value !== null;
  if (isRecord && Object.values(value).every((row) => typeof row === 'function')) return;
  throw new TypeError(`${owner}: ${option} must be functions by className, got ${formatValue(value)}.`);
}
