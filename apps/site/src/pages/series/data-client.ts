import type { DataAnswer, DataRequest } from './data-messages.ts';
import type { ForecastTable } from './forecast-csv.ts';
import type { SeriesChoice } from './series-settings.ts';
import type { Baselines, TableFacts } from './series-table.ts';
import type { SeriesData } from './series-training.ts';

/** A later request took the place of this one. */
export class SupersededError extends Error {}

type Waiting = {
  readonly type: DataRequest['type'];
  readonly resolve: (answer: DataAnswer) => void;
  readonly reject: (error: Error) => void;
};
type RequestBody = DataRequest extends infer R ? (R extends DataRequest ? Omit<R, 'id'> : never) : never;

/** The worker that reads files, as promises. */
export class DataClient {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Waiting>();
  #failure: Error | undefined;
  #id = 0;

  constructor(worker: Worker) {
    this.#worker = worker;
    worker.addEventListener('message', ({ data }: MessageEvent<DataAnswer>) => this.#take(data));
    worker.addEventListener('error', ({ message }) => {
      const reason = message || 'its script could not be loaded';
      const error = new Error(`The worker that reads files failed: ${reason}. Load the page again.`);
      this.#failure = error;
      worker.terminate();
      for (const { reject } of this.#waiting.values()) reject(error);
      this.#waiting.clear();
    });
  }

  /** @throws Error with the reason and what to do; SupersededError when something else was asked since */
  async open(data: SeriesData): Promise<TableFacts> {
    const answer = await this.#ask({ type: 'open', data });
    if (answer.type === 'facts') return answer.facts;
    throw unexpected(answer);
  }

  /** @throws as {@link open} */
  async baselines(choices: SeriesChoice, without: readonly string[], latest: number): Promise<Baselines> {
    const answer = await this.#ask({ type: 'baselines', choices, without, latest });
    if (answer.type === 'baselines') return answer.baselines;
    throw unexpected(answer);
  }

  /** Forecasts as CSV: the page itself does without the packages that write it. */
  async csv(table: ForecastTable): Promise<string> {
    const answer = await this.#ask({ type: 'csv', table });
    if (answer.type === 'csv') return answer.csv;
    throw unexpected(answer);
  }

  #ask(request: RequestBody): Promise<DataAnswer> {
    if (this.#failure) return Promise.reject(this.#failure);
    const { type } = request;
    if (type !== 'csv') this.#supersede(); // also what is answered already, but not heard yet
    const id = ++this.#id;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { type, resolve, reject });
      this.#worker.postMessage({ ...request, id });
    });
  }

  #supersede(): void {
    for (const [id, { type, reject }] of this.#waiting) {
      if (type === 'csv') continue;
      this.#waiting.delete(id);
      reject(new SupersededError());
    }
  }

  #take(answer: DataAnswer): void {
    const waiting = this.#waiting.get(answer.id);
    this.#waiting.delete(answer.id);
    if (answer.type === 'error') waiting?.reject(new Error(answer.message));
    else if (answer.type === 'superseded') waiting?.reject(new SupersededError());
    else waiting?.resolve(answer);
  }
}

function unexpected(answer: DataAnswer): Error {
  return new Error(`The worker that reads files answered with ${answer.type}. Load the page again.`);
}
