import { createRandom } from '@seqloom/random';
import type { ClassifiedTexts } from './text-source.ts';

/** The test part: from one fraction of the texts of each class to another. */
export interface TestRange {
  readonly start: number;
  readonly end: number;
}

/** Always the same, so that `evaluate` finds the part that `train` left out. */
const SEED = 1;

/**
 * Divides texts into a part to learn from and a part to be measured on, the same of every class, in an order that the file does
 * not decide. A class with two texts or more has some in the part to learn from.
 *
 * @returns the parts; the same ones for the same texts
 */
export function divideTexts(
  { texts, labels }: ClassifiedTexts,
  { start, end }: TestRange,
): { readonly train: ClassifiedTexts; readonly test: ClassifiedTexts } {
  const order = createRandom(SEED, 'test part').permutation(texts.length);
  const byClass = new Map<number, number[]>();
  for (const row of order) {
    const label = labels[row]!;
    const members = byClass.get(label);
    if (members) members.push(row);
    else byClass.set(label, [row]);
  }
  const isTest = new Uint8Array(texts.length);
  for (const members of byClass.values()) {
    const [first, last] = [Math.round(start * members.length), Math.round(end * members.length)];
    const most = members.length - 1;
    for (const row of members.slice(first, Math.min(last, first + most))) isTest[row] = 1;
  }
  const part = (wanted: number): ClassifiedTexts => {
    const kept = order.filter((row) => isTest[row] === wanted);
    return {
      texts: Array.from(kept, (row) => texts[row]!),
      labels: Int32Array.from(kept, (row) => labels[row]!),
    };
  };
  return { train: part(0), test: part(1) };
}

/** A number that tells texts from others (FNV-1a, 32 bits), in hexadecimal. */
export function fingerprint(texts: readonly string[]): string {
  let hash = 0x811c9dc5;
  for (const text of texts) {
    for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
    hash = Math.imul(hash ^ 0x1ffff, 0x01000193);
  }
  return `${texts.length}:${(hash >>> 0).toString(16)}`;
}
