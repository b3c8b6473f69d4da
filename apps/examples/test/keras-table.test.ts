import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { getInitializer, type InitializerName } from '@seqloom/nn';
import * as train from '@seqloom/train';
import * as node from '@seqloom/train/node';
import * as seqloom from 'seqloom';
import { describe, expect, test } from 'vitest';
import { exportedFunctions, exportedLayers } from '../../../tooling/model-tests/test/part-exports.ts';

// docs/from-keras.md names every class of Keras and every part of ours.

const root = join(import.meta.dirname, '..', '..', '..');
const page = readFileSync(join(root, 'docs', 'from-keras.md'), 'utf8');
const recorded: Record<string, string[]> = JSON.parse(
  readFileSync(join(root, 'tooling', 'oracles', 'recorded', 'keras_names.json'), 'utf8'),
);
const { keras: version, ...modules } = recorded;

/** Classes that are bases, and what the page leaves out as no name of a user. */
const BASES = new Set(['InputSpec', 'Wrapper', 'Initializer', 'Regularizer', 'LearningRateSchedule']);

/** The rows of a table as pairs of names, and the names of the lists below it. */
function sectionOf(title: string) {
  const [, text = ''] = page.split(`\n## ${title}\n`)[1]!.match(/^([\s\S]*?)(?=\n## |$(?![\s\S]))/)!;
  const codes = (line: string) => [...line.matchAll(/`([^`]+)`/g)].map(([, name]) => name!);
  const listed = (start: string) => {
    const paragraph = text.split('\n\n').find((each) => each.trim().startsWith(start));
    return paragraph === undefined ? [] : codes(paragraph);
  };
  return {
    rows: [...text.matchAll(/^\| `(\w+)` \| `(\w+)` \|/gm)].map(
      ([, theirs, ours]) => [theirs!, ours!] as const,
    ),
    missing: listed('Not in Seqloom'),
    only: listed('Only in Seqloom'),
  };
}

const names: Record<string, unknown> = { ...node, ...train, ...seqloom };
/** Types have no value: the index of the package has their names. */
const index = readFileSync(join(root, 'packages', 'train', 'src', 'index.ts'), 'utf8');

test('the answers are of the version that the page names', () => {
  expect(page).toContain(`Keras ${String(version).split('.').slice(0, 2).join('.')}`);
});

describe.each(Object.entries(modules))('%s', (title, classes) => {
  const { rows, missing } = sectionOf(title);

  test('every class of Keras is in the table or in the list of those that are missing, once', () => {
    const named = [...rows.map(([theirs]) => theirs), ...missing];
    expect(named.filter((name) => !BASES.has(name)).sort()).toEqual(
      classes.filter((name) => !BASES.has(name)).sort(),
    );
  });

  test('every name of ours exists', () => {
    for (const [, ours] of rows) {
      if (title === 'Initializers') getInitializer('test', ours as InitializerName);
      else if (names[ours] === undefined) expect(index).toMatch(new RegExp(`type [^;]*\\b${ours}\\b`));
    }
  });
});

describe('what the packages export is on the page', () => {
  const shown = (title: string) => {
    const { rows, only } = sectionOf(title);
    return new Set([...rows.map(([, ours]) => ours), ...only]);
  };

  test('layers', () => {
    const layers = exportedLayers(names).map(({ className }) => className);
    expect(layers.length).toBeGreaterThan(40);
    expect(
      layers.filter((name) => !shown('Layers').has(name) && !['Sequential', 'Model'].includes(name)),
    ).toEqual([]);
  });

  test('losses, metrics, optimizers, schedules and callbacks', () => {
    const all = new Set(
      ['Losses', 'Metrics', 'Optimizers', 'Schedules', 'Callbacks'].flatMap((title) => [...shown(title)]),
    );
    const others = [
      'fit',
      'evaluate',
      'predict',
      'trainOnBatch',
      'testOnBatch',
      'input',
      'modelCosts',
      'modelGraph',
      'takesIds',
    ].concat(['save', 'load', 'saveWeights', 'loadWeights', 'hasBackup', 'removeBackup']);
    expect(exportedFunctions(train).filter((name) => !all.has(name) && !others.includes(name))).toEqual([]);
  });
});
