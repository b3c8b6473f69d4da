#!/usr/bin/env node
import { defineCommand, runMain } from 'citty';
import { type Measurement, measureSelf, measureTorch, torchProblem } from './processes.ts';
import { combine, compare, table } from './report.ts';
import { WORKLOADS } from './workloads.ts';

const command = defineCommand({
  meta: {
    name: 'bench',
    description:
      'Times whole training steps and predictions of the reference workloads, each in a process of its own',
  },
  args: {
    workloads: {
      type: 'string',
      description: `Comma-separated, of ${Object.keys(WORKLOADS).join(', ')}; default all`,
    },
    backend: { type: 'string', default: 'wasm', description: 'Name of the backend' },
    threads: {
      type: 'string',
      default: '1',
      description: 'Number of threads; several, such as 1,2, are compared',
    },
    rounds: { type: 'string', default: '3', description: 'Processes per workload; the median is reported' },
    against: {
      type: 'string',
      description: "'torch': PyTorch (tuned, one thread unless --peer-threads) in turn",
    },
    'peer-threads': { type: 'string', default: '1', description: 'Threads of the peer' },
    json: { type: 'boolean', description: 'One JSON line per workload instead of a table' },
  },
  run({ args }) {
    const names = args.workloads ? args.workloads.split(',') : Object.keys(WORKLOADS);
    const unknown = names.filter((name) => !(name in WORKLOADS));
    if (unknown.length > 0)
      fail(`no workload ${unknown.join(', ')}; there are ${Object.keys(WORKLOADS).join(', ')}.`);
    if (args.against !== undefined && args.against !== 'torch')
      fail(`--against must be torch, got ${args.against}.`);
    const threads = args.threads.split(',').map((value) => positive('--threads', value));
    const rounds = positive('--rounds', args.rounds);
    const peerThreads = positive('--peer-threads', args['peer-threads']);
    const problem = args.against ? torchProblem() : undefined;
    if (problem) fail(`PyTorch cannot be compared with: ${problem}`);

    for (const workload of names) {
      const own = threads.map((): Measurement[] => []);
      const peer: Measurement[] = [];
      // In turn, so that a change of the machine's speed meets everybody.
      for (let round = 0; round < rounds; round++) {
        for (const [i, count] of threads.entries()) own[i]!.push(measureSelf(workload, args.backend, count));
        if (args.against) peer.push(measureTorch(workload, peerThreads));
      }
      const rows = own.map((runs, i) =>
        compare(combine(runs), { backend: args.backend, threads: threads[i]! }, peer),
      );
      console.log(args.json ? rows.map((row) => JSON.stringify(row)).join('\n') : table(rows));
    }
  },
});

function positive(option: string, value: string): number {
  const number = Number(value);
  if (!(Number.isInteger(number) && number > 0))
    fail(`${option} must be a positive whole number, got ${value}.`);
  return number;
}

function fail(message: string): never {
  console.error(`bench: ${message}`);
  process.exit(1);
}

await runMain(command);
