import type { Preprocessor } from '@seqloom/arrays';
import type { Tensor } from '@seqloom/backend';
import {
  type CallContext,
  type InputShape,
  Layer,
  type LayerInput,
  type LayerOptions,
  type LayerOutput,
  listNames,
  type MaskedResult,
  type Shape,
  ShapeError,
} from '@seqloom/nn';
import { formatValue } from '@seqloom/options';
import type { ModelBatch } from '../data/parts.ts';
import type { TrainingData } from '../data/training-data.ts';
import type { Metric } from '../metrics/metric.ts';
import type { MetricName } from '../metrics/metrics.ts';
import type { BranchedEvaluateOptions, EvaluateOptions } from '../training/evaluate.ts';
import type { BranchedFitOptions, FitOptions } from '../training/fit-options.ts';
import type { History } from '../training/history.ts';
import type { LogName } from '../training/log-names.ts';
import type { PredictionInputs, Predictions, PredictOptions } from '../training/predict.ts';
import type { BranchedTestOnBatchOptions, TestOnBatchOptions } from '../training/test-on-batch.ts';
import type { BranchedTrainOnBatchOptions, TrainOnBatchOptions } from '../training/train-on-batch.ts';
import type { CostOptions } from './costs.ts';
import type { Graph } from './graph.ts';
import { methodsOf } from './methods.ts';
import { summarize } from './summary.ts';

/** What `predict` gives: for a list of outputs a list. */
export type PredictionsOf<Output extends LayerOutput> = Output extends readonly unknown[]
  ? readonly Predictions[]
  : Predictions;

const NONE: readonly undefined[] = [];

/** A layer that is made of named layers, and that `fit`, `evaluate`, `predict` and `save` take. */
export abstract class Network<
  Options extends LayerOptions = LayerOptions,
  Output extends LayerOutput = LayerOutput,
> extends Layer<Options, Output> {
  abstract override get layers(): readonly Layer[];

  /** The names by which data are given to the inputs; none where a model has one input without a name. */
  get inputNames(): readonly string[] {
    return [];
  }

  /** The names by which targets, losses and metrics are given to the outputs; none where a model has one. */
  get outputNames(): readonly string[] {
    return [];
  }

  /**
   * What makes numbers of the strings that an input is given, by the place of the input. `fit`, `evaluate` and `predict` do this
   * before there are tensors; `apply` takes the numbers.
   */
  get preprocessors(): readonly (Preprocessor | undefined)[] {
    return NONE;
  }

  /** Whether `apply` returns a list. */
  get returnsList(): boolean {
    return false;
  }

  /** How the layers are connected, where that is not one after the other. */
  get graph(): Graph | undefined {
    return undefined;
  }

  /** The shape of each output for the inputs that the model was built for. */
  get outputShapes(): readonly Shape[] {
    return [this.outputShape];
  }

  /**
   * Visits the uses of the layers in the order of a run, with the shapes that each takes.
   *
   * @param inputShape of the model; for several inputs a list
   */
  abstract followShapes(inputShape: InputShape, visit: (layer: Layer, inputShape: InputShape) => void): void;

  override countMultiplyAdds(inputShape: InputShape): number {
    let count = 0;
    this.followShapes(inputShape, (layer, shape) => {
      count += layer.countMultiplyAdds(shape);
    });
    return count;
  }

  /** The weights of a model on its own are named `<layer>/<weight>`. */
  protected override get rootPath(): string {
    return '';
  }

  /** The layers within report masks that they do not support. */
  override get supportsMasking(): boolean {
    return true;
  }

  protected override call(x: LayerInput, context: CallContext): Output {
    return this.callMasked(x, context).output;
  }

  protected abstract override callMasked(x: LayerInput, context: CallContext): MaskedResult<Output>;

  /** Axis 0 was left out once: `build([20])` meant what is `build([null, 20])` now. */
  protected checkOpenBatch(inputShape: Shape): void {
    if (inputShape[0] === null) return;
    throw new ShapeError(
      `${this.label}: build: axis 0 of inputShape is the batch, which is open, got ${formatValue(inputShape)}. ` +
        `Write ${JSON.stringify([null, ...inputShape])} for samples of this shape.`,
    );
  }

  /**
   * The layer of a name or a position; negative positions count from the end.
   *
   * @throws RangeError that lists the layers
   */
  getLayer(nameOrIndex: string | number): Layer {
    const { layers } = this;
    const layer =
      typeof nameOrIndex === 'number'
        ? layers.at(nameOrIndex)
        : layers.find(({ name }) => name === nameOrIndex);
    if (!layer) {
      const names = listNames(layers.map(({ name }) => name));
      throw new RangeError(`${this.label}: has no layer ${formatValue(nameOrIndex)}. Its layers: ${names}.`);
    }
    return layer;
  }

  /** `fit(this, data, options)`, after `import '@seqloom/train/methods'`. */
  fit<const M extends MetricName | Metric = never, const W extends MetricName | Metric = never>(
    data: TrainingData,
    options: FitOptions<M, W>,
  ): Promise<History<LogName<M, W>>>;
  fit(data: TrainingData, options: BranchedFitOptions): Promise<History>;
  fit(data: TrainingData, options: FitOptions & BranchedFitOptions): Promise<History> {
    return methodsOf(this.label).fit(this, data, options);
  }

  /** `evaluate(this, data, options)`, after `import '@seqloom/train/methods'`. */
  evaluate<const M extends MetricName | Metric = never, const W extends MetricName | Metric = never>(
    data: TrainingData,
    options: EvaluateOptions<M, W>,
  ): Promise<Readonly<Record<LogName<M, W>, number>>>;
  evaluate(data: TrainingData, options: BranchedEvaluateOptions): Promise<Readonly<Record<string, number>>>;
  evaluate(
    data: TrainingData,
    options: EvaluateOptions & BranchedEvaluateOptions,
  ): Promise<Readonly<Record<string, number>>> {
    return methodsOf(this.label).evaluate(this, data, options);
  }

  /** `predict(this, inputs, options)`, after `import '@seqloom/train/methods'`. */
  predict(inputs: PredictionInputs, options?: PredictOptions): Promise<PredictionsOf<Output>> {
    return methodsOf(this.label).predict(this, inputs, options) as Promise<PredictionsOf<Output>>;
  }

  /** `trainOnBatch(this, batch, options)`, after `import '@seqloom/train/methods'`. */
  trainOnBatch<const M extends MetricName | Metric = never, const W extends MetricName | Metric = never>(
    batch: ModelBatch,
    options: TrainOnBatchOptions<M, W>,
  ): Promise<Readonly<Record<LogName<M, W>, number>>>;
  trainOnBatch(
    batch: ModelBatch,
    options: BranchedTrainOnBatchOptions,
  ): Promise<Readonly<Record<string, number>>>;
  trainOnBatch(
    batch: ModelBatch,
    options: TrainOnBatchOptions & BranchedTrainOnBatchOptions,
  ): Promise<Readonly<Record<string, number>>> {
    return methodsOf(this.label).trainOnBatch(this, batch, options);
  }

  /** `testOnBatch(this, batch, options)`, after `import '@seqloom/train/methods'`. */
  testOnBatch<const M extends MetricName | Metric = never, const W extends MetricName | Metric = never>(
    batch: ModelBatch,
    options: TestOnBatchOptions<M, W>,
  ): Promise<Readonly<Record<LogName<M, W>, number>>>;
  testOnBatch(
    batch: ModelBatch,
    options: BranchedTestOnBatchOptions,
  ): Promise<Readonly<Record<string, number>>>;
  testOnBatch(
    batch: ModelBatch,
    options: TestOnBatchOptions & BranchedTestOnBatchOptions,
  ): Promise<Readonly<Record<string, number>>> {
    return methodsOf(this.label).testOnBatch(this, batch, options);
  }

  /**
   * A table of the layers with their output shapes, numbers of parameters and multiply-adds, ready to print. Below it stand the
   * totals: the memory of the parameters, and that of the outputs of all layers for one sample, which training keeps.
   *
   * @param options.inputShape in place of the shape that the model was built for, to give open sizes a number: `[null, 200]`; for
   * several inputs a list. Without it, what depends on an open size shows as `?`.
   * @throws ShapeError when the shape does not fit the model, RangeError or TypeError for other options
   */
  summary(options: CostOptions = {}): string {
    return summarize(this, options);
  }
}

/** @throws TypeError for a layer whose preprocessor would be passed over, because it gets tensors */
export function checkInner(owner: string, layer: Layer): void {
  const preprocessor = layer instanceof Network && layer.preprocessors.find((each) => each !== undefined);
  if (!preprocessor) return;
  throw new TypeError(
    `${owner}: ${layer.label} begins with a ${preprocessor.className}, which takes strings, and gets tensors within another model. ` +
      'Give the outer model the preprocessor, and the inner one without it.',
  );
}

/** A model whose `apply` returns one tensor: a `Sequential`, or a `Model` whose outputs are not a list. */
export type SingleOutputModel = Network<LayerOptions, Tensor>;
