import type { Answer, Call, ModelSource, Request, TrainingEvent, TrainingKind } from './messages.ts';
import { type Problem, ProblemError } from './problem.ts';

interface Waiting {
  resolve(value: unknown): void;
  reject(error: unknown): void;
}

/** The page's end of a worker that serves a training: one run, or one opened model. */
export class TrainingClient<K extends TrainingKind> {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Waiting>();
  #calls = 0;
  #failure: Problem | undefined;

  /** @param onEvent hears what the run tells */
  constructor(worker: Worker, onEvent: (event: TrainingEvent<K>) => void = () => {}) {
    this.#worker = worker;
    worker.addEventListener('message', ({ data }: MessageEvent<Answer<K>>) => {
      if (data.type === 'event') return onEvent(data.event);
      const waiting = this.#waiting.get(data.number);
      this.#waiting.delete(data.number);
      if (data.type === 'result') waiting?.resolve(data.value);
      else waiting?.reject(new ProblemError(data.problem));
    });
    const fail = (message: string) => {
      this.#failure = {
        place: 'backend',
        message: `The worker of this page ended: ${message}`,
        advice: 'Start again. What was kept in this browser is still there.',
      };
      worker.terminate();
      this.#rejectAll(this.#failure);
      onEvent({ type: 'failed', problem: this.#failure });
    };
    worker.addEventListener('error', (event) => {
      event.preventDefault(); // it is shown on the page
      fail(event.message || 'its script could not be loaded');
    });
    worker.addEventListener('messageerror', () => fail('a message of it could not be read'));
  }

  /** Tells the worker what to do with its run. */
  tell(request: Exclude<Request<K>, { readonly type: 'call' }>): void {
    this.#worker.postMessage(request);
  }

  /**
   * Asks the model.
   *
   * @throws ProblemError
   */
  ask<Name extends keyof K['questions'] & string>(
    name: Name,
    question: K['questions'][Name]['question'],
  ): Promise<K['questions'][Name]['answer']> {
    return this.#call({ do: 'ask', name, question }) as Promise<K['questions'][Name]['answer']>;
  }

  /** Opens a model in place of a run. */
  open(model: ModelSource): Promise<void> {
    return this.#call({ do: 'open', model }) as Promise<void>;
  }

  /** The file of the model, as it is at this moment. */
  save(): Promise<Uint8Array<ArrayBuffer>> {
    return this.#call({ do: 'save' }) as Promise<Uint8Array<ArrayBuffer>>;
  }

  /** Ends the worker. A run that is under way can be resumed from its last backup. */
  close(): void {
    this.#worker.terminate();
    this.#rejectAll({ place: 'question', message: 'The model was closed.', advice: '' });
  }

  #call(call: Call): Promise<unknown> {
    if (this.#failure) return Promise.reject(new ProblemError(this.#failure));
    const number = ++this.#calls;
    return new Promise((resolve, reject) => {
      this.#waiting.set(number, { resolve, reject });
      this.#worker.postMessage({ type: 'call', number, call } satisfies Request);
    });
  }

  #rejectAll(problem: Problem): void {
    for (const { reject } of this.#waiting.values()) reject(new ProblemError(problem));
    this.#waiting.clear();
  }
}
