// Lays out the bundled vectors on a map of two dimensions by t-SNE (van der Maaten & Hinton 2008) on cosine distances, and writes
// word-map.bin: x and y of each word as little-endian 16-bit numbers. Needs the built packages; some minutes on one core.
//   node apps/site/src/pages/words/make-word-map.mjs
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadWordVectors, principalComponents } from '@seqloom/vectors';

const PERPLEXITY = 30;
const NEIGHBOURS = 3 * PERPLEXITY;
const [STEPS, EXAGGERATED_STEPS, EXAGGERATION] = [1000, 250, 12];

const vectors = loadWordVectors(
  readFileSync(
    join(import.meta.dirname, '..', '..', '..', '..', 'imdb', 'data', 'bundled-vectors.safetensors'),
  ),
);
const count = vectors.size;
const unit = unitVectors();

function unitVectors() {
  const { data, dimensions } = vectors;
  const norms = vectors.inverseNorms();
  return Float32Array.from(data, (value, i) => value * norms[Math.floor(i / dimensions)]);
}

/** The nearest words of each, by cosine, and their squared distances. */
function neighbours() {
  const { dimensions } = vectors;
  const rows = new Int32Array(count * NEIGHBOURS);
  const distances = new Float64Array(count * NEIGHBOURS);
  const similarity = new Float32Array(count);
  for (let i = 0; i < count; i++) {
    for (let j = 0; j < count; j++) {
      let sum = 0;
      for (let d = 0; d < dimensions; d++) sum += unit[i * dimensions + d] * unit[j * dimensions + d];
      similarity[j] = j === i ? -2 : sum;
    }
    const least = similarity.slice().sort()[count - NEIGHBOURS];
    let at = i * NEIGHBOURS;
    for (let j = 0; j < count && at < (i + 1) * NEIGHBOURS; j++) {
      if (similarity[j] < least) continue;
      rows[at] = j;
      distances[at++] = 2 - 2 * similarity[j];
    }
  }
  return { rows, distances };
}

/** The probabilities of neighbours, with the width at which their perplexity is the wanted one. */
function probabilities(distances) {
  const p = new Float64Array(count * NEIGHBOURS);
  for (let i = 0; i < count; i++) {
    const own = distances.subarray(i * NEIGHBOURS, (i + 1) * NEIGHBOURS);
    let [low, high, beta] = [0, Number.POSITIVE_INFINITY, 1];
    for (let round = 0; round < 60; round++) {
      let [sum, weighted] = [0, 0];
      for (const [k, distance] of own.entries()) {
        const weight = Math.exp(-beta * distance);
        p[i * NEIGHBOURS + k] = weight;
        sum += weight;
        weighted += weight * distance;
      }
      const entropy = Math.log(sum) + (beta * weighted) / sum;
      for (let k = 0; k < NEIGHBOURS; k++) p[i * NEIGHBOURS + k] /= sum;
      if (Math.abs(entropy - Math.log(PERPLEXITY)) < 1e-6) break;
      if (entropy > Math.log(PERPLEXITY)) low = beta;
      else high = beta;
      beta = high === Number.POSITIVE_INFINITY ? 2 * beta : (low + high) / 2;
    }
  }
  return p;
}

/** Attraction along the edges, which are symmetric: p(j|i) + p(i|j), over 2 N. */
function attract(edges, p, y, exaggeration, gradient) {
  for (let i = 0; i < count; i++) {
    for (let k = i * NEIGHBOURS; k < (i + 1) * NEIGHBOURS; k++) {
      const j = edges[k];
      const [dx, dy] = [y[2 * i] - y[2 * j], y[2 * i + 1] - y[2 * j + 1]];
      const force = (4 * exaggeration * p[k]) / (2 * count) / (1 + dx * dx + dy * dy);
      gradient[2 * i] += force * dx;
      gradient[2 * i + 1] += force * dy;
      gradient[2 * j] -= force * dx;
      gradient[2 * j + 1] -= force * dy;
    }
  }
}

/** Repulsion between all pairs. */
function repel(y, gradient) {
  const forces = new Float64Array(2 * count);
  let all = 0;
  for (let i = 0; i < count; i++) {
    const [x, z] = [y[2 * i], y[2 * i + 1]];
    let [fx, fz] = [0, 0];
    for (let j = i + 1; j < count; j++) {
      const [dx, dz] = [x - y[2 * j], z - y[2 * j + 1]];
      const q = 1 / (1 + dx * dx + dz * dz);
      all += 2 * q;
      const qq = q * q;
      fx += qq * dx;
      fz += qq * dz;
      forces[2 * j] -= qq * dx;
      forces[2 * j + 1] -= qq * dz;
    }
    forces[2 * i] += fx;
    forces[2 * i + 1] += fz;
  }
  for (let k = 0; k < 2 * count; k++) gradient[k] -= (4 * forces[k]) / all;
}

/** Gradient descent with momentum and gains, from the principal components; the numbers are those of scikit-learn. */
function layOut(edges, p) {
  const { points } = principalComponents(vectors, vectors.words);
  const spread = Math.sqrt(points.reduce((sum, [x]) => sum + x * x, 0) / count);
  const y = Float64Array.from({ length: 2 * count }, (_, i) => (1e-4 / spread) * points[i >> 1][i & 1]);
  const [velocity, gradient] = [new Float64Array(2 * count), new Float64Array(2 * count)];
  const gains = new Float64Array(2 * count).fill(1);
  const rate = Math.max(50, count / EXAGGERATION / 4);
  for (let step = 0; step < STEPS; step++) {
    const early = step < EXAGGERATED_STEPS;
    gradient.fill(0);
    attract(edges, p, y, early ? EXAGGERATION : 1, gradient);
    repel(y, gradient);
    for (let k = 0; k < 2 * count; k++) {
      const same = velocity[k] < 0 === gradient[k] < 0;
      gains[k] = Math.max(0.01, same ? gains[k] * 0.8 : gains[k] + 0.2);
      velocity[k] = (early ? 0.5 : 0.8) * velocity[k] - rate * gains[k] * gradient[k];
      y[k] += velocity[k];
    }
    if ((step + 1) % 100 === 0) console.error(`step ${step + 1} of ${STEPS}`);
  }
  return y;
}

/** How many of the ten nearest words of each are among the ten nearest on the map. */
function keptNeighbours(y, edges, distances) {
  let kept = 0;
  const squared = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    const own = Array.from({ length: NEIGHBOURS }, (_, k) => i * NEIGHBOURS + k);
    const nearest = own.sort((a, b) => distances[a] - distances[b]).slice(0, 10);
    for (let j = 0; j < count; j++)
      squared[j] = (y[2 * i] - y[2 * j]) ** 2 + (y[2 * i + 1] - y[2 * j + 1]) ** 2;
    squared[i] = Number.POSITIVE_INFINITY;
    const tenth = squared.slice().sort()[9];
    kept += nearest.filter((k) => squared[edges[k]] <= tenth).length;
  }
  return kept / (10 * count);
}

const { rows: edges, distances } = neighbours();
const y = layOut(edges, probabilities(distances));
console.log(
  `kept neighbours: ${(100 * keptNeighbours(y, edges, distances)).toFixed(1)} % of the ten nearest`,
);

const [xs, ys] = [0, 1].map((axis) => Float64Array.from({ length: count }, (_, i) => y[2 * i + axis]));
const ends = [xs, ys].map((values) => [Math.min(...values), Math.max(...values)]);
const side = Math.max(...ends.map(([low, high]) => high - low));
const bytes = new DataView(new ArrayBuffer(4 * count));
for (let i = 0; i < count; i++) {
  for (const [axis, values] of [xs, ys].entries()) {
    const [low, high] = ends[axis];
    const place = 0.5 + (values[i] - (low + high) / 2) / side;
    bytes.setUint16(4 * i + 2 * axis, Math.round(65_535 * place), true);
  }
}
writeFileSync(join(import.meta.dirname, 'word-map.bin'), new Uint8Array(bytes.buffer));
