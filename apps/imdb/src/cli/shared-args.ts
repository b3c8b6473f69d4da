import { BACKEND_ARGS } from '@seqloom/tasks/node';
import type { ArgsDef } from 'citty';

/** Options of every command that reads reviews and runs a model. */
export const SHARED_ARGS = {
  data: {
    type: 'string',
    valueHint: 'PATH|bundled|imdb',
    description: 'Reviews: the bundled ones (default), IMDB, or an archive, folder or .tsv of your own',
  },
  ...BACKEND_ARGS,
  json: { type: 'boolean', description: 'Write JSON lines; the last one is the result' },
} as const satisfies ArgsDef;
