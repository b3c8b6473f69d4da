#!/usr/bin/env node
import { defineCommand, runMain } from 'citty';
import { type Measurement, measureSelf, measureTorch, torchProblem } from './processes.ts';
import { combine, compare, table } from './report.ts';
import { ARGS, type Settings, settingsOf } from './settings.ts';

const command = defineCommand({
  meta: {
    name: 'bench',
    description:
      'Times whole training steps and predictions of the reference workloads, each in a process of its own',
  },
  args: ARGS,
  run({ args }) {
    let settings: Settings;
    try {
      settings = settingsOf(args);
    } catch (error) {
      fail((error as Error).message);
    }
    const { workloads, backend, threads, rounds, againstTorch, peerThreads, json } = settings;
    const problem = againstTorch ? torchProblem() : undefined;
    if (problem) fail(`PyTorch cannot be compared with: ${problem}`);

    for (const workload of workloads) {
      const own = threads.map((): Measurement[] => []);
      const peer: Measurement[] = [];
      // In turn, so that a change of the machine's speed meets everybody.
      for (let round = 0; round < rounds; round++) {
        for (const [i, count] of threads.entries()) own[i]!.push(measureSelf(workload, backend, count));
        if (againstTorch) peer.push(measureTorch(workload, peerThreads));
      }
      const rows = own.map((runs, i) => compare(combine(runs), { backend, threads: threads[i]! }, peer));
      console.log(json ? rows.map((row) => JSON.stringify(row)).join('\n') : table(rows));
    }
  },
});

function fail(message: string): never {
  console.error(`bench: ${message}`);
  process.exit(1);
}

await runMain(command);
