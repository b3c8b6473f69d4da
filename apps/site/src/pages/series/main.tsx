import { mountPage } from '../../frame/mount-page.tsx';
import { DataClient } from './data-client.ts';
import { SeriesPage } from './series-page.tsx';
import { seriesState } from './series-state.ts';

const data = new DataClient(new Worker(new URL('./data-worker.ts', import.meta.url), { type: 'module' }));
const state = seriesState(
  data,
  () => new Worker(new URL('./series-worker.ts', import.meta.url), { type: 'module' }),
);
mountPage(<SeriesPage state={state} />);
