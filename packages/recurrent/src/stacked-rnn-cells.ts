import type { Tensor } from '@seqloom/backend';
import {
  type CallContext,
  type InputSpec,
  type LayerOptions,
  type LayerRules,
  rule,
  type Shape,
  uniqueNames,
} from '@seqloom/nn';
import { formatValue } from '@seqloom/options';
import { outputShapeOf, RecurrentCell, stateShapesOf } from './recurrent-cell.ts';

/** Options of `StackedRNNCells`. */
export interface StackedRNNCellsOptions extends LayerOptions {
  /** From the input to the output. */
  readonly cells: readonly RecurrentCell[];
}

/**
 * Several cells as one: the output of each is the input of the next, within one step. The states are those of the
 * first cell, then those of the second, and so on.
 *
 * @throws TypeError when `cells` is not a list of cells, or empty
 *
 * **Source**: `keras.layers.StackedRNNCells`.
 *
 * @example
 * ```ts
 * const layer = new RNN({ cell: new StackedRNNCells({ cells: [new MyCell({}), new MyCell({})] }) });
 * ```
 */
export class StackedRNNCells extends RecurrentCell<StackedRNNCellsOptions> {
  static readonly className: string = 'StackedRNNCells';
  static readonly rules: LayerRules<StackedRNNCellsOptions> = { cells: rule(checkCells) };
  protected override readonly inputSpec: InputSpec = this.inputSpecOf(this.settings.cells[0]!);
  override readonly stateShapes: readonly (readonly number[])[] = this.settings.cells.flatMap(stateShapesOf);

  constructor(options: StackedRNNCellsOptions) {
    super(options);
    const { cells } = options;
    const names = uniqueNames(cells);
    for (const [i, cell] of cells.entries()) cell.nameIfUnnamed(names[i]!);
  }

  /** The sizes of the states, where they are vectors. */
  get stateSizes(): readonly number[] {
    return this.stateShapes.map((shape) => shape.at(-1)!);
  }

  override get outputSize(): number {
    return this.settings.cells.at(-1)!.outputSize;
  }

  protected override createParameters(inputShape: Shape): void {
    this.settings.cells.reduce((shape: Shape, cell) => {
      this.addLayer(cell, shape);
      return [inputShape[0] ?? null, ...outputShapeOf(cell)];
    }, inputShape);
  }

  override countMultiplyAdds(inputShape: readonly number[]): number {
    let [count, shape] = [0, inputShape];
    for (const cell of this.settings.cells) {
      count += cell.countMultiplyAdds(shape);
      shape = [inputShape[0]!, ...outputShapeOf(cell)];
    }
    return count;
  }

  protected call(x: Tensor, context: CallContext): readonly Tensor[] {
    let output = x;
    let used = 0;
    const states: Tensor[] = [];
    for (const cell of this.settings.cells) {
      const count = stateShapesOf(cell).length;
      const initialState = context.initialState?.slice(used, used + count);
      used += count;
      const [next, ...own] = cell.apply(output, { ...context, initialState }) as readonly Tensor[];
      output = next!;
      states.push(...own);
    }
    return [output, ...states];
  }
}

function checkCells(owner: string, option: string, value: unknown): void {
  if (Array.isArray(value) && value.length > 0 && value.every((cell) => cell instanceof RecurrentCell))
    return;
  throw new TypeError(
    `${owner}: ${option} must be a list of at least one RecurrentCell, got ${formatValue(value)}.`,
  );
}
