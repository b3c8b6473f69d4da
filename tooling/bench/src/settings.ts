import { oneOf, positiveInteger } from '@seqloom/options';
import {
  checkTyped,
  numberOption,
  type OptionTable,
  readList,
  readOptions,
  switchOption,
  type Typed,
  textOption,
  wordOption,
} from '@seqloom/tasks';
import { argsOf } from '@seqloom/tasks/node';
import type { ArgsDef } from 'citty';
import { BACKENDS } from './register.ts';
import { WORKLOADS } from './workloads.ts';

interface BenchOptions {
  readonly workloads: string;
  readonly backend: string;
  readonly threads: string;
  readonly rounds: number;
  readonly against: 'torch';
  readonly peerThreads: number;
  readonly json: boolean;
}

const NAMES = Object.keys(WORKLOADS);

const OPTIONS: OptionTable<BenchOptions> = {
  workloads: textOption({ hint: 'NAME,…', help: `Of ${NAMES.join(', ')} (all)` }),
  backend: textOption({ hint: 'NAME', help: `One of ${BACKENDS.join(', ')} (wasm)` }),
  threads: textOption({ hint: 'N,…', help: 'Number of threads; several, such as 1,2, are compared (1)' }),
  rounds: numberOption(positiveInteger(), { help: 'Processes per workload; the median is reported (3)' }),
  against: wordOption(['torch'], { help: 'PyTorch (tuned, one thread unless --peer-threads) in turn' }),
  peerThreads: numberOption(positiveInteger(), { help: 'Threads of the peer (1)' }),
  json: switchOption({ help: 'One JSON line per workload instead of a table' }),
};

/** What the command line takes. */
export const ARGS: ArgsDef = argsOf(OPTIONS);

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

/** @throws RangeError for an option that does not exist, or a value that does not fit */
export function settingsOf(typed: Typed): Settings {
  checkTyped(typed, OPTIONS);
  const owner = 'bench';
  const values = readOptions(owner, typed, OPTIONS);
  const { backend = 'wasm', rounds = 3, against, peerThreads = 1, json = false } = values;
  const workload = { ...textOption({ hint: '', help: '' }), check: oneOf(NAMES).check };
  const thread = numberOption(positiveInteger(), { help: '' });
  return {
    workloads:
      values.workloads === undefined ? NAMES : readList(owner, 'workloads', values.workloads, workload),
    backend,
    threads: readList(owner, 'threads', values.threads ?? '1', thread),
    rounds,
    againstTorch: against !== undefined,
    peerThreads,
    json,
  };
}
