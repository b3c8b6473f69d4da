import { expect, test } from 'vitest';
import { terminalProgress } from '../src/node/terminal/progress.ts';
import { fakeTerminal } from '../src/node/testing/fake-terminal.ts';
import type { ProgressTexts } from '../src/progress.ts';

interface Plan {
  readonly model: string;
  readonly unit: string;
  readonly summary: string;
}
const plan: Plan = { model: 'gru', unit: '°C', summary: 'a table\nof layers' };

const texts: ProgressTexts<Plan, { epoch: number; step: number }, { epoch: number; error: number }> = {
  opening: ({ model }) => `${model} begins`,
  epoch: ({ epoch, error }, { unit }) => `epoch ${epoch}  error ${error} ${unit}`,
  length: () => ({ epochs: 2, stepsPerEpoch: 3 }),
  epochs: String,
  measure: () => 'error –',
};

test('a run is JSON lines on the standard output with --json, without the table of layers', () => {
  const terminal = fakeTerminal();
  const progress = terminalProgress(terminal, true, texts);
  progress.onStart(plan);
  progress.onStep?.({ epoch: 1, step: 1 });
  progress.onEpoch({ epoch: 1, error: 2 });
  progress.close();
  expect(terminal.written).toEqual({
    out: '{"event":"start","model":"gru","unit":"°C"}\n{"event":"epoch","epoch":1,"error":2}\n',
    err: '',
  });
});

test('where nobody watches, a run is a line an epoch beside the results', () => {
  const terminal = fakeTerminal();
  const progress = terminalProgress(terminal, false, texts);
  progress.onStart(plan);
  progress.onStep?.({ epoch: 1, step: 1 });
  progress.onEpoch({ epoch: 1, error: 2 });
  progress.close();
  expect(terminal.written).toEqual({ out: '', err: 'gru begins\nepoch 1  error 2 °C\n' });
});
