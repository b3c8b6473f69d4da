import type { WayOut } from '@seqloom/archives';

type Option = 'badRows' | 'columns' | 'decimal' | 'encoding' | 'format' | 'missing' | 'names' | 'zone';

/** What helps, by the option that does it. */
export const WAYS_OUT: Readonly<Record<Option, WayOut>> = {
  badRows: { option: 'badRows', advice: 'Correct the line, or leave such rows out with badRows: "skip".' },
  columns: { option: 'columns', advice: 'Keep the column as text: columns: { NAME: "text" }.' },
  decimal: { option: 'decimal', advice: 'Give the options decimal and thousands.' },
  encoding: { option: 'encoding', advice: 'Give the option encoding, for example "iso-8859-1".' },
  format: {
    option: 'format',
    advice: 'Name its own, for instance time: { format: "MM/dd/yyyy HH:mm" }, "unix" or "unix-ms".',
  },
  missing: {
    option: 'missing',
    advice:
      'Correct the line, say that it means "no value" with the option missing, or leave such rows out with badRows: "skip".',
  },
  names: { option: 'names', advice: 'Give the names with the option names.' },
  zone: {
    option: 'zone',
    advice:
      'Say what is meant with time: { repeatedHour, skippedHour }, or leave such rows out with badRows: "skip".',
  },
};

/** Why a row cannot be read, and what helps. */
export interface RowProblem {
  readonly reason: string;
  readonly wayOut: WayOut;
}
