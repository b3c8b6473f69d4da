import type { GraphBuilder } from '../graph-builder.ts';
import type { GraphMask } from '../layer-export.ts';

/**
 * The steps that count, moved to the front of their sequence, because `sequence_lens` of ONNX's recurrent operators can only leave
 * out steps at the end. It holds for any mask: padding before or after the sequence, and gaps within it.
 */
export interface GatheredSteps {
  /** `[B]` int32, at least 1. */
  readonly lengths: string;
  /** `[B, 1]` bool: whether any step counts. */
  readonly any: string;
  /** `[B, T, D]` in the order of the input → those that count first. */
  readonly gather: (x: string) => string;
  /**
   * `[B, T, U]` of gathered steps → in the order of the input. A step that does not count repeats the output of the last one that was
   * read before it, zeros at first.
   */
  readonly spread: (sequence: string, goBackwards: boolean) => string;
}

export function gatherSteps(graph: GraphBuilder, { name: mask }: GraphMask): GatheredSteps {
  const [zero, one] = [graph.ints(0), graph.ints(1)];
  const counts = graph.cast(mask, 'int64');
  const upTo = graph.op('CumSum', [counts, one]); // how many count up to each step, itself included
  const total = graph.reduce('ReduceSum', counts, [1], true);
  const skipped = graph.op('CumSum', [graph.op('Sub', [one, counts]), one]);
  // Where each step goes: those that count in their order, then the others in theirs.
  const place = graph.op('Sub', [graph.op('Where', [mask, upTo, graph.op('Add', [total, skipped])]), one]);
  const steps = graph.op('Range', [zero, graph.size(mask, 1), one]);
  const all = graph.op('Expand', [graph.widen(steps, 0), graph.sizes(mask, 0)]);
  const order = graph.op('ScatterElements', [all, place, all], { axis: 1 });
  const pick = (x: string, at: string) => graph.op('GatherND', [x, graph.widen(at, 2)], { batch_dims: 1 });
  const atLeastOne = graph.op('Squeeze', [graph.op('Max', [total, one]), graph.ints([1])]);
  return {
    lengths: graph.cast(atLeastOne, 'int32'),
    any: graph.op('Greater', [total, zero]),
    gather: (x) => pick(x, order),
    spread(sequence, goBackwards) {
      // The place of the step that was read last: of those up to here, or from here on.
      const at = graph.op('Sub', [upTo, goBackwards ? counts : one]);
      const isRead = goBackwards ? graph.op('Less', [at, total]) : graph.op('GreaterOrEqual', [at, zero]);
      const within = goBackwards
        ? graph.op('Max', [graph.op('Min', [at, graph.op('Sub', [total, one])]), zero])
        : graph.op('Max', [at, zero]);
      return graph.op('Where', [graph.widen(isRead, 2), pick(sequence, within), graph.floats(0)]);
    },
  };
}
