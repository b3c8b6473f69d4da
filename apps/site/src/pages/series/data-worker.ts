import type { SeriesSource } from '@seqloom/tasks';
import type { BackendFacts } from '../../training/messages.ts';
import { openBackend } from '../../training/open-backend.ts';
import { openSeriesData, withInputs } from './bundled-series.ts';
import type { DataAnswer, DataRequest } from './data-messages.ts';
import { pageWords } from './page-words.ts';
import { measureSimpleRules, tableFacts } from './series-table.ts';

// Reads files and measures simple rules, apart from the worker that trains: a choice shows its baselines while a network learns.

let source: SeriesSource | undefined;
let backend: Promise<BackendFacts> | undefined;
/** The work under way; a later request ends it. */
let current = new AbortController();

const post = (answer: DataAnswer): void => postMessage(answer);

addEventListener('message', ({ data: request }: MessageEvent<DataRequest>) => {
  current.abort();
  current = new AbortController();
  void answer(request, current.signal);
});

async function answer(request: DataRequest, signal: AbortSignal): Promise<void> {
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
    backend ??= openBackend({ backend: 'wasm', threads: 1 });
    const baselines = await measureSimpleRules(withInputs(source, without), choices, {
      backend: await backend,
      latest,
      signal,
    });
    post(signal.aborted ? { id, type: 'superseded' } : { id, type: 'baselines', baselines });
  } catch (error) {
    if (signal.aborted) post({ id, type: 'superseded' });
    else
      post({ id, type: 'error', message: pageWords(error instanceof Error ? error.message : String(error)) });
  }
}
