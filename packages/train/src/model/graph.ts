import {
  type CallNode,
  type InputNode,
  type Layer,
  layersWithin,
  SymbolicTensor,
  uniqueNames,
} from '@seqloom/nn';
import { formatValue } from '@seqloom/options';
import { checkInner } from './network.ts';

/** The steps between the inputs and the outputs of a model. */
export interface Graph {
  readonly inputs: readonly SymbolicTensor[];
  /** One for each input. */
  readonly inputNames: readonly string[];
  /** Each after those that it takes its inputs from. */
  readonly nodes: readonly CallNode[];
  /** Each once, in the order of their first use. */
  readonly layers: readonly Layer[];
  readonly outputs: readonly SymbolicTensor[];
  /** One for each output: the name of its layer. */
  readonly outputNames: readonly string[];
}

/**
 * Follows the edges from the outputs back to the inputs, and names what has no name.
 *
 * @param owner the model in messages
 * @throws TypeError or RangeError naming the layer and the edge that is wrong
 */
export function traceGraph(
  owner: string,
  inputs: readonly SymbolicTensor[],
  outputs: readonly SymbolicTensor[],
): Graph {
  checkEnds(owner, inputs, outputs);
  const known = new Set<InputNode | CallNode>(inputs.map(({ node }) => node));
  const nodes: CallNode[] = [];
  const reached = new Set<InputNode | CallNode>();
  // A stack of its own: a model may be deeper than the stack of calls.
  const open: { readonly value: SymbolicTensor; readonly to: Layer | undefined; visited: boolean }[] = [];
  for (const value of [...outputs].reverse()) open.push({ value, to: undefined, visited: false });
  for (let next = open.at(-1); next; next = open.at(-1)) {
    const { value, to } = next;
    const { node } = value;
    if (reached.has(node)) {
      open.pop();
    } else if (node.kind === 'input') {
      open.pop();
      if (!known.has(node)) throw unconnected(owner, value, to);
      reached.add(node);
    } else if (next.visited) {
      open.pop();
      reached.add(node);
      nodes.push(node);
    } else {
      next.visited = true;
      for (const from of sourcesOf(node).reverse())
        open.push({ value: from, to: node.layer, visited: false });
    }
  }
  for (const value of inputs) {
    if (reached.has(value.node)) continue;
    throw new RangeError(`${owner}: ${value.label} leads to no output. Leave it out, or connect it.`);
  }
  const layers = [...new Set(nodes.map(({ layer }) => layer))];
  for (const layer of layers) checkInner(owner, layer);
  checkNotTwice(owner, layers);
  const inputNames = nameAll(owner, inputs, nodes, layers);
  return { inputs, inputNames, nodes, layers, outputs, outputNames: namesOf(outputs, inputs, inputNames) };
}

/** What a node takes: its inputs, its initial states, its attention mask. */
export function sourcesOf({ inputs, initialState, attentionMask }: CallNode): SymbolicTensor[] {
  return [...inputs, ...initialState, ...(attentionMask ? [attentionMask] : [])];
}

function unconnected(owner: string, value: SymbolicTensor, to: Layer | undefined): RangeError {
  const edge = to ? ` Edge: ${value.label} → ${to.label}.` : '';
  return new RangeError(
    `${owner}: ${to ? `${to.label} needs` : 'an output is'} ${value.label}, which is not among the inputs of the model.${edge} ` +
      'Add it to inputs, or apply the layers to the inputs that are.',
  );
}

function checkEnds(owner: string, inputs: readonly unknown[], outputs: readonly unknown[]): void {
  if (inputs.length === 0 || outputs.length === 0) {
    const what = inputs.length === 0 ? 'inputs' : 'outputs';
    throw new RangeError(`${owner}: ${what} must hold at least one symbolic value.`);
  }
  for (const [i, value] of inputs.entries()) {
    if (!(value instanceof SymbolicTensor) || value.node.kind !== 'input') {
      const got = value instanceof SymbolicTensor ? `an output of ${value.label}` : formatValue(value);
      throw new TypeError(`${owner}: inputs must hold what input(shape) returns, got ${got}.`);
    }
    if (inputs.indexOf(value) < i) {
      throw new RangeError(`${owner}: ${value.label} comes twice among the inputs. Make a second input.`);
    }
  }
  for (const value of outputs) {
    if (value instanceof SymbolicTensor) continue;
    throw new TypeError(
      `${owner}: outputs must hold what layers return for symbolic values, got ${formatValue(value)}.`,
    );
  }
}

/** A file and the names of weights know one place for each layer. */
function checkNotTwice(owner: string, layers: readonly Layer[]): void {
  for (const layer of layers) {
    for (const inner of layersWithin(layer)) {
      if (!layers.includes(inner)) continue;
      throw new RangeError(
        `${owner}: ${inner.label} comes twice, on its own and within ${layer.label}. Use one of the two, or make a second layer.`,
      );
    }
  }
}

/** Names the layers that have no name yet, and returns the names of the inputs. */
function nameAll(
  owner: string,
  inputs: readonly SymbolicTensor[],
  nodes: readonly CallNode[],
  layers: readonly Layer[],
): string[] {
  const named = [
    ...inputs.map(({ node }) => ({
      className: 'InputLayer',
      givenName: node.kind === 'input' ? node.name : undefined,
    })),
    ...layers,
  ];
  checkNames(owner, inputs, nodes);
  const names = uniqueNames(named);
  for (const [i, layer] of layers.entries()) layer.nameIfUnnamed(names[inputs.length + i]!);
  return names.slice(0, inputs.length);
}

/** @throws RangeError naming two inputs or layers that were given one name, and the edge to the second */
function checkNames(owner: string, inputs: readonly SymbolicTensor[], nodes: readonly CallNode[]): void {
  const taken = new Map<string, SymbolicTensor | Layer>();
  const take = (name: string | undefined, part: SymbolicTensor | Layer, edge: string) => {
    const other = name === undefined ? undefined : taken.get(name);
    if (name !== undefined) taken.set(name, part);
    if (!other || other === part) return;
    throw new RangeError(
      `${owner}: ${other.label} and ${part.label} have one name.${edge} Give each a name of its own.`,
    );
  };
  for (const value of inputs) take(value.node.kind === 'input' ? value.node.name : undefined, value, '');
  for (const node of nodes) {
    const { layer } = node;
    const sources = sourcesOf(node).map(({ label }) => label);
    take(layer.givenName, layer, ` Edge: ${sources.join(', ')} → ${layer.label}.`);
  }
}

/** `end`, and `end_1` for a second output of one layer. */
function namesOf(
  outputs: readonly SymbolicTensor[],
  inputs: readonly SymbolicTensor[],
  inputNames: readonly string[],
): string[] {
  const names: string[] = [];
  for (const { node } of outputs) {
    const own =
      node.kind === 'call' ? node.layer.name : inputNames[inputs.findIndex((each) => each.node === node)]!;
    let name = own;
    for (let count = 1; names.includes(name); count++) name = `${own}_${count}`;
    names.push(name);
  }
  return names;
}
