import { describe, expect, it } from 'vitest';
import { byteSource, isBinary, markLength } from '../src/encoding.ts';

const decode = (bytes: Uint8Array, asked?: string): string => {
  const source = byteSource(bytes, asked);
  const converted = source.convert(bytes, true);
  return new TextDecoder(source.converted).decode(converted);
};

describe('byteSource', () => {
  it('sees UTF-16 by its mark or by the zeros beside Latin letters', () => {
    const text = 'text,label\nfine,1\n';
    for (const mark of ['', '\ufeff']) {
      const little = Uint8Array.from(
        [...`${mark}${text}`].flatMap((letter) => [letter.charCodeAt(0) & 255, letter.charCodeAt(0) >> 8]),
      );
      const big = Uint8Array.from(
        [...`${mark}${text}`].flatMap((letter) => [letter.charCodeAt(0) >> 8, letter.charCodeAt(0) & 255]),
      );
      expect([byteSource(little, undefined).encoding, decode(little)]).toEqual(['utf-16le', text]);
      expect([byteSource(big, undefined).encoding, decode(big)]).toEqual(['utf-16be', text]);
    }
  });

  it('takes the encoding that is asked for, under its own name', () => {
    const source = byteSource(Uint8Array.of(0x63, 0xe9), 'latin1');
    expect([source.encoding, decode(Uint8Array.of(0x63, 0xe9), 'latin1')]).toEqual(['windows-1252', 'cé']);
  });

  it('gives lines that end with CR alone an LF', () => {
    expect(decode(new TextEncoder().encode('a\rb\r'))).toBe('a\nb\n');
    expect(decode(new TextEncoder().encode('a\r\nb'))).toBe('a\r\nb');
  });

  it('refuses half a character of UTF-16', () => {
    const source = byteSource(Uint8Array.of(0xff, 0xfe, 0x61), undefined);
    expect(() => source.convert(Uint8Array.of(0xff, 0xfe, 0x61), true)).toThrow(TypeError);
  });
});

describe('markLength', () => {
  it('counts the byte order mark of UTF-8', () => {
    expect(markLength(Uint8Array.of(0xef, 0xbb, 0xbf, 0x61))).toBe(3);
    expect(markLength(Uint8Array.of(0xef, 0xbb))).toBe(0);
  });
});

describe('isBinary', () => {
  it('tells programs and pictures from texts of any encoding of one byte', () => {
    expect(isBinary(Uint8Array.from({ length: 4000 }, (_, i) => (i * 89) & 255))).toBe(true);
    expect(isBinary(Uint8Array.from('\x89PNG\r\n\x1a\n\0\0\0\rIHDR', (c) => c.charCodeAt(0)))).toBe(true);
    expect(isBinary(new TextEncoder().encode('time\ttemperature °C\r\n2020-01-01\t3\r\n'))).toBe(false);
    expect(isBinary(Uint8Array.from('Küche;salé\n', (c) => c.charCodeAt(0)))).toBe(false);
    expect(isBinary(new Uint8Array(0))).toBe(false);
  });
});
