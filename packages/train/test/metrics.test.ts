import { liveTensors, sum, type Tensor, tensor, tidy } from '@seqloom/backend';
import { startBackend } from '@seqloom/backend-testkit';
import { wasmBackend } from '@seqloom/backend-wasm';
import { Activation } from '@seqloom/nn';
import { describe, expect, test } from 'vitest';
import {
  accuracy,
  auc,
  binaryAccuracy,
  binaryCrossentropy,
  categoricalAccuracy,
  evaluate,
  Metric,
  meanAbsoluteErrorMetric,
  meanSquaredErrorMetric,
  precision,
  recall,
  Sequential,
  sparseCategoricalAccuracy,
} from '../src/index.ts';
import { getMetrics } from '../src/metrics/metrics.ts';
import { collectWarnings } from './collect-warnings.ts';

startBackend(wasmBackend());

type Batch = readonly [
  targets: readonly number[],
  shape: readonly number[],
  predictions: readonly number[],
  shape: readonly number[],
];

/** The result over batches; nothing stays behind. */
async function over(metric: Metric, ...batches: readonly Batch[]): Promise<number> {
  const before = liveTensors();
  for (const [targets, targetShape, predictions, shape] of batches) {
    const t = tensor(targets, targetShape);
    const p = tensor(predictions, shape);
    metric.update(t, p);
    t.dispose();
    p.dispose();
  }
  const result = await metric.result();
  expect(liveTensors()).toBe(before);
  return result;
}

test('accuracy of probabilities cuts at 0.5, for targets [B] and [B, 1]', async () => {
  expect(await over(accuracy(), [[1, 0, 1, 0], [4], [0.9, 0.1, 0.2, 0.5], [4, 1]])).toBe(0.75);
  expect(
    await over(accuracy(), [
      [1, 0],
      [2, 1],
      [0.4, 0.6],
      [2, 1],
    ]),
  ).toBe(0);
});

test('accuracy over classes takes one-hot targets and class numbers', async () => {
  const predictions = [0.1, 0.7, 0.2, 0.5, 0.3, 0.2];
  expect(await over(accuracy(), [[0, 1, 0, 0, 0, 1], [2, 3], predictions, [2, 3]])).toBe(0.5);
  expect(await over(accuracy(), [[1, 0], [2], predictions, [2, 3]])).toBe(1);
  expect(await over(accuracy(), [[1, 2], [2, 1], predictions, [2, 3]])).toBe(0.5);
  expect(await over(categoricalAccuracy(), [[0, 1, 0, 1, 0, 0], [2, 3], predictions, [2, 3]])).toBe(1);
  expect(await over(sparseCategoricalAccuracy(), [[0, 0], [2], predictions, [2, 3]])).toBe(0.5);
});

test('the result is that of all samples, not a mean of batches’ results', async () => {
  const result = await over(binaryAccuracy(), [[1, 1, 1], [3], [1, 1, 1], [3, 1]], [[1], [1], [0], [1, 1]]);
  expect(result).toBe(0.75);
});

test('thresholds can be moved', async () => {
  expect(await over(binaryAccuracy({ threshold: 0.8 }), [[1, 0], [2], [0.7, 0.7], [2, 1]])).toBe(0.5);
});

test('errors are means over all values', async () => {
  const batch: Batch = [
    [1, 2, 3, 4],
    [2, 2],
    [1, 4, 0, 4],
    [2, 2],
  ];
  expect(await over(meanAbsoluteErrorMetric(), batch)).toBe(1.25);
  expect(await over(meanSquaredErrorMetric(), batch)).toBe(3.25);
});

test('precision and recall are the definitions, and 0 where nothing can be counted', async () => {
  const batch: Batch = [[1, 1, 1, 0, 0], [5], [0.9, 0.8, 0.1, 0.7, 0.2], [5, 1]];
  expect(await over(precision(), batch)).toBe(Math.fround(2) / 3);
  expect(await over(recall(), batch)).toBe(2 / 3);
  expect(await over(precision(), [[1], [1], [0], [1, 1]])).toBe(0);
  expect(await over(recall(), [[0], [1], [1], [1, 1]])).toBe(0);
});

test('AUC is how often a positive sample is ranked above a negative one', async () => {
  // 3 positives, 2 negatives: 0.9 and 0.6 lie above both negatives, 0.35 above one: 5 of 6 pairs.
  const batch: Batch = [[1, 1, 1, 0, 0], [5], [0.9, 0.6, 0.35, 0.5, 0.1], [5, 1]];
  expect(await over(auc(), batch)).toBeCloseTo(5 / 6, 12);
  expect(await over(auc(), [[1, 0], [2], [1, 0], [2, 1]])).toBe(1);
  expect(await over(auc(), [[1, 0], [2], [0.5, 0.5], [2, 1]])).toBe(0.5);
  expect(await over(auc(), [[1], [1], [0.5], [1, 1]])).toBe(0); // one class is absent
  expect(() => auc({ numThresholds: 1 })).toThrow('auc: numThresholds must be an integer from 2 on, got 1');
});

test('reset begins again; before the first batch there is no number', async () => {
  const metric = accuracy();
  expect(await metric.result()).toBeNaN();
  await over(metric, [[1], [1], [1], [1, 1]]);
  metric.reset();
  expect(await metric.result()).toBeNaN();
  expect(await over(metric, [[1], [1], [0], [1, 1]])).toBe(0);
});

test('a metric of one’s own adds up what it measures', async () => {
  const metric = new Metric({
    name: 'total',
    measure: (_, predictions) => sum(predictions, 0),
    summarize: (sums) => Math.max(...sums),
  });
  expect(await over(metric, [[0, 0], [2], [1, 2, 3, 4], [2, 2]], [[0], [1], [10, 0], [1, 2]])).toBe(14);
});

test('metrics declare which way is better; a definition that is wrong is refused', () => {
  const directions = getMetrics({ metrics: ['acc', 'auc', 'precision', 'recall', 'mae', 'mse'] }).all.map(
    (m) => m.direction,
  );
  expect(directions).toEqual(['max', 'max', 'max', 'max', 'min', 'min']);
  const own = { name: 'own', measure: (_: unknown, p: Tensor) => p, summarize: () => 0 };
  expect(new Metric(own).direction).toBeUndefined();
  expect(new Metric({ ...own, direction: 'max' }).direction).toBe('max');
  expect(() => new Metric({ ...own, direction: 'up' as never })).toThrow(
    'Metric: direction must be one of max, min, got "up".',
  );
  expect(() => new Metric({ ...own, name: 1 as never })).toThrow('Metric: name must be a non-empty string');
  expect(() => new Metric({ ...own, mode: 'max' } as never)).toThrow('Metric: has no setting "mode"');
});

test('a measure that returns no tensor is named', () => {
  const own = new Metric({ name: 'own', measure: (() => 3) as never, summarize: () => 0 });
  const call = () => tidy(() => own.update(tensor([1], [1]), tensor([1], [1])));
  expect(call).toThrow(new TypeError('Metric "own": measure must return a tensor, got 3.'));
});

test('names are looked up and kept as keys; unknown, equal and reserved ones are refused', () => {
  const own = new Metric({ name: 'own', measure: (_, p) => p, summarize: () => 0 });
  expect(
    getMetrics({ metrics: ['acc', 'mae', 'mse', 'precision', 'recall', 'auc', own] }).all.map(
      ({ name }) => name,
    ),
  ).toEqual(['acc', 'mae', 'mse', 'precision', 'recall', 'auc', 'own']);
  expect(() => getMetrics({ metrics: ['f1' as never] })).toThrow(
    /a name in metrics must be one of accuracy, acc, .*, got "f1"/,
  );
  expect(() => getMetrics({ metrics: ['mae', 'mae'] })).toThrow('metrics: the name "mae" is taken');
  expect(() => getMetrics({ metrics: [accuracy({ name: 'loss' })] })).toThrow(
    'metrics: the name "loss" is taken',
  );
});

test('a weighted metric of a name that is taken is logged as weighted', () => {
  const { all, weighted } = getMetrics({ metrics: ['accuracy'], weightedMetrics: ['accuracy', 'mae'] });
  expect(all.map(({ name }) => name)).toEqual(['accuracy', 'weightedAccuracy', 'mae']);
  expect([...weighted].map(({ name }) => name)).toEqual(['weightedAccuracy', 'mae']);
  expect(() => getMetrics({ weightedMetrics: ['mae', 'mae'] })).toThrow('the name "mae" is taken');
  expect(() => getMetrics({ weightedMetrics: ['f1' as never] })).toThrow(
    /a name in weightedMetrics must be one of accuracy, .*, got "f1"/,
  );
  expect(() => getMetrics({ metrics: 'mae' as never })).toThrow(
    'metrics must be a list of metrics, got "mae". Write [metric].',
  );
});

/** Called with a batch, a weight per sample and a mask; nothing stays behind. */
async function counted(
  metric: Metric,
  batch: readonly [targets: readonly number[], predictions: readonly number[], shape: readonly number[]],
  weights?: readonly [readonly number[], readonly number[]],
  mask?: readonly [readonly number[], readonly number[]],
): Promise<number> {
  const before = liveTensors();
  const [targets, predictions, shape] = batch;
  const made = [tensor(targets, shape), tensor(predictions, shape)] as const;
  const w = weights && tensor(...weights);
  const m = mask && tensor(...mask, 'bool');
  metric.update(...made, m, w);
  for (const x of [...made, w, m]) x?.dispose();
  const result = await metric.result();
  expect(liveTensors()).toBe(before);
  return result;
}

describe('weights', () => {
  // hits 1 0 1 1 with weights 1 2 3 0
  const batch = [
    [1, 1, 0, 0],
    [0.9, 0.2, 0.1, 0.3],
    [4, 1],
  ] as const;
  test.each<[string, () => Metric, number]>([
    ['accuracy', accuracy, 4 / 6],
    ['mae', meanAbsoluteErrorMetric, (0.1 + 2 * 0.8 + 3 * 0.1) / 6],
    ['precision', precision, 1],
    ['recall', recall, 1 / 3],
    ['auc', auc, 1],
    ['auc of logits', () => auc({ fromLogits: true }), 1],
  ])('count in %s', async (_, make, expected) => {
    expect(await counted(make(), batch, [[1, 2, 3, 0], [4]])).toBeCloseTo(expected, 6);
    expect(await counted(make(), batch, [[0, 0, 0, 0], [4]])).toBe(0); // nothing counts
  });

  test('of the ranks of pairs: 3 of 3 and 1 of 2', async () => {
    const ranks = [
      [1, 1, 0],
      [2, 0.5, 1],
      [3, 1],
    ] as const;
    for (const w of [1, 3]) {
      const expected = w / (w + 1); // the first positive, of weight w, is ranked above, the second below
      expect(await counted(auc({ fromLogits: true }), ranks, [[w, 1, 2], [3]])).toBeCloseTo(expected, 6);
    }
  });

  test('of samples meet a mask of steps, and outputs of several values', async () => {
    const steps = [
      [1, 1, 1, 1],
      [1, 0, 0, 0],
      [2, 2, 1],
    ] as const;
    const mask = [
      [1, 1, 1, 0],
      [2, 2],
    ] as const;
    expect(await counted(accuracy(), steps, undefined, mask)).toBeCloseTo(1 / 3, 6);
    expect(await counted(accuracy(), steps, [[3, 1], [2]], mask)).toBeCloseTo(3 / 7, 6);
    expect(
      await counted(
        accuracy(),
        steps,
        [
          [3, 1, 1, 9],
          [2, 2],
        ],
        mask,
      ),
    ).toBeCloseTo(3 / 5, 6);
    const wide = [
      [0, 0, 0, 0],
      [1, 2, 3, 4],
      [2, 2],
    ] as const;
    expect(await counted(meanAbsoluteErrorMetric(), wide, [[3, 1], [2]])).toBeCloseTo((3 * 3 + 7) / 8, 6);
  });

  test('that do not fit are refused', async () => {
    await expect(counted(accuracy(), batch, [[1, 1, 1], [3]])).rejects.toThrow(
      'sampleWeights: expected one weight per sample [4] or per step, for predictions or losses of shape [4, 1], got shape [3].',
    );
  });
});

describe('logits', () => {
  const batch = [
    [0, 1, 1, 0, 1],
    [-3, -1, 0.5, -2, -0.1],
    [5, 1],
  ] as const;
  test('are cut where their probability is the threshold', async () => {
    expect(await counted(accuracy({ fromLogits: true }), batch)).toBeCloseTo(3 / 5, 6);
    expect(await counted(binaryAccuracy({ fromLogits: true, threshold: 0.2 }), batch)).toBeCloseTo(5 / 5, 6);
    expect(await counted(precision({ fromLogits: true }), batch)).toBe(1);
    expect(await counted(recall({ fromLogits: true }), batch)).toBeCloseTo(1 / 3, 6);
  });

  test('are ranked by auc, however large and however close', async () => {
    expect(await counted(auc({ fromLogits: true }), batch)).toBe(1);
    // 17 of 20 pairs in order, by hand
    const mixed = [
      [0, 0, 0, 0, 0, 1, 1, 1, 1],
      [-3, -2, -1, -0.5, 0.6, 0.4, 0.5, 0.9, 0.3],
      [9, 1],
    ] as const;
    expect(await counted(auc({ fromLogits: true }), mixed)).toBeCloseTo(0.85, 12);
    expect(await counted(auc({ fromLogits: true, numThresholds: 200 }), mixed)).toBeCloseTo(0.85, 6);
    const far = [
      [0, 1, 0, 1],
      [30, 30.001, -1e6, 1e6],
      [4, 1],
    ] as const;
    expect(await counted(auc({ fromLogits: true }), far)).toBe(1);
    const ties = [
      [0, 1, 1],
      [2, 2, 2],
      [3, 1],
    ] as const;
    expect(await counted(auc({ fromLogits: true }), ties)).toBe(0.5);
    expect(
      await counted(auc({ fromLogits: true }), [
        [1, 1],
        [2, 3],
        [2, 1],
      ]),
    ).toBe(0); // one class is absent
  });

  test('of one output that are not announced are refused', async () => {
    for (const metric of [accuracy(), binaryAccuracy(), precision(), recall(), auc()]) {
      await expect(counted(metric, batch)).rejects.toThrow(
        `${metric.name}: outputs must be probabilities from 0 to 1, got -3 at [0, 0] of its batch. End the model in a sigmoid or softmax, ` +
          `or give the metric as ${metric.name}({ fromLogits: true }) when they are logits.`,
      );
    }
  });

  test('are what metrics given by name read where the loss does', async () => {
    const model = new Sequential([new Activation({ activation: 'linear' })]);
    const data = {
      inputs: { data: Float32Array.from(batch[1]), shape: [5, 1] },
      targets: { data: Float32Array.from(batch[0]), shape: [5, 1] },
    };
    const logs = await evaluate(model, data, {
      loss: binaryCrossentropy({ fromLogits: true }),
      metrics: ['accuracy', 'auc'],
    });
    expect(logs).toMatchObject({ accuracy: 3 / 5, auc: 1 });
    model.dispose();
  });
});

describe('targets without a meaning are refused', () => {
  test.each([2, -1, 0.5, Number.NaN])('by metrics of 0 and 1: %d', async (target) => {
    for (const metric of [accuracy(), binaryAccuracy(), precision(), recall(), auc()]) {
      await expect(
        counted(metric, [
          [0, target],
          [0.1, 0.2],
          [2, 1],
        ]),
      ).rejects.toThrow(`${metric.name}: a target must be 0 or 1, got ${target} at [1, 0] of its batch.`);
    }
  });

  test('by metrics of classes and of quantities', async () => {
    const p = [0.2, 0.3, 0.5];
    const refused = (metric: Metric, targets: readonly number[], shape: readonly number[]) =>
      expect(over(metric, [targets, shape, p, [1, 3]])).rejects;
    await refused(sparseCategoricalAccuracy(), [3], [1]).toThrow(
      'sparseCategoricalAccuracy: label 3 is outside 0 … 2.',
    );
    await refused(accuracy(), [0.5], [1]).toThrow('accuracy: label 0.5 is not a whole number from 0 … 2.');
    await refused(categoricalAccuracy(), [1, 1, 0], [1, 3]).toThrow(
      'categoricalAccuracy: the targets of a sample must sum to 1, one-hot or probabilities of the classes, got 2 at [0] of its batch.',
    );
    await refused(meanAbsoluteErrorMetric(), [1, 2, Number.NaN], [1, 3]).toThrow(
      'meanAbsoluteError: targets must be finite numbers, got NaN at [0, 2] of its batch.',
    );
  });

  test('unless a mask leaves them out', async () => {
    const rows = [
      [1, 0, 0, 0],
      [0.9, 0.1, 0.5, 0.5],
      [1, 2, 2],
    ] as const; // a padded one-hot row
    expect(
      await counted(categoricalAccuracy(), rows, undefined, [
        [1, 0],
        [1, 2],
      ]),
    ).toBe(1);
    await expect(counted(categoricalAccuracy(), rows)).rejects.toThrow('must sum to 1');
  });
});

test.each([accuracy, binaryAccuracy, precision, recall, auc, meanAbsoluteErrorMetric])(
  'outputs of NaN make no number (%#)',
  async (make) => {
    expect(
      await counted(make(), [
        [0, 1],
        [0.5, Number.NaN],
        [2, 1],
      ]),
    ).toBeNaN();
    const masked = await counted(
      make(),
      [
        [1, 1],
        [0.75, Number.NaN],
        [1, 2, 1],
      ],
      undefined,
      [
        [1, 0],
        [1, 2],
      ],
    );
    expect(masked).not.toBeNaN();
  },
);

test('nor do NaN among the scores of classes and among logits; infinite ones do', async () => {
  const scores = async (p: readonly number[]) => over(sparseCategoricalAccuracy(), [[2, 0], [2], p, [2, 3]]);
  expect(await scores([0, 1, 2, 0, Number.NaN, 1])).toBeNaN();
  const { POSITIVE_INFINITY: far, NEGATIVE_INFINITY: low } = Number;
  expect(await scores([low, 1, far, 3, low, 1])).toBe(1);
  const logits = (p: readonly number[]) => counted(auc({ fromLogits: true }), [[0, 1], p, [2, 1]]);
  expect(await logits([0, Number.NaN])).toBeNaN();
  expect(await logits([low, far])).toBe(1);
});

test('vectors that cannot be added up are appended', async () => {
  const median = new Metric({
    name: 'median',
    combine: 'append',
    measure: (_, predictions) => sum(predictions, 1),
    summarize: (values) => values.toSorted()[(values.length - 1) / 2]!,
  });
  expect(await over(median, [[0, 0], [2], [5, 1], [2, 1]], [[0], [1], [3], [1, 1]])).toBe(3);
  median.reset();
  expect(await median.result()).toBeNaN();
});

test('a metric of one’s own that ignores masks or weights is reported, once', async () => {
  const warnings = collectWarnings();
  const definition = { name: 'own', summarize: (sums: Float64Array) => sums[0]! };
  const ignores = new Metric({ ...definition, measure: (_, predictions) => sum(predictions, 0) });
  const takes = new Metric({ ...definition, measure: (_t, predictions, _counts) => sum(predictions, 0) });
  const batch = [
    [0, 0],
    [1, 2],
    [2, 1],
  ] as const;
  for (const metric of [ignores, takes]) {
    await counted(metric, batch);
    expect(warnings).toHaveLength(metric === takes ? 1 : 0);
    await counted(metric, batch, [[1, 1], [2]]);
    await counted(metric, batch, undefined, [[1, 1], [2]]);
  }
  expect(warnings).toEqual([
    'Metric "own": got weights, but its measure(targets, predictions) takes no counts: all steps and samples count alike. Take ' +
      'counts as the third parameter.',
  ]);
});

test('a threshold outside 0 … 1 is refused', () => {
  expect(() => precision({ threshold: 1.5 })).toThrow(
    'precision: threshold must be a finite number from 0 to 1, got 1.5.',
  );
});

test('shapes that do not fit are named', () => {
  const t = tensor([1, 2, 3], [3]);
  const p = tensor([1, 2], [2, 1]);
  expect(() => precision().update(t, p)).toThrow(
    'precision: targets of shape [3] do not fit predictions of shape [2, 1]',
  );
  t.dispose();
  p.dispose();
});

test.each([
  accuracy,
  auc,
  binaryAccuracy,
  categoricalAccuracy,
  meanAbsoluteErrorMetric,
  meanSquaredErrorMetric,
  precision,
  recall,
  sparseCategoricalAccuracy,
])('a metric refuses options that it does not have (%#)', (make) => {
  expect(() => make({ thresholds: 0.5 } as never)).toThrow(
    /^\w+: has no setting "thresholds"\. Its settings: name/,
  );
});
