import { checkBoolean, checkOptions, formatValue } from '@seqloom/options';
import { checkString } from './check-string.ts';
import { pythonLower } from './python-lower.ts';

/**
 * Cuts a text into words by the rules of a language, for Chinese, Japanese, Thai and others that write no spaces.
 * Punctuation and white space are dropped.
 *
 * The words come from the dictionaries of the JavaScript engine's ICU: they may differ between engines, and from
 * any Python library. Store the sequences, not only the texts, where that matters.
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
 * An analyzer for {@link Tokenizer} that lowercases a text and cuts it with {@link segmentWords}.
 *
 * @example
 * new Tokenizer({ analyzer: wordSegmenter('ja') });
 */
export function wordSegmenter(
  locale?: string,
  options: { readonly lower?: boolean } = {},
): (text: string) => string[] {
  checkOptions('wordSegmenter', options, { lower: true });
  const { lower = true } = options;
  checkBoolean('wordSegmenter', 'lower', lower);
  const segmenter = segmenterFor(locale);
  return (text) => segment(segmenter, lower ? pythonLower(text) : text);
}

function segmenterFor(locale: string | undefined): Intl.Segmenter {
  if (typeof Intl.Segmenter !== 'function') {
    throw new Error(
      'segmentWords: this JavaScript engine has no Intl.Segmenter. Pass a polyfill as an analyzer.',
    );
  }
  if (locale !== undefined) checkString('segmentWords', 'locale', locale);
  try {
    return new Intl.Segmenter(locale, { granularity: 'word' });
  } catch (cause) {
    throw new RangeError(
      `segmentWords: locale must be a BCP 47 tag such as 'ja', got ${formatValue(locale)}.`,
      {
        cause,
      },
    );
  }
}

function segment(segmenter: Intl.Segmenter, text: string): string[] {
  checkString('segmentWords', 'text', text); // the engine would cut the words of String(text)
  const words: string[] = [];
  for (const { segment, isWordLike } of segmenter.segment(text)) if (isWordLike) words.push(segment);
  return words;
}
