import { computed, effect, type ReadonlySignal, type Signal, signal, untracked } from '@preact/signals';
import { addressSettings, type PageSettings } from '../../address/address-settings.ts';
import { type KeptModels, keptModels } from '../../training/kept-models.ts';
import { createTraining, type Training } from '../../training/training.ts';
import { isUnderWay } from '../../training/training-state.ts';
import { MOBY_DICK, readTextFile, textProblem } from './own-text.ts';
import {
  WRITING_RECIPE,
  WRITING_RULES,
  WRITTEN,
  type WritingSettings,
  writingChoices,
} from './writing-settings.ts';
import type { Sample, WritingData, WritingTraining } from './writing-training.ts';

/** How often a network that trains writes, in ms. */
const SAMPLE_MS = 1000;
/** Characters of a sample while it trains. */
const SHOWN = 240;
/** Samples that stay on the page. */
const KEPT = 8;

/** A sample, and when it was written. */
export interface TimedSample extends Sample {
  readonly number: number;
  /** Characters that the network had read, with repetitions. */
  readonly read: number;
  /** Seconds of training. */
  readonly seconds: number;
}

/** An own text. */
export interface OwnText {
  /** The name of its file. */
  readonly name: string;
  readonly text: string;
}

/** What the page knows. */
export interface WritingState extends PageSettings<Partial<WritingSettings>> {
  readonly own: ReadonlySignal<OwnText>;
  readonly setOwn: (own: OwnText) => void;
  readonly openFile: (file: File) => Promise<void>;
  /** Why the text cannot be learned. */
  readonly textError: ReadonlySignal<string | undefined>;
  readonly training: Training<WritingTraining>;
  readonly kept: KeptModels<WritingTraining>;
  /** What the network wrote, the newest first. */
  readonly samples: ReadonlySignal<readonly TimedSample[]>;
  /** Why it could not write. */
  readonly sampleError: ReadonlySignal<string | undefined>;
  readonly writing: ReadonlySignal<boolean>;
  /** Whether there is a network that can write. */
  readonly canWrite: ReadonlySignal<boolean>;
  /** Characters a second, in all threads; undefined before the first steps. */
  readonly speed: ReadonlySignal<number | undefined>;
  readonly train: () => void;
  /** Writes a longer text. */
  readonly write: () => Promise<void>;
}

/** Makes the state of the page from its address. */
export function writingState(createWorker: () => Worker): WritingState {
  const page = addressSettings<Partial<WritingSettings>>('Writing', WRITING_RULES);
  const { settings } = page;
  const own: Signal<OwnText> = signal({ name: 'text.txt', text: '' });
  const fileError: Signal<string | undefined> = signal(undefined);
  const training = createTraining<WritingTraining>('writing', createWorker);
  const kept = keptModels('writing', createWorker, training);
  const samples: Signal<readonly TimedSample[]> = signal([]);
  const sampleError: Signal<string | undefined> = signal(undefined);
  const writing = signal(false);
  const phase = computed(() => training.state.value.phase);
  const speed = computed(() => {
    const { plan, progress } = training.state.value;
    if (!plan || !progress || !(progress.msPerStep > 0)) return undefined;
    const { batchSize, context } = plan.settings;
    return (1000 * batchSize * context) / progress.msPerStep;
  });
  const textError = computed(() => {
    if (fileError.value !== undefined) return fileError.value;
    const { data, context } = settings.value;
    return data === 'own' ? textProblem(own.value.text, context) : undefined;
  });
  const canWrite = computed(() => {
    const { progress, result } = training.state.value;
    return progress !== undefined || result !== undefined || kept.opened.value !== undefined;
  });

  let number = 0;
  const sample = async (length: number) => {
    if (writing.peek()) return;
    writing.value = true;
    const { temperature, beginning, seed } = settings.peek();
    try {
      const model = kept.opened.peek() === undefined ? training : kept;
      const written = await model.ask('write', { beginning, length, temperature, seed: seed + number });
      const { plan, progress } = training.state.peek();
      const steps = progress ? (progress.epoch - 1) * (progress.stepsPerEpoch ?? 0) + progress.step : 0;
      const read = plan && model === training ? steps * plan.settings.batchSize * plan.settings.context : 0;
      const timed = { ...written, number: ++number, read, seconds: read > 0 ? (progress?.seconds ?? 0) : 0 };
      samples.value = [timed, ...samples.peek()].slice(0, KEPT);
      sampleError.value = undefined;
    } catch (error) {
      sampleError.value = error instanceof Error ? error.message : String(error);
    } finally {
      writing.value = false;
    }
  };
  effect(() => {
    switch (phase.value) {
      case 'preparing':
        samples.value = [];
        sampleError.value = undefined;
        number = 0;
        return;
      case 'running': {
        const timer = setInterval(() => void sample(SHOWN), SAMPLE_MS);
        return () => clearInterval(timer);
      }
      case 'done':
        void sample(SHOWN);
        return;
      default:
        return;
    }
  });
  // a model that was opened shows at once what it can
  effect(() => {
    if (kept.opened.value === undefined) return;
    untracked(() => {
      samples.value = [];
      void sample(SHOWN);
    });
  });
  // a run that goes on after a reload brings its text along
  effect(() => {
    const data = training.state.value.request?.data;
    if (data?.from === 'own' && own.peek().text === '') own.value = { name: data.name, text: data.text };
  });

  return {
    ...page,
    own,
    setOwn(text) {
      own.value = text;
      fileError.value = undefined;
    },
    async openFile(file) {
      try {
        own.value = { name: file.name, text: await readTextFile(file) };
        fileError.value = undefined;
      } catch (error) {
        fileError.value = error instanceof Error ? error.message : String(error);
      }
      page.set({ data: 'own' });
    },
    textError,
    training,
    kept,
    samples,
    sampleError,
    writing,
    canWrite,
    speed,
    train() {
      if (textError.value !== undefined || isUnderWay(phase.value)) return;
      const { data: from, seed } = settings.value;
      const data: WritingData = from === 'own' ? { from, ...own.value } : { from };
      const choices = writingChoices(settings.value);
      training.start({ data, model: WRITING_RECIPE, choices, seed, backend: 'wasm', threads: 'auto' });
    },
    write: () => sample(WRITTEN),
  };
}

/** The name of the file of the text, as the code reads it. */
export function textFileOf(settings: WritingSettings, own: OwnText): string {
  return settings.data === 'own' ? own.name : MOBY_DICK.name;
}
