import { formatValue } from '@seqloom/options';
import { checkPattern } from './check-pattern.ts';
import { type Fields, fieldsOf, integerOf, listOf, stringOf, wrong } from './fields.ts';
import { TokenizerFileError } from './tokenizer-file-error.ts';

/** What a text goes through before and after the model. */
export type StepKind = 'normalizer' | 'pre_tokenizer' | 'decoder' | 'post_processor';

/** Upper bounds on steps in one another and in all. */
const DEEPEST = 8;
const MOST_STEPS = 64;
/** How many times longer the steps of one kind may make a text. */
const MOST_GROWTH = 64;
/** Pieces of a template, and letters of a text that is put in. */
const LONGEST_TEMPLATE = 64;
const LONGEST_CONTENT = 64;

/** Checks the settings of a step; returns how many times longer it can make a text, but for forms of Unicode, which do not add up. */
type StepCheck = (where: string, step: Fields) => number;

const plain: StepCheck = () => 1;

const replace: StepCheck = (where, step) => {
  const found = patternOf(where, step.pattern);
  const content = contentOf(`${where}: content`, step.content ?? '');
  // Of a regular expression the shortest text that it finds is not known here.
  return Math.max(1, found === undefined ? 1 + content.length : content.length / found.length);
};

/** Of those that the package knows, those that give what Python's `tokenizers` gives. */
const STEPS: Readonly<Record<StepKind, Readonly<Record<string, StepCheck>>>> = {
  normalizer: {
    BertNormalizer: plain,
    Lowercase: plain,
    NFC: plain,
    NFD: plain,
    NFKC: plain,
    NFKD: plain,
    Precompiled: plain,
    Prepend: (where, { prepend }) => 1 + contentOf(`${where}: prepend`, prepend).length,
    Replace: replace,
    Strip: plain,
    StripAccents: plain,
  },
  pre_tokenizer: {
    BertPreTokenizer: plain,
    ByteLevel: plain,
    Digits: plain,
    FixedLength: (where, { length }) => {
      integerOf(`${where}: length`, length, 1, 1_000_000);
      return 1;
    },
    Metaspace: (where, { replacement = '▁', str_rep: text = '▁' }) =>
      1 + Math.max(...[replacement, text].map((each) => contentOf(where, each).length)),
    Punctuation: (where, { behavior = 'Isolated' }) => {
      if (behavior !== 'Isolated') throw wrong(`${where}: behavior`, '"Isolated"', behavior);
      return 1;
    },
    Split: (where, { pattern, behavior, invert = false }) => {
      patternOf(where, pattern);
      const known = ['Isolated', 'Removed'];
      if (!known.includes(behavior as string))
        throw wrong(`${where}: behavior`, known.map(formatValue).join(' or '), behavior);
      if (invert !== false && behavior !== 'Removed') throw wrong(`${where}: invert`, 'false', invert);
      return 1;
    },
    Whitespace: plain,
    WhitespaceSplit: plain,
  },
  decoder: {
    BPEDecoder: plain,
    ByteFallback: plain,
    ByteLevel: plain,
    Fuse: plain,
    Metaspace: plain,
    Replace: replace,
    Strip: (where, { content, start, stop }) => {
      contentOf(`${where}: content`, content);
      for (const [name, value] of Object.entries({ start, stop }))
        integerOf(`${where}: ${name}`, value, 0, 1000);
      return 1;
    },
    WordPiece: plain,
  },
  post_processor: {
    BertProcessing: plain,
    ByteLevel: plain,
    RobertaProcessing: plain,
    TemplateProcessing: (where, { single }) => {
      listOf(`${where}: single`, single, LONGEST_TEMPLATE);
      return 1;
    },
  },
};

/** What holds the steps of a sequence. */
const PARTS: Readonly<Record<StepKind, string>> = {
  normalizer: 'normalizers',
  pre_tokenizer: 'pretokenizers',
  decoder: 'decoders',
  post_processor: 'processors',
};

/**
 * Checks a step and those within it: their kinds, their patterns, and how much longer they can make a text.
 *
 * @throws TokenizerFileError naming a step that is not known, or whose settings have no meaning here
 */
export function checkSteps(kind: StepKind, value: unknown): void {
  let count = 0;
  const growthOf = (where: string, each: unknown, depth: number): number => {
    const step = fieldsOf(where, each);
    const type = stringOf(`${where}: type`, step.type);
    if (++count > MOST_STEPS || depth > DEEPEST) {
      throw new TokenizerFileError(
        `${kind} has more than ${MOST_STEPS} steps, or ${DEEPEST} in one another.`,
      );
    }
    if (type === 'Sequence') {
      const parts = listOf(`${where}: ${PARTS[kind]}`, step[PARTS[kind]], MOST_STEPS);
      return parts.reduce<number>((growth, part) => growth * growthOf(where, part, depth + 1), 1);
    }
    const check = Object.hasOwn(STEPS[kind], type) ? STEPS[kind][type] : undefined;
    if (check) return check(`${where} ${type}`, step);
    throw new TokenizerFileError(
      `the ${kind} ${formatValue(type)} is not known here; known are ${Object.keys(STEPS[kind]).join(', ')}.`,
    );
  };
  const growth = value === null || value === undefined ? 1 : growthOf(kind, value, 0);
  if (growth <= MOST_GROWTH) return;
  throw new TokenizerFileError(
    `its ${kind} could make a text ${growth} times as long, expected at most ${MOST_GROWTH} times.`,
  );
}

/** A pattern's text; undefined for a regular expression. */
function patternOf(where: string, value: unknown): string | undefined {
  const { Regex: expression, String: text } = fieldsOf(`${where}: pattern`, value);
  if (expression !== undefined) {
    checkPattern(where, stringOf(`${where}: pattern`, expression));
    return undefined;
  }
  if (typeof text === 'string' && text.length > 0) return text;
  throw wrong(`${where}: pattern`, '{ Regex } or { String }, not empty', value);
}

function contentOf(where: string, value: unknown): string {
  const content = stringOf(where, value);
  if (content.length <= LONGEST_CONTENT) return content;
  throw wrong(where, `a string of at most ${LONGEST_CONTENT} letters`, content);
}
