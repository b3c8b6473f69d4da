import type { ByteWindow } from '@seqloom/archives/streams';
import { parseDecimal, parseDecimals } from './decimal.ts';
import { countFields, skipFields, trimEnd } from './fields.ts';
import { MAX_DIMENSIONS } from './word-vectors.ts';

const LINE_FEED = 0x0a;
/** Upper bounds on the lines that vote and on their bytes, which are half of the first size of a window. */
const LINES = 100;
const BYTES = 1 << 16;
/** Lengths that are tried, the most frequent first. */
const CANDIDATES = 3;

/** Whether a window holds enough of a file without a header to determine its dimensions. */
export function enoughToVote({ bytes, start, end }: ByteWindow): boolean {
  if (end - start >= BYTES) return true;
  let at = start;
  for (let lines = 0; lines < LINES; lines++) {
    const feed = bytes.indexOf(LINE_FEED, at);
    if (feed < 0 || feed >= end) return false;
    at = feed + 1;
  }
  return true;
}

/**
 * The number of dimensions with which most of the first lines are rows: a first line
 * with blanks in its word or with too few or too many numbers does not decide alone. For equal votes the earlier line
 * decides.
 *
 * @param end where the lines end; a line that is cut off there counts only if it is the first
 */
export function voteDimensions(bytes: Uint8Array, start: number, end: number): number {
  const lines: { readonly start: number; readonly end: number }[] = [];
  for (let at = start; at < end && lines.length < LINES; ) {
    const feed = bytes.indexOf(LINE_FEED, at);
    const whole = feed >= 0 && feed < end;
    if (!whole && lines.length > 0 && end - start >= BYTES) break;
    const lineEnd = trimEnd(bytes, at, whole ? feed : end);
    if (lineEnd > at) lines.push({ start: at, end: lineEnd });
    at = whole ? feed + 1 : end;
  }
  const votes = new Map<number, number>();
  for (const line of lines) {
    const dimensions = countFields(bytes, line.start, line.end) - 1;
    if (dimensions < 1 || dimensions > MAX_DIMENSIONS) continue;
    votes.set(dimensions, (votes.get(dimensions) ?? 0) + 1);
  }
  const ranked = [...votes].sort(([, a], [, b]) => b - a).slice(0, CANDIDATES);
  let best = lines[0] ? countFields(bytes, lines[0].start, lines[0].end) - 1 : 0;
  let most = 0;
  for (const [dimensions] of ranked) {
    const row = new Float32Array(dimensions);
    const rows = lines.filter((line) => isRow(bytes, line.start, line.end, row)).length;
    if (rows > most) [best, most] = [dimensions, rows];
  }
  return best;
}

/** Whether a line is a word, perhaps with blanks in it, and as many numbers as `row` takes. */
function isRow(bytes: Uint8Array, start: number, end: number, row: Float32Array): boolean {
  const surplus = countFields(bytes, start, end) - 1 - row.length;
  if (surplus < 0) return false;
  const word = skipFields(bytes, start, end, surplus + 1);
  const blanked = surplus === 0 || Number.isNaN(parseDecimal(bytes, word.start, word.end));
  return blanked && parseDecimals(bytes, word.end, end, row) === end;
}
