import { readFile } from 'node:fs/promises';
import { liveTensors } from '@seqloom/backend';
import { openBackend } from '@seqloom/tasks/node';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findListing, LISTINGS } from '../src/catalog.ts';
import { openData } from '../src/data/open-data.ts';
import type { Facts } from '../src/listing.ts';

let backend: Awaited<ReturnType<typeof openBackend>>;
const data = openData('bundled');
beforeAll(async () => {
  backend = await openBackend({ threads: 1 });
});
afterAll(() => backend.dispose());

async function run(item: string): Promise<{ facts: Facts; lines: string[]; pictures: Map<string, string> }> {
  const lines: string[] = [];
  const pictures = new Map<string, string>();
  const facts = await findListing(item).run({
    ...data,
    seed: 1,
    print: (line) => lines.push(line),
    picture: (file, svg) => pictures.set(file, svg),
  });
  return { facts, lines, pictures };
}

describe('listings', () => {
  test('every item and every source stands once', () => {
    expect(new Set(LISTINGS.map(({ item }) => item)).size).toBe(LISTINGS.length);
    expect(() => findListing('6.99')).toThrow('6.99: no such item. Items: ngrams, 6.1, 6.2');
  });

  test('print what the book prints', async () => {
    expect((await run('ngrams')).lines[0]).toContain('["The","cat","sat","on","the","mat","The cat"');
    expect((await run('6.1')).lines).toContain('[0. 1. 0. 0. 0. 0. 0. 0. 0. 0. 0.] The');
    expect((await run('6.2')).lines.at(-1)).toBe('results.shape = (2, 50, 101)');
    expect((await run('6.3')).lines).toEqual(
      expect.arrayContaining(['sequences = [[1,2,3,4,1,5],[1,6,7,8,9]]', 'Found 9 unique tokens.']),
    );
    expect((await run('6.4')).lines[0]).toMatch(/^results\.shape = \(2, 10, 1000\)/);
    const { lines, pictures } = await run('co-occurrence');
    expect(lines[0]).toMatch(/learning\s+0 +0 +0 +1 +0 +0 +0 +1/);
    expect(pictures.get('cooccurrence.svg')).toContain('>NLP</text>');
  });

  test('layers have the shapes and parameters of the book', async () => {
    expect((await run('6.5')).facts.shapes).toBe('(32, 10) -> (32, 10, 64); (64, 15) -> (64, 15, 64)');
    expect((await run('simple-rnn')).facts.parameters).toBe('320000, 2080, 2080, 2080, 2080');
  });

  test('a loop, a layer and the formulas of the gates agree', async () => {
    expect((await run('6.21')).facts.difference).toBeLessThan(1e-5);
    const { facts, pictures } = await run('6.26');
    expect(facts.difference).toBeLessThan(1e-5);
    expect(pictures.get('forget-gate.svg')).toContain('>film</text>');
  });

  test('a listing leaves no tensor behind', async () => {
    const before = liveTensors();
    for (const item of ['6.5', '6.21', '6.26', 'simple-rnn']) await run(item);
    expect(liveTensors()).toBe(before);
  });

  test('the weather: parsed, drawn, cut into windows, with its naive error', async () => {
    const { facts, pictures } = await run('6.29');
    expect(facts).toEqual({ data: 'seattle', rows: 1461, columns: 4 });
    expect([...pictures.keys()]).toEqual(['seattle.svg', 'seattle-days.svg']);
    expect((await run('6.33')).facts.batch).toBe('(128, 28, 4) and (128,)');
    const table = await readFile(new URL('../../weather/data/seattle-weather.csv', import.meta.url), 'utf8');
    const warmest = table
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => Number(line.split(',')[2]));
    // rows 876 … 1167 validate; the first window ends with row 903, and its target is three days later
    const errors = warmest.slice(903, 1165).map((value, i) => Math.abs(warmest[906 + i]! - value));
    const mean = errors.reduce((sum, error) => sum + error, 0) / errors.length;
    expect((await run('6.35')).facts.degrees).toBeCloseTo(mean, 4);
  });
});
