import { createRandom, type Random } from '@seqloom/random';

/** A sentence and whether it praises: 0 or 1. */
export type LabelledSentence = readonly [sentence: string, label: number];

const words = (text: string): readonly string[] => text.split(' ');

const GOOD = words(
  'good great excellent wonderful brilliant amazing funny charming delightful fantastic superb enjoyable interesting fresh clever ' +
    'moving beautiful impressive solid reliable tasty delicious friendly helpful memorable entertaining engaging gripping convincing ' +
    'touching pleasant comfortable fun lovely satisfying original smart thrilling useful outstanding nice exciting terrific hilarious likable',
);
const BAD = words(
  'bad terrible awful boring dull horrible poor disappointing stupid weak annoying predictable slow tedious lame mediocre unfunny ' +
    'ridiculous pointless ugly useless cheap rude bland tasteless disgusting confusing shallow forgettable painful overrated dreadful ' +
    'messy broken dirty noisy silly unpleasant worthless irritating clumsy lifeless dumb flat',
);
const NOUNS = words(
  'movie film story plot acting script ending cast dialogue direction music food service place staff phone product book show battery ' +
    'screen sound quality restaurant waiter pizza meal room hotel camera headset game performance comedy drama soundtrack price design picture',
);
const LOVE = words('love like enjoy recommend admire appreciate');
const HATE = words('hate dislike regret loathe');

/** `{n}` a thing with its article, `{bare}` without, `{a}` and `{a2}` qualities, `{v}` a verb, `{x}` and `{y}` clauses. */
const PLAIN = [
  '{n} is {a}',
  '{n} was {a}',
  '{n} is very {a}',
  '{n} was really {a}',
  'so {a}',
  'what a {a} {bare}',
  'a {a} {bare}',
  '{n} is {a} and {a2}',
  '{n} is not only {a} but {a2}',
  'it is {a}',
  'I found {n} {a}',
  'I think {n} is {a}',
  'this {bare} is quite {a}',
  '{n} is always {a}',
  '{a} and {a2} from start to finish',
  "it's not just {a}, it's {a2}",
];
const NEGATED = [
  '{n} is not {a}',
  "{n} isn't {a}",
  '{n} was not {a}',
  "{n} wasn't {a}",
  'not {a}',
  'not {a} at all',
  'not really {a}',
  'this is not {a}',
  "it isn't {a} at all",
  "it wasn't very {a}",
  '{n} is never {a}',
  '{n} is hardly {a}',
  '{n} is far from {a}',
  '{n} is anything but {a}',
  '{n} is by no means {a}',
  'there is nothing {a} about {n}',
  "I can't say {n} is {a}",
  "I don't think {n} is {a}",
  "I didn't find {n} {a}",
  'nobody would call {n} {a}',
  '{n} is neither {a} nor {a2}',
  "{n} doesn't seem {a}",
  "you can't call {n} {a}",
  'no, {n} is not {a}',
  'never {a}',
  '{n} was not as {a} as they say',
  "it isn't that {a}",
  'hardly a {a} {bare}',
  'not a {a} {bare}',
  "this isn't a {a} {bare}",
  "it's not a {a} {bare} at all",
];
const DONE = ['I {v} {n}', 'I really {v} {n}', 'you will {v} {n}', 'everyone will {v} it', 'I {v} it'];
const NOT_DONE = [
  'I did not {v} {n}',
  "I didn't {v} {n}",
  "I don't {v} {n}",
  "I can't {v} it",
  "you won't {v} {n}",
  "I couldn't {v} it",
  'nobody will {v} it',
  'I never {v} {n}',
  "I wouldn't {v} {n}",
  "I don't {v} it at all",
  'no one could {v} it',
  "we didn't {v} it much",
];
/** The verdict is that of `{y}`. */
const CONTRASTS = [
  '{x}, but {y}',
  '{x} but {y}',
  '{x}, but {y}',
  '{x}, yet {y}',
  'although {x}, {y}',
  'even though {x}, {y}',
  '{x}. however, {y}',
  'while {x}, {y}',
  '{y}, although {x}',
  '{y} even though {x}',
  '{x} at first, but in the end {y}',
  '{x}. still, {y}',
  '{x}; nevertheless {y}',
  'yes, {x}, but {y}',
  'some say {x}, but {y}',
];
const DESPITE = ['despite the {a} {bare}, {y}', 'in spite of the {a} {bare}, {y}'];
const TURNED = [
  'I expected {n} to be {a}, but it was {a3}',
  'I thought {n} would be {a}, but it is {a3}',
  'I {hoped} it would be {a}, but it turned out {a3}',
];

/**
 * Sentences with negation and contrast, written for this project as patterns and lists of words: half of them praise. What a
 * small network cannot learn from some thousand real sentences, in which each way to say no is rare.
 *
 * @param count how many; even numbers give as many of both kinds
 */
export function negationSentences(count: number, seed: number): LabelledSentence[] {
  const maker = new SentenceMaker(createRandom(seed, 'negation'));
  return Array.from({ length: count }, (_, i) => [maker.sentence(i % 2), i % 2] as const);
}

class SentenceMaker {
  readonly #random: Random;

  constructor(random: Random) {
    this.#random = random;
  }

  sentence(label: number): string {
    if (this.#random.uniform() < 0.6) return this.#clause(label);
    const kind = this.#random.uniform();
    const [other, own] = label === 1 ? [BAD, GOOD] : [GOOD, BAD];
    if (kind < 0.15) return this.#fill(this.#pick(DESPITE), other).replace('{y}', () => this.#clause(label));
    if (kind < 0.3) {
      return this.#fill(this.#pick(TURNED), other)
        .replace('{hoped}', label === 1 ? 'feared' : 'hoped')
        .replace('{a3}', () => this.#pick(own));
    }
    return this.#pick(CONTRASTS)
      .replace('{x}', () => this.#clause(1 - label))
      .replace('{y}', () => this.#clause(label));
  }

  #clause(label: number): string {
    const kind = this.#random.uniform();
    const [own, other] = label === 1 ? [GOOD, BAD] : [BAD, GOOD];
    if (kind < 0.3) return this.#fill(this.#pick(PLAIN), own);
    if (kind < 0.65) return this.#fill(this.#pick(NEGATED), other);
    const [does, doesNot] = label === 1 ? [LOVE, HATE] : [HATE, LOVE];
    if (kind < 0.8) return this.#fill(this.#pick(DONE), does);
    return this.#fill(this.#pick(NOT_DONE), doesNot);
  }

  #fill(pattern: string, list: readonly string[]): string {
    return pattern.replace(/\{(n|bare|a|a2|v)\}/g, (_, slot: string) => {
      if (slot === 'n') return `${this.#pick(['the', 'the', 'this'])} ${this.#pick(NOUNS)}`;
      return this.#pick(slot === 'bare' ? NOUNS : list);
    });
  }

  #pick<T>(list: readonly T[]): T {
    return list[this.#random.integer(list.length)]!;
  }
}
