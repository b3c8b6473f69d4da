import { mountPage } from '../../frame/mount-page.tsx';
import { DataClient } from './data-client.ts';
import { SeriesPage } from './series-page.tsx';
import { seriesState } from './series-state.ts';

const createWorker = () => new Worker(new URL('./series-worker.ts', import.meta.url), { type: 'module' });
const state = seriesState(new DataClient(createWorker()), createWorker);
mountPage(<SeriesPage state={state} />);
