import type { SeriesSource } from '@seqloom/tasks';
import { messageOf } from '../../training/problem.ts';
import { openSeriesData, withInputs } from './bundled-series.ts';
import type { DataAnswer, DataRequest } from './data-messages.ts';
import { forecastCsv } from './forecast-csv.ts';
import { pageWords } from './page-words.ts';
import { measureBaselines, tableFacts } from './series-table.ts';

/**
 * Serves the page from a worker: reads files and measures simple rules, without a backend. Such a worker is another one than that of a
 * training, so that a choice shows its baselines while a network learns; its script is the same, so that a visitor loads it once.
 */
export function serveData(): void {
  let source: SeriesSource | undefined;
  /** The work under way; a later request ends it. */
  let current = new AbortController();
  const post = (answer: DataAnswer): void => postMessage(answer);

  addEventListener('message', ({ data: request }: MessageEvent<DataRequest>) => {
    if (request.type === 'csv') {
      post({ id: request.id, type: 'csv', csv: forecastCsv(request.table) });
      return;
    }
    if (request.type !== 'open' && request.type !== 'baselines') return; // for the training
    current.abort();
    current = new AbortController();
    void answer(request, current.signal);
  });

  async function answer(
    request: Exclude<DataRequest, { readonly type: 'csv' }>,
    signal: AbortSignal,
  ): Promise<void> {
    const { id } = request;
    try {
      if (request.type === 'open') {
        source = undefined;
        const opened = await openSeriesData(request.data, signal);
        const facts = tableFacts(opened);
        if (signal.aborted) return post({ id, type: 'superseded' });
        source = opened;
        post({ id, type: 'facts', facts });
        return;
      }
      if (!source) throw new Error('There are no rows. Open a file first.');
      const { choices, without, latest } = request;
      const baselines = await measureBaselines(withInputs(source, without), choices, latest, signal);
      post(signal.aborted ? { id, type: 'superseded' } : { id, type: 'baselines', baselines });
    } catch (error) {
      if (signal.aborted) post({ id, type: 'superseded' });
      else post({ id, type: 'error', message: pageWords(messageOf(error)) });
    }
  }
}
