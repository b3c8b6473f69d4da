import { describe, expect, it } from 'vitest';
import { COLORS, chartDocument } from '../src/document.ts';
import { barsSVG, curvesSVG, forecastSVG, heatmapSVG, scatterSVG } from '../src/index.ts';
import { element, escapeText, short } from '../src/svg.ts';
import { elementsOf } from './well-formed.ts';

describe('escapeText', () => {
  it('escapes markup and replaces what XML cannot hold', () => {
    expect(escapeText('a<b & "c">')).toBe('a&lt;b &amp; &quot;c&quot;&gt;');
    expect(escapeText('nul \0 bell \u0007 lone \ud800 pair 🎬')).toBe(
      'nul \ufffd bell \ufffd lone \ufffd pair 🎬',
    );
  });
});

describe('element', () => {
  it('writes attributes, leaves out undefined ones and nests children', () => {
    expect(element('g', { id: 'a"b', x: undefined, y: 1.005 }, '<b/>')).toBe(
      '<g id="a&quot;b" y="1"><b/></g>',
    );
    expect(element('b', {})).toBe('<b/>');
    expect(short(-0.123456)).toBe('-0.12');
  });
});

describe('chartDocument', () => {
  const document = chartDocument({ title: 'A & B', description: 'what it shows' }, 300.4, 200, '<g/>');

  it('has a title and a description that the picture is labelled by', () => {
    expect(elementsOf(document)).toEqual(['svg', 'title', 'desc', 'style', 'rect', 'g']);
    const [, title, desc] = /aria-labelledby="(\S+) (\S+)"/.exec(document)!;
    expect(document).toContain(`<title id="${title}">A &amp; B</title>`);
    expect(document).toContain(`<desc id="${desc}">what it shows</desc>`);
    expect(document).toContain('role="img"');
  });

  it('scales, adapts to dark schemes and can be coloured by a page', () => {
    expect(document).toContain('viewBox="0 0 300 200"');
    expect(document).not.toMatch(/<svg[^>]*\s(?:width|height)=/);
    expect(document).toContain('@media (prefers-color-scheme:dark)');
    expect(document).toContain('var(--seqloom-paper,');
  });

  it('gives different charts of a page different ids', () => {
    const id = (svg: string): string => /title id="(\S+)"/.exec(svg)![1]!;
    expect(id(document)).not.toBe(
      id(chartDocument({ title: 'A & B', description: 'what it shows' }, 300, 200, '<i/>')),
    );
  });
});

describe('themes', () => {
  const charts = (theme?: 'light' | 'dark'): string[] => {
    const text = { title: 'T', ...(theme && { theme }) };
    return [
      curvesSVG([{ name: 'loss', training: [2, 1], validation: [2, 2] }], text),
      barsSVG({ ...text, label: 'l', bars: [{ name: 'a', value: 1 }], baseline: { name: 'b', value: 0.5 } }),
      forecastSVG({ ...text, label: 'l', forecast: { time: [0, 3_600_000], values: [1, 2] } }),
      heatmapSVG({ ...text, values: [[-1, 1]], numbers: true }),
      scatterSVG({ ...text, points: [{ label: 'a', x: 1, y: 1 }] }),
    ];
  };

  it('follow the system by default and take colours from the page', () => {
    for (const svg of charts()) {
      expect(svg).toContain('@media (prefers-color-scheme:dark)');
      expect(svg).toContain('var(--seqloom-c1,#0b63b5)');
    }
  });

  it('can be fixed, without variables, for programs that know none', () => {
    for (const theme of ['light', 'dark'] as const) {
      for (const svg of charts(theme)) {
        expect(svg).not.toMatch(/var\(|@media/);
        expect(svg).toContain(`fill="${COLORS[theme].paper}"`);
        expect(svg).toMatch(/<svg [^>]*width="\d+" height="\d+"/);
        elementsOf(svg);
      }
    }
  });

  it('have at least 4.5 : 1 contrast between text or series and paper (WCAG AA)', () => {
    const luminance = (color: string): number => {
      const [r, g, b] = [1, 3, 5].map((at) => {
        const part = Number.parseInt(color.slice(at, at + 2), 16) / 255;
        return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
      });
      return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
    };
    for (const { paper, rule: _faintOnPurpose, ...colors } of Object.values(COLORS)) {
      for (const [name, color] of Object.entries(colors)) {
        const [dark, light] = [luminance(paper), luminance(color)].toSorted((a, b) => a - b);
        expect((light! + 0.05) / (dark! + 0.05), name).toBeGreaterThanOrEqual(4.5);
      }
    }
  });
});
