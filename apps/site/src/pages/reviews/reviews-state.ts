import { computed, effect, type ReadonlySignal, type Signal, signal, untracked } from '@preact/signals';
import { addressSettings } from '../../address/address-settings.ts';
import { listModels, removeModel, type StoredModel } from '../../storage/models.ts';
import { latestOnly } from '../../training/latest.ts';
import { type Problem, problemOf } from '../../training/problem.ts';
import { createTraining, type Training } from '../../training/training.ts';
import { type AskModel, ModelSide, OpenModels } from './model-sides.ts';
import {
  dataOf,
  MOST_TEXT,
  REVIEWS_RULES,
  type ResolvedReviewsSettings,
  type ReviewsSettings,
  requestOf,
} from './reviews-settings.ts';
import type { ReviewsTraining, SeenFile } from './reviews-training.ts';

const KIND = 'reviews';
/** The model that comes with the site, and the one of this page's training, as sides name them. */
export const BUNDLED_MODEL = 'sentiment';
export const TRAINED = 'trained';
/** A model from a file that was opened and is not stored. */
export const OPENED = 'file';
/** How often a model that learns scores the text again, in ms. */
const SCORE_AGAIN_MS = 1000;

const createWorker = () => new Worker(new URL('./reviews-worker.ts', import.meta.url), { type: 'module' });

export const {
  settings,
  problems: addressProblems,
  set: setSettings,
} = addressSettings<ReviewsSettings>('reviews', REVIEWS_RULES);
export const training: Training<ReviewsTraining> = createTraining<ReviewsTraining>(KIND, createWorker);
export const text: Signal<string> = signal(settings.value.text);
/** The reviews of the user's own. */
export const file: Signal<File | undefined> = signal(undefined);
/** What was seen in the file: undefined while it is read. */
export const seen: Signal<SeenFile | undefined> = signal(undefined);
export const fileProblem: Signal<Problem | undefined> = signal(undefined);
export const models: Signal<readonly StoredModel[]> = signal([]);
/** What went wrong with stored models and model files. */
export const modelProblem: Signal<Problem | undefined> = signal(undefined);
export const left: ModelSide = new ModelSide();
export const right: ModelSide = new ModelSide();
/** The name of a model file that was opened. */
export const openedFile: Signal<File | undefined> = signal(undefined);

const openModels = new OpenModels(createWorker);

/** Whether the training has a model that answers. */
export const isTrained: ReadonlySignal<boolean> = computed(() => {
  const { phase, plan } = training.state.value;
  return plan !== undefined && phase !== 'failed';
});

/** Trains with the settings of the page. */
export function train(): void {
  const { left: one, right: other } = settings.value;
  training.start(requestOf(settings.value, file.value));
  // the model is seen learning
  if (one !== TRAINED && other !== TRAINED) setSettings({ right: TRAINED });
}

/** Takes a file of reviews, or the file of a model. */
export function takeFile(given: File): void {
  if (/\.safetensors$/i.test(given.name)) {
    openModelFile(given);
    return;
  }
  file.value = given;
  setSettings({ data: 'file' });
  lookAtFile();
}

/** Reads the file of reviews, so that what is wrong with it shows before a training. Of several changes the last one counts. */
export const lookAtFile: () => void = () => {
  seen.value = undefined;
  fileProblem.value = undefined;
  look(file.value);
};

const look = latestOnly(async (looked: File | undefined) => {
  if (!looked) return;
  try {
    seen.value = await training.ask('look', dataOf({ ...settings.value, data: 'file' }, looked));
  } catch (error) {
    fileProblem.value = problemOf(error, 'data');
  }
});

/** Opens the file of a model beside the one on the left. */
export function openModelFile(given: File): void {
  openModels.keep(neededKeys(settings.value).filter((key) => key !== OPENED));
  openedFile.value = given;
  modelProblem.value = undefined;
  setSettings({ right: OPENED });
  modelOf(OPENED)?.catch((error: unknown) => {
    if (openedFile.value === given) modelProblem.value = problemOf(error, 'file');
  });
}

export async function removeStored(id: string): Promise<void> {
  await removeModel(id).catch(showModelProblem);
  await findModels();
}

export async function findModels(): Promise<void> {
  models.value = await listModels(KIND).catch((error: unknown) => {
    showModelProblem(error);
    return [];
  });
}

export function showModelProblem(error: unknown): void {
  modelProblem.value = problemOf(error, 'storage');
}

/** One name for the model of this page's training before and after it is stored, so that a side does not change then. */
const OF_TRAINING = 'training';
const storedId = computed(() => training.state.value.stored);

/** The model of a choice, as it is opened; empty for none. */
function keyOf(choice: string): string {
  if (choice === TRAINED || (choice !== '' && choice === storedId.value)) {
    return isTrained.value ? OF_TRAINING : '';
  }
  return choice === OPENED && !openedFile.value ? '' : choice;
}

function modelOf(key: string): Promise<AskModel> | undefined {
  if (key === '') return undefined;
  if (key === OF_TRAINING) return Promise.resolve(training);
  if (key === BUNDLED_MODEL) return openModels.open(key, { from: 'site', name: BUNDLED_MODEL });
  if (key !== OPENED) return openModels.open(key, { from: 'storage', id: key });
  const given = openedFile.value!; // otherwise the key is empty
  return openModels.open(key, { from: 'file', file: given, name: given.name });
}

function neededKeys({ left: one, right: other }: Pick<ResolvedReviewsSettings, 'left' | 'right'>): string[] {
  return [one, other].filter((key) => key !== '' && key !== TRAINED);
}

/** Keeps the text and the address at each other. */
export function connectText(): void {
  let repeated = settings.value.text;
  effect(() => {
    const { text: asked } = settings.value;
    if (asked === repeated) return;
    repeated = asked; // the user changed the address
    text.value = asked;
  });
  effect(() => {
    const typed = text.value;
    if (typed === repeated || typed.length > MOST_TEXT) return;
    repeated = typed;
    untracked(() => setSettings({ text: typed }));
  });
}

/** Keeps the sides at the models that the settings name, and has them read what is typed. */
export function connectSides(): void {
  for (const [side, name] of [
    [left, 'left'],
    [right, 'right'],
  ] as const) {
    const key = computed(() => keyOf(settings.value[name]));
    effect(() => {
      side.use(modelOf(key.value));
      side.read(text.peek());
    });
    effect(() => side.read(text.value));
  }
  effect(() => openModels.keep(neededKeys(settings.value)));
  let scored = 0;
  effect(() => {
    const { phase, progress } = training.state.value;
    if (!progress || performance.now() - scored < (phase === 'running' ? SCORE_AGAIN_MS : 0)) return;
    scored = performance.now();
    const { left: one, right: other } = settings.peek();
    if (one === TRAINED) left.read(text.peek());
    if (other === TRAINED) right.read(text.peek());
  });
  // a model that was stored is named by its id, so that a reload finds it
  effect(() => {
    const { stored } = training.state.value;
    if (stored === undefined) return;
    untracked(() => {
      const { left: one, right: other } = settings.value;
      setSettings({ ...(one === TRAINED && { left: stored }), ...(other === TRAINED && { right: stored }) });
      void findModels();
    });
  });
}

/** What to tell where a file of data is asked for and none is there: after a reload it has to be given again. */
export const lacksFile: ReadonlySignal<boolean> = computed(
  () => settings.value.data === 'file' && file.value === undefined,
);
