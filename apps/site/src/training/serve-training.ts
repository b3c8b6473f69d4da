import type { BackendPlugin } from '@seqloom/backend';
import type { Task } from '@seqloom/tasks';
import type { ModelAbout } from '../storage/models.ts';
import type { Answer, Call, Request, TrainingEvent, TrainingKind } from './messages.ts';
import { modelFile, openModel } from './model-files.ts';
import { openBackend } from './open-backend.ts';
import { ProblemError, problemOf } from './problem.ts';
import type { Begin, WorkerRun } from './worker-run.ts';

/** What is asked, with what there is to answer it. */
export interface Asked<K extends TrainingKind> {
  /** The model that trains, was trained, or was opened; undefined before that. */
  readonly model: K['types']['model'] | undefined;
  /** The data of the run; undefined for a model that was opened. */
  readonly source: K['types']['source'] | undefined;
}

/** A page's kind of training, as its worker serves it. */
export interface ServedTraining<K extends TrainingKind> {
  /** The key of models and runs in the storage of the browser. */
  readonly kind: string;
  /** The task; a page may load it only when something is trained. */
  readonly task: () => Promise<Task<K['types']>>;
  /** Loads the backend of this name; absent where a page trains on wasm alone. */
  readonly webgl?: () => Promise<BackendPlugin>;
  /** Finds the data of a request; they are a file of the user's, or come with the site. */
  openSource(data: K['data'], signal: AbortSignal): Promise<K['types']['source']>;
  /** What a list of models says about one. */
  about(result: K['types']['result']): Omit<ModelAbout, 'kind'>;
  /** Models that come with the site, by name: loads one, while the backend starts, and gives what opens it then. */
  readonly bundled?: Readonly<Record<string, () => Promise<() => Promise<K['types']['model']>>>>;
  /** Answers, from the weights as they are between two steps. */
  readonly questions: {
    readonly [Name in keyof K['questions']]: (
      question: K['questions'][Name]['question'],
      asked: Asked<K>,
    ) => Promise<K['questions'][Name]['answer']> | K['questions'][Name]['answer'];
  };
}

/** Serves a page from a worker: one run or one opened model. Call it once, in the module of the worker. */
export function serveTraining<K extends TrainingKind>(served: ServedTraining<K>): void {
  const post = (answer: Answer<K>) => postMessage(answer);
  const event = (event: TrainingEvent<K>) => post({ type: 'event', event });
  let run: WorkerRun<K> | undefined;
  let opened: K['types']['model'] | undefined;
  /** Whether the run was stopped before it was loaded. */
  let isStopped = false;

  addEventListener('message', ({ data: request }: MessageEvent<Request<K>>) => {
    switch (request.type) {
      case 'start':
      case 'resume':
        void begin(request);
        break;
      case 'pause':
      case 'continue':
      case 'stop':
        run?.[request.type]();
        isStopped ||= request.type === 'stop';
        break;
      case 'call':
        void answer(request.number, request.call);
        break;
    }
  });

  /** What trains is loaded with the first run. The errors of the run are events. */
  async function begin(request: Begin<K>): Promise<void> {
    try {
      const { WorkerRun } = await import('./worker-run.ts');
      run = new WorkerRun(served, event);
    } catch (error) {
      const advice = 'Reload the page while the site can be reached.';
      event({ type: 'failed', problem: problemOf(error, 'backend', advice) });
      return;
    }
    if (isStopped) run.stop();
    await run.train(request);
  }

  async function answer(number: number, call: Call): Promise<void> {
    try {
      post({ type: 'result', number, value: await resultOf(call) });
    } catch (error) {
      const place = call.do === 'ask' ? 'question' : 'file';
      post({ type: 'problem', number, problem: problemOf(error, place) });
    }
  }

  async function resultOf(call: Call): Promise<unknown> {
    const model = run?.model ?? opened;
    switch (call.do) {
      case 'open':
        opened = await openModel(served, call.model, openBackend({ backend: 'wasm', threads: 1 }));
        return undefined;
      case 'ask': {
        const answers = served.questions[call.name];
        if (!answers) throw new Error(`The worker has no answer to ${call.name}.`);
        return answers(call.question, { model, source: run?.source });
      }
      case 'save':
        if (model) return modelFile(await served.task(), model);
        throw new ProblemError({
          place: 'file',
          message: 'There is no model to save yet.',
          advice: 'Wait for the first step of the training.',
        });
    }
  }
}
