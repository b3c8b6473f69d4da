import { train } from './train.js';

/** Shows what came of a training: the check reads it there. */
function show(id, result) {
  document.getElementById(id).textContent = JSON.stringify(result);
}

const worker = new Worker(new URL('./worker.js', import.meta.url), { type: 'module' });
worker.onmessage = ({ data }) => show('worker', data);
worker.onerror = ({ message }) => show('worker', { error: message || 'the worker did not start' });
train().then(
  (result) => show('window', result),
  (error) => show('window', { error: String(error) }),
);
