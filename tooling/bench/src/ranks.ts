// How much faster a step is on several ranks of one thread each than on one, at the same global batch, and the share of communication;
// and how much faster it would be if the ranks did not communicate, each with a model of its own: cores share the memory, and some of a
// step does not depend on the rows. In turn, so that a slow moment of the machine does not fall on one of them. Open MPI.
//
//   node tooling/bench/dist/ranks.js [--workloads W4,W8] [--ranks 2] [--rounds 5] [--steps 60] [--backend node]
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { median } from './report.ts';

interface RanksMeasurement {
  readonly stepMs: number;
  readonly share: number;
}

const { values } = parseArgs({
  options: {
    workloads: { type: 'string', default: 'W4,W8' },
    ranks: { type: 'string', default: '2' },
    rounds: { type: 'string', default: '5' },
    steps: { type: 'string', default: '60' },
    backend: { type: 'string', default: 'node' },
    mpirun: { type: 'string', default: 'mpirun' },
  },
});

const PROGRAM = fileURLToPath(new URL('./run-ranks.js', import.meta.url));

function measure(workload: string, ranks: number, ...more: string[]): RanksMeasurement {
  const program = [process.execPath, PROGRAM, workload, values.backend, values.steps, ...more];
  const [command, ...words] =
    ranks === 1 ? program : [values.mpirun, '--bind-to', 'none', '-n', String(ranks), ...program];
  const root = { OMPI_ALLOW_RUN_AS_ROOT: '1', OMPI_ALLOW_RUN_AS_ROOT_CONFIRM: '1' };
  const child = spawnSync(command!, words, { encoding: 'utf8', env: { ...process.env, ...root } });
  if (child.status === 0) return JSON.parse(child.stdout.trim().split('\n').at(-1)!) as RanksMeasurement;
  console.error(`ranks: ${command} ${words.join(' ')} failed.\n${child.stderr}`);
  process.exit(1);
}

const ranks = Number(values.ranks);
console.log(
  `| workload | 1 rank, ms | ${ranks} ranks, ms | times as fast | communication | without it, ms | times as fast |\n|---|---|---|---|---|---|---|`,
);
for (const workload of values.workloads.split(',')) {
  const rounds = Array.from({ length: Number(values.rounds) }, () => ({
    one: measure(workload, 1),
    several: measure(workload, ranks),
    apart: measure(workload, ranks, 'apart'),
  }));
  const one = median(rounds.map((round) => round.one.stepMs));
  const several = median(rounds.map((round) => round.several.stepMs));
  const share = median(rounds.map((round) => round.several.share));
  const apart = median(rounds.map((round) => round.apart.stepMs));
  const cells = [
    one.toFixed(1),
    several.toFixed(1),
    (one / several).toFixed(2),
    `${(100 * share).toFixed(1)} %`,
    apart.toFixed(1),
    (one / apart).toFixed(2),
  ];
  console.log(`| ${[workload, ...cells].join(' | ')} |`);
}
