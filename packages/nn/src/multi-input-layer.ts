import type { Tensor } from '@seqloom/backend';
import { formatValue } from '@seqloom/options';
import type { CallContext } from './context.ts';
import { checkInput, type InputSpec } from './input-spec.ts';
import { Layer } from './layer.ts';
import type { InputShape, LayerInput, LayerOptions, LayerOutput } from './layer-contract.ts';
import { isShapeList, type Shape, ShapeError } from './shape.ts';
import type { SymbolicContext, SymbolicInput, SymbolicOutput } from './symbolic-tensor.ts';

/**
 * A layer of several inputs, which it takes as a list. Its hooks get lists: `createParameters(shapes)`,
 * `computeOutputShape(shapes)`, `call(tensors, { masks })`, `computeMask(tensors, masks)`. `inputSpec` holds for each input.
 *
 * @example
 * ```ts
 * class Gate extends MultiInputLayer {
 *   static readonly className: string = 'Gate';
 *   protected readonly inputCount = 2;
 *   protected call([x, gate]: readonly Tensor[]): Tensor {
 *     return mul(x!, sigmoid(gate!));
 *   }
 *   override computeOutputShape([shape]: readonly Shape[]): Shape {
 *     return shape!;
 *   }
 * }
 * ```
 */
export abstract class MultiInputLayer<
  Options extends LayerOptions = LayerOptions,
  Output extends LayerOutput = Tensor,
> extends Layer<Options, Output> {
  /** How many inputs it takes; by default any number from 1 on. */
  protected readonly inputCount: number | undefined = undefined;

  override apply(x: SymbolicInput, context?: SymbolicContext): SymbolicOutput<Output>;
  override apply(x: LayerInput, context?: Partial<CallContext>): Output;
  override apply(x: LayerInput | SymbolicInput, context: object = {}): Output | SymbolicOutput<Output> {
    return super.apply(x as Tensor, context); // the base class passes on what it is given
  }

  protected override checkShapes(shapes: InputShape, earlier: InputShape): void {
    const { inputCount } = this;
    const expected = inputCount === undefined ? 'a list of inputs' : `a list of ${inputCount} inputs`;
    if (!isShapeList(shapes)) {
      throw new ShapeError(`${this.label}: takes ${expected}, got one. Write [a, b].`);
    }
    if (shapes.length < 1 || (inputCount !== undefined && shapes.length !== inputCount)) {
      throw new ShapeError(`${this.label}: takes ${expected}, got ${shapes.length}.`);
    }
    const before = earlier as readonly Shape[]; // it went through here, too
    if (shapes.length !== before.length) {
      throw new ShapeError(
        `${this.label}: was built for ${before.length} inputs, got ${shapes.length}. Make a second layer.`,
      );
    }
    for (const [i, shape] of shapes.entries()) checkInput(this.label, this.specOf(i), shape, before[i]);
  }

  /** What input number i must look like. */
  protected specOf(_i: number): InputSpec {
    return this.inputSpec;
  }

  protected override checkTensors(x: LayerInput): void {
    if (Array.isArray(x) && x.every((part) => Array.isArray(part?.shape))) return;
    throw new TypeError(`${this.label}: expected a list of tensors, got ${formatValue(x)}. Write [a, b].`);
  }
}
