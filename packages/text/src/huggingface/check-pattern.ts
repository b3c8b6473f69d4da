import { formatValue } from '@seqloom/options';
import { TokenizerFileError } from './tokenizer-file-error.ts';

/** Upper bound on a pattern; those of the known tokenizers have some 300 letters. */
const LONGEST = 4096;
/** A count of repetitions from here on is as good as an unlimited one. */
const MANY = 16;
/** Parts of any length in one alternative: each multiplies the time by the length of a text. */
const MOST_OPEN = 2;
/** Groups within groups. */
const MOST_GROUPS = 32;

/** What stands between two parentheses. */
interface Group {
  /** Whether there is a choice in it: an alternative or a repetition. */
  choices: boolean;
  /** Parts of any length in the alternative that is read. */
  open: number;
  /** The most of those in its alternatives. */
  mostOpen: number;
}

/**
 * Refuses regular expressions that can take a time that grows exponentially with the text: a repeated group in which there is a choice, such
 * as `(a+)+` or `(a|a)*`; and those with more than two parts of any length in a row. No pattern of a known tokenizer is of this kind.
 *
 * @throws TokenizerFileError with the pattern
 */
export function checkPattern(where: string, pattern: string): void {
  const refuse = (reason: string): never => {
    throw new TokenizerFileError(`${where}: the pattern ${formatValue(pattern)} ${reason}, and is not run.`);
  };
  if (pattern.length > LONGEST) refuse(`has ${pattern.length} letters, more than ${LONGEST}`);
  const groups: Group[] = [{ choices: false, open: 0, mostOpen: 0 }];
  let closed: Group | undefined;
  for (let i = 0; i < pattern.length; ) {
    const group = groups.at(-1)!;
    const letter = pattern[i]!;
    const repeated = repetitionAt(pattern, i);
    if (repeated) {
      if (closed?.choices && repeated.most > 1) refuse('repeats a group in which there is a choice');
      group.choices = true;
      if (repeated.most >= MANY) group.open += 1;
      if (group.open > MOST_OPEN) refuse(`has more than ${MOST_OPEN} parts of any length in a row`);
      closed = undefined;
      i = repeated.end;
      continue;
    }
    closed = undefined;
    if (letter === '(') {
      groups.push({ choices: false, open: 0, mostOpen: 0 });
      if (groups.length > MOST_GROUPS) refuse(`has more than ${MOST_GROUPS} groups in one another`);
      i = afterGroupMark(pattern, i + 1);
      continue;
    }
    if (letter === '|') {
      group.choices = true;
      group.mostOpen = Math.max(group.mostOpen, group.open);
      group.open = 0;
    } else if (letter === ')' && groups.length > 1) {
      closed = groups.pop()!;
      const outer = groups.at(-1)!;
      outer.open += Math.max(closed.mostOpen, closed.open);
      outer.choices ||= closed.choices;
      if (outer.open > MOST_OPEN) refuse(`has more than ${MOST_OPEN} parts of any length in a row`);
    }
    i = afterAtom(pattern, i);
  }
}

/** Reads `*`, `+`, `?` or `{n,m}` with what makes it lazy or possessive. */
function repetitionAt(
  pattern: string,
  at: number,
): { readonly most: number; readonly end: number } | undefined {
  const [text, least, comma, most] = REPETITION.exec(pattern.slice(at, at + 40)) ?? [];
  if (text === undefined) return undefined;
  const end = at + text.length;
  if (text[0] === '?') return { most: 1, end };
  if (text[0] !== '{') return { most: Number.POSITIVE_INFINITY, end };
  return { most: most ? Number(most) : comma ? Number.POSITIVE_INFINITY : Number(least), end };
}

const REPETITION = /^(?:[*+?]|\{(\d*)(,?)(\d*)\})[+?]?/;

/** Behind `?:`, `?=`, `?<!`, `?i:` and the like. */
function afterGroupMark(pattern: string, at: number): number {
  const [mark = ''] = /^\?(?:<?[=!]|[>:]|<\w*>|[a-z-]*[:)])/i.exec(pattern.slice(at, at + 40)) ?? [];
  return at + (mark.endsWith(')') ? mark.length - 1 : mark.length);
}

/** Behind a class of letters, an escape or one letter. */
function afterAtom(pattern: string, at: number): number {
  if (pattern[at] === '\\') {
    const braced = /^\\[pPxu]\{[^}]*\}/.exec(pattern.slice(at, at + 60));
    return at + (braced?.[0].length ?? 2);
  }
  if (pattern[at] !== '[') return at + 1;
  let depth = 0;
  for (let i = at; i < pattern.length; i++) {
    if (pattern[i] === '\\') i++;
    else if (pattern[i] === '[') depth++;
    else if (pattern[i] === ']' && i > at + 1 && --depth === 0) return i + 1;
  }
  return pattern.length;
}
