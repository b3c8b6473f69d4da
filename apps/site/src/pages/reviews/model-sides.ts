import { type ReadonlySignal, signal } from '@preact/signals';
import type { TextAnswer } from '@seqloom/tasks';
import { latestOnly } from '../../training/latest.ts';
import type { ModelSource } from '../../training/messages.ts';
import { type Problem, problemOf } from '../../training/problem.ts';
import { TrainingClient } from '../../training/training-client.ts';
import type { ReviewsTraining, TextReasons } from './reviews-training.ts';

/** Asks a model. */
export type AskModel = Pick<TrainingClient<ReviewsTraining>, 'ask'>;

/** What a model says of a text. */
export interface Reading {
  /** The text that was scored. */
  readonly text: string;
  readonly answer: TextAnswer;
  /** Of the same text; undefined until they are known. */
  readonly reasons: TextReasons | undefined;
}

/** How long typing has to rest before a text is scored without each of its words, in ms. */
const REST_MS = 250;

/** One model that reads what is typed. */
export class ModelSide {
  readonly #reading = signal<Reading | undefined>(undefined);
  readonly #problem = signal<Problem | undefined>(undefined);
  readonly #score = latestOnly((text: string) => this.#scoreNow(text));
  #ask: Promise<AskModel> | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  get reading(): ReadonlySignal<Reading | undefined> {
    return this.#reading;
  }

  get problem(): ReadonlySignal<Problem | undefined> {
    return this.#problem;
  }

  /** Takes another model, or none. */
  use(ask: Promise<AskModel> | undefined): void {
    clearTimeout(this.#timer);
    this.#ask = ask;
    this.#reading.value = undefined;
    this.#problem.value = undefined;
  }

  /** Scores a text at once, and explains it when typing rests. */
  read(text: string): void {
    clearTimeout(this.#timer);
    if (!this.#ask || text.trim() === '') {
      this.#reading.value = undefined;
      return;
    }
    this.#score(text);
    this.#timer = setTimeout(() => this.#explain(text), REST_MS);
  }

  async #scoreNow(text: string): Promise<void> {
    const ask = this.#ask;
    if (!ask) return;
    try {
      const answer = await (await ask).ask('score', text);
      if (ask !== this.#ask) return; // another model was chosen meanwhile
      const before = this.#reading.value;
      this.#reading.value = { text, answer, reasons: before?.text === text ? before.reasons : undefined };
      this.#problem.value = undefined;
    } catch (error) {
      if (ask === this.#ask) this.#problem.value = problemOf(error, 'question');
    }
  }

  async #explain(text: string): Promise<void> {
    const ask = this.#ask;
    if (!ask) return;
    try {
      const reasons = await (await ask).ask('explain', text);
      const reading = this.#reading.value;
      if (ask === this.#ask && reading?.text === text) this.#reading.value = { ...reading, reasons };
    } catch {
      // A newer text ended it, or scoring fails as well, which is shown.
    }
  }
}

/** The models that are open, each in a worker of its own, and opened once. */
export class OpenModels {
  readonly #createWorker: () => Worker;
  readonly #clients = new Map<string, Promise<TrainingClient<ReviewsTraining>>>();

  constructor(createWorker: () => Worker) {
    this.#createWorker = createWorker;
  }

  /**
   * Opens a model, or gives the one that is open.
   *
   * @throws ProblemError when it cannot be opened; the next call tries it again
   */
  open(key: string, source: ModelSource): Promise<TrainingClient<ReviewsTraining>> {
    const known = this.#clients.get(key);
    if (known) return known;
    const client = new TrainingClient<ReviewsTraining>(this.#createWorker());
    const opened = client.open(source).then(
      () => client,
      (error: unknown) => {
        this.#clients.delete(key);
        client.close();
        throw error;
      },
    );
    this.#clients.set(key, opened);
    return opened;
  }

  /** Closes the models that no side shows. */
  keep(keys: readonly string[]): void {
    for (const [key, opened] of this.#clients) {
      if (keys.includes(key)) continue;
      this.#clients.delete(key);
      opened.then(
        (client) => client.close(),
        () => {}, // it is closed already
      );
    }
  }
}
