import { computed, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import { addressSettings, type PageSettings } from '../../address/address-settings.ts';
import { type MapView, viewOf } from './map-view.ts';
import { analogyOf, nearestTo, type WordAnswer } from './word-answers.ts';
import { loadWordData, type WordData } from './word-data.ts';
import { WORDS_RULES, type WordsSettings } from './words-settings.ts';

/** What became of the files of the page. */
export type Loading =
  | { readonly state: 'loading'; readonly fraction: number }
  | { readonly state: 'ready'; readonly data: WordData }
  | { readonly state: 'failed'; readonly error: unknown };

/** Words in the lists of answers. */
const [NEAR, ANALOGY] = [12, 6];
/** How long the map must stand still until its place is in the address, in ms: browsers limit changes of the address. */
const STILL_MS = 400;

/** What the page knows. */
export interface WordsState extends PageSettings<Partial<WordsSettings>> {
  readonly loading: ReadonlySignal<Loading>;
  readonly load: () => Promise<void>;
  readonly view: ReadonlySignal<MapView>;
  readonly setView: (view: MapView) => void;
  /** Looks a word up, and shows it and its neighbours on the map unless it was picked there. */
  readonly lookUp: (word: string, onMap?: boolean) => void;
  readonly near: ReadonlySignal<WordAnswer | undefined>;
  readonly analogy: ReadonlySignal<WordAnswer | undefined>;
}

/** Makes the state of the page from its address. */
export function wordsState(load: typeof loadWordData = loadWordData): WordsState {
  const page = addressSettings<Partial<WordsSettings>>('Words', WORDS_RULES);
  const loading: Signal<Loading> = signal({ state: 'loading', fraction: 0 });
  const { x, y, zoom } = page.settings.value;
  const view: Signal<MapView> = signal({ x, y, zoom });
  const data = computed(() => (loading.value.state === 'ready' ? loading.value.data : undefined));
  const near = computed(() => data.value && nearestTo(data.value.vectors, page.settings.value.word, NEAR));
  let timer: ReturnType<typeof setTimeout> | undefined;
  const setView = (next: MapView) => {
    view.value = next;
    clearTimeout(timer);
    const short = (value: number) => Number(value.toFixed(4));
    timer = setTimeout(
      () => page.set({ x: short(next.x), y: short(next.y), zoom: short(next.zoom) }),
      STILL_MS,
    );
  };
  return {
    ...page,
    loading,
    async load() {
      loading.value = { state: 'loading', fraction: 0 };
      try {
        const loaded = await load((fraction) => {
          loading.value = { state: 'loading', fraction };
        });
        loading.value = { state: 'ready', data: loaded };
      } catch (error) {
        loading.value = { state: 'failed', error };
      }
    },
    view,
    setView,
    lookUp(word, onMap = false) {
      page.set({ word });
      const answer = near.value;
      if (onMap || !data.value || !answer || 'unknown' in answer) return;
      setView(
        viewOf(data.value.points, [rowOf(data.value, word), ...rowsOf(data.value, answer).slice(0, 8)]),
      );
    },
    near,
    analogy: computed(() => {
      const { a, b, c } = page.settings.value;
      return data.value && analogyOf(data.value.vectors, a, b, c, ANALOGY);
    }),
  };
}

/** The row of a word as it was typed, −1 where there is none. */
export function rowOf({ vectors }: WordData, typed: string): number {
  return vectors.indexOf(typed.trim().toLowerCase());
}

/** The rows of the words of an answer. */
export function rowsOf({ vectors }: WordData, answer: WordAnswer | undefined): readonly number[] {
  if (!answer || 'unknown' in answer) return [];
  return answer.words.map(({ word }) => vectors.indexOf(word));
}
