import { checkRank, formatShape, type Shape, ShapeError } from './shape.ts';

/** What a layer demands of its input, checked when it is built and whenever it is called. */
export interface InputSpec {
  /** How messages write the expected shape, for instance `[B, T, D]`. */
  readonly layout: string;
  /** The exact number of axes. */
  readonly rank?: number;
  /** The least number of axes. */
  readonly minRank?: number;
  /** Axes (negative ones count from the end) whose size must be known at build time and stays the same. */
  readonly fixedAxes?: readonly number[];
  /** What to do when the rank is wrong, one sentence. */
  readonly hint?: string;
}

/**
 * Checks an input shape against a layer's demands and against the shape it was built with.
 *
 * @param label how messages name the layer
 * @param built the shape that the layer was built for or first applied to; its fixed axes must be met
 * @throws ShapeError naming the layer, the shape it got and the one it expects
 */
export function checkInput(label: string, spec: InputSpec, got: Shape, built: Shape = got): void {
  const { layout, rank, minRank = 0, fixedAxes = [], hint } = spec;
  if (rank === undefined) checkRank(label, 'its input', got.length);
  if ((rank !== undefined && got.length !== rank) || got.length < minRank) {
    const expected = rank === undefined ? `rank ${minRank} or more` : `rank ${rank}`;
    throw new ShapeError(
      `${label}: expected input of ${expected} ${layout}, got shape ${formatShape(got)}.${hint ? ` ${hint}` : ''}`,
    );
  }
  for (const axis of fixedAxes) {
    const size = got.at(axis);
    if (size === null || size === undefined || size < 1) {
      throw new ShapeError(
        `${label}: axis ${axis} of its input ${layout} must have a known positive size, got shape ${formatShape(got)}.`,
      );
    }
    if (size !== built.at(axis)) {
      throw new ShapeError(
        `${label}: axis ${axis} of its input ${layout} must have size ${built.at(axis)}, as its first input has, got shape ` +
          `${formatShape(got)}. Make a second layer for another size.`,
      );
    }
  }
}
