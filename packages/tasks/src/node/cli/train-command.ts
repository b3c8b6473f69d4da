import type { SelectedBackend } from '@seqloom/backend';
import type { CommandDef } from 'citty';
import { epochsText } from '../../epochs-text.ts';
import { findRecipe } from '../../find-recipe.ts';
import { type OptionTable, switchOption, textOption } from '../../options/command-option.ts';
import type { Trained } from '../../run.ts';
import type { Task } from '../../task.ts';
import type { TaskTypes } from '../../task-types.ts';
import { threadsText } from '../../threads-text.ts';
import { trainChosen } from '../../train-chosen.ts';
import type { CommandTask } from '../command-task.ts';
import { eventLine } from '../terminal/event-line.ts';
import { InterruptedError } from '../terminal/interrupt.ts';
import { joinJob } from '../terminal/join-job.ts';
import { openBackend } from '../terminal/open-backend.ts';
import { prepareOutputFolder } from '../terminal/output-folder.ts';
import { terminalProgress } from '../terminal/progress.ts';
import type { Terminal } from '../terminal/terminal.ts';
import {
  BACKEND_OPTIONS,
  DISTRIBUTED_OPTION,
  dataHint,
  dataOf,
  dataOptions,
  dataWords,
  JSON_OPTION,
  pickOptions,
  required,
  SEED_OPTION,
  type TrainingOptions,
} from './common-options.ts';
import { defineTaskCommand } from './define-command.ts';
import { KeptRun } from './kept-run.ts';
import { saveTrained, writeOutputs } from './outputs.ts';

/** `train`: trains a recipe, measures it, and writes what was asked for. */
export function trainCommand<T extends TaskTypes, Where>(
  command: CommandTask<T, Where>,
  given: Terminal,
  owner = `${command.task.name} train`,
): CommandDef {
  const { task } = command;
  type Values = T['choices'] &
    Where &
    TrainingOptions & {
      readonly model: string;
      readonly data: string;
      readonly resume: boolean;
      readonly distributed: boolean;
    };
  const options = {
    model: textOption({
      hint: 'NAME',
      help: `What to train: ${task.recipes.map(({ name }) => name).join(', ')}${task.choose ? ` (${task.chooses})` : ''}`,
    }),
    ...dataOptions(command),
    ...task.choices,
    ...BACKEND_OPTIONS,
    ...JSON_OPTION,
    ...SEED_OPTION,
    out: textOption({ hint: 'DIR', help: 'Where to write model, history, charts and report' }),
    resume: switchOption({ help: 'Go on with the run that --out keeps, if it has not ended' }),
    ...DISTRIBUTED_OPTION,
  } as unknown as OptionTable<Values>;
  return defineTaskCommand<Values>({
    owner,
    help: 'Train a model and measure it on the test part',
    options,
    words: dataWords(task),
    wordsHint: dataHint(task),
    async run(values, signal, typed) {
      const { model, json = false, out, resume = false, distributed = false } = values;
      const { backend: name, seed } = values;
      const data = dataOf(task, values.data, typed);
      if (!task.choose) required(model, 'model', task.recipes[0]!.name);
      if (model !== undefined) findRecipe(task, model);
      const choices = pickOptions<T['choices']>(values as Partial<T['choices']>, task.choices);
      // everything that can be refused is refused before the long part
      if (resume && out === undefined) {
        throw new RangeError('--resume: goes on with the run that --out DIR keeps. Give --out, too.');
      }
      const job = distributed ? await joinJob(given) : undefined;
      const { terminal = given, isFirst = true } = job ?? {};
      const threads = values.threads ?? job?.threads;
      if (out !== undefined && isFirst) await prepareOutputFolder(out);
      const settings = { task: task.name, model: model ?? 'chosen by the data' };
      const kept =
        out === undefined
          ? undefined
          : // the first process has looked into the folder for all
            await KeptRun.open({ folder: out, resume, joins: !isFirst, settings, terminal, json });
      let backend: SelectedBackend | undefined;
      let trained: Trained<T> | undefined;
      const progress = terminalProgress(terminal, json, task.progress);
      try {
        const where = pickOptions<Where>(values as Partial<Where>, command.where);
        const source = await command.openSource(data, where, { terminal, signal });
        backend = await openBackend({ name, threads });
        trained = await trainChosen(task, {
          backend,
          source,
          model,
          choices,
          ...(seed !== undefined && { seed }),
          progress,
          ...(kept && { callbacks: [kept.callback], onBest: kept.writeBest }),
          signal,
          ...(job && { communicator: job.communicator }),
        });
        progress.close();
        if (kept && isFirst) await writeAll(kept, out!, task, trained);
        const { history: _, ...result } = trained.result;
        terminal.out(
          json
            ? eventLine('result', result)
            : resultText(task.resultText(trained.result), trained.result, out),
        );
        await job?.close();
      } catch (error) {
        throw kept && error instanceof InterruptedError ? await kept.explainInterrupt(error) : error;
      } finally {
        progress.close();
        trained?.model.model.dispose();
        await backend?.dispose();
        await kept?.close();
      }
    },
  });
}

/** The model is in a file, or the error says where it is. */
async function writeAll<T extends TaskTypes>(
  kept: KeptRun,
  folder: string,
  task: Task<T>,
  trained: Trained<T>,
): Promise<void> {
  try {
    await writeOutputs(folder, task, trained);
  } catch (error) {
    throw await kept.explainFailure(error, (path) => saveTrained(path, task, trained));
  }
  await kept.end();
}

function resultText(
  text: string,
  { seconds, epochs, backend, threads, seed }: TaskTypes['result'],
  folder: string | undefined,
): string {
  // a result of stages alone, or that was solved for, has no epochs of its own
  const passes = epochs === 0 ? '' : `, ${epochsText(epochs)}`;
  const trained = `trained for ${seconds.toFixed(1)} s${passes}  (${backend}, ${threadsText(threads)}, seed ${seed})`;
  const written = folder === undefined ? '' : `\nwritten to ${folder}`;
  return `\n${text}\n${trained}${written}\n`;
}
