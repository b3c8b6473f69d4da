import { BACKEND_ARGS } from '@seqloom/tasks/node';
import type { ArgsDef } from 'citty';
import { FORM_OPTIONS } from '../file-form.ts';

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
  ...formArgs(),
  'skip-bad-rows': {
    type: 'boolean',
    description: 'Leave rows out that cannot be read, in place of stopping at the first',
  },
  ...BACKEND_ARGS,
  json: { type: 'boolean', description: 'Write JSON lines; the last one is the result' },
} as const satisfies ArgsDef;

function formArgs(): ArgsDef {
  return Object.fromEntries(
    Object.entries(FORM_OPTIONS).map(([option, about]) => [option, { type: 'string', ...about }]),
  );
}
