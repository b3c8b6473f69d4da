import { count, positiveInteger } from '@seqloom/options';
import { numberOption, type OptionTable, switchOption, textOption } from '../../options/command-option.ts';
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

/** The option of every command that uses a saved model. */
export const MODEL_FILE_OPTION: OptionTable<{ readonly modelFile: string }> = {
  modelFile: textOption({ hint: 'FILE', help: 'A model.safetensors that train --out wrote' }),
};

/** Where the data of a task are. */
export function dataOptions<Where>({
  data,
  where,
}: Pick<CommandTask<never, Where>, 'data' | 'where'>): OptionTable<Where & { readonly data: string }> {
  return { data: textOption(data), ...where } as OptionTable<Where & { readonly data: string }>;
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
