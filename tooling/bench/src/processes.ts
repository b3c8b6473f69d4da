import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** What one process measured. */
export interface Measurement {
  readonly workload: string;
  /** Median milliseconds of a train step: forward, backward, update. */
  readonly trainMs: number;
  /** Median milliseconds of predicting one batch of the same size. */
  readonly predictMs: number;
  /** Peak resident memory over that after the backend had started, in MB (10⁶ bytes); not measured for peers. */
  readonly rssMB?: number;
}

/** How a process of ours ends that cannot have the backend it was asked for; it says why on one line. */
export const UNAVAILABLE = 3;

/** Debian's Python: the one that python3-torch installs into. */
const PYTHON = '/usr/bin/python3';
const script = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Measures a workload of ours in a fresh process. */
export function measureSelf(workload: string, backend: string, threads: number): Measurement {
  return run(process.execPath, [script('./run-workload.js'), workload, backend, String(threads)], {});
}

/** Measures PyTorch in a fresh process, without its two handicaps on current machines. */
export function measureTorch(workload: string, threads: number): Measurement {
  return run(PYTHON, [script('../peers/torch_workloads.py'), String(threads), workload], {
    OPENBLAS_CORETYPE: openblasCore(),
    OMP_WAIT_POLICY: 'passive',
    OMP_NUM_THREADS: String(threads),
    OPENBLAS_NUM_THREADS: String(threads),
  });
}

/** The best of OpenBLAS's cores that this processor runs: Debian's build does not know recent processors by itself. */
function openblasCore(): string {
  const flags = existsSync('/proc/cpuinfo') ? readFileSync('/proc/cpuinfo', 'utf8') : '';
  return /\bavx512f\b/.test(flags) ? 'SKYLAKEX' : 'HASWELL';
}

/** Why PyTorch cannot run here, or undefined if it can. */
export function torchProblem(): string | undefined {
  if (!existsSync(PYTHON)) return `there is no ${PYTHON}.`;
  const { status } = spawnSync(PYTHON, ['-c', 'import torch'], { stdio: 'ignore' });
  return status === 0 ? undefined : `${PYTHON} has no torch. On Debian: apt-get install python3-torch.`;
}

function run(
  command: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
): Measurement {
  const child = spawnSync(command, args, { encoding: 'utf8', env: { ...process.env, ...environment } });
  if (child.status === UNAVAILABLE) {
    console.error(`bench: ${child.stderr.trim()}`);
    process.exit(1);
  }
  if (child.status !== 0) {
    console.error(`bench: ${command} ${args.join(' ')} failed.\n${child.stderr}`);
    process.exit(1);
  }
  return JSON.parse(child.stdout.trim().split('\n').at(-1)!) as Measurement;
}
