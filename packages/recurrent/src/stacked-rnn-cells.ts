import type { Tensor } from '@seqloom/backend';
import { type CallContext, type LayerOptions, type OptionNames, type Shape, uniqueNames } from '@seqloom/nn';
import { formatValue } from '@seqloom/options';
import { RecurrentCell } from './recurrent-cell.ts';

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
  static readonly optionNames: OptionNames<StackedRNNCellsOptions> = { cells: true };

  constructor(options: StackedRNNCellsOptions) {
    super(options);
    const { cells } = options;
    if (
      !Array.isArray(cells) ||
      cells.length === 0 ||
      !cells.every((cell) => cell instanceof RecurrentCell)
    ) {
      throw new TypeError(
        `StackedRNNCells: cells must be a list of at least one RecurrentCell, got ${formatValue(cells)}.`,
      );
    }
    const names = uniqueNames(cells);
    for (const [i, cell] of cells.entries()) if (cell.givenName === undefined) cell.name = names[i]!;
  }

  get stateSizes(): readonly number[] {
    return this.options.cells.flatMap(({ stateSizes }) => stateSizes);
  }

  override get outputSize(): number {
    return this.options.cells.at(-1)!.outputSize;
  }

  protected build(inputShape: Shape): void {
    this.options.cells.reduce((shape: Shape, cell) => {
      this.addLayer(cell, shape);
      return [inputShape[0] ?? null, cell.outputSize];
    }, inputShape);
  }

  protected call(x: Tensor, context: CallContext): readonly Tensor[] {
    let output = x;
    let used = 0;
    const states: Tensor[] = [];
    for (const cell of this.options.cells) {
      const initialState = context.initialState?.slice(used, used + cell.stateSizes.length);
      used += cell.stateSizes.length;
      const [next, ...own] = cell.apply(output, { ...context, initialState }) as readonly Tensor[];
      output = next!;
      states.push(...own);
    }
    return [output, ...states];
  }
}
