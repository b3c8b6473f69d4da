import { describe, expect, it } from 'vitest';
import { tableText } from '../src/table-text.ts';

const columns = [{ name: 'model' }, { name: 'accuracy', decimals: 3 }, { name: 'note' }];

describe('tableText', () => {
  it('aligns names to the left and numbers to the right', () => {
    const rows = [
      ['bag', 0.8812, 'multi-hot'],
      ['über 🎬', 0.5, ''],
      ['lstm', Number.NaN, 'failed'],
    ];
    expect(tableText(columns, rows, { color: false })).toBe(
      [
        'model    accuracy  note',
        '───────  ────────  ─────────',
        'bag         0.881  multi-hot',
        'über 🎬     0.500', // the emoji takes two columns
        'lstm            –  failed',
      ].join('\n'),
    );
  });

  it('dims the baseline on request', () => {
    const text = tableText([{ name: 'n' }], [['a'], ['b']], { color: true, baselineRow: 1 });
    expect(text.split('\n').slice(2)).toEqual(['a', '\u001b[2mb\u001b[0m']);
  });

  it('refuses a row of another length', () => {
    expect(() => tableText(columns, [['a', 1]])).toThrow('row 0 has 2 cells for 3 columns');
  });

  it('refuses what is no list', () => {
    expect(() => tableText({ columns } as never, [])).toThrow('tableText: columns must be an array, got ');
    expect(() => tableText(columns, undefined as never)).toThrow(
      'tableText: rows must be an array, got undefined.',
    );
  });
});
