export { findRecipe } from './find-recipe.ts';
export {
  type CommandOption,
  numberOption,
  type OptionTable,
  switchOption,
  textOption,
  wordOption,
} from './options/command-option.ts';
export { checkTyped, optionsTable, readList, readOptions, type Typed } from './options/read-options.ts';
export { type ForecastManyOptions, forecastMany } from './panel/forecast-many.ts';
export { type ManySeries, ManySeriesForecaster, type PanelCallOptions } from './panel/panel-forecaster.ts';
export { panelTask } from './panel/panel-task.ts';
export type {
  PanelErrors,
  PanelModel,
  PanelResult,
  PanelSettings,
  PanelSource,
  PanelTypes,
  SeriesForecast,
} from './panel/panel-types.ts';
export type { EpochReport, ProgressSink, ProgressTexts, StepReport } from './progress.ts';
export { answerQuestions, type StoryAnswer } from './questions/answer-questions.ts';
export { type GenerateStoriesOptions, generateStories } from './questions/generate-stories.ts';
export { parseStories } from './questions/parse-stories.ts';
export { type QuestionTaskOptions, questionTask } from './questions/question-task.ts';
export type {
  QuestionModel,
  QuestionResult,
  QuestionSettings,
  QuestionTypes,
} from './questions/question-types.ts';
export type { Story, StorySource } from './questions/story.ts';
export type { AskedStory } from './questions/story-form.ts';
export { bytesText } from './report/bytes-text.ts';
export { delimited, type TableRow } from './report/delimited.ts';
export { DESIGN_TOKENS } from './report/design-tokens.ts';
export type { Facts } from './report/facts.ts';
export {
  countText,
  escapeText,
  type HtmlPage,
  type HtmlTable,
  htmlPage,
  htmlTable,
  type PageLink,
} from './report/html-page.ts';
export type { NetworkDetails } from './report/network-details.ts';
export { type ReportPageOptions, reportPage } from './report/report-page.ts';
export { shellWord } from './report/shell-word.ts';
export type {
  Chart,
  Learned,
  Outcome,
  ReportedRun,
  Run,
  RunChoice,
  RunDetails,
  RunTimings,
  TitledTable,
  Trained,
  Training,
} from './run.ts';
export { anySeriesTask } from './series/any-series-task.ts';
export { type BacktestForecastOptions, backtestForecast } from './series/backtest/backtest-forecast.ts';
export type { BacktestErrors, BacktestOrigin, BacktestResult } from './series/backtest/backtest-types.ts';
export type { ColumnInfluence } from './series/explain-windows.ts';
export type { FeatureColumns } from './series/feature-columns.ts';
export { type ForecastOptions, forecast } from './series/forecast-series.ts';
export type { ForecastTask } from './series/forecast-task.ts';
export { forecastSteps, forecastUnseen, type SeriesModel } from './series/forecasts.ts';
export type { ForecastStep } from './series/new-rows.ts';
export type { SeriesRows } from './series/open-rows.ts';
export type { QuantileRange, SeriesTypes } from './series/run.ts';
export type { SeriesEvaluation } from './series/score-windows.ts';
export {
  type SeriesCallOptions,
  SeriesForecaster,
  type SeriesTraining,
} from './series/series-forecaster.ts';
export type { ForecastSettings, SeriesOptions } from './series/series-options.ts';
export type { SeriesSource } from './series/series-source.ts';
export { type SeriesTaskOptions, seriesTask } from './series/series-task.ts';
export { comparisonText } from './series/series-texts.ts';
export { measureSimpleRules, type SimpleRules } from './series/simple-rules.ts';
export { type SuggestedTask, suggestTask } from './series/suggest-task.ts';
export { periodText, timeText } from './series/time-texts.ts';
export { type UnseenRows, unseenRows } from './series/unseen-rows.ts';
export { runSweep, type SweepOptions, type SweepRun } from './sweep/run-sweep.ts';
export { type ChoiceLists, type SweepGrid, type SweepSetting, sweepSettings } from './sweep/sweep-grid.ts';
export type {
  ChosenModels,
  Evaluation,
  NamedData,
  ReportTexts,
  SweepDefaults,
  SweepMeasure,
  Task,
  TaskProgram,
} from './task.ts';
export { attachmentsOf } from './task-of-file.ts';
export type { AnyModel, AnyPlan, AnyRecipe, AnyResult, AnySource, TaskTypes } from './task-types.ts';
export { anyTextsTask } from './texts/any-texts-task.ts';
export { type Book, textsOfBooks } from './texts/books.ts';
export { type ClassifyTextsOptions, classifyTexts } from './texts/classify-texts.ts';
export { type CutPagesOptions, cutPages } from './texts/cut-pages.ts';
export {
  type ExplainTextOptions,
  explainText,
  type TextExplanation,
  type WordInfluence,
} from './texts/explain-text.ts';
export {
  type LabelledSourceOptions,
  labelledSource,
  type TextsWithLabels,
} from './texts/labelled-source.ts';
export { scoreTexts, type TextScore } from './texts/score-texts.ts';
export { settingsFor } from './texts/text-choices.ts';
export {
  type TextAnswer,
  type TextCallOptions,
  TextClassifier,
  type TextEvaluation,
} from './texts/text-classifier.ts';
export { TextForm, type TextFormJSON } from './texts/text-form.ts';
export type { ClassifiedTexts, TextSource } from './texts/text-source.ts';
export { type TextTaskOptions, textTask } from './texts/text-task.ts';
export type { TextModel, TextPlan, TextResult, TextTypes } from './texts/text-types.ts';
export { type TrainChosenOptions, trainChosen } from './train-chosen.ts';
export { trainDigest } from './train-digest.ts';
export { type TrainTaskOptions, trainTask } from './train-task.ts';
export { parsePairs, type SentencePair } from './translation/parse-pairs.ts';
export { joinWords, sentenceWords } from './translation/sentence-words.ts';
export { type TranslateOptions, type Translation, translate } from './translation/translate.ts';
export {
  divideSentences,
  type TranslatedSentence,
  type TranslationSource,
} from './translation/translation-source.ts';
export { type TranslationTaskOptions, translationTask } from './translation/translation-task.ts';
export type {
  TranslationModel,
  TranslationResult,
  TranslationTypes,
} from './translation/translation-types.ts';
export { weightsDigest } from './weights-digest.ts';
export { type WriteTextOptions, writeText } from './writing/write-text.ts';
export { divideText } from './writing/writing-source.ts';
export { writingTask } from './writing/writing-task.ts';
export type { WritingModel, WritingResult, WritingSource, WritingTypes } from './writing/writing-types.ts';
