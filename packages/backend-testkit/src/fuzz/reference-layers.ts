import type { ActivationName } from '@seqloom/backend';
import { alive, isCount, listOf, make, must, type Nd, optionsOf, sizeOf } from './nd.ts';
import type { Reference } from './reference.ts';

const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));
/** The Gauss error function: its series, and from 2.5 on the continued fraction of 1 − erf. */
export const erf = (x: number): number => {
  if (x < 0) return -erf(-x);
  if (!(x < 2.5)) {
    let fraction = 0;
    for (let n = 60; n > 0; n--) fraction = n / 2 / (x + fraction);
    return Number.isNaN(x) ? x : 1 - Math.exp(-x * x) / ((x + fraction) * Math.sqrt(Math.PI));
  }
  let [term, total] = [x, x];
  for (let n = 1; n < 60; n++) {
    term *= -(x * x) / n;
    total += term / (2 * n + 1);
  }
  return (2 / Math.sqrt(Math.PI)) * total;
};
const clamp = (x: number, low: number, high: number) => Math.min(Math.max(x, low), high);
const softplus = (x: number) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
const silu = (x: number) => x * sigmoid(x);

/** Keras 3's definitions, element by element. */
export const ACTIVATIONS: Readonly<
  Record<Exclude<ActivationName, 'softmax' | 'logSoftmax'>, (x: number) => number>
> = {
  linear: (x) => x,
  relu: (x) => Math.max(x, 0),
  relu6: (x) => clamp(x, 0, 6),
  leakyRelu: (x) => (x > 0 ? x : 0.2 * x),
  elu: (x) => (x > 0 ? x : Math.expm1(x)),
  selu: (x) => 1.0507009873554805 * (x > 0 ? x : 1.6732632423543772 * Math.expm1(x)),
  gelu: (x) => (x * (1 + erf(x * Math.SQRT1_2))) / 2,
  sigmoid,
  hardSigmoid: (x) => clamp(x / 6 + 0.5, 0, 1),
  legacyHardSigmoid: (x) => clamp(0.2 * x + 0.5, 0, 1),
  silu,
  swish: silu,
  hardSilu: (x) => x * clamp(x / 6 + 0.5, 0, 1),
  mish: (x) => x * Math.tanh(softplus(x)),
  tanh: Math.tanh,
  hardTanh: (x) => clamp(x, -1, 1),
  softplus,
  softsign: (x) => x / (1 + Math.abs(x)),
  exponential: Math.exp,
};

const isPositive = (n: unknown): n is number => isCount(n) && n >= 1 && n < 2 ** 31;
const fused = (name: unknown): ((x: number) => number) => {
  must(['linear', 'relu', 'sigmoid', 'tanh'].includes(name as string));
  return ACTIVATIONS[name as 'relu'];
};
const positive3 = (x: unknown): Nd => {
  const it = alive(x, 'float32');
  must(it.shape.length === 3 && sizeOf(it.shape) > 0);
  return it;
};

export const applyActivation: Reference = (name, x) => {
  must(typeof name === 'string' && Object.hasOwn(ACTIVATIONS, name));
  const f = ACTIVATIONS[name as 'relu'];
  const { shape, data } = alive(x);
  return make('float32', shape, (_, i) => f(data[i]!));
};

export const dense: Reference = (options) => {
  const given = optionsOf(options, ['x', 'kernel', 'bias', 'activation']);
  const [x, kernel] = [alive(given.x, 'float32'), alive(given.kernel, 'float32')];
  must(kernel.shape.length === 2 && x.shape.length > 0 && x.shape.at(-1) === kernel.shape[0]);
  const [depth, units] = kernel.shape as [number, number];
  const bias = given.bias === undefined ? undefined : alive(given.bias, 'float32');
  must(!bias || (bias.shape.length === 1 && bias.shape[0] === units));
  const act = fused(given.activation ?? (given.activation === null ? null : 'linear'));
  return make('float32', [...x.shape.slice(0, -1), units], (_, flat) => {
    const [row, u] = [Math.floor(flat / units), flat % units];
    let sum = bias ? bias.data[u]! : 0;
    for (let d = 0; d < depth; d++) sum += x.data[row * depth + d]! * kernel.data[d * units + u]!;
    return act(sum);
  });
};

interface Window {
  readonly stride: number;
  readonly dilation: number;
  readonly left: number;
  readonly count: number;
}

function windowOf(
  given: Readonly<Record<string, unknown>>,
  length: number,
  size: number,
  fallback = 1,
): Window {
  const { stride = fallback, dilation = 1, padding = [0, 0] } = given;
  const pair = listOf(padding);
  must(isPositive(stride) && isPositive(dilation) && pair.length === 2);
  must(pair.every((n) => isCount(n) && n < 2 ** 31));
  const [left, right] = pair as [number, number];
  const extent = (size - 1) * dilation + 1;
  must(extent <= length + left + right);
  return { stride, dilation, left, count: Math.floor((length + left + right - extent) / stride) + 1 };
}

/** @throws Refused when the padded input is larger than a tensor can be */
function padded(
  given: Readonly<Record<string, unknown>>,
  batch: number,
  length: number,
  channels: number,
): void {
  const [left, right] = (given.padding ?? [0, 0]) as [number, number];
  must(batch * (length + left + right) * channels <= 2 ** 29);
}

const CONVOLUTION = ['x', 'filter', 'bias', 'activation', 'stride', 'dilation', 'padding'];

export const conv1d: Reference = (operands) => {
  const given = optionsOf(operands, [...CONVOLUTION, 'groups']);
  const [x, filter] = [positive3(given.x), positive3(given.filter)];
  const [batch, length, channels] = x.shape as [number, number, number];
  const [size, depth, filters] = filter.shape as [number, number, number];
  const bias = given.bias === undefined ? undefined : alive(given.bias, 'float32');
  must(!bias || (bias.shape.length === 1 && bias.shape[0] === filters));
  const { groups = 1, activation = 'linear' } = given;
  must(isPositive(groups) && channels === depth * groups && filters % groups === 0);
  const act = fused(activation);
  const { stride, dilation, left, count } = windowOf(given, length, size);
  padded(given, batch, length, channels);
  return make('float32', [batch, count, filters], ([b, t, f]) => {
    const first = Math.floor(f! / (filters / groups)) * depth;
    let sum = bias ? bias.data[f!]! : 0;
    for (let k = 0; k < size; k++) {
      const step = t! * stride + k * dilation - left;
      if (step < 0 || step >= length) continue;
      for (let c = 0; c < depth; c++) {
        sum +=
          x.data[(b! * length + step) * channels + first + c]! * filter.data[(k * depth + c) * filters + f!]!;
      }
    }
    return act(sum);
  });
};

export const conv1dTranspose: Reference = (operands) => {
  const given = optionsOf(operands, [...CONVOLUTION, 'length']);
  const [x, filter] = [positive3(given.x), positive3(given.filter)];
  const [batch, steps, channels] = x.shape as [number, number, number];
  const [size, filters, columns] = filter.shape as [number, number, number];
  const bias = given.bias === undefined ? undefined : alive(given.bias, 'float32');
  must(!bias || (bias.shape.length === 1 && bias.shape[0] === filters));
  must(columns === channels && isPositive(given.length));
  const length = given.length as number;
  const act = fused(given.activation === undefined ? 'linear' : given.activation);
  const { stride, dilation, left, count } = windowOf(given, length, size);
  must(count === steps);
  padded(given, batch, length, Math.max(channels, filters));
  const y = make('float32', [batch, length, filters], ([, , f]) => (bias ? bias.data[f!]! : 0));
  for (let b = 0; b < batch; b++) {
    for (let t = 0; t < steps; t++) {
      for (let k = 0; k < size; k++) {
        const step = t * stride + k * dilation - left;
        if (step < 0 || step >= length) continue;
        for (let f = 0; f < filters; f++) {
          for (let c = 0; c < channels; c++) {
            y.data[(b * length + step) * filters + f]! +=
              x.data[(b * steps + t) * channels + c]! * filter.data[(k * filters + f) * channels + c]!;
          }
        }
      }
    }
  }
  return { ...y, data: y.data.map(act) };
};

export const pool1d =
  (mean: boolean): Reference =>
  (input, options) => {
    const x = positive3(input);
    const given = optionsOf(options, ['poolSize', 'stride', 'padding']);
    const size = given.poolSize;
    must(isPositive(size));
    const [batch, length, channels] = x.shape as [number, number, number];
    const { stride, left, count } = windowOf(given, length, size, size);
    must(((given.padding ?? [0, 0]) as number[]).every((n) => n < size));
    padded(given, batch, length, channels);
    return make('float32', [batch, count, channels], ([b, t, c]) => {
      const seen: number[] = [];
      for (let k = 0; k < size; k++) {
        const step = t! * stride + k - left;
        if (step >= 0 && step < length) seen.push(x.data[(b! * length + step) * channels + c!]!);
      }
      return mean ? seen.reduce((a, v) => a + v, 0) / seen.length : Math.max(...seen);
    });
  };

const SEQUENCE = [
  'x',
  'kernel',
  'recurrentKernel',
  'bias',
  'recurrentBias',
  'h0',
  'c0',
  'mask',
  'recurrentMask',
  'activation',
  'recurrentActivation',
  'goBackwards',
  'returnSequences',
  'resetAfter',
];

/** The recurrent layers by their formulas, one step and one row after the other: h if asked for, hLast, cLast. */
export const sequence =
  (cell: 'SimpleRNN' | 'GRU' | 'LSTM'): Reference =>
  (operands) => {
    const given = optionsOf(operands, SEQUENCE);
    const gates = { SimpleRNN: 1, GRU: 3, LSTM: 4 }[cell];
    const [x, kernel, recurrent] = [
      positive3(given.x),
      alive(given.kernel, 'float32'),
      alive(given.recurrentKernel, 'float32'),
    ];
    const [batch, time, features] = x.shape as [number, number, number];
    const units = recurrent.shape[0] ?? 0;
    const fits = (it: Nd, ...shape: number[]) => must(it.shape.join() === shape.join() && sizeOf(shape) > 0);
    fits(kernel, features, gates * units);
    fits(recurrent, units, gates * units);
    const optional = (name: string, ...shape: number[]): Nd | undefined => {
      if (given[name] === undefined) return undefined;
      const it = alive(given[name], name === 'mask' ? 'bool' : 'float32');
      fits(it, ...shape);
      return it;
    };
    must(given.c0 === undefined || cell === 'LSTM');
    must(given.recurrentBias === undefined || cell === 'GRU');
    const bias = optional('bias', gates * units);
    const recurrentBias = optional('recurrentBias', gates * units);
    const [h0, c0] = [optional('h0', batch, units), optional('c0', batch, units)];
    const mask = optional('mask', batch, time);
    const recurrentMask = optional('recurrentMask', batch, units);
    const { activation = 'tanh', recurrentActivation = 'sigmoid' } = given;
    const { goBackwards = false, returnSequences = false, resetAfter = true } = given;
    must([goBackwards, returnSequences, resetAfter].every((flag) => typeof flag === 'boolean'));
    must(!recurrentBias || resetAfter === true);
    for (const name of [activation, recurrentActivation]) {
      must(typeof name === 'string' && Object.hasOwn(ACTIVATIONS, name));
    }
    const act = ACTIVATIONS[activation as 'tanh'];
    const gate = ACTIVATIONS[recurrentActivation as 'tanh'];
    const all = make('float32', [batch, time, units], () => 0);
    const last = make('float32', [batch, units], () => 0);
    const memory = make('float32', [batch, units], () => 0);
    for (let b = 0; b < batch; b++) {
      const initial = (state: Nd | undefined) =>
        Array.from({ length: units }, (_, u) => state?.data[b * units + u] ?? 0);
      let [h, c] = [initial(h0), initial(c0)];
      for (let s = 0; s < time; s++) {
        const t = goBackwards ? time - 1 - s : s;
        if (!mask || mask.data[b * time + t]) {
          const masked = h.map((v, u) => v * (recurrentMask ? recurrentMask.data[b * units + u]! : 1));
          const input = (column: number) => {
            let sum = bias?.data[column] ?? 0;
            for (let d = 0; d < features; d++) {
              sum += x.data[(b * time + t) * features + d]! * kernel.data[d * gates * units + column]!;
            }
            return sum;
          };
          const product = (state: readonly number[], column: number) =>
            state.reduce(
              (sum, v, u) => sum + v * recurrent.data[u * gates * units + column]!,
              recurrentBias?.data[column] ?? 0,
            );
          const z = (g: number, u: number) => input(g * units + u) + product(masked, g * units + u);
          if (cell === 'SimpleRNN') h = h.map((_, u) => act(z(0, u)));
          else if (cell === 'LSTM') {
            const [i, f, o] = [0, 1, 3].map((g) => h.map((_, u) => gate(z(g, u)))) as [
              number[],
              number[],
              number[],
            ];
            const candidate = h.map((_, u) => act(z(2, u)));
            c = c.map((v, u) => f[u]! * v + i[u]! * candidate[u]!);
            h = c.map((v, u) => o[u]! * act(v));
          } else {
            const [update, reset] = [0, 1].map((g) => h.map((_, u) => gate(z(g, u)))) as [number[], number[]];
            const gated = masked.map((v, u) => v * reset[u]!);
            const candidate = h.map((_, u) => {
              const column = 2 * units + u;
              return act(
                input(column) + (resetAfter ? reset[u]! * product(masked, column) : product(gated, column)),
              );
            });
            h = h.map((v, u) => update[u]! * v + (1 - update[u]!) * candidate[u]!);
          }
        }
        all.data.set(h, (b * time + t) * units);
      }
      last.data.set(h, b * units);
      memory.data.set(c, b * units);
    }
    return [...(returnSequences ? [all] : []), last, ...(cell === 'LSTM' ? [memory] : [])];
  };

/** Keras 3's optimizer steps on a variable and its slots. */
export const update: Reference = (value, gradient, slots, rule) => {
  const w = alive(value, 'float32');
  const g = alive(gradient, 'float32');
  const held = listOf(slots).map((slot) => alive(slot, 'float32'));
  must([g, ...held].every(({ shape }) => shape.join() === w.shape.join()));
  const given = optionsOf(rule, Object.keys(rule ?? {})) as Record<string, number>;
  const type = (given as Record<string, unknown>).type;
  must(['sgd', 'rmsprop', 'adam', 'nadam', 'adagrad'].includes(type as string));
  const flags = given as Record<string, unknown>;
  for (const [name, v] of Object.entries(given)) {
    if (name === 'type') continue;
    if (name === 'nesterov' || name === 'centered') must(typeof v === 'boolean');
    else must(Number.isFinite(v) && (name !== 'epsilon' || v >= 0));
    must(!['momentum', 'rho', 'beta1', 'beta2', 'momentumProduct'].includes(name) || (v >= 0 && v < 1));
  }
  const results = [w, ...held].map(({ shape }) => make('float32', shape, () => 0));
  const { learningRate: rate, gradientScale: scale = 1 } = given as {
    learningRate: number;
    gradientScale?: number;
  };
  must(rate !== undefined);
  const step = (i: number): number[] => {
    const [v, d] = [w.data[i]!, g.data[i]! * scale];
    const s = held.map(({ data }) => data[i]!);
    if (type === 'sgd') {
      const momentum = given.momentum!;
      if (!(momentum > 0)) return [v - rate * d];
      const velocity = momentum * s[0]! - rate * d;
      return [v + (flags.nesterov ? momentum * velocity - rate * d : velocity), velocity];
    }
    if (type === 'rmsprop') {
      const { rho, momentum, epsilon } = given as { rho: number; momentum: number; epsilon: number };
      const velocity = rho * s[0]! + (1 - rho) * d * d;
      const average = flags.centered ? [rho * s[1]! + (1 - rho) * d] : [];
      const variance = flags.centered ? Math.max(velocity - average[0]! ** 2, 0) : velocity;
      const move = (rate * d) / Math.sqrt(variance + epsilon);
      if (!(momentum > 0)) return [v - move, velocity, ...average];
      const m = momentum * s.at(-1)! + move;
      return [v - m, velocity, ...average, m];
    }
    if (type === 'adagrad') {
      const squares = s[0]! + d * d;
      return [v - (rate * d) / Math.sqrt(squares + given.epsilon!), squares];
    }
    const { beta1, beta2, epsilon } = given as { beta1: number; beta2: number; epsilon: number };
    const m = s[0]! + (d - s[0]!) * (1 - beta1);
    const second = s[1]! + (d * d - s[1]!) * (1 - beta2);
    if (type === 'nadam') {
      const [t, product] = [given.step!, given.momentumProduct!];
      const [now, next] = [t, t + 1].map((at) => beta1 * (1 - 0.5 * 0.96 ** at)) as [number, number];
      const ahead = (next * m) / (1 - product * next) + ((1 - now) * d) / (1 - product);
      return [v - (rate * ahead) / (Math.sqrt(second / (1 - beta2 ** t)) + epsilon), m, second];
    }
    const alpha = (rate * Math.sqrt(1 - beta2 ** given.step!)) / (1 - beta1 ** given.step!);
    return [v - (m * alpha) / (Math.sqrt(second) + epsilon), m, second];
  };
  const momentum = Number(given.momentum! > 0);
  const counts = {
    sgd: momentum,
    rmsprop: 1 + Number(flags.centered) + momentum,
    adam: 2,
    nadam: 2,
    adagrad: 1,
  };
  must(held.length === counts[type as unknown as keyof typeof counts]);
  must(!['adam', 'nadam'].includes(type as string) || isPositive(given.step));
  must(type !== 'nadam' || given.momentumProduct !== undefined);
  for (let i = 0; i < w.data.length; i++) for (const [j, v] of step(i).entries()) results[j]!.data[i] = v;
  return results;
};
