import {
  count,
  numberIn,
  type OptionRules,
  positiveInteger,
  type RequiredRule,
  resolveOptions,
} from '@seqloom/options';
import { createRandom, type Random } from '@seqloom/random';
import type { Story } from './story.ts';

/** Options of {@link generateStories}. */
export interface GenerateStoriesOptions {
  /** How many. */
  readonly stories: number;
  /** Supporting facts of a question: 1, where somebody is; 2, where a thing is. */
  readonly facts: 1 | 2;
  /** Fewest sentences of a story. Default 2 for one fact, 4 for two. */
  readonly shortest?: number;
  /** Most sentences of a story. Default 8 for one fact, 10 for two. */
  readonly longest?: number;
  /** Default 0. */
  readonly seed?: number;
}

const PEOPLE = ['anna', 'ben', 'clara', 'david'];
const PLACES = ['kitchen', 'garden', 'office', 'bathroom', 'bedroom', 'hallway'];
const THINGS = ['ball', 'book', 'cup'];
const MOVES = ['went', 'moved', 'walked'];
const TAKES = ['took', 'grabbed'];
const DROPS = ['dropped', 'left'];

/**
 * Makes stories with a question each, of this grammar:
 *
 * ```text
 * story    = sentence …
 * sentence = PERSON ("went" | "moved" | "walked") "to the" PLACE
 *          | PERSON ("took" | "grabbed") "the" THING        two facts only
 *          | PERSON ("dropped" | "left") "the" THING        two facts only
 * question = "where is" PERSON                              one fact
 *          | "where is the" THING                           two facts
 * PERSON   = "anna" | "ben" | "clara" | "david"
 * PLACE    = "kitchen" | "garden" | "office" | "bathroom" | "bedroom" | "hallway"
 * THING    = "ball" | "book" | "cup"
 * ```
 *
 * What happens is possible: people go where they are not yet; they take only what nobody holds, and what somebody has dropped only
 * where it lies; they drop only what they hold; they take and drop only once it is known where they are. People, places, things and verbs
 * are drawn evenly. The answer is the place of the person after the last sentence, or of the thing: where its holder is, or where it was
 * dropped. A question is about somebody or something of the story, so that there is an answer.
 *
 * The same seed gives the same stories; other seeds give others.
 *
 * @throws RangeError for a number out of range, and for stories of two facts of fewer than two sentences
 *
 * **Source**: the tasks 1 and 2 of Weston et al., "Towards AI-complete question answering", 2015; grammar and words are our own.
 *
 * @example
 * generateStories({ stories: 1, facts: 1, seed: 1 })[0]; // { sentences: ['ben went to the office', …], question: 'where is ben', … }
 */
export function generateStories(options: GenerateStoriesOptions): Story[] {
  const { facts } = options;
  const rules: OptionRules<GenerateStoriesOptions> = {
    stories: positiveInteger(),
    facts: numberIn({ min: 1, max: 2, integer: true }) as RequiredRule<1 | 2>, // the rule lets no other through
    shortest: numberIn({ min: facts === 2 ? 2 : 1, integer: true }, facts === 2 ? 4 : 2),
    longest: positiveInteger(facts === 2 ? 10 : 8),
    seed: count(0),
  };
  const { stories, shortest, longest, seed } = resolveOptions('generateStories', options, rules);
  if (longest < shortest) {
    throw new RangeError(`generateStories: longest must be at least shortest, ${shortest}, got ${longest}.`);
  }
  const random = createRandom(seed, `stories of ${facts} facts`);
  return Array.from({ length: stories }, () => {
    const sentences = shortest + random.integer(longest - shortest + 1);
    for (;;) {
      const story = facts === 1 ? oneFact(random, sentences) : twoFacts(random, sentences);
      if (story) return story;
    }
  });
}

/** What is known of the world after some sentences. */
interface World {
  /** The place of each person who has moved. */
  readonly at: Map<string, string>;
  /** Who holds a thing. */
  readonly held: Map<string, string>;
  /** Where a thing lies that was dropped. */
  readonly lies: Map<string, string>;
}

function oneFact(random: Random, length: number): Story {
  const world: World = { at: new Map(), held: new Map(), lies: new Map() };
  const sentences = Array.from({ length }, () => move(random, world, pick(random, PEOPLE)));
  const person = pick(random, [...world.at.keys()]);
  return { sentences, question: `where is ${person}`, answer: world.at.get(person)! };
}

/** Undefined where nothing was taken. */
function twoFacts(random: Random, length: number): Story | undefined {
  const world: World = { at: new Map(), held: new Map(), lies: new Map() };
  const { at, held, lies } = world;
  const sentences: string[] = [];
  while (sentences.length < length) {
    const person = pick(random, PEOPLE);
    const sentence = [move, move, move, take, drop][random.integer(5)]!(random, world, person);
    if (sentence !== undefined) sentences.push(sentence);
  }
  const known = THINGS.filter((thing) => held.has(thing) || lies.has(thing));
  if (known.length === 0) return undefined;
  const thing = pick(random, known);
  const holder = held.get(thing);
  const answer = holder === undefined ? lies.get(thing)! : at.get(holder)!;
  return { sentences, question: `where is the ${thing}`, answer };
}

function move(random: Random, { at }: World, person: string): string {
  const place = pick(
    random,
    PLACES.filter((each) => each !== at.get(person)),
  );
  at.set(person, place);
  return `${person} ${pick(random, MOVES)} to the ${place}`;
}

/** Undefined where the person cannot take anything. */
function take(random: Random, { at, held, lies }: World, person: string): string | undefined {
  const place = at.get(person);
  const free = THINGS.filter((thing) => !held.has(thing) && (lies.get(thing) ?? place) === place);
  if (place === undefined || free.length === 0) return undefined;
  const thing = pick(random, free);
  held.set(thing, person);
  lies.delete(thing);
  return `${person} ${pick(random, TAKES)} the ${thing}`;
}

/** Undefined where the person holds nothing. */
function drop(random: Random, { at, held, lies }: World, person: string): string | undefined {
  const own = THINGS.filter((thing) => held.get(thing) === person);
  if (own.length === 0) return undefined;
  const thing = pick(random, own);
  held.delete(thing);
  lies.set(thing, at.get(person)!);
  return `${person} ${pick(random, DROPS)} the ${thing}`;
}

function pick<Value>(random: Random, values: readonly Value[]): Value {
  return values[random.integer(values.length)]!;
}
