import { eventLine, interruptible, type Terminal, threadsText } from '@seqloom/tasks/node';
import { mae, persistence, rmse, skill, truthOf } from '@seqloom/timeseries';
import { type CommandDef, defineCommand } from 'citty';
import { requireError } from '../baselines.ts';
import { forecastsOf } from '../forecasts.ts';
import { unseenWindows } from '../new-rows.ts';
import { fileNotices } from '../series-notices.ts';
import { measured, percent } from './result.ts';
import { MODEL_ARGS, type ModelAndSource, withModelAndSource } from './with-model-and-source.ts';

/** `weather evaluate`: measures a saved model on the rows after those it was trained and chosen on. */
export function evaluateCommand(terminal: Terminal): CommandDef {
  return defineCommand({
    meta: { name: 'evaluate', description: 'Measure a saved model on rows later than those it has seen' },
    args: MODEL_ARGS,
    run: ({ args }) =>
      interruptible((signal) =>
        withModelAndSource(args, terminal, signal, (opened) =>
          measure(opened, args.json === true, terminal, signal),
        ),
      ),
  });
}

async function measure(
  { model, form, source, backend }: ModelAndSource,
  json: boolean,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<void> {
  const windows = unseenWindows(form, source);
  const begin = performance.now();
  const { recipe, task } = form.fields;
  const { target, unit } = task;
  const truth = truthOf(windows);
  const baselineMae = mae(persistence(windows), truth) * form.targetStd;
  requireError(baselineMae, source.table, target, 'unseen');
  const forecast = await forecastsOf({ model, form }, windows, signal);
  const testMae = mae(forecast, truth) * form.targetStd;
  const result = {
    model: recipe,
    dataset: source.name,
    target,
    unit,
    testMae,
    testRmse: rmse(forecast, truth) * form.targetStd,
    baselineMae,
    skill: skill(testMae, baselineMae),
    testSamples: truth.length,
    backend: backend.name,
    threads: backend.threads,
    seconds: (performance.now() - begin) / 1000,
  };
  terminal.out(
    json
      ? eventLine('result', { ...result, notices: fileNotices(source.table) })
      : `${recipe} on ${source.name}, "${target}": error ${measured(testMae, unit)} on ${truth.length} windows ` +
          `(persistence: ${measured(baselineMae, unit)}, skill ${percent(result.skill)}), ` +
          `${result.seconds.toFixed(1)} s (${backend.name}, ${threadsText(backend.threads)})\n`,
  );
}
