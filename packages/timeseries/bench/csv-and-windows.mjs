// Reads a full-size CSV file into typed columns and cuts it into windows of (240, 14); prints times and memory.
// Run: pnpm --filter @seqloom/timeseries... build && node packages/timeseries/bench/csv-and-windows.mjs [FILE]
// Without FILE it reads the synthetic Jena file of the folder SEQLOOM_DATA. Each line is the median of five.
import { join } from 'node:path';
import { take } from '@seqloom/arrays';
import { forecastWindows, jenaOptions, toMatrix, windowBatches } from '../dist/index.js';
import { readCsvFile } from '../dist/node/index.js';

const file =
  process.argv[2] ?? join(process.env.SEQLOOM_DATA ?? '.', 'SYNTHETIC_jena_climate_format_420551.csv.gz');
const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1];
const megabytes = (bytes) => Math.round(bytes / 1e6);

let start = performance.now();
let table = await readCsvFile(file, jenaOptions());
const first = performance.now() - start;
const arrays = (table.rows * (4 * table.columns.size + 8)) / 1e6;
// on Linux maxRSS counts kilobytes
const peak = process.resourceUsage().maxRSS / 1e3;
const times = [];
for (let i = 0; i < 5; i++) {
  start = performance.now();
  table = await readCsvFile(file, jenaOptions());
  times.push(performance.now() - start);
}
console.log(
  `read ${table.rows} x ${table.columns.size + 1}: first ${first.toFixed(0)} ms, then ${median(times).toFixed(0)} ms`,
);
console.log(`after the first: ${arrays.toFixed(0)} MB of arrays, ${peak.toFixed(0)} MB peak of the process`);

const windows = forecastWindows(toMatrix(table), { lookback: 1440, step: 6, delay: 144, targetColumn: 1 });
const perBatch = [];
for (let i = 0; i < 5; i++) {
  const source = take(windowBatches(windows, { batchSize: 128, shuffle: true, seed: i }), 200);
  start = performance.now();
  let values = 0;
  for (const { inputs } of source) values += inputs.data.length;
  perBatch.push((performance.now() - start) / 200);
  if (values !== 200 * 128 * windows.length * table.columns.size) throw new Error('a batch is missing');
}
console.log(
  `batch of 128 windows of (${windows.length}, ${table.columns.size}): ${median(perBatch).toFixed(2)} ms`,
);
console.log(
  `windows: ${megabytes(windows.starts.byteLength * 2 + windows.targets.byteLength)} MB for ${windows.starts.length}`,
);
