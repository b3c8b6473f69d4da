import type { Fields } from './fields.ts';

/** A letter of a word in the regular expressions of Rust. */
const WORD = '\\p{Alphabetic}\\p{M}\\p{Nd}\\p{Pc}\\x{200c}\\x{200d}';

/** Steps that the package limits to ASCII or Latin, or leaves incomplete, as steps that it runs as Python's `tokenizers` does. */
const REPLACEMENTS: Readonly<Record<string, (step: Fields) => Fields>> = {
  Whitespace: () => ({
    type: 'Split',
    pattern: { Regex: `[${WORD}]+|[^${WORD}\\p{White_Space}]+` },
    behavior: 'Removed',
    invert: true,
  }),
  Digits: ({ individual_digits: each }) => ({
    type: 'Split',
    pattern: { Regex: each ? '\\p{N}' : '\\p{N}+' },
    behavior: 'Isolated',
    invert: false,
  }),
  Metaspace: (step) => {
    const { replacement = '▁', split = true } = step as {
      readonly replacement?: string;
      readonly split?: unknown;
    };
    const older = step.add_prefix_space === false ? 'never' : 'always';
    const prefixed = { prepend_scheme: older, ...step, type: 'Metaspace' };
    if (!split || [...replacement].length !== 1) return prefixed;
    const space = `\\x{${replacement.codePointAt(0)!.toString(16)}}`;
    const words = {
      type: 'Split',
      pattern: { Regex: `${space}[^${space}]*|[^${space}]+` },
      behavior: 'Removed',
      invert: true,
    };
    return { type: 'Sequence', pretokenizers: [prefixed, words] };
  },
  StripAccents: () => ({ type: 'Replace', pattern: { Regex: '\\p{M}' }, content: '' }),
};

/** A normalizer or pre-tokenizer that was checked, with those replacements. */
export function asInPython(step: unknown): unknown {
  if (typeof step !== 'object' || step === null) return step;
  const { type, ...settings } = step as Fields;
  if (type === 'Sequence') {
    const parts = Object.entries(settings).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.map(asInPython) : value,
    ]);
    return { type, ...Object.fromEntries(parts) };
  }
  const replaced = Object.hasOwn(REPLACEMENTS, type as string) ? REPLACEMENTS[type as string] : undefined;
  return replaced ? replaced(settings) : step;
}
