// How much faster a step is on several ranks of one thread each than on one, at the same global batch, and the share of communication;
// and how much faster it would be if the ranks did not communicate, each with a model of its own: cores share the memory, and some of a
// step does not depend on the rows. In turn, so that a slow moment of the machine does not fall on one of them. Open MPI.
//
//   node tooling/bench/dist/ranks.js [--workloads W4,W8] [--backends wasm,node] [--ranks 2] [--rounds 5] [--steps 60]
//     --two-hosts   also between two network namespaces with a link of 1 Gbit/s; wants root
//     --write       puts the table into docs/scale.md
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { recordOf } from './record.ts';
import { median } from './report.ts';

interface RanksMeasurement {
  readonly stepMs: number;
  readonly share: number;
}

const { values } = parseArgs({
  options: {
    workloads: { type: 'string', default: 'W4,W8' },
    backends: { type: 'string', default: 'wasm,node' },
    ranks: { type: 'string', default: '2' },
    rounds: { type: 'string', default: '5' },
    steps: { type: 'string', default: '60' },
    mpirun: { type: 'string', default: 'mpirun' },
    'two-hosts': { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
  },
});
const ranks = Number(values.ranks);
const rounds = Number(values.rounds);

const root = (path: string) => fileURLToPath(new URL(`../../../${path}`, import.meta.url));
const PROGRAM = root('tooling/bench/dist/run-ranks.js');
const TWO_HOSTS = root('packages/distributed/bench/two-hosts.sh');
const PAGE = root('docs/scale.md');
const [BEGIN, END] = ['<!-- ranks: written by tooling/bench/dist/ranks.js -->', '<!-- ranks: end -->'];

/** @param words the command, which prints a measurement last */
function run([command, ...words]: readonly string[]): RanksMeasurement {
  const asRoot = { OMPI_ALLOW_RUN_AS_ROOT: '1', OMPI_ALLOW_RUN_AS_ROOT_CONFIRM: '1' };
  const child = spawnSync(command!, words, { encoding: 'utf8', env: { ...process.env, ...asRoot } });
  if (child.status === 0) return JSON.parse(child.stdout.trim().split('\n').at(-1)!) as RanksMeasurement;
  console.error(`ranks: ${command} ${words.join(' ')} failed.\n${child.stderr}`);
  process.exit(1);
}

/** What is measured in each round, by name: the words of the commands. */
function commandsOf(workload: string, backend: string): Readonly<Record<string, readonly string[]>> {
  const program = [PROGRAM, workload, backend, values.steps];
  const job = [values.mpirun, '--bind-to', 'none', '-n', values.ranks, process.execPath, ...program];
  return {
    one: [process.execPath, ...program],
    several: job,
    apart: [...job, 'apart'],
    ...(values['two-hosts'] && { hosts: [TWO_HOSTS, ...program] }),
  };
}

function rowOf(workload: string, backend: string): string {
  const measured = Array.from({ length: rounds }, () =>
    Object.entries(commandsOf(workload, backend)).map(([name, words]) => ({ name, ...run(words) })),
  ).flat();
  const medianOf = (name: string, of: (one: RanksMeasurement) => number) =>
    median(measured.filter((one) => one.name === name).map(of));
  const one = medianOf('one', ({ stepMs }) => stepMs);
  const speed = (name: string) => {
    const ms = medianOf(name, ({ stepMs }) => stepMs);
    return [ms.toFixed(1), (one / ms).toFixed(2)];
  };
  const share = (name: string) => `${(100 * medianOf(name, (each) => each.share)).toFixed(1)} %`;
  const cells = [
    `${workload} ${backend}`,
    one.toFixed(1),
    ...speed('several'),
    share('several'),
    ...speed('apart'),
    ...(values['two-hosts'] ? [...speed('hosts'), share('hosts')] : []),
  ];
  return `| ${cells.join(' | ')} |`;
}

const header = [
  '',
  '1 rank, ms',
  `${ranks} ranks, ms`,
  'times as fast',
  'communication',
  'without it, ms',
  'times as fast',
  ...(values['two-hosts'] ? ['2 machines, ms', 'times as fast', 'communication'] : []),
];
const lines = [`| ${header.join(' | ')} |`, `| ${header.map(() => '---').join(' | ')} |`];
for (const line of lines) console.log(line);
for (const workload of values.workloads.split(',')) {
  for (const backend of values.backends.split(',')) {
    const row = rowOf(workload, backend);
    console.log(row);
    lines.push(row);
  }
}
if (values.write) {
  const { date, processor, cores, node } = recordOf(rounds, []);
  const page = readFileSync(PAGE, 'utf8');
  const [before, rest] = page.split(BEGIN);
  const after = rest?.split(END)[1];
  if (after === undefined) throw new Error(`docs/scale.md: has no part between ${BEGIN} and ${END}.`);
  const where = `Measured on ${date}: ${processor}, ${cores} cores, Node ${node.replace('v', '')}; medians of ${rounds} processes, in turn.`;
  writeFileSync(PAGE, `${before}${BEGIN}\n\n${lines.join('\n')}\n\n${where}\n\n${END}${after}`);
}
