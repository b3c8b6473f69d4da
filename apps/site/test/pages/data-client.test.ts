import { expect, test } from 'vitest';
import { DataClient, SupersededError } from '../../src/pages/series/data-client.ts';
import type { DataAnswer, DataRequest } from '../../src/pages/series/data-messages.ts';
import type { TableFacts } from '../../src/pages/series/series-table.ts';

/** A worker that answers when the test says so. */
class SlowWorker extends EventTarget {
  readonly asked: DataRequest[] = [];
  postMessage(request: DataRequest): void {
    this.asked.push(request);
  }
  answer(answer: DataAnswer): void {
    this.dispatchEvent(new MessageEvent('message', { data: answer }));
  }
}

const FIRST = { from: 'seattle', time: '', without: [] } as const;

test('an answer that is on its way when another file is opened is not taken for that file', async () => {
  const worker = new SlowWorker();
  const client = new DataClient(worker as unknown as Worker);
  const first = client.open(FIRST);
  const second = client.open({ ...FIRST, time: 'date' });
  const [{ id: one }, { id: other }] = worker.asked as [DataRequest, DataRequest];
  worker.answer({ id: one, type: 'facts', facts: { name: 'first' } as TableFacts });
  worker.answer({ id: other, type: 'facts', facts: { name: 'second' } as TableFacts });
  await expect(first).rejects.toThrow(SupersededError);
  expect(await second).toEqual({ name: 'second' });
});

test('a request for a CSV is answered although later requests came', async () => {
  const worker = new SlowWorker();
  const client = new DataClient(worker as unknown as Worker);
  const unseen = {
    times: Float64Array.of(),
    truth: Float32Array.of(),
    persistence: Float32Array.of(),
    forecast: Float32Array.of(),
  };
  const written = client.csv({
    target: 'x',
    unit: '',
    model: 'ridge',
    unseen,
    next: [],
    interval: undefined,
  });
  const opened = client.open(FIRST);
  const [{ id: one }, { id: other }] = worker.asked as [DataRequest, DataRequest];
  worker.answer({ id: one, type: 'csv', csv: 'time,x' });
  worker.answer({ id: other, type: 'error', message: 'the file is empty' });
  expect(await written).toBe('time,x');
  await expect(opened).rejects.toThrow('the file is empty');
});
