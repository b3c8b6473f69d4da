import { describe, expect, it } from 'vitest';
import { curvesOf, curvesSVG } from '../src/curves.ts';
import { curvesText } from '../src/curves-text.ts';
import { attributesOf, elementsOf } from './well-formed.ts';

const accuracy = { name: 'accuracy', training: [0.5, 0.7, 0.9], validation: [0.6, 0.7, 0.65] };

describe('curvesOf', () => {
  it("pairs a history's quantities with their validation values, in both spellings", () => {
    expect(curvesOf({ loss: [3], val_loss: [4], accuracy: [1], valAccuracy: [2], mae: [5] })).toEqual([
      { name: 'loss', training: [3], validation: [4] },
      { name: 'accuracy', training: [1], validation: [2] },
      { name: 'mae', training: [5] },
    ]);
  });

  it('does not take a quantity whose name begins with val for validation', () => {
    expect(curvesOf({ value: [1] })).toEqual([{ name: 'value', training: [1] }]);
  });
});

describe('curvesSVG', () => {
  it('draws training as dots and validation as a line, higher values higher', () => {
    const svg = curvesSVG([accuracy], { title: 'Run' });
    const [legend, ...dots] = attributesOf(svg, 'circle', 'cy').map(Number);
    expect(legend).toBeDefined();
    expect(dots).toHaveLength(3);
    expect(dots[0]! - dots[1]!).toBeCloseTo(dots[1]! - dots[2]!, 1); // equal steps of 0.2
    expect(dots[2]).toBeLessThan(dots[0]!);
    const line = attributesOf(svg, 'path', 'd').at(-1)!;
    const ys = [...line.matchAll(/[ML]\S+ (\S+?)(?=[ML]|$)/g)].map(([, y]) => Number(y));
    expect(ys[1]).toBeCloseTo(dots[1]!, 1); // both are 0.7 in epoch 2
    expect(ys).toHaveLength(3);
  });

  it('numbers epochs from 1, or from where a run was resumed', () => {
    expect(curvesSVG([accuracy], { title: 'Run' })).toMatch(/>1<\/text>.*>2<\/text>.*>3<\/text>/);
    expect(curvesSVG([accuracy], { title: 'Run', firstEpoch: 11 })).toMatch(/>11<\/text>.*>13<\/text>/);
  });

  it('leaves a gap where a value is not a number', () => {
    const svg = curvesSVG([{ name: 'loss', training: [1], validation: [1, 2, Number.NaN, 2, 1] }], {
      title: 'Run',
    });
    expect(attributesOf(svg, 'path', 'd').at(-1)!.replaceAll(/[^ML]/g, '')).toBe('MLML');
  });

  it('puts quantities side by side or below each other', () => {
    const size = (columns: number): string[] =>
      attributesOf(curvesSVG([accuracy, accuracy], { title: 'Run', columns }), 'svg', 'viewBox');
    expect(size(2)).toEqual(['0 0 800 340']);
    expect(size(1)).toEqual(['0 0 400 640']);
  });

  it('draws and names the baseline', () => {
    const svg = curvesSVG([{ ...accuracy, baseline: { name: 'majority', value: 0.5 } }], { title: 'Run' });
    expect(svg).toContain('>majority</text>');
    expect(svg).toContain('stroke-dasharray');
  });

  it('tells readers who do not see it what it shows', () => {
    expect(curvesSVG([accuracy], { title: 'Run' })).toContain(
      'training accuracy: 0.5 in the first of 3 epochs, 0.9 in the last; validation accuracy: 0.6 in the first of 3 epochs, 0.65 in the last',
    );
    expect(curvesSVG([accuracy], { title: 'Run', description: 'mine' })).toContain('>mine</desc>');
  });

  it('escapes names, and draws a single epoch', () => {
    const svg = curvesSVG([{ name: '<script>&"', training: [0.5] }], { title: '</svg><b>' });
    expect(elementsOf(svg)).not.toContain('b');
    expect(svg).not.toContain('NaN');
  });

  it('refuses an empty history', () => {
    expect(() => curvesSVG([], { title: 'Run' })).toThrow('there are no curves');
    expect(() => curvesSVG([{ name: 'loss', training: [Number.NaN] }], { title: 'Run' })).toThrow(
      'no value is finite',
    );
  });
});

describe('curvesText', () => {
  it('draws dots for training and a line for validation, without colours in a file', () => {
    const text = curvesText([{ name: 'accuracy', training: [0, 1], validation: [0, 1] }], {
      width: 5,
      height: 3,
      color: false,
    });
    // validation at columns 0 … 4 is 0, ¼, ½, ¾, 1: rows 2, 2, 1, 1, 0 (½ rounds up: 1.5 → 2, 0.5 → 1)
    expect(text).toBe(
      [
        'accuracy',
        '1.0 ┤    •',
        '0.5 ┤  ╭─╯',
        '0.0 ┤•─╯',
        '    └─────',
        '     1   2  epoch',
        '     • training 1   ─ validation 1',
      ].join('\n'),
    );
  });

  it('colours on request, and draws the same characters', () => {
    const options = { width: 20, height: 5 };
    const plain = curvesText([accuracy], { ...options, color: false });
    const colored = curvesText([accuracy], { ...options, color: true });
    expect(plain).not.toContain('\u001b');
    expect(colored).toContain('\u001b[34m•\u001b[0m');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: ANSI codes begin with one
    expect(colored.replaceAll(/\u001b\[\d+m/g, '')).toBe(plain);
  });

  it('is plain by default where standard output is no terminal', () => {
    expect(process.stdout.isTTY).not.toBe(true); // tests run in a worker
    expect(curvesText([accuracy])).not.toContain('\u001b');
  });

  it('shows the baseline and several quantities', () => {
    const text = curvesText([
      accuracy,
      { name: 'loss', training: [2, 1], baseline: { name: 'guess', value: 0.5 } },
    ]);
    expect(text).toMatch(/^accuracy\n[\s\S]*\n\nloss\n/);
    expect(text).toContain('╌ guess 0.5');
    expect(text.split('\n').filter((line) => line.includes('┤'))).toHaveLength(20);
  });

  it('survives constant, single and missing values, and refuses none', () => {
    expect(curvesText([{ name: 'a', training: [3] }])).toContain('•');
    expect(curvesText([{ name: 'a', training: [3, 3], validation: [Number.NaN, 3] }])).toContain('•');
    expect(() => curvesText([{ name: 'a', training: [] }])).toThrow('"a" has no finite value');
  });
});
