import { checkOneOf } from '@seqloom/options';
import type { Tensor } from '../contract/tensor.ts';
import { stack } from '../engine/join.ts';
import { tidy } from '../engine/memory.ts';
import { type SequenceCellName, traceCell } from '../portable/sequence.ts';
import type { GRUOperands } from './gru-sequence.ts';
import type { LSTMOperands } from './lstm-sequence.ts';
import { prepareRun } from './run-sequence.ts';

/** Everything that happens in a recurrent layer, by input time. */
export interface SequenceTraceResult {
  /** `[B, T, U]`, the state after each step. */
  readonly h: Tensor;
  /** `[B, T, U]`, the memory after each step; only of an LSTM. */
  readonly c: Tensor | undefined;
  /**
   * `[B, T, U]` each: `input`, `forget`, `candidate`, `output` of an LSTM, `update`, `reset`, `candidate` of a GRU,
   * none of a SimpleRNN. At a step that the mask skips they are computed as if it were not skipped.
   */
  readonly gates: Readonly<Record<string, Tensor>>;
}

/**
 * Runs a recurrent layer step by step and returns its states and gates, for looking inside. It computes each step
 * twice and keeps all of it: not for training.
 *
 * @param cell `SimpleRNN`, `GRU` or `LSTM`
 * @throws RangeError or TypeError for operands that do not fit together
 * @example
 * ```ts
 * const { gates } = traceSequence('LSTM', { x, kernel, recurrentKernel, bias });
 * console.log(await gates.forget!.data());
 * ```
 */
export function traceSequence(
  cell: SequenceCellName,
  operands: GRUOperands & LSTMOperands,
): SequenceTraceResult {
  checkOneOf('traceSequence', 'cell', cell, ['SimpleRNN', 'GRU', 'LSTM']);
  const run = prepareRun('traceSequence', cell, operands);
  return tidy(() => {
    const { states, gates } = traceCell(cell, run.operands, run.attributes);
    const names = Object.keys(gates[0]!);
    return {
      h: stack(
        states.map(([h]) => h!),
        1,
      ),
      c:
        cell === 'LSTM'
          ? stack(
              states.map(([, c]) => c!),
              1,
            )
          : undefined,
      gates: Object.fromEntries(
        names.map((name) => [
          name,
          stack(
            gates.map((step) => step[name]!),
            1,
          ),
        ]),
      ),
    };
  });
}
