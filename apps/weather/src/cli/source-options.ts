import { type Options, type Terminal, textOption } from '@seqloom/tasks/node';
import { type FileForm, FORM_OPTIONS, type FormOption, readingOf } from '../file-form.ts';
import type { SeriesFormFields } from '../series-form.ts';
import type { RowFilter, WeatherSource } from '../weather-source.ts';
import { openSource } from './open-source.ts';

/**
 * Reads the series that the options of a command name.
 *
 * @param trained where the model's own rows were found and how they were cleaned, for when no option says it
 */
export function openChosenSource(
  args: Options,
  data: string,
  { terminal, signal, trained }: SourceContext,
): Promise<WeatherSource> {
  return openSource(data, {
    where: filterOption(args) ?? trained?.where ?? undefined,
    form: formOptions(args, trained?.cleaning),
    terminal,
    signal,
  });
}

/** What reading a series needs beside options. */
export interface SourceContext {
  readonly terminal: Terminal;
  readonly signal: AbortSignal;
  readonly trained?: Pick<SeriesFormFields, 'where' | 'cleaning'>;
}

function formOptions(args: Options, trained: FileForm | undefined): FileForm {
  const words = (Object.keys(FORM_OPTIONS) as FormOption[]).flatMap((option) => {
    const word = textOption(args, option);
    return word === undefined ? [] : [[option, word] as const];
  });
  const form: FileForm = {
    ...trained,
    ...Object.fromEntries(words),
    ...(args['skip-bad-rows'] === true && { 'skip-bad-rows': true as const }),
  };
  readingOf(form); // what cannot be read is refused before the file is
  return form;
}

function filterOption(args: Options): RowFilter | undefined {
  const text = textOption(args, 'where');
  if (text === undefined) return undefined;
  const at = text.indexOf('=');
  if (at < 1 || at === text.length - 1) {
    throw new RangeError(`--where: expected COLUMN=VALUE, got '${text}'. For instance origin=JFK.`);
  }
  return { column: text.slice(0, at), value: text.slice(at + 1) };
}
