import { type NdArray, ndArray } from '@seqloom/datasets';
import { textToWordSequence } from '@seqloom/text';
import { longestStory, type Story } from './story.ts';

/** What {@link StoryForm.toJSON} writes. */
export interface StoryFormJSON {
  readonly className: 'StoryForm';
  readonly recipe: string;
  /** Words by id, from 1. */
  readonly words: readonly string[];
  readonly answers: readonly string[];
  readonly sentenceWords: number;
  readonly questionWords: number;
}

/** Inputs of a model of stories, by the names of its inputs. */
export interface StoryInputs {
  /** `[B, S · sentenceWords]`: each sentence filled up at its end, each story in front. */
  readonly story: NdArray;
  /** `[B, questionWords]`, filled up in front. */
  readonly question: NdArray;
}

/** A story and a question of words. */
export type AskedStory = Pick<Story, 'sentences' | 'question'>;

/** How stories become a model's inputs. It lies in the model file, so that a file is all that answers need. */
export class StoryForm {
  static readonly className: string = 'StoryForm';
  readonly className: string = StoryForm.className;
  readonly recipe: string;
  readonly words: readonly string[];
  readonly answers: readonly string[];
  readonly sentenceWords: number;
  readonly questionWords: number;
  readonly #ids: ReadonlyMap<string, number>;

  constructor({ recipe, words, answers, sentenceWords, questionWords }: Omit<StoryFormJSON, 'className'>) {
    this.recipe = recipe;
    this.words = words;
    this.answers = answers;
    this.sentenceWords = sentenceWords;
    this.questionWords = questionWords;
    this.#ids = new Map(words.map((word, i) => [word, i + 1]));
  }

  /** The form of stories: their words, their answers, and the words of their longest sentence and question. */
  static of(recipe: string, stories: readonly Story[]): StoryForm {
    const words = new Set<string>();
    let [sentenceWords, questionWords] = [1, 1];
    for (const { sentences, question } of stories) {
      for (const sentence of sentences) {
        const tokens = textToWordSequence(sentence);
        for (const word of tokens) words.add(word);
        sentenceWords = Math.max(sentenceWords, tokens.length);
      }
      const asked = textToWordSequence(question);
      for (const word of asked) words.add(word);
      questionWords = Math.max(questionWords, asked.length);
    }
    const answers = [...new Set(stories.map(({ answer }) => answer))].sort();
    return new StoryForm({ recipe, words: [...words].sort(), answers, sentenceWords, questionWords });
  }

  /** Words of the vocabulary, the padding 0 included. */
  get inputDim(): number {
    return this.words.length + 1;
  }

  /** How many words of a story and its question the model knows. */
  knownWords({ sentences, question }: AskedStory): number {
    return [...sentences, question].flatMap((text) => this.#known(text)).length;
  }

  /**
   * Stories as ids. Words that are not in the vocabulary are left out, and of longer sentences the last words stay.
   *
   * @param sentences that each story is filled up to; default: the most that one of them has
   */
  inputs(stories: readonly AskedStory[], sentences?: number): StoryInputs {
    const { sentenceWords, questionWords } = this;
    const rows = sentences ?? longestStory(stories as readonly Story[]);
    const width = rows * sentenceWords;
    const story = new Int32Array(stories.length * width);
    const question = new Int32Array(stories.length * questionWords);
    for (const [i, each] of stories.entries()) {
      const first = rows - each.sentences.length;
      for (const [s, sentence] of each.sentences.entries()) {
        const ids = this.#known(sentence).slice(-sentenceWords);
        story.set(ids, i * width + (first + s) * sentenceWords);
      }
      const asked = this.#known(each.question).slice(-questionWords);
      question.set(asked, (i + 1) * questionWords - asked.length);
    }
    return {
      story: ndArray(story, [stories.length, width]),
      question: ndArray(question, [stories.length, questionWords]),
    };
  }

  /**
   * The number of each answer.
   *
   * @throws RangeError for an answer that no training story has
   */
  targets(stories: readonly Story[]): NdArray {
    return ndArray(
      Int32Array.from(stories, ({ answer, question }) => {
        const label = this.answers.indexOf(answer);
        if (label >= 0) return label;
        throw new RangeError(
          `questions: "${question}" has the answer "${answer}", which no training story has. Answers: ${this.answers.join(', ')}.`,
        );
      }),
    );
  }

  #known(text: string): number[] {
    return textToWordSequence(text).flatMap((word) => this.#ids.get(word) ?? []);
  }

  toJSON(): StoryFormJSON {
    const { recipe, words, answers, sentenceWords, questionWords } = this;
    return { className: 'StoryForm', recipe, words, answers, sentenceWords, questionWords };
  }

  /** @throws TypeError when the data are not a StoryForm's */
  static fromJSON(json: unknown): StoryForm {
    const { recipe, words, answers, sentenceWords, questionWords } = (json ?? {}) as Partial<StoryFormJSON>;
    const isCount = (value: unknown): value is number => Number.isInteger(value) && (value as number) > 0;
    const areWords = (value: unknown): value is readonly string[] =>
      Array.isArray(value) && value.length > 0 && value.every((word) => typeof word === 'string');
    if (
      typeof recipe === 'string' &&
      areWords(words) &&
      areWords(answers) &&
      isCount(sentenceWords) &&
      isCount(questionWords)
    ) {
      return new StoryForm({ recipe, words, answers, sentenceWords, questionWords });
    }
    throw new TypeError(
      'StoryForm: expected { recipe, words, answers, sentenceWords, questionWords } of a model file.',
    );
  }
}
