import { boolean, checkText, formatValue, type OptionRules, resolveOptions } from '@seqloom/options';
import { pythonLower } from './python-lower.ts';

/** Options of {@link wordSegmenter}. */
export interface WordSegmenterOptions {
  /** Whether texts are lowercased first. Default `true`. */
  readonly lower?: boolean;
}

const RULES: OptionRules<WordSegmenterOptions> = { lower: boolean(true) };

/**
 * Splits a text into words by the rules of a language, for Chinese, Japanese, Thai and others that write no spaces.
 * Punctuation and white space are dropped.
 *
 * The words come from the dictionaries of the JavaScript engine's ICU and may differ between engines and from Python
 * libraries. Store sequences as well as texts where that matters.
 *
 * @param locale a BCP 47 tag such as `'ja'`. Default: the engine's locale.
 * @throws Error where the engine has no `Intl.Segmenter`.
 *
 * @example
 * segmentWords('映画は素晴らしい', 'ja');  // ['映画', 'は', '素晴らしい']
 */
export function segmentWords(text: string, locale?: string): string[] {
  return segment(segmenterFor(locale), text);
}

/**
 * An analyzer for {@link Tokenizer} that lowercases a text and splits it with {@link segmentWords}.
 *
 * @example
 * new Tokenizer({ analyzer: wordSegmenter('ja') });
 */
export function wordSegmenter(
  locale?: string,
  options: WordSegmenterOptions = {},
): (text: string) => string[] {
  const { lower } = resolveOptions('wordSegmenter', options, RULES);
  const segmenter = segmenterFor(locale);
  return (text) => segment(segmenter, lower ? pythonLower(text) : text);
}

function segmenterFor(locale: string | undefined): Intl.Segmenter {
  if (typeof Intl.Segmenter !== 'function') {
    throw new Error(
      'segmentWords: this JavaScript engine has no Intl.Segmenter. Pass a polyfill as an analyzer.',
    );
  }
  if (locale !== undefined) checkText('segmentWords', 'locale', locale);
  try {
    return new Intl.Segmenter(locale, { granularity: 'word' });
  } catch (cause) {
    throw new RangeError(
      `segmentWords: locale must be a BCP 47 tag such as 'ja', got ${formatValue(locale)}.`,
      { cause },
    );
  }
}

function segment(segmenter: Intl.Segmenter, text: string): string[] {
  checkText('segmentWords', 'text', text); // the engine would segment String(text)
  const words: string[] = [];
  for (const { segment, isWordLike } of segmenter.segment(text)) if (isWordLike) words.push(segment);
  return words;
}
