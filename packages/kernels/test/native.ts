import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import {
  closeSync,
  constants,
  mkdtempSync,
  openSync,
  readdirSync,
  readSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ARGUMENTS } from '../src/generated/arguments.ts';
import type { Executor, Heap } from '../src/index.ts';

/** The vocabularies of `c/simd.h` besides wasm's. */
export type Vocabulary = 'sse' | 'avx2' | 'avx512' | 'neon';

interface Target {
  readonly lanes: 4 | 8 | 16;
  readonly flags: readonly string[];
  /** Compilers to look for, by the machine. */
  readonly compilers: Readonly<Record<string, string>>;
}

const X86 = { x64: 'cc' };
const TARGETS: Readonly<Record<Vocabulary, Target>> = {
  sse: { lanes: 4, flags: ['-msse4.1'], compilers: X86 },
  avx2: { lanes: 8, flags: ['-mavx2', '-DAVX2'], compilers: X86 },
  avx512: { lanes: 16, flags: ['-mavx512f', '-DAVX512'], compilers: X86 },
  neon: { lanes: 4, flags: [], compilers: { arm64: 'cc', x64: 'aarch64-linux-gnu-gcc' } },
};
/** Runs programs for arm64 elsewhere. */
const EMULATOR = 'qemu-aarch64';

/** A native build of the kernels, or the reason why this machine has none. */
export type NativeBuild =
  | { executor(options: NativeExecutorOptions): Executor; dispose(): void }
  | { readonly missing: string };

interface NativeExecutorOptions {
  readonly heap: Heap;
  /** Pages of the heap, of 4096 bytes, that a kernel may not touch. Default none. */
  readonly guards?: () => Iterable<number>;
  /** Called with the name of every kernel that has run. */
  readonly ran?: (kernel: string) => void;
}

/** Compiles the C sources for a vocabulary, and `test/native-host.c` around them. */
export function buildNative(vocabulary: Vocabulary): NativeBuild {
  const { lanes, flags, compilers } = TARGETS[vocabulary];
  const compiler = process.platform === 'linux' ? compilers[process.arch] : undefined;
  if (compiler === undefined) return { missing: `not built on ${process.platform}-${process.arch}` };
  const emulated = vocabulary === 'neon' && process.arch !== 'arm64';
  for (const tool of emulated ? [compiler, EMULATOR] : [compiler]) {
    if (spawnSync(tool, ['--version']).error) return { missing: `needs ${tool}` };
  }
  const folder = mkdtempSync(join(tmpdir(), 'seqloom-kernels-'));
  const dispose = () => rmSync(folder, { recursive: true });
  const file = (name: string) => join(folder, name);
  const run = (...args: string[]) => {
    const { status, stderr } = spawnSync(compiler, args, { encoding: 'utf8' });
    if (status !== 0) throw new Error(`${compiler} ${args.join(' ')} failed:\n${stderr}`);
  };
  writeFileSync(file('kernels.c'), tableSource());
  // As the native backend is built.
  const common = ['-O3', '-Wall', '-Wextra', '-Werror'];
  const defines = flags.filter((flag) => flag.startsWith('-D'));
  const objects = [join(import.meta.dirname, 'native-host.c'), file('kernels.c')].map((source, i) => {
    run('-std=gnu11', ...common, ...defines, '-c', source, '-o', file(`${i}.o`));
    return file(`${i}.o`);
  });
  const c = join(import.meta.dirname, '../c');
  const units = readdirSync(c).flatMap((name) => (name.endsWith('.c') ? [join(c, name)] : []));
  const exact = ['-std=gnu11', '-ffp-contract=off', '-fno-math-errno'];
  run(...exact, ...common, ...flags, '-static', ...units, ...objects, '-o', file('host'));
  const command = emulated ? [EMULATOR, file('host')] : [file('host')];
  if (spawnSync(command[0]!, command.slice(1)).status === 3) {
    dispose();
    return { missing: `this processor has no ${vocabulary}` };
  }
  const host = startHost(command, folder);
  return {
    dispose() {
      host.stop();
      dispose();
    },
    executor: ({ heap, guards = () => [], ran }) => ({
      lanes,
      run(kernel, args, chunks) {
        const memory = new Uint8Array(heap.memory.buffer);
        const bytes = 4 * Object.keys(ARGUMENTS[kernel as keyof typeof ARGUMENTS]).length;
        const words = [memory.length, [...guards()].join(), kernel, args, bytes, chunks].map(String);
        if (!host.run(words, memory)) {
          // Again alone, to name the signal: the heap is as it was.
          const { status, signal } = spawnSync(command[0]!, [...command.slice(1), ...words], {
            input: memory,
            maxBuffer: 2 * memory.length,
          });
          throw new Error(`The native ${kernel} ended with ${signal ?? status}.`);
        }
        ran?.(kernel);
      },
    }),
  };
}

/** Starts the host, which answers call after call: a process for each would take ten times as long as the kernels. */
function startHost(command: readonly string[], folder: string) {
  const [requests, answers] = [join(folder, 'requests'), join(folder, 'answers')];
  let child: ChildProcess | undefined;
  let [to, from] = [-1, -1];
  const stop = () => {
    if (child === undefined) return;
    for (const pipe of [to, from]) closeSync(pipe);
    child.kill();
    child = undefined;
  };
  const start = () => {
    child = spawn(command[0]!, [...command.slice(1), 'serve', requests, answers], { stdio: 'ignore' });
    to = openSync(requests, constants.O_RDWR); // does not wait for the other side
    from = openSync(answers, 'r');
  };
  execFileSync('mkfifo', [requests, answers]);
  return {
    stop,
    /** Runs a call on the memory. @returns false when the host has ended; the memory is then as it was */
    run(words: readonly string[], memory: Uint8Array): boolean {
      if (child === undefined) start();
      writeAll(to, Buffer.from(`${words.join(' ')}\n`));
      writeAll(to, memory);
      const answer = new Uint8Array(memory.length);
      for (let at = 0; at < answer.length; ) {
        const read = readSync(from, answer, at, answer.length - at, null);
        if (read === 0) {
          stop();
          return false;
        }
        at += read;
      }
      memory.set(answer);
      return true;
    },
  };
}

function writeAll(pipe: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length; ) at += writeSync(pipe, bytes, at);
}

/** A table of the kernels in C. */
function tableSource(): string {
  const names = Object.keys(ARGUMENTS);
  return `#include <stddef.h>
${names.map((name) => `void ${name}(const void *args, ptrdiff_t chunk);`).join('\n')}
const struct { const char *name; void (*kernel)(const void *, ptrdiff_t); } kernels[] = {
${names.map((name) => `  {"${name}", ${name}},`).join('\n')}
  {0, 0},
};
`;
}
