import type { NdArray } from '@seqloom/arrays';
import { warn } from '@seqloom/nn';
import { definitionOf, type Loss } from '../losses/loss.ts';
import { hotPlace } from './one-hot.ts';

/** Targets that have been reported, so that a loop of `fit` warns once. */
const reported = new WeakSet<object>();

/**
 * Warns once when one part of a split lacks a class that the other part has. The rows are then probably sorted by class and
 * need to be shuffled first.
 */
export function reportMissingClasses(
  targets: NdArray,
  trained: Uint32Array,
  held: Uint32Array,
  loss: Loss,
): void {
  if (reported.has(targets.data) || definitionOf(loss)?.targets === 'quantities') return;
  const [inTraining, inHeld] = [classesOf(targets, trained), classesOf(targets, held)];
  if (!inTraining || !inHeld) return;
  const lacking = [
    ...lack('the rows held out', inHeld, inTraining),
    ...lack('the rows left to train on', inTraining, inHeld),
  ];
  if (lacking.length === 0) return;
  reported.add(targets.data);
  warn(
    `fit: validationSplit holds out the last ${held.length} of ${targets.shape[0]} rows, as they are ordered: ` +
      `${lacking.join('; ')}. Shuffle the rows first, for instance with shuffleRows of @seqloom/datasets.`,
  );
}

function lack(part: string, own: ReadonlySet<number>, other: ReadonlySet<number>): string[] {
  const missing = [...other].filter((label) => !own.has(label)).sort((a, b) => a - b);
  if (missing.length === 0) return [];
  const shown = missing.slice(0, 10).join(', ') + (missing.length > 10 ? ', …' : '');
  return [`${part} have no sample of class ${shown}`];
}

/** The class numbers among targets `[N]`, `[N, 1]` or one-hot `[N, C]`; undefined for other targets. */
function classesOf({ data, shape }: NdArray, rows: Uint32Array): ReadonlySet<number> | undefined {
  const width = data.length / shape[0]!;
  if (shape.length > 2) return undefined;
  const classes = new Set<number>();
  for (const row of rows) {
    const label = width === 1 ? data[row]! : hotPlace(data, row * width, width);
    if (!Number.isSafeInteger(label) || label < 0) return undefined;
    classes.add(label);
    if (classes.size > MAX_CLASSES) return undefined;
  }
  return classes;
}

/** Targets with more distinct numbers are quantities, not classes. */
const MAX_CLASSES = 1000;
