import type { CommandDef } from 'citty';
import type { PanelTypes } from '../panel/panel-types.ts';
import { anySeriesTask } from '../series/any-series-task.ts';
import type { SeriesTypes } from '../series/run.ts';
import type { TaskTypes } from '../task-types.ts';
import { anyTextsTask } from '../texts/any-texts-task.ts';
import type { TextTypes } from '../texts/text-types.ts';
import { backtestCommand } from './cli/backtest-command.ts';
import { type Convert, convertCommand } from './cli/convert-command.ts';
import { digestCommand } from './cli/digest-command.ts';
import { evaluateCommand } from './cli/evaluate-command.ts';
import { forecastCommand } from './cli/forecast-command.ts';
import { predictCommand } from './cli/predict-command.ts';
import { sweepCommand } from './cli/sweep-command.ts';
import { trainCommand } from './cli/train-command.ts';
import type { CommandTask, ForecastAnswers, PredictAnswers } from './command-task.ts';
import { launchCommand } from './launch/launch-command.ts';
import type { PanelWhere } from './open-panel.ts';
import type { TextWhere } from './open-texts.ts';
import { panelCommand } from './panel-command.ts';
import { type SeriesWhere, seriesCommand } from './series-command.ts';
import { dispatch } from './terminal/dispatch.ts';
import { exitCodeOf } from './terminal/exit-code.ts';
import { taskOfModelFile } from './terminal/model-file.ts';
import type { Terminal } from './terminal/terminal.ts';
import { textsCommand } from './texts-command.ts';

const FILE = 'A table of texts with labels (CSV, TSV, JSON lines), a folder per class, or an archive of one';
const SERIES = 'A table over time: .csv, .csv.gz or .zip';

/** Over data of any origin: what `seqloom` offers beside the commands of an app. */
export interface SeqloomCommandOptions {
  /** What `--version` prints. */
  readonly version: string;
  /** Opens the model that `predict` uses where no file is named. */
  readonly pretrained?: (() => Promise<TextTypes['model']>) | undefined;
  /** Does the work of `convert`, a command where it is given. */
  readonly convert?: Convert | undefined;
}

/**
 * Runs `seqloom classify`, `forecast`, `forecast-many`, `backtest`, `evaluate`, `predict`, `sweep`, `convert`, `digest` and `launch`. What a saved model is of, texts or a series,
 * decides what `evaluate` and `predict` take.
 *
 * @param argv the words after the program's name
 * @returns the exit code: 0, 1 for an error, that of the job of `launch`, 130 after Ctrl-C
 */
export function runSeqloom(
  argv: readonly string[],
  terminal: Terminal,
  { version, pretrained, convert }: SeqloomCommandOptions,
): Promise<number> {
  const texts = textsCommand({
    task: anyTextsTask,
    description: 'Which class does a text belong to?',
    version,
    data: { hint: 'PATH', help: `${FILE} (the same as FILE)` },
  });
  const series = seriesCommand({
    task: anySeriesTask,
    description: 'What will it be, and does the model know better than "the same as now"?',
    version,
    data: { hint: 'PATH', help: `${SERIES} (the same as FILE)` },
    named: [],
  });
  const panel = panelCommand(version);
  return exitCodeOf(terminal, argv, async () => {
    const [name, ...rest] = argv;
    const dashes = name === 'launch' ? argv.indexOf('--') : -1;
    const own = dashes < 0 ? argv : argv.slice(0, dashes);
    if (name === 'sweep') {
      const commands = {
        classify: sweepCommand(texts, terminal, 'seqloom sweep classify'),
        forecast: sweepCommand(series, terminal, 'seqloom sweep forecast'),
        'forecast-many': sweepCommand(panel, terminal, 'seqloom sweep forecast-many'),
      };
      await dispatch({ name: 'seqloom sweep', description: SWEEP, version, commands }, rest, terminal);
      return;
    }
    const commands = {
      classify: trainCommand(texts, terminal, 'seqloom classify'),
      forecast: trainCommand(series, terminal, 'seqloom forecast'),
      'forecast-many': trainCommand(panel, terminal, 'seqloom forecast-many'),
      backtest: backtestCommand(series, terminal),
      ...(await commandsOfModel(modelFileOf(own), { texts, series, panel, pretrained }, terminal)),
      sweep: sweepCommand(texts, terminal),
      ...(convert && { convert: convertCommand(convert, terminal) }),
      digest: digestCommand(terminal),
      launch: launchCommand(dashes < 0 ? [] : argv.slice(dashes + 1), terminal),
    };
    await dispatch({ name: 'seqloom', description: ABOUT, version, commands }, own, terminal);
  });
}

const ABOUT = 'Deep learning for text and sequences: models of your own data';
const SWEEP =
  'Train a grid of settings and compare them: sweep classify FILE, sweep forecast FILE, sweep forecast-many FILE';

/** The commands over texts and series, and the model for texts where no file is named. */
interface KnownCommands extends Pick<SeqloomCommandOptions, 'pretrained'> {
  readonly texts: CommandTask<TextTypes, TextWhere>;
  readonly series: CommandTask<SeriesTypes, SeriesWhere>;
  readonly panel: CommandTask<PanelTypes, PanelWhere>;
}

type ModelCommands = Readonly<Record<'evaluate' | 'predict', CommandDef>>;

/** `evaluate` and `predict` for the model in a file; for help and where no file is named, those for texts. */
async function commandsOfModel(
  file: string | undefined,
  { texts, series, panel, pretrained }: KnownCommands,
  terminal: Terminal,
): Promise<ModelCommands> {
  const writer = file === undefined ? undefined : await taskOfModelFile(file);
  if (writer?.kind === 'series') return commandsOfForecasts(called(series, writer.name), terminal);
  if (writer?.kind === 'panel') return commandsOfForecasts(panel, terminal);
  const command = called(texts, writer?.name);
  const answers = command.answers as PredictAnswers<TextTypes['model']>;
  return {
    evaluate: evaluateCommand(command, terminal),
    predict: predictCommand(command, { ...answers, ...(pretrained && { usual: pretrained }) }, terminal),
  };
}

function commandsOfForecasts<T extends TaskTypes, Where>(
  command: CommandTask<T, Where>,
  terminal: Terminal,
): ModelCommands {
  return {
    evaluate: evaluateCommand(command, terminal),
    predict: forecastCommand(command, command.answers as ForecastAnswers<T>, terminal),
  };
}

/** A command over model files of another task of its kind: of an app, for instance. */
function called<T extends TaskTypes, Where>(
  command: CommandTask<T, Where>,
  name: string | undefined,
): CommandTask<T, Where> {
  return name === undefined ? command : { ...command, task: { ...command.task, name } };
}

/** The file that `--model-file` names. */
function modelFileOf(argv: readonly string[]): string | undefined {
  const at = argv.findIndex((word) => word === '--model-file' || word.startsWith('--model-file='));
  if (at < 0) return undefined;
  const [, value] = argv[at]!.split(/=(.*)/s);
  return value ?? argv[at + 1];
}
