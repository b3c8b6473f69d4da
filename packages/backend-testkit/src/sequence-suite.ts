import * as s from '@seqloom/backend';
import { describe, expect, test } from 'vitest';
import { checkGradients } from './gradient-check.ts';
import { expectClose, numbers, take } from './numbers.ts';
import { portableBody } from './portable-body.ts';
import {
  CASES,
  CELLS,
  type Cell,
  type Operands,
  operandsOf,
  type SequenceCase,
  SOURCES,
  tensorsOf,
} from './sequence-cases.ts';

/** Gradients of the outputs: `[B, T, U]` and `[B, U]`. */
function outputGradients(
  c: SequenceCase,
  cell: Cell,
): { readonly dh: s.Tensor | undefined; readonly dhLast: s.Tensor; readonly dcLast: s.Tensor | undefined } {
  const [B, T, , U] = c.shape;
  return {
    dh: c.returnSequences ? s.tensor(numbers(B * T * U, 11), [B, T, U]) : undefined,
    dhLast: s.tensor(numbers(B * U, 12), [B, U]),
    dcLast: cell === 'LSTM' ? s.tensor(numbers(B * U, 13), [B, U]) : undefined,
  };
}

/** Outputs and gradients through the operation, with the body that the backend has. */
function throughOperation(cell: Cell, c: SequenceCase, operands: Operands): Record<string, s.Tensor> {
  const { dh, dhLast, dcLast } = outputGradients(c, cell);
  const names = SOURCES.filter((name) => operands[name]);
  const { rest, grads, value } = s.valueAndGrad(
    () => {
      const { h, hLast, cLast } = CELLS[cell].run(operands);
      const weighted = (y: s.Tensor, weights: s.Tensor) => s.sum(s.mul(y, weights));
      let loss = weighted(hLast!, dhLast);
      if (h) loss = s.add(loss, weighted(h, dh!));
      if (cLast) loss = s.add(loss, weighted(cLast, dcLast!));
      return [loss, ...[h, hLast, cLast].filter((y) => y !== undefined)];
    },
    names.map((name) => operands[name]!),
  );
  s.dispose(value, ...[dh, dhLast, dcLast].filter((g) => g !== undefined));
  return {
    ...Object.fromEntries(rest.map((y, i) => [`output ${i}`, y])),
    ...Object.fromEntries(names.map((name, i) => [`gradient of ${name}`, grads[i]!])),
  };
}

const BODIES = {
  SimpleRNN: {
    forward: portableBody('SimpleRNNSequence'),
    backward: portableBody('SimpleRNNSequenceGrad'),
  },
  GRU: { forward: portableBody('GRUSequence'), backward: portableBody('GRUSequenceGrad') },
  LSTM: { forward: portableBody('LSTMSequence'), backward: portableBody('LSTMSequenceGrad') },
} as const;

/** Which output of a gradient kernel is the gradient of an operand. */
const GRADIENTS = {
  x: 'dx',
  kernel: 'dKernel',
  recurrentKernel: 'dRecurrentKernel',
  bias: 'dBias',
  recurrentBias: 'dRecurrentBias',
  h0: 'dh0',
  c0: 'dc0',
} as const;

/** What a sequence kernel is given for operands. */
function kernelCall(operands: Operands, keep: boolean) {
  const { activation = 'tanh', recurrentActivation = 'sigmoid', goBackwards = false, ...others } = operands;
  const { returnSequences = false, resetAfter = true, ...inputs } = others;
  return {
    inputs,
    attributes: { activation, recurrentActivation, goBackwards, returnSequences, resetAfter, keep },
  };
}

/** The same from the portable bodies. */
function throughPortable(cell: Cell, c: SequenceCase, operands: Operands): Record<string, s.Tensor> {
  const { inputs, attributes } = kernelCall(operands, true);
  const { forward, backward } = BODIES[cell];
  const outputs: s.SequenceOutputs<s.Tensor> & { readonly cLast?: s.Tensor } = forward(inputs, attributes);
  const { dcLast, ...given } = outputGradients(c, cell);
  const gradients: Readonly<Record<string, s.Tensor | undefined>> = {
    ...backward(
      { ...inputs, ...given, cache: outputs.cache!, dcLast: dcLast! },
      { ...attributes, inputGradient: true },
    ),
  };
  const states = [outputs.h, outputs.hLast, outputs.cLast];
  const names = SOURCES.filter((name) => operands[name]);
  return {
    ...Object.fromEntries(states.filter((y) => y !== undefined).map((y, i) => [`output ${i}`, y])),
    ...Object.fromEntries(names.map((name) => [`gradient of ${name}`, gradients[GRADIENTS[name]]!])),
  };
}

/** Recurrent layers over whole sequences: fused bodies equal the portable ones, and these their formulas. */
export function sequenceSuite(): void {
  describe('sequences', () => {
    for (const cell of Object.keys(CELLS) as Cell[]) {
      test.each(CASES)(`${cell} %j: equals the portable body, forward and backward`, async (c) => {
        const operands = operandsOf(cell, c);
        const got = throughOperation(cell, c, operands);
        const expected = s.tidy(() => throughPortable(cell, c, operands));
        expect(Object.keys(got)).toEqual(Object.keys(expected));
        for (const [name, tensor] of Object.entries(expected)) {
          expect([...got[name]!.shape], name).toEqual([...tensor.shape]);
          // Float32 sums in another order, over at most 21 steps; tanh and sigmoid to 3e-7.
          expectClose(await take(got[name]!), await take(tensor), 2e-5);
        }
        s.dispose(...tensorsOf(operands));
      });
    }

    // Nothing is kept for a gradient then, so a body may take another way, or be one that only predicts.
    for (const cell of Object.keys(CELLS) as Cell[]) {
      test.each(CASES)(`${cell} %j: predicts what the portable body predicts`, async (c) => {
        const operands = operandsOf(cell, c);
        const { inputs, attributes } = kernelCall(operands, false);
        const got = CELLS[cell].run(operands);
        const expected: Partial<s.LSTMResult> = s.tidy(() => BODIES[cell].forward(inputs, attributes));
        for (const name of ['h', 'hLast', 'cLast'] as const) {
          const [mine, portable] = [got[name], expected[name]];
          expect(mine?.shape, name).toEqual(portable?.shape);
          // As above.
          if (mine && portable) expectClose(await take(mine), await take(portable), 2e-5);
        }
        s.dispose(...tensorsOf(operands));
      });
    }

    /** Activations with a derivative of each kind, in cells with formulas of their own. */
    const differences: readonly (readonly [Cell, SequenceCase])[] = [
      ...s.activationNames.map(
        (activation) => ['SimpleRNN', { shape: [2, 2, 1, 2], bias: true, activation }] as const,
      ),
      ['GRU', { shape: [2, 3, 2, 2], bias: true, initial: true, activation: 'silu', recurrentMask: true }],
      ['GRU', { shape: [2, 3, 2, 2], bias: true, initial: true, resetBefore: true, recurrentMask: true }],
      ['LSTM', { shape: [2, 3, 2, 2], bias: true, initial: true, activation: 'gelu', mask: 'anywhere' }],
    ];
    test.each(differences)('%s %j: gradients are differences of values', async (cell, c) => {
      const operands = operandsOf(cell, { ...c, returnSequences: true });
      const names = SOURCES.filter((name) => operands[name]);
      const values = (name: (typeof names)[number]) => operands[name]!.data() as Promise<Float32Array>;
      const inputs = await Promise.all(
        names.map(async (name) => ({ values: await values(name), shape: operands[name]!.shape })),
      );
      const results = (...tensors: s.Tensor[]) => {
        const sources = Object.fromEntries(names.map((name, i) => [name, tensors[i]!]));
        const { h, hLast, cLast } = CELLS[cell].run({ ...operands, ...sources });
        const present = [h, hLast, cLast].filter((y) => y !== undefined);
        return s.concat(
          present.map((y) => s.reshape(y, [2, -1])),
          1,
        );
      };
      await checkGradients(results, inputs, { step: 4e-3 });
      s.dispose(...tensorsOf(operands));
    });

    test('masked steps carry the state: the last state is that of the steps that count', async () => {
      for (const [cell, { run }] of Object.entries(CELLS)) {
        const operands = operandsOf(cell as Cell, { shape: [2, 6, 3, 4], bias: true });
        const mask = s.tensor(Uint8Array.of(0, 0, 1, 1, 1, 0, 0, 0, 1, 1, 1, 0), [2, 6], 'bool');
        const short = s.slice(operands.x, [0, 2, 0], [2, 3, 3]);
        const masked = run({ ...operands, mask });
        const plain = run({ ...operands, x: short });
        expectClose(await take(masked.hLast!), await take(plain.hLast!), 1e-6);
        s.dispose(...tensorsOf(operands), mask, short);
        for (const { cLast } of [masked, plain]) cLast?.dispose();
      }
    });

    test('h stands in the order of the input when the sequence is read backwards', async () => {
      const operands = operandsOf('GRU', { shape: [2, 5, 3, 4], bias: true });
      const turned = s.reverse(operands.x, 1);
      const backwards = s.gruSequence({ ...operands, goBackwards: true, returnSequences: true });
      const forwards = s.gruSequence({ ...operands, x: turned, returnSequences: true });
      const expected = s.reverse(forwards.h!, 1);
      expectClose(await take(backwards.h!), await take(expected), 1e-6);
      expectClose(await take(backwards.hLast), await take(forwards.hLast), 1e-6);
      s.dispose(...tensorsOf(operands), turned, forwards.h!);
    });

    test('a trace shows the states of the layer and the gates they follow from', async () => {
      const operands = operandsOf('LSTM', { shape: [2, 4, 3, 5], bias: true, initial: true });
      const { h, c, gates } = s.traceSequence('LSTM', operands);
      const { h: expected, hLast, cLast } = s.lstmSequence({ ...operands, returnSequences: true });
      const shown = s.tidy(() => s.mul(gates.output!, s.tanh(c!)));
      const steps = await take(h);
      expectClose(await take(expected!), steps, 1e-5);
      expectClose(await take(shown), steps, 1e-5);
      expect(Object.keys(gates)).toEqual(['input', 'forget', 'candidate', 'output']);
      s.dispose(...tensorsOf(operands), hLast, cLast, c!, ...Object.values(gates));
    });

    test('the gradient of the data is left out where nobody asks for it, and the others stay the same', async () => {
      for (const [cell, { run }] of Object.entries(CELLS)) {
        const operands = operandsOf(cell as Cell, { shape: [3, 5, 4, 6], bias: true });
        const { x, kernel, recurrentKernel, bias } = operands;
        const weights = [kernel, recurrentKernel, bias!];
        // Through an operation of its own, x is on the tape, yet not made of a source.
        const loss = () => s.sum(s.square(run({ ...operands, x: s.mul(x, x) }).hLast!));
        const all = s.valueAndGrad(loss, [...weights, x]);
        const some = s.valueAndGrad(loss, weights);
        for (const [i, gradient] of some.grads.entries()) {
          expect(await take(gradient!)).toEqual(await take(all.grads[i]!));
        }
        expect(Math.max(...(await take(all.grads[3]!)))).toBeGreaterThan(0);
        s.dispose(all.value, some.value, ...tensorsOf(operands));
      }
    });

    test('operands that do not fit are refused before a kernel sees them', () => {
      const operands = operandsOf('LSTM', { shape: [2, 4, 3, 5] });
      const wrong = s.zeros([2, 4]);
      const bytes = s.zeros([4, 2], 'bool');
      expect(() => s.lstmSequence({ ...operands, h0: wrong })).toThrow(
        'lstmSequence: h0 has shape [2, 4], expected [2, 5] for x [2, 4, 3] and 5 units.',
      );
      expect(() => s.lstmSequence({ ...operands, mask: bytes })).toThrow(
        'mask has shape [4, 2], expected [2, 4]',
      );
      expect(() => s.lstmSequence({ ...operands, mask: wrong })).toThrow(
        'mask has dtype float32, expected bool',
      );
      expect(() => s.gruSequence({ ...operands, kernel: wrong })).toThrow(
        'gruSequence: kernel has shape [2, 4]',
      );
      expect(() => s.lstmSequence({ ...operands, activation: 'cube' as never })).toThrow(
        'activation must be one of',
      );
      s.dispose(...tensorsOf(operands), wrong, bytes);
    });
  });
}
