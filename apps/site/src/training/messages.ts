import type { EpochReport, TaskTypes } from '@seqloom/tasks';
import type { CurvePoint } from './curve.ts';
import type { Problem } from './problem.ts';

/** What a page and its worker agree on. Everything in it can be cloned. */
export interface TrainingKind {
  readonly types: TaskTypes;
  /** Which data are learned from, for instance `{ from: 'file', file }`. */
  readonly data: object;
  /** What the model can be asked at any time, by name. */
  readonly questions: Readonly<Record<string, { readonly question: unknown; readonly answer: unknown }>>;
}

/** The backends that a page can train on. */
export type BackendName = 'wasm' | 'webgl';

/** What decides a run. The same request gives the same weights, to the last bit, on every `wasm` and any number of threads. */
export interface RunRequest<K extends TrainingKind = TrainingKind> {
  readonly data: K['data'];
  /** The name of a recipe. */
  readonly model: string;
  readonly choices: Partial<K['types']['choices']>;
  readonly seed: number;
  readonly backend: BackendName;
  /** `auto` takes all cores where the page may share memory, otherwise one. */
  readonly threads: number | 'auto';
}

/** What computes. */
export interface BackendFacts {
  readonly name: string;
  readonly threads: number;
  /** Why there is one thread only, if there is. */
  readonly whyOneThread: string | undefined;
  readonly notes: readonly string[];
}

/** How far a run is; sent at most ten times a second. */
export interface Progress {
  /** From 1. */
  readonly epoch: number;
  readonly epochs: number;
  /** Within the epoch, from 1. */
  readonly step: number;
  readonly stepsPerEpoch: number;
  /** The mean loss of the epoch so far. */
  readonly loss: number;
  /** The mean loss of the steps since the last message. */
  readonly recentLoss: number;
  /** The fraction of all steps that is done. */
  readonly done: number;
  readonly msPerStep: number;
  readonly secondsLeft: number;
  /** Training so far, without pauses. */
  readonly seconds: number;
}

/** What a run tells of itself. */
export type TrainingEvent<K extends TrainingKind = TrainingKind> =
  | { readonly type: 'backend'; readonly backend: BackendFacts }
  /** The data are ready and the network is built. */
  | { readonly type: 'start'; readonly plan: K['types']['plan'] }
  /** The run goes on where its last backup was made. */
  | {
      readonly type: 'resumed';
      /** From 1. */
      readonly epoch: number;
      readonly step: number;
      readonly curve: readonly CurvePoint[];
      readonly epochs: readonly EpochReport[];
    }
  | { readonly type: 'progress'; readonly progress: Progress; readonly point: CurvePoint }
  | { readonly type: 'epoch'; readonly epoch: EpochReport }
  | { readonly type: 'paused' }
  | { readonly type: 'continued' }
  /** All steps are done; the test part is measured. */
  | { readonly type: 'measuring' }
  | {
      readonly type: 'end';
      readonly result: K['types']['result'];
      /** Whether it was stopped before its last step. */
      readonly stopped: boolean;
      /** SHA-256 of the weights, hexadecimal; undefined where the browser computes none. */
      readonly digest: string | undefined;
      /** Where the model is kept; undefined where it could not be. */
      readonly stored: string | undefined;
    }
  /** It was stopped before its first step: there is no model. */
  | { readonly type: 'cancelled' }
  /** The training goes on. */
  | { readonly type: 'warning'; readonly problem: Problem }
  /** The run is over; its last backup stays. */
  | { readonly type: 'failed'; readonly problem: Problem };

/** A model that is opened in place of a run: a file, a stored one, or one that comes with the site. */
export type ModelSource =
  | { readonly from: 'file'; readonly file: Blob; readonly name: string }
  | { readonly from: 'storage'; readonly id: string }
  | { readonly from: 'site'; readonly name: string };

/** What is asked of a worker and answered under the number of the question. */
export type Call =
  | { readonly do: 'open'; readonly model: ModelSource }
  | { readonly do: 'ask'; readonly name: string; readonly question: unknown }
  /** The bytes of the file of the model, as it is at this moment. */
  | { readonly do: 'save' };

/** What a page tells a worker. */
export type Request<K extends TrainingKind = TrainingKind> =
  | { readonly type: 'start'; readonly run: string; readonly request: RunRequest<K> }
  | { readonly type: 'resume'; readonly run: string }
  | { readonly type: 'pause' | 'continue' | 'stop' }
  | { readonly type: 'call'; readonly number: number; readonly call: Call };

/** What a worker tells its page. */
export type Answer<K extends TrainingKind = TrainingKind> =
  | { readonly type: 'event'; readonly event: TrainingEvent<K> }
  | { readonly type: 'result'; readonly number: number; readonly value: unknown }
  | { readonly type: 'problem'; readonly number: number; readonly problem: Problem };
