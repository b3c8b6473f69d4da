// The file of bundled texts on topics: how it is read and written, and which text belongs to which part.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export const topicsFile = join(import.meta.dirname, 'bundled-topics.tsv');
const COLUMNS = ['split', 'topic', 'text'];

/** Decides parts and order. Another seed gives other parts, and then every recorded accuracy has to be measured again. */
const SPLIT_SEED = 'seqloom-topics-1';
const SHARES = { test: 0.2, validation: 0.1 };

/** The rows of the file, in its order. */
export function readTopics(file = topicsFile) {
  const [header, ...lines] = readFileSync(file, 'utf8').trimEnd().split('\n');
  if (header !== COLUMNS.join('\t')) {
    throw new Error(`${file}: the first line must name the columns ${COLUMNS.join(', ')}, got "${header}".`);
  }
  return lines.map((line, i) => {
    const [split, topic, text, ...rest] = line.split('\t');
    if (text === undefined || rest.length > 0) {
      throw new Error(`${file}:${i + 2}: expected split, topic and text, got "${line}".`);
    }
    return { split, topic, text };
  });
}

const seededOrder = ({ text }) => createHash('sha256').update(`${SPLIT_SEED}\n${text}`).digest('hex');

/** The rows with the part each belongs to, in the order of the seed: of each topic a fifth tests, a tenth validates. */
export function splitTopics(rows) {
  const ordered = [...rows].sort((a, b) => (seededOrder(a) < seededOrder(b) ? -1 : 1));
  const sizes = new Map();
  for (const { topic } of ordered) sizes.set(topic, (sizes.get(topic) ?? 0) + 1);
  const taken = new Map();
  return ordered.map(({ topic, text }) => {
    const place = taken.get(topic) ?? 0;
    taken.set(topic, place + 1);
    const size = sizes.get(topic);
    const test = Math.round(SHARES.test * size);
    const split =
      place < test ? 'test' : place < test + Math.round(SHARES.validation * size) ? 'validation' : 'train';
    return { split, topic, text };
  });
}

/** The text of the file for these rows. */
export function formatTopics(rows) {
  return `${[COLUMNS.join('\t'), ...rows.map(({ split, topic, text }) => [split, topic, text].join('\t'))].join('\n')}\n`;
}
