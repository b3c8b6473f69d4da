import { count, positiveInteger } from '@seqloom/options';
import { numberOption, type OptionTable, switchOption, textOption } from '../../options/command-option.ts';
import type { Typed } from '../../options/read-options.ts';
import type { NamedData } from '../../task.ts';
import type { CommandTask } from '../command-task.ts';

/** Which backend computes. */
export interface BackendOptions {
  readonly backend: string;
  readonly threads: number;
}

export const BACKEND_OPTIONS: OptionTable<BackendOptions> = {
  backend: textOption({ hint: 'NAME', help: 'What computes (the best that runs here)' }),
  threads: numberOption(positiveInteger(), { help: 'Threads (one per core)' }),
};

/** What every command that trains takes beside the choices of its task. */
export interface TrainingOptions extends BackendOptions {
  readonly json: boolean;
  readonly seed: number;
  readonly out: string;
}

export const JSON_OPTION: OptionTable<Pick<TrainingOptions, 'json'>> = {
  json: switchOption({ help: 'Write JSON lines; the last one is the result' }),
};

export const SEED_OPTION: OptionTable<Pick<TrainingOptions, 'seed'>> = {
  seed: numberOption(count(), { help: 'Decides weights, split, order and dropout (1)' }),
};

/** The option of every command that trains. */
export const DISTRIBUTED_OPTION: OptionTable<{ readonly distributed: boolean }> = {
  distributed: switchOption({ help: 'Train as one of the processes that mpirun or srun has started' }),
};

/** The option of every command that uses a saved model. */
export const MODEL_FILE_OPTION: OptionTable<{ readonly modelFile: string }> = {
  modelFile: textOption({ hint: 'FILE', help: 'The model.safetensors that a training with --out wrote' }),
};

/** Where the data of a task are. */
export function dataOptions<Where>({
  data,
  where,
}: Pick<CommandTask<never, Where>, 'data' | 'where'>): OptionTable<Where & { readonly data: string }> {
  return { data: textOption(data), ...where } as OptionTable<Where & { readonly data: string }>;
}

/** The data that a task comes with, which a command takes when none are given. */
const USUAL_DATA = 'bundled';

/** How the usage line of a command shows these words. */
export function dataHint(task: { readonly named: readonly NamedData[] }): string | undefined {
  return dataWords(task) === 0 ? undefined : 'FILE';
}

/** How many words without dashes name the data of a command: one where the task comes with none, so that they are always given. */
export function dataWords({ named }: { readonly named: readonly NamedData[] }): number {
  return named.some(({ word }) => word === USUAL_DATA) ? 0 : 1;
}

/**
 * The data of a command: a word without dashes, or after `--data`.
 *
 * @throws RangeError when both are typed, or neither where the task comes with no data
 */
export function dataOf(
  { named }: { readonly named: readonly NamedData[] },
  data: string | undefined,
  typed: Typed,
): string {
  const [word] = typed._ as readonly string[];
  if (word !== undefined && data !== undefined) {
    throw new RangeError(`--data: gives the data, and so does '${word}'. Leave one of them out.`);
  }
  const usual = dataWords({ named }) === 0 ? USUAL_DATA : undefined;
  return word ?? required(data ?? usual, 'data', 'data.csv');
}

/** The values of a table's options among others. */
export function pickOptions<Values>(values: Partial<Values>, table: OptionTable<Values>): Partial<Values> {
  return Object.fromEntries(
    Object.entries(values).filter(([name]) => Object.hasOwn(table, name)),
  ) as Partial<Values>;
}

/** @throws RangeError when an option that must be given is missing */
export function required(value: string | undefined, flag: string, example: string): string {
  if (value === undefined)
    throw new RangeError(`--${flag}: is missing. Give it, for instance --${flag} ${example}.`);
  return value;
}
