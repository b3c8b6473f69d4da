import { eventLine, interruptible, type Terminal } from '@seqloom/tasks/node';
import { predict } from '@seqloom/train';
import { type CommandDef, defineCommand } from 'citty';
import { outlook, timeText } from '../new-rows.ts';
import { fileNotices } from '../series-notices.ts';
import { MODEL_ARGS, type ModelAndSource, withModelAndSource } from './with-model-and-source.ts';

/** `weather forecast`: the next value that nobody knows yet, from the last rows of a file. */
export function forecastCommand(terminal: Terminal): CommandDef {
  return defineCommand({
    meta: { name: 'forecast', description: 'Forecast the next value from the last rows of a file' },
    args: MODEL_ARGS,
    run: ({ args }) =>
      interruptible((signal) =>
        withModelAndSource(args, terminal, signal, (opened) =>
          forecast(opened, args.json === true, terminal, signal),
        ),
      ),
  });
}

async function forecast(
  { model, form, source }: ModelAndSource,
  json: boolean,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<void> {
  const { window, now, time } = outlook(form, source);
  const { recipe, task, residual } = form.fields;
  const { target, unit } = task;
  const { data } = await predict(model, window, { signal });
  const last = window.data[window.data.length - form.width + form.targetColumn]!;
  const value = form.unscale(residual ? last + data[0]! : data[0]!);
  const persistence = form.unscale(last);
  const result = {
    model: recipe,
    dataset: source.name,
    target,
    unit,
    now: new Date(now).toISOString(),
    time: new Date(time).toISOString(),
    value,
    persistence,
  };
  const text = (number: number) => `${number.toFixed(1)}${unit === '' ? '' : ` ${unit}`}`;
  terminal.out(
    json
      ? eventLine('result', { ...result, notices: fileNotices(source.table) })
      : `"${target}" on ${timeText(time)}: ${text(value)}  (${recipe}, from the ${task.lookback} rows until ${timeText(now)}; last value shown: ${text(persistence)})\n`,
  );
}
