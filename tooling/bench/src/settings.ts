import { checkOptions, integerOption, type Options, textOption } from '@seqloom/tasks/node';
import type { ArgsDef } from 'citty';
import { WORKLOADS } from './workloads.ts';

/** What the command line takes. */
export const ARGS: ArgsDef = {
  workloads: {
    type: 'string',
    description: `Comma-separated, of ${Object.keys(WORKLOADS).join(', ')}; default all`,
  },
  backend: { type: 'string', default: 'wasm', description: 'Name of the backend' },
  threads: {
    type: 'string',
    default: '1',
    description: 'Number of threads; several, such as 1,2, are compared',
  },
  rounds: { type: 'string', default: '3', description: 'Processes per workload; the median is reported' },
  against: {
    type: 'string',
    description: "'torch': PyTorch (tuned, one thread unless --peer-threads) in turn",
  },
  'peer-threads': { type: 'string', default: '1', description: 'Threads of the peer' },
  json: { type: 'boolean', description: 'One JSON line per workload instead of a table' },
};

/** What is to be measured. */
export interface Settings {
  readonly workloads: readonly string[];
  readonly backend: string;
  readonly threads: readonly number[];
  readonly rounds: number;
  readonly againstTorch: boolean;
  readonly peerThreads: number;
  readonly json: boolean;
}

/** @throws RangeError for an option that does not exist, or a value that is none */
export function settingsOf(args: Options): Settings {
  checkOptions(args, ARGS);
  const workloads = textOption(args, 'workloads')?.split(',') ?? Object.keys(WORKLOADS);
  const unknown = workloads.find((name) => !Object.hasOwn(WORKLOADS, name));
  if (unknown !== undefined) {
    throw new RangeError(
      `--workloads: there is no '${unknown}'. Workloads: ${Object.keys(WORKLOADS).join(', ')}.`,
    );
  }
  const against = textOption(args, 'against');
  if (against !== undefined && against !== 'torch') {
    throw new RangeError(`--against: expected torch, got '${against}'.`);
  }
  return {
    workloads,
    backend: textOption(args, 'backend')!,
    threads: textOption(args, 'threads')!
      .split(',')
      .map((threads) => integerOption({ threads }, 'threads')!),
    rounds: integerOption(args, 'rounds')!,
    againstTorch: against !== undefined,
    peerThreads: integerOption(args, 'peer-threads')!,
    json: args.json === true,
  };
}
