import { create } from '@bufbuild/protobuf';
import type { Layer, Parameter } from '@seqloom/nn';
import { type Attributes, attributeProtos } from './attributes.ts';
import {
  type GraphProto,
  GraphProtoSchema,
  type NodeProto,
  NodeProtoSchema,
  type TensorProto,
  type ValueInfoProto,
} from './generated/onnx_pb.ts';
import { OnnxExportError } from './onnx-export-error.ts';
import { type ElementType, elementType, tensorProto } from './tensor-protos.ts';

/** What all graphs of a file share: its tensors, the names that are taken, and the values of the weights. */
interface FileParts {
  readonly initializers: TensorProto[];
  /** Names of tensors, by what they hold. */
  readonly constants: Map<string, string>;
  /** Names of the tensors of a weight, by layout. */
  readonly weights: Map<Parameter, Map<string, string>>;
  readonly values: ReadonlyMap<Parameter, Float32Array>;
  count: number;
}

/** How the numbers of a weight are laid out in the file. */
export interface WeightLayout {
  readonly shape: readonly number[];
  readonly values: ArrayLike<number>;
}

/**
 * Collects the nodes of an ONNX graph. Values are known by their names, which are texts. A node that would compute what one before
 * it computes already is not added again, so that layers with one mask share what they make of it.
 */
export class GraphBuilder {
  readonly #file: FileParts;
  readonly #outer: GraphBuilder | undefined;
  readonly #nodes: NodeProto[] = [];
  /** Outputs of nodes, by what they compute. */
  readonly #computed = new Map<string, readonly string[]>();
  #place = '';

  private constructor(file: FileParts, outer?: GraphBuilder) {
    this.#file = file;
    this.#outer = outer;
    if (outer) this.#place = outer.#place;
  }

  /** @param values of the weights of the model, row-major */
  static start(values: ReadonlyMap<Parameter, Float32Array>): GraphBuilder {
    return new GraphBuilder({ initializers: [], constants: new Map(), weights: new Map(), values, count: 0 });
  }

  /** The graph of the body of a loop, which sees the values of this one. */
  body(): GraphBuilder {
    return new GraphBuilder(this.#file, this);
  }

  /** Names the nodes that `work` adds after a layer. */
  at<T>(layer: Layer, work: () => T): T {
    const before = this.#place;
    this.#place = layer.path;
    try {
      return work();
    } finally {
      this.#place = before;
    }
  }

  /** A node with one output. `undefined` leaves out an input that a later one follows. */
  op(type: string, inputs: readonly (string | undefined)[], attributes: Attributes = {}): string {
    return this.ops(type, inputs, 1, attributes)[0]!;
  }

  /** A node with several outputs. */
  ops(
    type: string,
    inputs: readonly (string | undefined)[],
    count: number,
    attributes: Attributes = {},
  ): readonly string[] {
    // Two loops are never taken for the same.
    const hasBody = Object.values(attributes).some((value) => typeof value === 'object' && 'graph' in value);
    const key = hasBody ? undefined : JSON.stringify([type, inputs, count, attributes]);
    const known = key === undefined ? undefined : this.#find(key);
    if (known) return known;
    const name = this.newName(type);
    const outputs = Array.from({ length: count }, (_, i) => (i === 0 ? name : `${name}:${i}`));
    this.#add(type, name, inputs, outputs, attributes);
    if (key !== undefined) this.#computed.set(key, outputs);
    return outputs;
  }

  /** Gives a value another name: that of an output of the graph. */
  rename(value: string, name: string): void {
    this.#add('Identity', this.newName('Identity'), [value], [name], {});
  }

  /** A name that no value has. Names of layers have no `/`, so that those of inputs and outputs differ from it. */
  newName(what: string): string {
    return `${this.#place}/${what}_${this.#file.count++}`;
  }

  /** A float32 tensor; without a shape a scalar. */
  floats(values: number | readonly number[], shape: readonly number[] = shapeOf(values)): string {
    return this.#constant('float32', [values].flat(), shape);
  }

  /** A float64 tensor. */
  doubles(values: readonly number[], shape: readonly number[]): string {
    return this.#constant('float64', values, shape);
  }

  /** An int64 tensor, as sizes and axes are given; a number is a scalar. */
  ints(values: number | readonly number[]): string {
    return this.#constant('int64', [values].flat(), shapeOf(values));
  }

  /** An int32 scalar. */
  int32(value: number): string {
    return this.#constant('int32', [value], []);
  }

  /**
   * The tensor of a weight.
   *
   * @param name of the weight within its layer
   * @param layout how the file holds it, where that differs; `of` says which layout it is
   */
  weight(
    layer: Layer,
    name: string,
    of = '',
    layout: (shape: readonly number[], values: Float32Array) => WeightLayout = (shape, values) => ({
      shape,
      values,
    }),
  ): string {
    const parameter = parameterOf(layer, name);
    const known = this.#file.weights.get(parameter) ?? new Map<string, string>();
    this.#file.weights.set(parameter, known);
    const before = known.get(of);
    if (before !== undefined) return before;
    const { shape, values } = layout(parameter.shape, this.valuesOf(parameter));
    const tensor = this.#unused(of === '' ? parameter.path : `${parameter.path}/${of}`);
    this.#file.initializers.push(tensorProto(tensor, 'float32', shape, values));
    known.set(of, tensor);
    return tensor;
  }

  /** The numbers of a weight. */
  valuesOf(parameter: Parameter): Float32Array {
    return this.#file.values.get(parameter)!; // the model lists it among its weights
  }

  /** A value as another type. */
  cast(value: string, to: ElementType): string {
    return this.op('Cast', [value], { to: elementType(to) });
  }

  /** The sizes of a value from one axis to before another; int64. */
  sizes(value: string, start: number, end?: number): string {
    return this.op('Shape', [value], { start, end });
  }

  /** The size of one axis, a scalar. */
  size(value: string, axis: number): string {
    return this.op('Squeeze', [this.sizes(value, axis, axis + 1), this.ints([0])]);
  }

  /** Adds axes of size 1, at these places of the result. */
  widen(value: string, ...axes: readonly number[]): string {
    return axes.length === 0 ? value : this.op('Unsqueeze', [value, this.ints(axes)]);
  }

  transpose(value: string, perm: readonly number[]): string {
    return perm.every((from, to) => from === to) ? value : this.op('Transpose', [value], { perm });
  }

  /** Another shape; 0 is the size that the axis has, −1 what is left. Parts may be names of int64 vectors. */
  reshape(value: string, ...parts: readonly (number | string)[]): string {
    const known = parts.filter((part) => typeof part === 'number');
    const shape =
      known.length === parts.length
        ? this.ints(known)
        : this.op(
            'Concat',
            parts.map((part) => (typeof part === 'number' ? this.ints([part]) : part)),
            { axis: 0 },
          );
    return this.op('Reshape', [value, shape]);
  }

  /** A reduction over axes. */
  reduce(
    kind: 'ReduceMax' | 'ReduceMean' | 'ReduceSum',
    value: string,
    axes: readonly number[],
    keepDims: boolean,
  ): string {
    return this.op(kind, [value, this.ints(axes)], { keepdims: Number(keepDims) });
  }

  /** Makes the graph of what was collected. Tensors stand in the outermost one, where all others see them. */
  finish(name: string, inputs: readonly ValueInfoProto[], outputs: readonly ValueInfoProto[]): GraphProto {
    return create(GraphProtoSchema, {
      name,
      node: this.#nodes,
      initializer: this.#outer ? [] : this.#file.initializers,
      input: [...inputs],
      output: [...outputs],
    });
  }

  #add(
    type: string,
    name: string,
    inputs: readonly (string | undefined)[],
    outputs: readonly string[],
    attributes: Attributes,
  ): void {
    this.#nodes.push(
      create(NodeProtoSchema, {
        opType: type,
        name,
        input: inputs.map((input) => input ?? ''),
        output: [...outputs],
        attribute: attributeProtos(attributes),
      }),
    );
  }

  /** Layers of two models may have weights of one name. */
  #unused(name: string): string {
    const isTaken = this.#file.initializers.some((tensor) => tensor.name === name);
    return isTaken ? `${name}_${this.#file.count++}` : name;
  }

  #find(key: string): readonly string[] | undefined {
    return this.#computed.get(key) ?? (this.#outer ? this.#outer.#find(key) : undefined);
  }

  #constant(
    type: 'float32' | 'float64' | 'int32' | 'int64',
    values: readonly number[],
    shape: readonly number[],
  ): string {
    // JSON has no NaN, no infinities and no −0.
    const key = JSON.stringify([
      type,
      values.map((value) => (Object.is(value, -0) ? '-0' : String(value))),
      shape,
    ]);
    const known = this.#file.constants.get(key);
    if (known !== undefined) return known;
    const name = `constant/${this.#file.count++}`;
    this.#file.initializers.push(tensorProto(name, type, shape, values));
    this.#file.constants.set(key, name);
    return name;
  }
}

/** A parameter of a layer's own. */
export function parameterOf(layer: Layer, name: string): Parameter {
  const found = layer.weights.find((parameter) => parameter.name === name);
  if (found) return found;
  throw new OnnxExportError(`${layer.label} has no weight ${JSON.stringify(name)}.`);
}

function shapeOf(values: number | readonly number[]): readonly number[] {
  return typeof values === 'number' ? [] : [values.length];
}
