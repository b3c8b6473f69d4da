#!/usr/bin/env node
import { writeFileSync } from 'node:fs';
import { defineCommand, runMain } from 'citty';
import type { Measurement } from './measurement.ts';
import { PEERS } from './peers.ts';
import { measureSelf } from './processes.ts';
import { recordOf } from './record.ts';
import { type Runs, type Summary, summarize, table } from './report.ts';
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
    const { workloads, against, rounds, record, json } = settings;
    for (const name of against) {
      const problem = PEERS[name]!.prepare();
      if (problem) fail(`cannot compare with ${name}: ${problem}`);
    }
    const all: Summary[] = [];
    for (const workload of workloads) {
      const rows = measureWorkload(workload, settings);
      all.push(...rows);
      console.log(json ? rows.map((row) => JSON.stringify(row)).join('\n') : table(rows));
      // After each workload: a long measurement that is cut short has its figures so far.
      if (record !== undefined) {
        writeFileSync(record, `${JSON.stringify(recordOf(rounds, all), undefined, 2)}\n`);
      }
    }
  },
});

interface Running extends Runs {
  readonly isPeer: boolean;
  readonly runs: Measurement[];
  readonly measure: () => Measurement;
}

/** Measures everybody in turn, so that a change of the machine's speed meets all. */
function measureWorkload(
  workload: string,
  { backends, threads, against, peerThreads, rounds }: Settings,
): Summary[] {
  const own = backends.flatMap((runner) =>
    threads.map((count): Running => {
      const measure = () => measureSelf(workload, runner, count);
      return { runner, threads: count, isPeer: false, runs: [], measure };
    }),
  );
  const peers = against
    .filter((name) => PEERS[name]!.workloads?.includes(workload) ?? true)
    .map((runner): Running => {
      const measure = () => PEERS[runner]!.measure(workload, peerThreads);
      return { runner, threads: peerThreads, isPeer: true, runs: [], measure };
    });
  const running = [...own, ...peers];
  for (let round = 0; round < rounds; round++) {
    for (const { runs, measure } of running) runs.push(measure());
  }
  return running.map((one) => summarize(one, one.isPeer ? [] : peers));
}

function fail(message: string): never {
  console.error(`bench: ${message}`);
  process.exit(1);
}

await runMain(command);
