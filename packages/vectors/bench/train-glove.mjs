// Entries per second of `trainGlove` and of the same steps in plain JavaScript, in turn on the same matrix (one thread,
// processor time: on a shared machine the wall clock says little); medians.
// `SEQLOOM_DATA=… node bench/train-glove.mjs [--reviews=N] [--rounds=N]` after `pnpm build`.
import { createRandom } from '@seqloom/random';
import { cooccurrence, countWords, trainGlove } from '@seqloom/vectors';
import { imdbReviews } from './imdb-corpus.mjs';

const number = (name, otherwise) =>
  Number(process.argv.find((argument) => argument.startsWith(`--${name}=`))?.split('=')[1] ?? otherwise);
// Every n-th review, because the first half of the archive is all negative.
const all = imdbReviews('train');
const every = Math.max(1, Math.floor(all.length / number('reviews', 3000)));
const reviews = all.filter((_, i) => i % every === 0);
const { words } = countWords(reviews, { minCount: 10 });
const matrix = cooccurrence(reviews, { words, window: 8, weighting: 'inverse-distance' });
const entries = matrix.values.length;
const EPOCHS = 5;
console.log(`${reviews.length} reviews, ${words.length} words, ${entries} entries, ${EPOCHS} epochs a run`);

/** AdaGrad in plain loops over rows `[D + 1]` of float32, the bias last; returns the mean loss of the last epoch. */
function plainGlove({ words, starts, columns, values }, dimensions) {
  const size = words.length;
  const stride = dimensions + 1;
  const random = createRandom(1, 'glove');
  const parameters = new Float32Array(2 * size * stride);
  random.fillUniform(parameters, -0.5 / dimensions, 0.5 / dimensions);
  const squares = new Float32Array(parameters.length).fill(1);
  const order = random.permutation(values.length);
  const rows = new Int32Array(values.length);
  for (let row = 0; row < size; row++) rows.fill(row, starts[row], starts[row + 1]);
  const rate = 0.05;
  const descend = (at, gradient) => {
    parameters[at] -= (rate * gradient) / Math.sqrt(squares[at]);
    squares[at] += gradient * gradient;
  };
  let loss = 0;
  for (let epoch = 0; epoch < EPOCHS; epoch++) {
    loss = 0;
    for (const entry of order) {
      const x = values[entry];
      const weight = x < 10 ? (x / 10) ** 0.75 : 1;
      const word = rows[entry] * stride;
      const context = (size + columns[entry]) * stride;
      let error = parameters[word + dimensions] + parameters[context + dimensions] - Math.log(x);
      for (let d = 0; d < dimensions; d++) error += parameters[word + d] * parameters[context + d];
      const step = weight * error;
      for (let d = 0; d < dimensions; d++) {
        const forWord = step * parameters[context + d];
        const forContext = step * parameters[word + d];
        descend(word + d, forWord);
        descend(context + d, forContext);
      }
      descend(word + dimensions, step);
      descend(context + dimensions, step);
      loss += step * error;
    }
  }
  return loss / values.length;
}

async function kernelGlove(matrix, dimensions) {
  let last = 0;
  const onEpoch = ({ loss }) => {
    last = loss;
  };
  await trainGlove(matrix, { dimensions, epochs: EPOCHS, seed: 1, onEpoch });
  return last;
}

async function rate(train, dimensions) {
  const start = process.cpuUsage();
  const loss = await train(matrix, dimensions);
  const { user, system } = process.cpuUsage(start);
  return { loss, rate: (entries * EPOCHS) / (user + system) };
}

const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1];
for (const dimensions of [50, 100]) {
  const runs = { plain: [], kernel: [] };
  for (let round = 0; round < number('rounds', 3); round++) {
    runs.plain.push(await rate(plainGlove, dimensions));
    runs.kernel.push(await rate(kernelGlove, dimensions));
  }
  const [plain, kernel] = [runs.plain, runs.kernel].map((list) => median(list.map((run) => run.rate)));
  console.log(
    `${dimensions} dimensions: plain ${plain.toFixed(2)}, kernel ${kernel.toFixed(2)} million entries/s, ` +
      `ratio ${(kernel / plain).toFixed(1)}; loss ${runs.plain[0].loss.toFixed(6)} and ${runs.kernel[0].loss.toFixed(6)}`,
  );
}
