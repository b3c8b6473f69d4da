import type { ArgsDef } from 'citty';
import type { OpenBackendOptions } from './open-backend.ts';
import { integerOption, type Options, textOption } from './options.ts';

/** Options of every command that runs a model. */
export const BACKEND_ARGS: Readonly<Record<'backend' | 'threads', ArgsDef[string]>> = {
  backend: { type: 'string', valueHint: 'NAME', description: 'What computes (the best that runs here)' },
  threads: { type: 'string', valueHint: 'N', description: 'Threads (one per core)' },
};

/**
 * What a user chose of {@link BACKEND_ARGS}.
 *
 * @throws RangeError for a value that is none
 */
export function backendOptions(args: Options): OpenBackendOptions {
  return { name: textOption(args, 'backend'), threads: integerOption(args, 'threads') };
}

/** `1 thread`, `2 threads`. */
export function threadsText(threads: number): string {
  return threads === 1 ? '1 thread' : `${threads} threads`;
}
