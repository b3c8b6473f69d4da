export {
  accuracy,
  binaryAccuracy,
  categoricalAccuracy,
  sparseCategoricalAccuracy,
} from './accuracies.ts';
export type { AttachmentClass, Attachments } from './attachments.ts';
export type { AucOptions } from './auc.ts';
export { auc } from './auc.ts';
export type { BatchInfo, Callback, TrainingRun } from './callback.ts';
export type { ClassWeight } from './class-weight.ts';
export type { Clipping } from './clip-gradients.ts';
export type { CrossentropyOptions } from './crossentropies.ts';
export {
  binaryCrossentropy,
  categoricalCrossentropy,
  sparseCategoricalCrossentropy,
} from './crossentropies.ts';
export type { CsvLoggerOptions } from './csv-logger.ts';
export { csvLogger } from './csv-logger.ts';
export type { EarlyStoppingOptions } from './early-stopping.ts';
export { earlyStopping } from './early-stopping.ts';
export type { EvaluateOptions } from './evaluate.ts';
export { evaluate } from './evaluate.ts';
export { fit } from './fit.ts';
export type { FitOptions } from './fit-plan.ts';
export type { EpochLogs, History } from './history.ts';
export type { LoadedModel, LoadOptions } from './load.ts';
export { load, loadWeights } from './load.ts';
export type { ByLog, LogName, MonitorName } from './log-names.ts';
export type { Loss } from './loss.ts';
export type { LossName } from './losses.ts';
export type { Direction, MetricDefinition } from './metric.ts';
export { Metric } from './metric.ts';
export type { MetricOptions, ProbabilityOptions, ThresholdOptions } from './metric-options.ts';
export type { MetricName } from './metrics.ts';
export type { ModelCheckpointOptions } from './model-checkpoint.ts';
export { modelCheckpoint } from './model-checkpoint.ts';
export { ModelFileError } from './model-file-error.ts';
export type { MonitorOptions } from './monitor.ts';
export { NaNLossError } from './nan-loss-error.ts';
export { NonFiniteGradientError } from './non-finite-gradient-error.ts';
export type { OptimizerConfig, OptimizerName, OptimizerOptions, SavedOptimizer } from './optimizer.ts';
export { Optimizer } from './optimizer.ts';
export type { AdamOptions, RMSpropOptions, SGDOptions } from './optimizers.ts';
export { adam, adamW, rmsprop, sgd } from './optimizers.ts';
export { precision, recall } from './precision-recall.ts';
export type { InputBatch, Predictions, PredictOptions } from './predict.ts';
export { predict } from './predict.ts';
export type { ProgressOptions, ProgressReport } from './progress.ts';
export { progress } from './progress.ts';
export type { ReduceLROnPlateauOptions } from './reduce-lr-on-plateau.ts';
export { reduceLROnPlateau } from './reduce-lr-on-plateau.ts';
export { meanAbsoluteError, meanSquaredError } from './regression-losses.ts';
export { meanAbsoluteErrorMetric, meanSquaredErrorMetric } from './regression-metrics.ts';
export type { SaveOptions, SaveWeightsOptions } from './save.ts';
export { save, saveWeights } from './save.ts';
export type { CosineDecayOptions, ExponentialDecayOptions, LearningRate, Schedule } from './schedules.ts';
export { cosineDecay, exponentialDecay, learningRateAt } from './schedules.ts';
export type { BuildOptions, MaskedOutput, SequentialConfig } from './sequential.ts';
export { Sequential } from './sequential.ts';
export type { Arrays, TrainingData } from './training-data.ts';
export { WeightSnapshot } from './weight-snapshot.ts';
