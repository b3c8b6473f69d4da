import { batch, computed, effect, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import { addressSettings, type PageSettings } from '../../address/address-settings.ts';
import { type KeptModels, keptModels } from '../../training/kept-models.ts';
import { createTraining, type Training } from '../../training/training.ts';
import { type DataClient, SupersededError } from './data-client.ts';
import type { ForecastTable } from './forecast-csv.ts';
import {
  leftOutOf,
  networkChoice,
  SERIES_RULES,
  type SeriesChoice,
  type SeriesSettings,
  taskChoice,
} from './series-settings.ts';
import type { Baselines, TableFacts } from './series-table.ts';
import type { ErrorGroups, SeriesData, SeriesTraining, UnseenForecast } from './series-training.ts';

/** Rows of the charts of forecasts. */
const SHOWN_ROWS = 150;
/** How long the settings must stand still until simple rules are measured again, in ms. */
const STILL_MS = 250;

/** What became of something that is being worked out. */
export interface Work<T> {
  readonly busy: boolean;
  /** The last that was worked out; it stays while the next one is. */
  readonly value: T | undefined;
  readonly error: string | undefined;
}

/** What the network says, as far as it was asked. */
export interface NetworkForecast {
  readonly unseen: UnseenForecast | undefined;
  readonly next: SeriesTraining['questions']['next']['answer'] | undefined;
  readonly groups: ErrorGroups | undefined;
}

/** What a model that was opened says of the rows of the page. */
export interface KeptForecast {
  readonly name: string;
  readonly next: NetworkForecast['next'];
  readonly error: string | undefined;
}

const NO_FORECAST: NetworkForecast = { unseen: undefined, next: undefined, groups: undefined };

/** What the page knows. */
export interface SeriesState extends PageSettings<Partial<SeriesSettings>> {
  /** The file that was dropped. */
  readonly file: ReadonlySignal<File | undefined>;
  readonly takeFile: (file: File) => void;
  readonly facts: ReadonlySignal<Work<TableFacts>>;
  readonly baselines: ReadonlySignal<Work<Baselines>>;
  readonly training: Training<SeriesTraining>;
  readonly kept: KeptModels<SeriesTraining>;
  /** What the model that was opened says comes next, or why it cannot say. */
  readonly keptNext: ReadonlySignal<KeptForecast | undefined>;
  /** What the network says of the rows and the task that the page shows; nothing for a network of another task. */
  readonly network: ReadonlySignal<NetworkForecast>;
  /** Why a question to the network failed. */
  readonly networkError: ReadonlySignal<string | undefined>;
  /** The choices of a run with the settings of the page; undefined until the file is read. */
  readonly choice: ReadonlySignal<SeriesChoice | undefined>;
  readonly train: () => void;
  /** Forecasts as CSV. */
  readonly csv: (table: ForecastTable) => Promise<string>;
}

/** Makes the state of the page from its address. */
export function seriesState(data: DataClient, createWorker: () => Worker): SeriesState {
  const page = addressSettings<Partial<SeriesSettings>>('Series', SERIES_RULES);
  const { settings } = page;
  const file: Signal<File | undefined> = signal(undefined);
  const facts: Signal<Work<TableFacts>> = signal({ busy: false, value: undefined, error: undefined });
  const baselines: Signal<Work<Baselines>> = signal({ busy: false, value: undefined, error: undefined });
  const training = createTraining<SeriesTraining>('series', createWorker);

  const without = computed(() => {
    const target = settings.value.target || (facts.value.value?.suggested.target ?? '');
    return leftOutOf(settings.value, target);
  });
  const source = computed<SeriesData | undefined>(() => {
    const { data: from, time } = settings.value;
    const chosen = { time, without: without.value };
    if (from === 'seattle') return { from, ...chosen };
    return file.value && { from: 'file', file: file.value, ...chosen };
  });
  // what decides which rows are read, so that other settings do not read them again
  const sourceKey = computed(() => {
    const { data: from, time } = settings.value;
    return JSON.stringify([from, time, fileKey(file.value)]);
  });
  const choice = computed(() => {
    const read = facts.value.value;
    return read && networkChoice(settings.value, read.suggested);
  });
  const taskKey = computed(() => {
    const read = facts.value.value;
    return read && JSON.stringify([taskChoice(settings.value, read.suggested), without.value]);
  });

  const open = async () => {
    const wanted = source.peek();
    if (!wanted) {
      batch(() => {
        facts.value = { busy: false, value: undefined, error: undefined };
        baselines.value = { busy: false, value: undefined, error: undefined };
      });
      return;
    }
    facts.value = { ...facts.peek(), busy: true, error: undefined };
    try {
      const read = await data.open(wanted);
      facts.value = { busy: false, value: read, error: undefined };
    } catch (error) {
      if (error instanceof SupersededError) return;
      batch(() => {
        facts.value = { busy: false, value: undefined, error: messageOf(error) };
        baselines.value = { busy: false, value: undefined, error: undefined };
      });
    }
  };
  const measure = async () => {
    const read = facts.peek().value;
    if (!read || facts.peek().busy) return;
    baselines.value = { ...baselines.peek(), busy: true, error: undefined };
    try {
      const task = taskChoice(settings.peek(), read.suggested);
      const value = await data.baselines(task, without.peek(), SHOWN_ROWS);
      baselines.value = { busy: false, value, error: undefined };
    } catch (error) {
      if (error instanceof SupersededError) return;
      baselines.value = { busy: false, value: undefined, error: messageOf(error) };
    }
  };
  effect(() => {
    sourceKey.value;
    void open();
  });
  let timer: ReturnType<typeof setTimeout> | undefined;
  let measuredTable: TableFacts | undefined;
  effect(() => {
    taskKey.value;
    const table = facts.value.value;
    clearTimeout(timer);
    // a new file is measured at once, typing waits
    timer = setTimeout(() => void measure(), table === measuredTable ? STILL_MS : 0);
    measuredTable = table;
  });

  // a run that goes on after a reload brings its file along
  effect(() => {
    const run = training.state.value.request?.data;
    if (run?.from === 'file' && !file.peek()) file.value = run.file;
  });

  const kept = keptModels('series', createWorker, training);
  const keptNext: Signal<KeptForecast | undefined> = signal(undefined);
  effect(() => {
    const [name, data] = [kept.opened.value, source.value];
    keptNext.value = undefined;
    if (name === undefined || !data) return;
    void kept.ask('next', { data }).then(
      (next) => {
        if (kept.opened.peek() === name) keptNext.value = { name, next, error: undefined };
      },
      (error: unknown) => {
        if (kept.opened.peek() === name) keptNext.value = { name, next: undefined, error: messageOf(error) };
      },
    );
  });
  const network = networkForecasts(training);
  return {
    ...page,
    file,
    takeFile(dropped) {
      batch(() => {
        file.value = dropped;
        page.set({ data: 'own', time: '', target: '', without: '', horizon: 0, lookback: 0 });
      });
    },
    facts,
    baselines,
    training,
    kept,
    keptNext,
    network: computed(() => {
      const { request } = training.state.value;
      const shown = choice.value;
      const fits =
        request !== undefined &&
        shown !== undefined &&
        source.value !== undefined &&
        keyOfRun(request.data, request.choices as SeriesChoice) === keyOfRun(source.value, shown);
      return fits ? network.forecast.value : NO_FORECAST;
    }),
    networkError: network.error,
    choice,
    csv: (table) => data.csv(table),
    train() {
      const [rows, choices] = [source.value, choice.value];
      if (!rows || !choices) return;
      const { model, seed } = settings.value;
      training.start({ data: rows, model, choices, seed, backend: 'wasm', threads: 'auto' });
    },
  };
}

/** How often a network that trains is asked, in ms. */
const ASK_MS = 1000;

/** Asks the network every second while it trains, and for all at the end. */
function networkForecasts({ state, ask }: Training<SeriesTraining>): {
  readonly forecast: ReadonlySignal<NetworkForecast>;
  readonly error: ReadonlySignal<string | undefined>;
} {
  const forecast: Signal<NetworkForecast> = signal(NO_FORECAST);
  const error: Signal<string | undefined> = signal(undefined);
  const phase = computed(() => state.value.phase);
  let asking = false;
  const question = async (final: boolean) => {
    if (asking && !final) return;
    asking = true;
    try {
      const unseen = await ask('unseen', { latest: SHOWN_ROWS });
      forecast.value = { ...forecast.peek(), unseen };
      if (final) {
        const [next, groups] = [
          await ask('next', { data: state.peek().request!.data }),
          await ask('errors', null),
        ];
        forecast.value = { unseen, next, groups };
      }
    } catch (problem) {
      if (final) error.value = messageOf(problem);
    } finally {
      asking = false;
    }
  };
  effect(() => {
    switch (phase.value) {
      case 'preparing':
        forecast.value = NO_FORECAST;
        error.value = undefined;
        return;
      case 'running': {
        const timer = setInterval(() => void question(false), ASK_MS);
        void question(false);
        return () => clearInterval(timer);
      }
      case 'done':
        void question(true);
        return;
      default:
        return;
    }
  });
  return { forecast, error };
}

/** What tells runs on different rows or tasks apart; the numbers of a network do not. */
function keyOfRun(data: SeriesData, { units: _units, epochs: _epochs, ...task }: SeriesChoice): string {
  const { time, without } = data;
  const from = data.from === 'file' ? fileKey(data.file) : data.from;
  return JSON.stringify([from, time, without, Object.entries(task).sort()]);
}

/** A file comes back as another object when a run is resumed. */
function fileKey(file: File | undefined): readonly unknown[] | undefined {
  return file && [file.name, file.size, file.lastModified];
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
