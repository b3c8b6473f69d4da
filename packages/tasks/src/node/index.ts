export type { Conversion, Convert, ConvertOptions } from './cli/convert-command.ts';
export { argsOf } from './cli/define-command.ts';
export type {
  Answers,
  CommandTask,
  Forecast,
  ForecastAnswers,
  OpenContext,
  PredictAnswers,
  WriteAnswers,
} from './command-task.ts';
export { findTextFile, type NamedFile, openPairs } from './open-pairs.ts';
export { type NamedSeries, type OpenSeriesOptions, openSeries } from './open-series.ts';
export { type NamedStories, openStories } from './open-stories.ts';
export {
  type FindContext,
  type NamedTexts,
  type OpenTextsOptions,
  openTexts,
  type TextWhere,
} from './open-texts.ts';
export { type QuestionsCommandOptions, questionsCommand } from './questions-command.ts';
export { readBooks } from './read-books.ts';
export { runCommand, runMain } from './run-command.ts';
export { runStart, type StartOptions } from './run-start.ts';
export { runSeqloom, type SeqloomCommandOptions } from './seqloom-command.ts';
export { type SeriesCommandOptions, type SeriesWhere, seriesCommand } from './series-command.ts';
export { downloadReporter } from './terminal/download-reporter.ts';

export { exitCodeOf } from './terminal/exit-code.ts';
export { InterruptedError } from './terminal/interrupt.ts';
export { readModelFile } from './terminal/model-file.ts';
export { type OpenBackendOptions, openBackend } from './terminal/open-backend.ts';
export { packageVersion } from './terminal/package-version.ts';
export { runStartLine } from './terminal/start-line.ts';
export { processTerminal, type Terminal } from './terminal/terminal.ts';
export { type TextsCommandOptions, textsCommand } from './texts-command.ts';
export type { FoundTexts } from './texts-in-parts.ts';
export { type TranslationCommandOptions, translationCommand } from './translation-command.ts';
export { type WritingCommandOptions, writingCommand } from './writing-command.ts';
