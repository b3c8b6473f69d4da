export {
  type ClassifyTextsOptions,
  type ColumnInfluence,
  classifyTexts,
  type ExplainTextOptions,
  type ForecastOptions,
  type ForecastSettings,
  type ForecastStep,
  forecast,
  type SeriesCallOptions,
  type SeriesEvaluation,
  SeriesForecaster,
  type SeriesRows,
  type TextAnswer,
  type TextCallOptions,
  TextClassifier,
  type TextEvaluation,
  type TextExplanation,
  type TextsWithLabels,
  type WordInfluence,
} from '@seqloom/tasks';
export {
  listPretrained,
  loadPretrained,
  type PretrainedModel,
  type PretrainedName,
} from './load-pretrained.ts';
export type { MeasuredOn, ModelCard } from './model-card.ts';
