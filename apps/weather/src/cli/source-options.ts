import { type Options, type Terminal, textOption } from '@seqloom/app-shell';
import type { FileForm, RowFilter, WeatherSource } from '../weather-source.ts';
import { openSource } from './open-source.ts';

/**
 * Reads the series that the options of a command name.
 *
 * @param trained where the model's own rows were found, for when `--where` is not given
 */
export function openChosenSource(
  args: Options,
  data: string,
  { terminal, signal, trained }: SourceContext,
): Promise<WeatherSource> {
  return openSource(data, {
    where: filterOption(args) ?? trained ?? undefined,
    form: formOptions(args),
    terminal,
    signal,
  });
}

/** What reading a series needs beside options. */
export interface SourceContext {
  readonly terminal: Terminal;
  readonly signal: AbortSignal;
  readonly trained?: RowFilter | null;
}

function formOptions(args: Options): FileForm {
  const time = textOption(args, 'time');
  const timeFormat = textOption(args, 'time-format');
  const typed = textOption(args, 'delimiter');
  const delimiter = typed === 'tab' || typed === '\\t' ? '\t' : typed;
  if (delimiter !== undefined && !/^[\t !#-,/:-@[-`{-~]$/.test(delimiter)) {
    throw new RangeError(`--delimiter: expected one character such as ";", or tab, got '${typed}'.`);
  }
  return {
    ...(time !== undefined && { time }),
    ...(timeFormat !== undefined && { timeFormat }),
    ...(delimiter !== undefined && { delimiter }),
    ...(args['skip-bad-rows'] === true && { skipBadRows: true }),
  };
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
