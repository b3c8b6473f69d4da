import type { TextPart } from './text-dataset.ts';

/** What people call the column of texts. */
const TEXT_NAMES: ReadonlySet<string> = new Set([
  'text',
  'texts',
  'review',
  'reviews',
  'review text',
  'review body',
  'sentence',
  'sentences',
  'content',
  'comment',
  'comments',
  'comment text',
  'tweet',
  'message',
  'body',
  'document',
  'question',
  'article',
  'utterance',
  'post',
  'description',
  'abstract',
  'headline',
  'query',
  'phrase',
  'sms',
  'news',
]);
/** What people call the column of short texts that stand before others. */
const TITLE_NAMES: ReadonlySet<string> = new Set(['title', 'review title', 'subject', 'headline', 'summary']);
/** What people call the column of labels. */
const LABEL_NAMES: ReadonlySet<string> = new Set([
  'label',
  'labels',
  'label text',
  'label name',
  'class',
  'classes',
  'class index',
  'class label',
  'class name',
  'category',
  'sentiment',
  'target',
  'topic',
  'intent',
  'polarity',
  'rating',
  'stars',
  'emotion',
  'genre',
  'tag',
  'spam',
  'y',
]);
const PART_NAMES: ReadonlySet<string> = new Set(['split', 'part', 'partition', 'set', 'subset']);
const PARTS: ReadonlyMap<string, TextPart> = new Map([
  ['train', 'train'],
  ['training', 'train'],
  ['validation', 'validation'],
  ['valid', 'validation'],
  ['val', 'validation'],
  ['dev', 'validation'],
  ['test', 'test'],
  ['testing', 'test'],
]);

/** `Review_Text` and `review text` are one name. */
function plain(name: string): string {
  return name
    .trim()
    .toLowerCase()
    .replace(/[\s_-]+/g, ' ');
}

export function isTextName(name: string): boolean {
  return TEXT_NAMES.has(plain(name));
}

export function isTitleName(name: string): boolean {
  return TITLE_NAMES.has(plain(name));
}

export function isLabelName(name: string): boolean {
  return LABEL_NAMES.has(plain(name));
}

export function isPartName(name: string): boolean {
  return PART_NAMES.has(plain(name));
}

/** The part of a data set that a word means. */
export function partOf(word: string): TextPart | undefined {
  return PARTS.get(word.trim().toLowerCase());
}
