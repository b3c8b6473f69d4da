import { dispose, reshape, type Tensor, tensor } from '@seqloom/backend';
import { heatmapSVG } from '@seqloom/charts';
import { inspectGates, LSTM } from '@seqloom/recurrent';
import type { Listing } from './listing.ts';

/** Inside an LSTM: what it forgets, takes in and says at each word, and the memory that follows from it. */
export const lstmGates: Listing = {
  item: '6.26',
  title: 'gates of an LSTM, step by step',
  source: 'listings 6.25–6.26',
  async run({ vectors, print, picture, seed }) {
    const glove = await vectors();
    const words = 'this film is not as good as they say'.split(' ');
    const x = tensor(Float32Array.from(words.flatMap((word) => [...glove.vector(word)!])), [
      words.length,
      100,
    ]);
    const layer = new LSTM({ units: 8 });
    layer.build([null, null, 100], { seed });
    const { h, c, gates } = await inspectGates(layer, x);
    const batch = reshape(x, [1, words.length, 100]);
    const last = layer.apply(batch) as Tensor; // one output without returnState
    const output = await last.data();
    // listing 6.26: c_t+1 = i_t * k_t + c_t * f_t, and what is said is o_t * tanh(c)
    let difference = 0;
    for (const [t] of words.entries()) {
      for (const [unit, memory] of c[t]!.entries()) {
        const before = t === 0 ? 0 : c[t - 1]![unit]!;
        const formula =
          gates.input[t]![unit]! * gates.candidate[t]![unit]! + before * gates.forget[t]![unit]!;
        difference = Math.max(difference, Math.abs(memory - formula));
        difference = Math.max(
          difference,
          Math.abs(h[t]![unit]! - gates.output[t]![unit]! * Math.tanh(memory)),
        );
      }
    }
    for (const [unit, value] of h.at(-1)!.entries())
      difference = Math.max(difference, Math.abs(value - output[unit]!));
    for (const name of ['input', 'forget', 'candidate', 'output'] as const) {
      print(
        `${name.padEnd(9)} at "${words[3]}": ${[...gates[name][3]!].map((value) => value.toFixed(2)).join(' ')}`,
      );
    }
    print(`largest difference from the formulas and from the layer: ${difference.toExponential(1)}`);
    picture(
      'forget-gate.svg',
      heatmapSVG({ title: 'Forget gate of an LSTM', values: gates.forget, rows: words }),
    );
    dispose(x, batch, last);
    layer.dispose();
    return { gates: Object.keys(gates).sort().join(', '), steps: h.length, difference };
  },
};
