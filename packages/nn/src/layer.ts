import { type Tensor, tidy } from '@seqloom/backend';
import { formatValue } from '@seqloom/options';
import { applySymbolic } from './apply-symbolic.ts';
import { checkContext } from './check-context.ts';
import { checkAnyMask } from './check-mask.ts';
import { checkAttentionMaskTensor, checkStates, noAttentionMask, noInitialState } from './check-states.ts';
import { type CallContext, stepRandom } from './context.ts';
import { givenMasks } from './given-masks.ts';
import type {
  InputShape,
  LayerClass,
  LayerInput,
  LayerMask,
  LayerOptions,
  LayerOutput,
  MaskedResult,
} from './layer-contract.ts';
import { LayerLifecycle } from './layer-lifecycle.ts';
import { reportMask } from './layer-warnings.ts';
import { refuseMissingCall, refuseOldBuild } from './old-names.ts';
import { ownOutput } from './own-output.ts';
import { checkValues, exceedsTensor, type Shape } from './shape.ts';
import { cannotStep, type Stepping } from './stepping.ts';
import {
  isSymbolic,
  type SymbolicContext,
  type SymbolicOutput,
  type SymbolicTensor,
} from './symbolic-tensor.ts';

/**
 * A step of a network. From outside it has two verbs: `build` once, `apply` for every batch. A concrete layer has a static
 * `className` and static `rules` for its options, makes its parameters in `createParameters`, does the maths in `call`, and
 * says what shape comes out. It knows no backend and no training loop.
 *
 * A layer belongs to one model and is disposed with it.
 *
 * `Output` is what `apply` returns: `Tensor` for a layer with one output.
 *
 * @throws TypeError when the class has no `className` or an option has the wrong kind, RangeError for an option without a
 * rule or one that does not fit its rule
 *
 * @example
 * ```ts
 * class Scale extends Layer<LayerOptions, Tensor> {
 *   static readonly className: string = 'Scale';
 *   protected readonly inputSpec: InputSpec = { layout: '[…, D]', minRank: 2, fixedAxes: [-1] };
 *   #factor!: Parameter;
 *
 *   protected override createParameters(inputShape: Shape): void {
 *     this.#factor = this.addParameter('factor', [inputShape.at(-1)!], { initializer: 'ones' });
 *   }
 *
 *   protected call(x: Tensor): Tensor {
 *     return mul(x, this.#factor.value);
 *   }
 * }
 * ```
 */
export abstract class Layer<
  Options extends LayerOptions = LayerOptions,
  Output extends LayerOutput = LayerOutput,
> extends LayerLifecycle<Options> {
  #reportedMask = false;

  constructor(options: Options) {
    super(options);
    refuseOldBuild(this.className, this.build === Layer.prototype.build);
  }

  /** The maths. Runs inside `tidy`; what it returns is the caller's. */
  protected abstract call(x: LayerInput, context: CallContext): Output;

  /** `call` with the mask of the output, where a container finds the two together. */
  protected callMasked(x: LayerInput, context: CallContext): MaskedResult<Output> {
    const mask = Array.isArray(x) ? context.masks : context.mask;
    return { output: this.call(x, context), mask: this.computeMask(x, mask) };
  }

  /**
   * The mask for the (first) output; by default none. A mask that goes on unchanged is returned itself. Called in a `tidy`
   * by whoever runs the layer.
   */
  computeMask(_x: LayerInput, _mask: LayerMask): Tensor | undefined {
    return undefined;
  }

  /**
   * Whether a mask has its effect: `computeMask` hands it on, or `call` goes by it. A layer that does neither warns, once,
   * when it gets one. By default whether the class has a `computeMask` of its own.
   *
   * **Source**: `keras.layers.Layer.supports_masking`.
   */
  get supportsMasking(): boolean {
    return this.computeMask !== Layer.prototype.computeMask;
  }

  /**
   * Whether `call` goes by `context.initialState`; a layer that does not refuses one. By default false. A layer of its own
   * kind that reads it says true; recurrent layers and cells do.
   */
  get supportsInitialState(): boolean {
    return false;
  }

  /**
   * The multiply-adds of the matrix products and convolutions of one forward pass. Element-wise work and lookups do not count, nor
   * do biases.
   *
   * @param inputShape without open sizes
   * @returns NaN where they are not known: by default for a layer with weights that does not override this; 0 for one without
   *
   * **Source**: `torch.utils.flop_counter`, which counts the same operations, as two FLOPs each.
   */
  countMultiplyAdds(_inputShape: InputShape): number {
    return this.weights.length === 0 ? 0 : Number.NaN;
  }

  /**
   * How the layer runs one step of a sequence at a time; see `StepRunner` of `@seqloom/train`.
   *
   * @param _inputShapes for which it was built
   * @param _timed which of the inputs go on with the steps, `[B, 1, …]` each; the others stay as they are
   * @throws RangeError with the reason where it cannot; by default it cannot
   */
  stepping(_inputShapes: readonly Shape[], _timed: readonly boolean[]): Stepping {
    throw cannotStep(this.label, 'its output depends on the whole sequence');
  }

  /** Whether `call` goes by `context.attentionMask`; a layer that does not refuses one. By default false. */
  get supportsAttentionMask(): boolean {
    return false;
  }

  /**
   * Checks the shape of an attention mask against those of the inputs.
   *
   * @throws ShapeError when they do not fit
   */
  checkAttentionMask(_inputShape: InputShape, _mask: Shape): void {}

  /** Whether predictions with this layer may be recorded: its class says so, and those of the layers within do. */
  get replayable(): boolean {
    const layerClass = this.constructor as unknown as LayerClass;
    const isMarked = Object.hasOwn(layerClass, 'replayable') && layerClass.replayable === true;
    return isMarked && this.layers.every((layer) => layer.replayable);
  }

  /**
   * Runs the layer. All intermediate tensors are released; the output is the caller's, who may dispose of it without a
   * thought of the input.
   *
   * For a symbolic value (see `input` of `@seqloom/train`) it gives one, the description of this step of a model.
   *
   * @param context what is left out: no training, no mask, random numbers of seed 0 and step 0
   * @throws TypeError for what is not a tensor, or an initial state that the layer does not take; RangeError for a setting that
   * does not exist; ShapeError when the input differs from what the layer was built for, or the
   * output would be larger than 2 GiB; Error before the build
   */
  apply(x: SymbolicTensor, context?: SymbolicContext): SymbolicOutput<Output>;
  apply(x: Tensor, context?: Partial<CallContext>): Output;
  apply(x: Tensor | SymbolicTensor, context: object = {}): Output | SymbolicOutput<Output> {
    if (isSymbolic(x)) return applySymbolic(this, x, context) as SymbolicOutput<Output>; // a list for a list
    return this.#run(x, context, (given) => ({ output: this.call(x, given) })).output;
  }

  /**
   * `apply` with the mask of the output, for containers and training loops. As with `computeMask`, a mask that goes on
   * unchanged is returned itself.
   */
  applyMasked(x: LayerInput, context: Partial<CallContext> = {}): MaskedResult<Output> {
    return this.#run(x, context, (given) => this.callMasked(x, given));
  }

  protected override checkClass(): void {
    refuseMissingCall(this.label, this.call);
  }

  /** Checks the input and runs `work` on it. */
  #run<Result extends MaskedResult | Pick<MaskedResult, 'output'>>(
    x: LayerInput,
    context: Partial<CallContext>,
    work: (context: CallContext) => Result,
  ): Result {
    this.checkBuilt();
    this.#checkInput(x, context);
    const { mask, masks, initialState, logits, outputLogits, training = false } = context;
    const isAmong = (list: LayerMask | LayerInput) => (tensor: Tensor) =>
      Array.isArray(list) ? list.includes(tensor) : list === tensor;
    const [isInput, isMask] = [isAmong(x), isAmong(masks ?? mask)];
    const belongsToOthers = (tensor: Tensor) =>
      isInput(tensor) || isMask(tensor) || initialState?.includes(tensor) || this.isOwnWeight(tensor);
    return tidy(() => {
      const result = work({ random: stepRandom(0, 0), ...context, training });
      const output = ownOutput(this, result.output, belongsToOthers);
      context.observe?.(this, output);
      // What was found is not an intermediate: who asked for it takes it.
      const found = outputLogits ? outputLogits.map((request) => request?.found) : logits?.found;
      return { ...result, output, found };
    });
  }

  /** How messages name an input, by its place. */
  protected labelOfInput(_i: number): string {
    return this.label;
  }

  /** @throws TypeError unless the input is one tensor */
  protected checkTensors(x: LayerInput): void {
    if (Array.isArray((x as Tensor)?.shape)) return;
    if (Array.isArray(x) && x.every((part) => Array.isArray(part?.shape))) {
      throw new TypeError(`${this.label}: takes one tensor, got a list of ${x.length}.`);
    }
    throw new TypeError(`${this.label}: expected a tensor, got ${formatValue(x)}. Make one with tensor(…).`);
  }

  #checkInput(x: LayerInput, context: Partial<CallContext>): void {
    const { initialState, attentionMask } = context;
    checkContext(this, context);
    this.checkTensors(x);
    const tensors = [x].flat() as readonly Tensor[];
    const inputShape = Array.isArray(x) ? tensors.map(({ shape }) => shape) : tensors[0]!.shape;
    const outputShape = this.planShape(inputShape);
    if (exceedsTensor(outputShape)) checkValues(this.label, 'an output', outputShape);
    if (initialState !== undefined) {
      if (!this.supportsInitialState) throw noInitialState(this.label);
      checkStates(this.label, initialState);
    }
    if (attentionMask !== undefined) {
      if (!this.supportsAttentionMask) throw noAttentionMask(this.label);
      checkAttentionMaskTensor(this.label, attentionMask);
      this.checkAttentionMask(inputShape, attentionMask.shape);
    }
    const masks = givenMasks(this.label, Array.isArray(x) ? x.length : undefined, context);
    tensors.forEach((tensor, i) => {
      const mask = masks[i];
      if (mask === undefined) return;
      checkAnyMask(this.labelOfInput(i), tensor, mask);
      if (this.supportsMasking || this.#reportedMask) return;
      this.#reportedMask = true;
      reportMask(this.label);
    });
  }
}
