import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Measurement } from './measurement.ts';
import { runMeasurement } from './processes.ts';

/** Another library on the same workloads. */
export interface Peer {
  /** Workloads that it runs; default all. */
  readonly workloads?: readonly string[];
  /** Makes it ready. @returns why it cannot run here, or undefined if it can */
  prepare(): string | undefined;
  /** Measures a workload in a fresh process. */
  measure(workload: string, threads: number): Measurement;
}

/** Debian's Python: the one that python3-torch installs into. */
const DEBIAN_PYTHON = '/usr/bin/python3';
/** Models for onnxruntime are written once, by the PyTorch that is also measured. */
const ONNX_WORKLOADS = ['W2', 'W4', 'W8'];
const ONNX_VERSION = '1.30.0';
const TFJS_VERSION = '4.22.0';
/** Outside of the repository: these packages weigh 300 MB, and one has an install script, which is not run. */
const FOLDER = join(tmpdir(), 'seqloom-bench-peers');

const script = (name: string) => fileURLToPath(new URL(`../peers/${name}`, import.meta.url));

/** The peers by name. `torch2` is the PyTorch of the Python that the environment variable BENCH_PYTHON names. */
export const PEERS: Readonly<Record<string, Peer>> = {
  torch: torch(() => DEBIAN_PYTHON, 'On Debian: apt-get install python3-torch.'),
  torch2: torch(
    () => process.env.BENCH_PYTHON ?? '',
    'Make a virtual environment with PyTorch 2 and set BENCH_PYTHON to its python.',
  ),
  'ort-node': onnxruntime('node'),
  'ort-web': onnxruntime('web'),
  tfjs: {
    workloads: ['W3', 'W4', 'W7'],
    prepare: () =>
      install('@tensorflow/tfjs', [
        `@tensorflow/tfjs@${TFJS_VERSION}`,
        `@tensorflow/tfjs-backend-wasm@${TFJS_VERSION}`,
      ]),
    measure: (workload) => ({
      ...runMeasurement(process.execPath, [script('tfjs-workloads.mjs'), workload], {}, FOLDER),
      version: TFJS_VERSION,
    }),
  },
};

/** Installs packages in the folder of the peers, without their install scripts. @returns why it failed */
function install(name: string, packages: readonly string[]): string | undefined {
  mkdirSync(FOLDER, { recursive: true });
  if (existsSync(join(FOLDER, 'node_modules', name))) return undefined;
  const options = ['--prefix', FOLDER, '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const { status, stderr } = spawnSync('npm', ['install', ...options, ...packages], { encoding: 'utf8' });
  return status === 0 ? undefined : `${name} could not be installed in ${FOLDER}. ${stderr}`;
}

/** PyTorch without its two handicaps on current machines. */
function torch(pythonOf: () => string, wayOut: string): Peer {
  return {
    prepare() {
      const python = pythonOf();
      if (python === '' || !existsSync(python)) return `there is no Python at '${python}'. ${wayOut}`;
      const { status } = spawnSync(python, ['-c', 'import torch'], { stdio: 'ignore' });
      return status === 0 ? undefined : `${python} has no torch. ${wayOut}`;
    },
    measure: (workload, threads) =>
      runMeasurement(pythonOf(), [script('torch_workloads.py'), String(threads), workload], {
        OPENBLAS_CORETYPE: openblasCore(),
        OMP_WAIT_POLICY: 'passive',
        OMP_NUM_THREADS: String(threads),
        OPENBLAS_NUM_THREADS: String(threads),
      }),
  };
}

/** The best of OpenBLAS's cores that this processor runs: Debian's build does not know recent processors by itself. */
function openblasCore(): string {
  const flags = existsSync('/proc/cpuinfo') ? readFileSync('/proc/cpuinfo', 'utf8') : '';
  return /\bavx512f\b/.test(flags) ? 'SKYLAKEX' : 'HASWELL';
}

/** onnxruntime, which only predicts; its models are those of PyTorch. */
function onnxruntime(kind: 'node' | 'web'): Peer {
  const modelOf = (workload: string) => join(FOLDER, `${workload}.onnx`);
  return {
    workloads: ONNX_WORKLOADS,
    prepare() {
      const problem = install(`onnxruntime-${kind}`, [
        `onnxruntime-node@${ONNX_VERSION}`,
        `onnxruntime-web@${ONNX_VERSION}`,
      ]);
      if (problem !== undefined) return problem;
      for (const workload of ONNX_WORKLOADS) {
        if (existsSync(modelOf(workload))) continue;
        const { status, stderr } = spawnSync(
          DEBIAN_PYTHON,
          [script('export_onnx.py'), workload, modelOf(workload)],
          { encoding: 'utf8' },
        );
        if (status !== 0) return `its models are written by PyTorch from Debian, which failed. ${stderr}`;
      }
      return undefined;
    },
    measure: (workload, threads) => ({
      ...runMeasurement(
        process.execPath,
        [script('ort-workloads.mjs'), FOLDER, kind, modelOf(workload), workload, String(threads)],
        {},
      ),
      version: ONNX_VERSION,
    }),
  };
}
