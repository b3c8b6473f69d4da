import { describe, expect, it } from 'vitest';
import { generateStories } from '../../src/questions/generate-stories.ts';
import { parseStories, splitQuestion } from '../../src/questions/parse-stories.ts';
import type { Story } from '../../src/questions/story.ts';
import { StoryForm } from '../../src/questions/story-form.ts';

const GRAMMAR =
  /^(anna|ben|clara|david) (?:(?:went|moved|walked) to the (kitchen|garden|office|bathroom|bedroom|hallway)|(took|grabbed|dropped|left) the (ball|book|cup))$/;

/** Plays a story, from the text alone: where everybody and everything is, and whether what happens can happen. */
function play(sentences: readonly string[]): Map<string, string> {
  const place = new Map<string, string>();
  const holder = new Map<string, string>();
  for (const sentence of sentences) {
    const [, person, to, verb, thing] = GRAMMAR.exec(sentence)!;
    if (to !== undefined) {
      expect(place.get(person!)).not.toBe(to);
      place.set(person!, to);
      for (const [held, by] of holder) if (by === person) place.set(held, to);
    } else if (verb === 'took' || verb === 'grabbed') {
      expect(holder.has(thing!)).toBe(false);
      expect([undefined, place.get(person!)]).toContain(place.get(thing!));
      holder.set(thing!, person!);
      place.set(thing!, place.get(person!)!);
    } else {
      expect(holder.get(thing!)).toBe(person);
      holder.delete(thing!);
    }
  }
  return place;
}

describe('generateStories', () => {
  it.each([1, 2] as const)('with %i facts: every story can happen and has the right answer', (facts) => {
    const stories = generateStories({ stories: 500, facts, seed: 7 });
    for (const { sentences, question, answer } of stories) {
      expect(play(sentences).get(question.split(' ').at(-1)!)).toBe(answer);
    }
    const answers = new Map<string, number>();
    for (const { answer } of stories) answers.set(answer, (answers.get(answer) ?? 0) + 1);
    expect(Math.max(...answers.values()) / stories.length).toBeLessThan(0.25); // six places
    expect(new Set(stories.map(({ sentences }) => sentences.length))).toEqual(
      new Set(facts === 1 ? [2, 3, 4, 5, 6, 7, 8] : [4, 5, 6, 7, 8, 9, 10]),
    );
  });

  it('the seed decides the stories', () => {
    const make = (seed: number) => generateStories({ stories: 20, facts: 2, seed });
    expect(make(1)).toEqual(make(1));
    expect(make(1)).not.toEqual(make(2));
  });

  it('refuses lengths that no story has', () => {
    expect(() => generateStories({ stories: 1, facts: 2, shortest: 1 })).toThrow('shortest must be');
    expect(() => generateStories({ stories: 1, facts: 1, shortest: 5, longest: 4 })).toThrow(
      'longest must be at least shortest, 5, got 4.',
    );
    expect(() => generateStories({ stories: 1, facts: 3 as never })).toThrow('facts must be');
  });
});

describe('parseStories', () => {
  const BABI = `1 Mary moved to the bathroom.
2 John went to the hallway.
3 Where is Mary? \tbathroom\t1
4 Mary left.
5 Where is Mary?\tBathroom
1 Daniel went back.
2 Where is Daniel?\toffice\t1
`;

  it('reads the form of the bAbI tasks: a question sees the sentences before it', () => {
    const stories = parseStories('qa1.txt', BABI);
    expect(stories.map(({ sentences, answer }) => [sentences.length, answer])).toEqual([
      [2, 'bathroom'],
      [3, 'bathroom'],
      [1, 'office'],
    ]);
    expect(stories[0]!.question).toBe('Where is Mary?');
  });

  it('names the line of a question without an answer, and what to do', () => {
    expect(() => parseStories('a.txt', '1 Mary slept.\n2 Where is Mary?')).toThrow(
      'a.txt: line 2: the question "Where is Mary?" has no answer. Write it after a tab, or remove the line.',
    );
    expect(() => parseStories('a.txt', '1 Mary slept.\n2 Where is Mary?\t\t1')).toThrow('has no answer');
    expect(() => parseStories('a.txt', '1 Mary slept.\n2 Who?\tMary and John')).toThrow(
      'line 2: the answer must be one word, got "Mary and John".',
    );
    expect(() => parseStories('a.txt', '1 Who?\tMary')).toThrow('before any sentence of its story');
    expect(() => parseStories('a.txt', 'Mary slept.')).toThrow(
      'line 1: expected a number, a blank and a sentence',
    );
    expect(() => parseStories('a.txt', '1 Mary slept.')).toThrow('there is no question in it');
  });

  it('takes a story and its question from one text', () => {
    expect(splitQuestion('Ben went to the office. Anna left! Where is Ben?')).toEqual({
      sentences: ['Ben went to the office.', 'Anna left!'],
      question: 'Where is Ben?',
    });
    expect(() => splitQuestion('Ben went to the office.')).toThrow(
      'expected sentences and a question after them',
    );
    expect(() => splitQuestion('Where is Ben?')).toThrow('got "Where is Ben?"');
  });
});

describe('StoryForm', () => {
  const stories: Story[] = [
    { sentences: ['Ben sleeps.', 'Anna runs far away.'], question: 'Who runs?', answer: 'anna' },
    { sentences: ['Ben runs.'], question: 'Who runs?', answer: 'ben' },
  ];
  const form = StoryForm.of('test', stories);

  it('fills sentences up at their end and stories in front', () => {
    const id = (word: string) => form.words.indexOf(word) + 1;
    const { story, question } = form.inputs(stories);
    expect(story.shape).toEqual([2, 8]);
    const words = [
      'ben',
      'sleeps',
      '',
      '',
      'anna',
      'runs',
      'far',
      'away',
      '',
      '',
      '',
      '',
      'ben',
      'runs',
      '',
      '',
    ];
    expect([...story.data]).toEqual(words.map(id));
    expect([...question.data]).toEqual([id('who'), id('runs'), id('who'), id('runs')]);
    expect([...form.targets(stories).data]).toEqual([0, 1]);
  });

  it('says which answer no training story has', () => {
    expect(() => form.targets([{ ...stories[0]!, answer: 'clara' }])).toThrow(
      'has the answer "clara", which no training story has. Answers: anna, ben.',
    );
  });

  it('comes back from JSON, and nothing else does', () => {
    const copy = StoryForm.fromJSON(JSON.parse(JSON.stringify(form)));
    expect(copy.inputs(stories)).toEqual(form.inputs(stories));
    expect(copy.knownWords({ sentences: ['Ben xyzzy'], question: 'plugh?' })).toBe(1);
    expect(() => StoryForm.fromJSON({ recipe: 'a', words: [], answers: ['b'] })).toThrow(
      'StoryForm: expected',
    );
  });
});
