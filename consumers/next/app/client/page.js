'use client';

import { useEffect, useState } from 'react';
import { train } from '../../src/train.js';

const text = (result) => JSON.stringify(result);

export default function Client() {
  const [inWindow, showWindow] = useState('');
  const [inWorker, showWorker] = useState('');
  useEffect(() => {
    train().then(
      (result) => showWindow(text(result)),
      (error) => showWindow(text({ error: String(error) })),
    );
    const worker = new Worker(new URL('../../src/worker.js', import.meta.url), { type: 'module' });
    worker.onmessage = ({ data }) => showWorker(text(data));
    worker.onerror = ({ message }) => showWorker(text({ error: message || 'the worker did not start' }));
    return () => worker.terminate();
  }, []);
  return (
    <>
      <pre id="window">{inWindow}</pre>
      <pre id="worker">{inWorker}</pre>
    </>
  );
}
