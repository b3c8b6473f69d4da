import { formatValue, isCount } from '@seqloom/options';
import type { Tokenizer } from './tokenizer.ts';
import { fail, record, type TokenizerConfig } from './tokenizer-json.ts';
import { DEFAULT_FILTERS } from './word-sequence.ts';

/**
 * Keras' JSON text of a Tokenizer: an object whose `config` holds five dictionaries as JSON **texts**.
 *
 * The order of `word_counts` matters, because later fits keep it for equal counts. JavaScript objects move keys such as
 * `"10"` to the front, so the dictionaries are written and read entry by entry.
 */
export function writeKerasTokenizer(tokenizer: Tokenizer): string {
  const { numWords = null, filters, lower, split, charLevel, oovToken = null } = tokenizer.options;
  return JSON.stringify({
    class_name: 'Tokenizer',
    config: {
      num_words: numWords,
      filters,
      lower,
      split,
      char_level: charLevel,
      oov_token: oovToken,
      document_count: tokenizer.documentCount,
      word_counts: writeDictionary(tokenizer.wordCounts),
      word_docs: writeDictionary(tokenizer.wordDocs),
      index_docs: writeDictionary(tokenizer.indexDocs),
      index_word: writeDictionary(tokenizer.indexWord),
      word_index: writeDictionary(tokenizer.wordIndex),
    },
  });
}

/** Reads Keras' JSON text. `index_word` is not read: it is the inverse of `word_index`. */
export function parseKerasTokenizer(text: string): TokenizerConfig {
  const root = record(parse(text, 'the text'), 'the JSON text');
  if (root.class_name !== 'Tokenizer') fail('class_name', root.class_name, "'Tokenizer'");
  const config = record(root.config, 'config');
  const { num_words, filters = DEFAULT_FILTERS, lower = true, split = ' ', char_level = false } = config;
  const { oov_token = null, document_count = 0 } = config;
  // Python takes a list of characters too.
  const isList = Array.isArray(filters) && filters.every((character) => typeof character === 'string');
  const characters = isList ? filters.join('') : filters;
  if (num_words !== null && num_words !== undefined && !isCount(num_words))
    fail('num_words', num_words, 'a count');
  if (typeof characters !== 'string') fail('filters', filters, 'a string');
  if (typeof split !== 'string') fail('split', split, 'a string');
  if (oov_token !== null && typeof oov_token !== 'string') fail('oov_token', oov_token, 'a string or null');
  if (!isCount(document_count)) fail('document_count', document_count, 'a count');

  const wordCounts = readDictionary(config, 'word_counts');
  const wordDocs = readDictionary(config, 'word_docs');
  const wordIndex = readDictionary(config, 'word_index');
  // Includes words that were never counted, such as a '<pad>' added by hand, but not an uncounted oovToken.
  const words = [...new Set([...wordCounts.keys(), ...wordDocs.keys(), ...wordIndex.keys()])].filter(
    (word) => word !== oov_token || wordCounts.has(word),
  );
  return {
    numWords: num_words || null, // in Keras 0 is no limit
    filters: characters,
    lower: Boolean(lower),
    split,
    charLevel: Boolean(char_level),
    oovToken: oov_token,
    hasAnalyzer: false,
    documentCount: document_count,
    words,
    counts: words.map((word) => wordCounts.get(word) ?? 0),
    docs: words.map((word) => wordDocs.get(word) ?? 0),
    indices: words.map((word) => wordIndex.get(word) ?? -1),
    oovIndex: (oov_token !== null && wordIndex.get(oov_token)) || null,
    indexDocs: Array.from(
      readDictionary(config, 'index_docs'),
      ([index, docs]) => [Number(index), docs] as const,
    ),
  };
}

function writeDictionary(entries: ReadonlyMap<string | number, number | string>): string {
  return `{${Array.from(entries, ([key, value]) => `${JSON.stringify(String(key))}: ${JSON.stringify(value)}`).join(', ')}}`;
}

/** The entries of a JSON object from strings to counts, in the order of the text. */
function readDictionary(config: Record<string, unknown>, name: string): Map<string, number> {
  const text = config[name];
  if (typeof text !== 'string') return fail(name, text, 'a JSON text');
  const counts = record(parse(text, name), name);
  const wrong = Object.keys(counts).find((key) => !isCount(counts[key]));
  if (wrong !== undefined) fail(`${name} of ${formatValue(wrong)}`, counts[wrong], 'a count');
  // All values are numbers, so every string of the text is a key.
  const entries = new Map<string, number>();
  for (let at = text.indexOf('"'); at >= 0; ) {
    const end = closingQuote(text, at);
    const key: string = JSON.parse(text.slice(at, end + 1));
    entries.set(key, counts[key] as number);
    at = text.indexOf('"', end + 1);
  }
  return entries;
}

/** @throws TypeError for a text that is not JSON */
function parse(text: string, name: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return fail(name, text, 'a JSON text');
  }
}

function closingQuote(text: string, opening: number): number {
  for (let i = opening + 1; ; i++) {
    if (text[i] === '\\') i++;
    else if (text[i] === '"') return i;
  }
}
