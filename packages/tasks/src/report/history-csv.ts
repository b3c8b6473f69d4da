import type { History } from '../task-types.ts';

/** A history as CSV: a line for each epoch, counted from 1, with all digits; empty where something was not measured. */
export function historyCsv(history: History): string {
  const names = Object.keys(history);
  const epochs = Math.max(0, ...names.map((name) => history[name]!.length));
  const cell = (value: number | undefined) =>
    value === undefined || Number.isNaN(value) ? '' : String(value);
  const lines = Array.from({ length: epochs }, (_, epoch) =>
    [epoch + 1, ...names.map((name) => cell(history[name]![epoch]))].join(','),
  );
  return `${[['epoch', ...names].join(','), ...lines].join('\n')}\n`;
}
