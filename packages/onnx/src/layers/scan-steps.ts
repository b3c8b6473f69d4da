import type { GraphBuilder } from '../graph-builder.ts';
import type { GraphMask } from '../layer-export.ts';
import { valueInfo } from '../tensor-protos.ts';

/** What a layer over time leaves, before its options choose from it. */
export interface SequenceRun {
  /** `[B, T, …]`, in the order of the input. */
  readonly sequence: string;
  /** `[B, …]`: the output of the step that was read last. */
  readonly last: string;
  /** `[B, …]` each. */
  readonly states: readonly string[];
}

/** A loop over the steps of a sequence. */
export interface StepLoop {
  /** `[B, T, …]` */
  readonly x: string;
  /** The rank of a step of x. */
  readonly stepRank: number;
  /** `[B, T]` */
  readonly mask: GraphMask | undefined;
  /** `[B, …]` each. */
  readonly initialState: readonly string[];
  /** The sizes of a sample's states. */
  readonly stateShapes: readonly (readonly number[])[];
  /** The sizes of a sample's output at one step. */
  readonly outputShape: readonly number[];
  readonly goBackwards: boolean;
  /** One step, in the graph of the body. */
  readonly step: (
    body: GraphBuilder,
    x: string,
    states: readonly string[],
  ) => { readonly output: string; readonly states: readonly string[] };
}

/**
 * Runs a step over a sequence, as the operator `Scan`. Where a mask skips a step, the states are carried over and the output repeats
 * the one before, zeros at first.
 */
export function scanSteps(graph: GraphBuilder, loop: StepLoop): SequenceRun {
  const { x, stepRank, mask, initialState, stateShapes, outputShape, goBackwards, step } = loop;
  const body = graph.body();
  const carriedShapes = [outputShape, ...stateShapes];
  const carried = carriedShapes.map(() => body.newName('state'));
  const [xt, mt] = [body.newName('x'), body.newName('mask')];
  const [last, ...states] = carried as [string, ...string[]];
  const next = step(body, xt, states);
  const chosen = [next.output, ...next.states].map((value, i) => {
    if (!mask) return value;
    const axes = carriedShapes[i]!.map((_, axis) => axis + 1);
    return body.op('Where', [body.widen(mt, ...axes), value, i === 0 ? last : states[i - 1]!]);
  });
  // Outputs of a body have names of their own, also where two of them are one value.
  const after = chosen.map((value) => named(body, value));
  const shown = named(body, chosen[0]!);
  const open = (rank: number) => new Array<null>(rank).fill(null);
  const bodyGraph = body.finish(
    body.newName('steps'),
    [
      ...carried.map((name, i) => valueInfo(name, 'float32', open(carriedShapes[i]!.length + 1))),
      valueInfo(xt, 'float32', open(stepRank)),
      ...(mask ? [valueInfo(mt, 'bool', open(1))] : []),
    ],
    [
      ...after.map((name, i) => valueInfo(name, 'float32', open(carriedShapes[i]!.length + 1))),
      valueInfo(shown, 'float32', open(outputShape.length + 1)),
    ],
  );
  const scanned = mask ? [x, mask.name] : [x];
  const outputs = graph.ops(
    'Scan',
    [zeroStates(graph, x, outputShape), ...initialState, ...scanned],
    carried.length + 1,
    {
      body: { graph: bodyGraph },
      num_scan_inputs: scanned.length,
      scan_input_axes: scanned.map(() => 1),
      scan_input_directions: scanned.map(() => Number(goBackwards)),
      scan_output_axes: [1],
      scan_output_directions: [Number(goBackwards)],
    },
  );
  return { sequence: outputs.at(-1)!, last: outputs[0]!, states: outputs.slice(1, -1) };
}

/** Zeros for every sample of a batch: `[B, …shape]`. */
export function zeroStates(graph: GraphBuilder, x: string, shape: readonly number[]): string {
  const sizes = graph.op('Concat', [graph.sizes(x, 0, 1), graph.ints(shape)], { axis: 0 });
  return graph.op('Expand', [graph.floats(0), sizes]);
}

function named(body: GraphBuilder, value: string): string {
  const name = body.newName('next');
  body.rename(value, name);
  return name;
}
