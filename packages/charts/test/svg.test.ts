import { describe, expect, it } from 'vitest';
import { chartDocument } from '../src/document.ts';
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
