import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Executor, Heap } from '../src/index.ts';

/** Instruction sets that `c/simd.h` has a branch for, besides wasm's. */
export type InstructionSet = 'avx2' | 'avx512';

const FLAGS = { avx2: ['-mavx2', '-mfma'], avx512: ['-mavx512f'] };
const LANES = { avx2: 8, avx512: 16 } as const;

/** A native build of the kernels, or the reason why this machine has none. */
export type NativeBuild =
  | { readonly executor: (heap: Heap, ran: (kernel: string) => void) => Executor; dispose(): void }
  | { readonly missing: string };

/** Compiles the C sources with `cc` and `test/native-host.c` around them. */
export function buildNative(isa: InstructionSet): NativeBuild {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    return { missing: `needs Linux on x86-64, this is ${process.platform} on ${process.arch}` };
  }
  if (spawnSync('cc', ['--version']).error !== undefined) return { missing: 'needs a C compiler, cc' };
  const folder = mkdtempSync(join(tmpdir(), 'seqloom-kernels-'));
  const dispose = () => rmSync(folder, { recursive: true });
  const [c, object, host] = [join(import.meta.dirname, '../c'), join(folder, 'host.o'), join(folder, 'host')];
  const units = readdirSync(c).filter((name) => name.endsWith('.c'));
  const warnings = ['-Wall', '-Wextra', '-Werror'];
  compile(['-O1', ...warnings, '-c', join(import.meta.dirname, 'native-host.c'), '-o', object]);
  compile([
    '-std=gnu11',
    '-O1',
    '-fno-math-errno',
    ...warnings,
    ...FLAGS[isa],
    ...units.map((name) => join(c, name)),
    object,
    '-rdynamic',
    '-ldl',
    '-o',
    host,
  ]);
  if (spawnSync(host, [isa]).status === 3) {
    dispose();
    return { missing: `this processor has no ${isa}` };
  }
  const executor = (heap: Heap, ran: (kernel: string) => void): Executor => ({
    lanes: LANES[isa],
    run(kernel, args, chunks) {
      const memory = new Uint8Array(heap.memory.buffer);
      const { status, signal, stdout } = spawnSync(host, [isa, kernel, String(args), String(chunks)], {
        input: memory,
        maxBuffer: 2 * memory.length,
      });
      if (status !== 0) throw new Error(`The native ${kernel} ended with ${signal ?? status}.`);
      memory.set(stdout);
      ran(kernel);
    },
  });
  return { executor, dispose };
}

function compile(args: readonly string[]): void {
  const { status, stderr } = spawnSync('cc', args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`cc ${args.join(' ')} failed:\n${stderr}`);
}
