import type { SelectedBackend } from '@seqloom/backend';
import {
  checkOptions,
  MODEL_FILE_ARGS,
  type Options,
  type Terminal,
  textOption,
  withModel,
} from '@seqloom/tasks/node';
import type { ArgsDef } from 'citty';
import type { WeatherModel } from '../forecasts.ts';
import { fileNotices } from '../series-notices.ts';
import type { WeatherSource } from '../weather-source.ts';
import { openModel } from './open-model.ts';
import { SHARED_ARGS } from './shared-args.ts';
import { openChosenSource } from './source-options.ts';

/** Options of the commands that use a saved model. */
export const MODEL_ARGS: ArgsDef = { ...MODEL_FILE_ARGS, ...SHARED_ARGS };

/** A saved model beside a series. */
export interface ModelAndSource extends WeatherModel {
  readonly backend: SelectedBackend;
  readonly source: WeatherSource;
}

/** Opens what the options name, has it used, and releases it however that ends. */
export async function withModelAndSource(
  args: Options,
  terminal: Terminal,
  signal: AbortSignal,
  use: (opened: ModelAndSource) => Promise<void>,
): Promise<void> {
  checkOptions(args, MODEL_ARGS);
  const data = textOption(args, 'data') ?? 'bundled';
  await withModel(args, openModel, async (opened, backend) => {
    const source = await openChosenSource(args, data, { terminal, signal, trained: opened.form.fields });
    if (args.json !== true) for (const notice of fileNotices(source.table)) terminal.err(`${notice}\n`);
    await use({ ...opened, backend, source });
  });
}
