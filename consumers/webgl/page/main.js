import { registerBackend } from '@seqloom/backend';
import { webglBackend } from '@seqloom/backend-webgl';
import { train } from '../src/train.js';

/** Trains on both backends of a page, one after the other. */
async function trainOnBoth() {
  registerBackend(webglBackend());
  const webgl = await train({ prefer: ['webgl'] });
  if (webgl.name !== 'webgl') throw new Error(`webgl is not in use: ${JSON.stringify(webgl)}`);
  const wasm = await train({ prefer: ['wasm'] });
  const differences = webgl.losses.map((loss, epoch) => Math.abs(loss - wasm.losses[epoch]));
  return { ...wasm, name: webgl.name, difference: Math.max(...differences) };
}

const show = (result) => {
  document.getElementById('window').textContent = JSON.stringify(result);
};
trainOnBoth().then(show, (error) => show({ error: String(error) }));
