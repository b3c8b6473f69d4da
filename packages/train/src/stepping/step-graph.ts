import { cannotStep, EACH_STEP, type Stepping, type StepState } from '@seqloom/nn';
import type { Network } from '../model/network.ts';
import { type StepNode, type StepSource, stepNodes } from './step-nodes.ts';

/**
 * What a value is at one step: `fixed` for the whole run, such as what an encoder gives; `timed`, one step `[B, 1, …]` of a
 * sequence; `now`, without a time axis, what the steps so far give, such as the last output of an LSTM.
 */
type ValueKind = 'fixed' | 'timed' | 'now';

/** A layer that runs at every step. */
export interface SteppedNode {
  readonly node: StepNode;
  readonly stepping: Stepping;
  /** Where its states begin among those of the model. */
  readonly firstState: number;
}

/** A state of a layer, and where its values before the first step come from; absent: they are 0. */
export interface GraphState extends StepState {
  readonly initial: StepSource | undefined;
}

/** A model taken apart into what runs once and what runs at every step. */
export interface StepGraph {
  /** The layers that depend on fixed inputs alone. */
  readonly fixed: readonly StepNode[];
  readonly stepped: readonly SteppedNode[];
  readonly states: readonly GraphState[];
  /** The fixed values that stepped layers use. */
  readonly fixedUses: readonly StepSource[];
  readonly outputs: readonly StepSource[];
  /** For each input of the model: the id that stands for no step, where it is one of ids. */
  readonly paddings: readonly (number | undefined)[];
}

/**
 * Takes a built model apart.
 *
 * @param fixedInputs which inputs of the model stay the same over all steps
 * @throws RangeError naming the layer that does not run step by step, and why
 */
export function stepGraph(model: Network, fixedInputs: readonly boolean[]): StepGraph {
  const { nodes, outputs } = stepNodes(model);
  const kinds = new Map<StepNode, (index: number) => ValueKind>();
  const kindOf = ({ from, index }: StepSource): ValueKind => {
    if (typeof from === 'number') return fixedInputs[from] ? 'fixed' : 'timed';
    return kinds.get(from)!(index);
  };
  const fixed: StepNode[] = [];
  const stepped: SteppedNode[] = [];
  const states: GraphState[] = [];
  const fixedUses: StepSource[] = [];
  const paddings: (number | undefined)[] = [];
  for (const node of nodes) {
    const { layer, inputs } = node;
    const given = node.initialState.map(kindOf);
    const of = inputs.map(kindOf);
    if ([...of, ...given].every((kind) => kind === 'fixed')) {
      fixed.push(node);
      kinds.set(node, () => 'fixed');
      continue;
    }
    for (const input of inputs) {
      if (kindOf(input) === 'fixed' && !fixedUses.some((use) => isSame(use, input))) fixedUses.push(input);
    }
    const timed = of.map((kind) => kind === 'timed');
    const isTimed = timed.includes(true);
    const stepping = isTimed ? layer.stepping(layer.inputShapes, timed) : EACH_STEP;
    const [{ from }] = inputs as readonly [StepSource];
    if (stepping.padding !== undefined && typeof from === 'number') paddings[from] = stepping.padding;
    stepped.push({ node, stepping, firstState: states.length });
    states.push(...statesOf(node, stepping, given));
    kinds.set(node, (index) => (isTimed && (stepping.timed?.[index] ?? true) ? 'timed' : 'now'));
  }
  for (const output of outputs) {
    if (kindOf(output) !== 'fixed') continue;
    throw new RangeError(
      `StepRunner: an output of ${model.label} depends on no input that goes on with the steps. Leave it out of the model, or ` +
        'name other inputs as fixed.',
    );
  }
  return { fixed, stepped, states, fixedUses, outputs, paddings };
}

/** The states of a use of a layer; those that the model gives begin with its values. */
function statesOf(
  { layer, initialState }: StepNode,
  { states }: Stepping,
  given: readonly ValueKind[],
): readonly GraphState[] {
  if (given.some((kind) => kind !== 'fixed')) {
    throw cannotStep(layer.label, 'its initial state changes with the steps');
  }
  for (const { shape } of states) {
    if (shape.includes(null)) throw cannotStep(layer.label, 'the size of its state is not known');
  }
  return states.map((state, i) => ({ ...state, initial: initialState[i] }));
}

/** Whether two values are one. */
export function isSame(a: StepSource, b: StepSource): boolean {
  return a.from === b.from && a.index === b.index;
}
