import { BACKEND_ARGS } from '@seqloom/app-shell';
import type { ArgsDef } from 'citty';

/** Options of every command that reads a series and runs a model. */
export const SHARED_ARGS = {
  data: {
    type: 'string',
    valueHint: 'PATH|bundled|jena',
    description: 'The series: the bundled one (default), the station of the book, or a .csv of your own',
  },
  where: {
    type: 'string',
    valueHint: 'COLUMN=VALUE',
    description: 'The rows to take from a file with several series',
  },
  time: {
    type: 'string',
    valueHint: 'COLUMN',
    description: 'The column of times (one with a usual name, or year, month, day and hour)',
  },
  'time-format': {
    type: 'string',
    valueHint: 'FORMAT',
    description:
      'How times are written, such as "MM/dd/yyyy HH:mm", unix or unix-ms (seen from the first row)',
  },
  delimiter: { type: 'string', valueHint: 'CHAR', description: 'What stands between columns, or tab (,)' },
  'skip-bad-rows': {
    type: 'boolean',
    description: 'Leave rows out that cannot be read, in place of stopping at the first',
  },
  ...BACKEND_ARGS,
  json: { type: 'boolean', description: 'Write JSON lines; the last one is the result' },
} as const satisfies ArgsDef;
