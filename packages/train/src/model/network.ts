import type { Tensor } from '@seqloom/backend';
import {
  type CallContext,
  Layer,
  type LayerOptions,
  type LayerOutput,
  listNames,
  type MaskedResult,
  type Shape,
  ShapeError,
} from '@seqloom/nn';
import { checkOptions, formatValue } from '@seqloom/options';
import { summarize } from './summary.ts';

/** The options of `apply`. */
const CONTEXT: Readonly<Record<keyof CallContext, true>> = {
  training: true,
  mask: true,
  random: true,
  logits: true,
  initialState: true,
  defer: true,
};

/** A layer that is made of named layers, and that `fit`, `evaluate`, `predict` and `save` take. */
export abstract class Network<
  Options extends LayerOptions = LayerOptions,
  Output extends LayerOutput = LayerOutput,
> extends Layer<Options, Output> {
  abstract override get layers(): readonly Layer[];

  /** The weights of a model on its own are named `<layer>/<weight>`. */
  protected override get rootPath(): string {
    return '';
  }

  /** The layers within report masks that they do not support. */
  override get supportsMasking(): boolean {
    return true;
  }

  protected override call(x: Tensor, context: CallContext): Output {
    return this.callMasked(x, context).output;
  }

  protected abstract override callMasked(x: Tensor, context: CallContext): MaskedResult<Output>;

  /**
   * Runs the layers; each gets the mask of the layer before. The output belongs to the caller; everything else is released.
   *
   * @param x `[B, …]`
   * @param context defaults: no training, no mask, random numbers of seed 0 and step 0
   */
  override apply(x: Tensor, context: Partial<CallContext> = {}): Output {
    checkOptions(this.label, context, CONTEXT);
    return super.apply(x, context);
  }

  override applyMasked(x: Tensor, context: Partial<CallContext> = {}): MaskedResult<Output> {
    checkOptions(this.label, context, CONTEXT);
    return super.applyMasked(x, context);
  }

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

  /** A table of the layers with their output shapes and numbers of parameters, ready to print. */
  summary(): string {
    this.checkBuilt();
    return summarize(this);
  }
}
