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
} from '@seqloom/tasks';
import { argsOf } from '@seqloom/tasks/node';
import type { ArgsDef } from 'citty';
import { growthNames } from './growth.ts';
import { PEERS } from './peers.ts';
import { BACKENDS } from './register.ts';
import { WORKLOADS } from './workloads.ts';

interface BenchOptions {
  readonly workloads: string;
  readonly backend: string;
  readonly threads: string;
  readonly growth: boolean;
  readonly rounds: number;
  readonly against: string;
  readonly peerThreads: number;
  readonly record: string;
  readonly json: boolean;
}

const NAMES = Object.keys(WORKLOADS);

const OPTIONS: OptionTable<BenchOptions> = {
  workloads: textOption({ hint: 'NAME,…', help: `Of ${NAMES.join(', ')} (all)` }),
  backend: textOption({ hint: 'NAME,…', help: `Of ${BACKENDS.join(', ')}; several are compared (wasm)` }),
  threads: textOption({ hint: 'N,…', help: 'Number of threads; several, such as 1,2, are compared (1)' }),
  growth: switchOption({
    help: 'How time grows with steps, units, batch and vocabulary, instead of workloads',
  }),
  rounds: numberOption(positiveInteger(), { help: 'Processes per workload; the median is reported (3)' }),
  against: textOption({ hint: 'NAME,…', help: `Measured in turn, of ${Object.keys(PEERS).join(', ')}` }),
  peerThreads: numberOption(positiveInteger(), { help: 'Threads of the peers (1)' }),
  record: textOption({ hint: 'FILE', help: 'Writes all figures as JSON' }),
  json: switchOption({ help: 'One JSON line per workload instead of a table' }),
};

/** What the command line takes. */
export const ARGS: ArgsDef = argsOf(OPTIONS);

/** What is to be measured. */
export interface Settings {
  readonly workloads: readonly string[];
  readonly backends: readonly string[];
  readonly threads: readonly number[];
  readonly rounds: number;
  readonly against: readonly string[];
  readonly peerThreads: number;
  readonly record: string | undefined;
  readonly json: boolean;
}

/** @throws RangeError for an option that does not exist, or a value that does not fit */
export function settingsOf(typed: Typed): Settings {
  checkTyped(typed, OPTIONS);
  const owner = 'bench';
  const values = readOptions(owner, typed, OPTIONS);
  const { rounds = 3, peerThreads = 1, record, json = false, growth = false } = values;
  for (const other of ['workloads', 'against'] as const) {
    if (!growth || values[other] === undefined) continue;
    throw new RangeError(`bench: --growth has workloads of its own, got --${other} with it. Leave one out.`);
  }
  const workloads = growth ? growthNames() : NAMES;
  const wordsOf = (option: keyof BenchOptions, text: string, known: readonly string[]) =>
    readList(owner, option, text, { ...textOption({ hint: '', help: '' }), check: oneOf(known).check });
  const thread = numberOption(positiveInteger(), { help: '' });
  return {
    workloads: values.workloads === undefined ? workloads : wordsOf('workloads', values.workloads, NAMES),
    backends: wordsOf('backend', values.backend ?? 'wasm', BACKENDS),
    threads: readList(owner, 'threads', values.threads ?? '1', thread),
    rounds,
    against: values.against === undefined ? [] : wordsOf('against', values.against, Object.keys(PEERS)),
    peerThreads,
    record,
    json,
  };
}
