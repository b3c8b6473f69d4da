export type { BackupOptions, ResumePoint } from './backup/backup.ts';
export { backup } from './backup/backup.ts';
export { BackupError } from './backup/backup-error.ts';
export type { BackupStore } from './backup/backup-store.ts';
export { hasBackup, removeBackup } from './backup/generations.ts';
export type { BatchInfo, Callback, CallbackState, TrainingRun } from './callbacks/callback.ts';
export type { CsvLoggerOptions } from './callbacks/csv-logger.ts';
export { csvLogger } from './callbacks/csv-logger.ts';
export type { EarlyStoppingOptions } from './callbacks/early-stopping.ts';
export { earlyStopping } from './callbacks/early-stopping.ts';
export type { LearningRateSchedulerOptions } from './callbacks/learning-rate-scheduler.ts';
export { learningRateScheduler } from './callbacks/learning-rate-scheduler.ts';
export type { ModelCheckpointOptions } from './callbacks/model-checkpoint.ts';
export { modelCheckpoint } from './callbacks/model-checkpoint.ts';
export type { MonitorOptions } from './callbacks/monitor.ts';
export type { ProgressOptions, ProgressReport } from './callbacks/progress.ts';
export { progress } from './callbacks/progress.ts';
export type { ReduceLROnPlateauOptions } from './callbacks/reduce-lr-on-plateau.ts';
export { reduceLROnPlateau } from './callbacks/reduce-lr-on-plateau.ts';
export type { ClassWeight } from './data/class-weight.ts';
export type { ArrayParts, ModelBatch } from './data/parts.ts';
export type { Arrays, TrainingData } from './data/training-data.ts';
export type { AttachmentClass, Attachments } from './files/attachments.ts';
export type { LoadedModel, LoadOptions, ModelClass } from './files/load.ts';
export { load, loadWeights } from './files/load.ts';
export { ModelFileError } from './files/model-file-error.ts';
export type { StoredType } from './files/narrow-tensors.ts';
export type { SaveOptions, SaveWeightsOptions } from './files/save.ts';
export { save, saveWeights } from './files/save.ts';
export type { CrossentropyOptions, SmoothedCrossentropyOptions } from './losses/crossentropies.ts';
export {
  binaryCrossentropy,
  categoricalCrossentropy,
  sparseCategoricalCrossentropy,
} from './losses/crossentropies.ts';
export type { BinaryFocalOptions, CategoricalFocalOptions } from './losses/focal-crossentropies.ts';
export { binaryFocalCrossentropy, categoricalFocalCrossentropy } from './losses/focal-crossentropies.ts';
export { klDivergence } from './losses/kl-divergence.ts';
export type { Loss } from './losses/loss.ts';
export type { LossName } from './losses/losses.ts';
export type { LossOptions } from './losses/output-losses.ts';
export type { QuantileLossOptions } from './losses/quantile-loss.ts';
export { quantileLoss } from './losses/quantile-loss.ts';
export type { HuberOptions } from './losses/regression-losses.ts';
export {
  cosineSimilarity,
  huber,
  logCosh,
  meanAbsoluteError,
  meanAbsolutePercentageError,
  meanSquaredError,
} from './losses/regression-losses.ts';
export {
  accuracy,
  binaryAccuracy,
  categoricalAccuracy,
  sparseCategoricalAccuracy,
} from './metrics/accuracies.ts';
export type { AucOptions } from './metrics/auc.ts';
export { auc } from './metrics/auc.ts';
export type {
  ClassificationReport,
  ClassReport,
  ConfusionMatrix,
  ConfusionMatrixOptions,
  MeanReport,
} from './metrics/confusion-matrix.ts';
export { confusionMatrix } from './metrics/confusion-matrix.ts';
export type { F1ScoreOptions, FBetaScoreOptions } from './metrics/f-scores.ts';
export { f1Score, fBetaScore } from './metrics/f-scores.ts';
export type { IntervalCoverageOptions } from './metrics/interval-coverage.ts';
export { intervalCoverage } from './metrics/interval-coverage.ts';
export type {
  CrossentropyMetricOptions,
  SmoothedCrossentropyMetricOptions,
} from './metrics/loss-metrics.ts';
export {
  binaryCrossentropyMetric,
  categoricalCrossentropyMetric,
  cosineSimilarityMetric,
  sparseCategoricalCrossentropyMetric,
} from './metrics/loss-metrics.ts';
export type { Direction, MetricDefinition } from './metrics/metric.ts';
export { Metric } from './metrics/metric.ts';
export type { MetricOptions, ProbabilityOptions, ThresholdOptions } from './metrics/metric-options.ts';
export type { MetricName } from './metrics/metrics.ts';
export type { MetricsByOutput } from './metrics/output-metrics.ts';
export { precision, recall } from './metrics/precision-recall.ts';
export type { R2ScoreOptions } from './metrics/r2-score.ts';
export { r2Score } from './metrics/r2-score.ts';
export type { ScaledErrorOptions } from './metrics/regression-metrics.ts';
export {
  meanAbsoluteErrorMetric,
  meanAbsolutePercentageErrorMetric,
  meanAbsoluteScaledError,
  meanSquaredErrorMetric,
  rootMeanSquaredError,
  symmetricMeanAbsolutePercentageError,
} from './metrics/regression-metrics.ts';
export type { TopKOptions } from './metrics/top-k-accuracies.ts';
export { sparseTopKCategoricalAccuracy, topKCategoricalAccuracy } from './metrics/top-k-accuracies.ts';
export type { NamedOr } from './model/by-name.ts';
export type { CostOptions, LayerCosts, ModelCosts } from './model/costs.ts';
export { modelCosts } from './model/costs.ts';
export type { InputOptions } from './model/input.ts';
export { input } from './model/input.ts';
export type { MaskedOutput } from './model/masked-output.ts';
export type { ModelOptions, ModelOutput } from './model/model.ts';
export { Model } from './model/model.ts';
export type { ModelGraphNode } from './model/model-graph.ts';
export { modelGraph } from './model/model-graph.ts';
export type { SingleOutputModel } from './model/network.ts';
export { Network } from './model/network.ts';
export type { SequentialOptions } from './model/sequential.ts';
export { Sequential } from './model/sequential.ts';
export { takesIds } from './model/takes-ids.ts';
export { WeightSnapshot } from './model/weight-snapshot.ts';
export type { AdagradOptions } from './optimizers/adagrad.ts';
export { adagrad } from './optimizers/adagrad.ts';
export type { AdamOptions } from './optimizers/adam.ts';
export { adam, adamW } from './optimizers/adam.ts';
export type { Clipping } from './optimizers/clip-gradients.ts';
export type { MomentsOptions } from './optimizers/moments.ts';
export type { NadamOptions } from './optimizers/nadam.ts';
export { nadam } from './optimizers/nadam.ts';
export { NonFiniteGradientError } from './optimizers/non-finite-gradient-error.ts';
export { Optimizer } from './optimizers/optimizer.ts';
export type {
  OptimizerConfig,
  OptimizerName,
  OptimizerOptions,
  OptimizerProgress,
  SavedOptimizer,
} from './optimizers/optimizer-definition.ts';
export type { RMSpropOptions } from './optimizers/rmsprop.ts';
export { rmsprop } from './optimizers/rmsprop.ts';
export type { SGDOptions } from './optimizers/sgd.ts';
export { sgd } from './optimizers/sgd.ts';
export type { Communicator } from './ranks/communicator.ts';
export { RankError } from './ranks/rank-error.ts';
export type { CosineDecayOptions, CosineDecayRestartsOptions } from './schedules/cosine-decays.ts';
export type {
  ExponentialDecayOptions,
  InverseTimeDecayOptions,
  PiecewiseConstantDecayOptions,
  PolynomialDecayOptions,
} from './schedules/decays.ts';
export type { LearningRate, LinearWarmupOptions, Schedule } from './schedules/schedules.ts';
export {
  cosineDecay,
  cosineDecayRestarts,
  exponentialDecay,
  inverseTimeDecay,
  learningRateAt,
  linearWarmup,
  piecewiseConstantDecay,
  polynomialDecay,
} from './schedules/schedules.ts';
export type { FixedArray } from './stepping/fixed-values.ts';
export type { StepValues } from './stepping/step-inputs.ts';
export type { StepOutput, StepRunnerOptions, StepRunnerState } from './stepping/step-runner.ts';
export { StepRunner } from './stepping/step-runner.ts';
export type { BranchedEvaluateOptions, EvaluateOptions, PassOptions } from './training/evaluate.ts';
export { evaluate } from './training/evaluate.ts';
export { fit } from './training/fit.ts';
export type { BranchedFitOptions, FitOptions, RunOptions } from './training/fit-options.ts';
export type { EpochLogs, History } from './training/history.ts';
export type { ByLog, LogName, MonitorName } from './training/log-names.ts';
export { NaNLossError } from './training/nan-loss-error.ts';
export type { InputBatch, PredictionInputs, Predictions, PredictOptions } from './training/predict.ts';
export { predict } from './training/predict.ts';
export type { ReduceGradients, StepTotals } from './training/reduce-gradients.ts';
export type { BranchedTestOnBatchOptions, TestOnBatchOptions } from './training/test-on-batch.ts';
export { testOnBatch } from './training/test-on-batch.ts';
export type {
  BranchedTrainOnBatchOptions,
  StepOptions,
  TrainOnBatchOptions,
} from './training/train-on-batch.ts';
export { trainOnBatch } from './training/train-on-batch.ts';
export type { ValidationFreq } from './training/validation-freq.ts';
