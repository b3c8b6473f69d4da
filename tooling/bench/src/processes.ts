import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Measurement } from './measurement.ts';

/** How a process of ours ends that cannot have the backend it was asked for; it says why on one line. */
export const UNAVAILABLE = 3;

/** Measures a workload of ours in a fresh process. */
export function measureSelf(workload: string, backend: string, threads: number): Measurement {
  const script = fileURLToPath(new URL('./run-workload.js', import.meta.url));
  return runMeasurement(process.execPath, [script, workload, backend, String(threads)], {});
}

/** Runs a process whose last line is a measurement. Ends this one when it fails. */
export function runMeasurement(
  command: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
  folder: string = process.cwd(),
): Measurement {
  const child = spawnSync(command, args, {
    encoding: 'utf8',
    cwd: folder,
    env: { ...process.env, ...environment },
  });
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
