import { expect, it } from 'vitest';
import { shownClasses } from '../../src/texts/shown-classes.ts';

it('shows the first classes, and the beginning of a long label', () => {
  const score = { samples: 1, precision: 1, recall: 1, f1: 1 };
  const labels = [
    'sport',
    'küche'.repeat(9),
    '🍳'.repeat(11),
    ...Array.from({ length: 60 }, (_, i) => `c${i}`),
  ];
  const shown = shownClasses(
    labels.map((label) => ({ label, ...score })),
    10,
  );
  expect(shown.length).toBe(40);
  expect(shown.slice(0, 4).map(({ label }) => label)).toEqual([
    'sport',
    'kücheküche…',
    `${'🍳'.repeat(10)}…`,
    'c0',
  ]);
  expect(shown[0]).toEqual({ label: 'sport', ...score });
});
