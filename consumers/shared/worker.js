import { train } from './train.js';

// Two threads wherever the page is isolated, also on a machine with more cores.
train({ threads: 2 }).then(
  (result) => postMessage(result),
  (error) => postMessage({ error: String(error) }),
);
