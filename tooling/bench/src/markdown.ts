import { barsSVG, lineChartSVG } from '@seqloom/charts';
import { FACTORS, GROWTH_AXES, type GrowthAxis, growthName } from './growth.ts';
import type { BenchRecord } from './record.ts';
import { figure, type Summary, type Time } from './report.ts';
import { WORKLOADS } from './workloads.ts';

/** How peers are named in tables. */
const PEER_NAMES: Readonly<Record<string, string>> = {
  torch: 'PyTorch',
  torch2: 'PyTorch',
  'ort-node': 'onnxruntime-node',
  'ort-web': 'onnxruntime-web',
  tfjs: 'TensorFlow.js',
};

/** The figures of a record as Markdown: one row per workload and runner of ours, with the ratios to each peer. */
export function speedTable({ summaries, ...machine }: BenchRecord): string {
  const peers = [...new Set(summaries.flatMap(({ ratios }) => Object.keys(ratios)))];
  const nameOf = (peer: string) => {
    const version = summaries.find(({ runner }) => runner === peer)?.version;
    return version === undefined
      ? PEER_NAMES[peer]
      : `${PEER_NAMES[peer]} ${version.replace(/[^\d.].*$/, '')}`;
  };
  const header = [
    '',
    'model; batch',
    'train, ms',
    'predict, ms',
    ...peers.map((peer) => `÷ ${nameOf(peer)}`),
  ];
  const rows = ownOf(summaries).map(({ workload, runner, threads, train, predict, ratios }) => [
    `${workload} ${runner}${threads > 1 ? ` ×${threads}` : ''}`,
    WORKLOADS[workload]!.summary,
    cell(train),
    cell(predict),
    ...peers.map((peer) => {
      const ratio = ratios[peer];
      if (!ratio) return '–';
      return `${ratio.train === undefined ? '–' : ratio.train.toFixed(2)} / ${ratio.predict.toFixed(2)}`;
    }),
  ]);
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const { date, processor, cores, node, rounds } = machine;
  return [
    line(header),
    line(header.map(() => '---')),
    ...rows.map(line),
    '',
    `Measured on ${date}: ${processor}, ${cores} cores, Node ${node.replace('v', '')}; medians of ${rounds} processes (lowest to`,
    'highest), in turn. Ratios are train / predict; below 1 Seqloom is faster.',
  ].join('\n');
}

/** Training times divided by those of a peer, as bars. */
export function speedChart({ summaries }: BenchRecord, peer: string): string {
  return barsSVG({
    title: 'Training steps beside PyTorch, one thread each',
    label: `time of a train step ÷ ${PEER_NAMES[peer]}'s; shorter is faster`,
    decimals: 2,
    bars: ownOf(summaries).flatMap(({ workload, runner, ratios }) => {
      const ratio = ratios[peer]?.train;
      return ratio === undefined ? [] : [{ name: `${workload} ${runner}`, value: ratio }];
    }),
    baseline: { name: PEER_NAMES[peer]!, value: 1 },
  });
}

/** How the growing sizes are named in the chart. */
const AXIS_NAMES: Readonly<Record<GrowthAxis, string>> = {
  time: 'steps T',
  units: 'units',
  batch: 'batch',
  vocabulary: 'vocabulary',
};

/** Processor time of a train step against the size that grows, both as multiples of the smallest. */
export function growthChart({ summaries }: BenchRecord): string {
  const cpuOf = (workload: string) => {
    const summary = summaries.find((one) => one.workload === workload);
    if (!summary?.train) throw new Error(`bench: the record of growth has no workload ${workload}.`);
    return summary.train.cpuMs;
  };
  const series = GROWTH_AXES.map((axis) => ({
    name: AXIS_NAMES[axis],
    x: FACTORS,
    y: FACTORS.map((factor) => cpuOf(growthName(axis, factor)) / cpuOf(growthName(axis, 1))),
  }));
  return lineChartSVG({
    title: 'Time of a train step as one size grows: Embedding 32, LSTM, one thread',
    series: [...series, { name: 'in proportion', x: FACTORS, y: FACTORS, style: 'dashed' }],
    xAxis: { label: 'size, as a multiple of the smallest' },
    yAxis: { label: 'time, as a multiple of the shortest', includes: [0] },
  });
}

/** Rows of ours: peers carry a version. */
function ownOf(summaries: readonly Summary[]): Summary[] {
  return summaries.filter(({ version }) => version === undefined);
}

function cell(time: Time | undefined): string {
  return time ? `${figure(time.ms)} (${figure(time.lowMs)}–${figure(time.highMs)})` : '–';
}
