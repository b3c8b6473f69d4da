// The machines that the kernels are built for, and how.
import { join } from 'node:path';

/** Vector instructions, one build of the kernels each; a second one with fused multiply-add where there is such. */
const X64 = [
  { name: 'avx512', lanes: 16, flags: ['-mavx512f'], fused: ['-mfma'] },
  { name: 'avx2', lanes: 8, flags: ['-mavx2'], fused: ['-mfma'] },
  { name: 'sse4.1', lanes: 4, flags: ['-msse4.1'] },
];
const ARM64 = [{ name: 'neon', lanes: 4, flags: [], fused: [] }];

/** What a compiler brings along of its own stays inside. */
const EXPORTS = join(import.meta.dirname, 'c', 'exports.map');
const SHARED_LIBRARY = ['-shared', '-pthread', `-Wl,--version-script=${EXPORTS}`];

/**
 * By the name that the packages bear. `zig` is a target of zig's compiler, with the oldest system it shall run on; `imports`
 * says whether the functions of Node-API come from an import library.
 */
export const TARGETS = {
  'linux-x64-gnu': {
    builds: X64,
    link: SHARED_LIBRARY,
    zig: 'x86_64-linux-gnu.2.28',
  },
  'linux-arm64-gnu': {
    builds: ARM64,
    link: SHARED_LIBRARY,
    zig: 'aarch64-linux-gnu.2.28',
  },
  'darwin-arm64': {
    builds: ARM64,
    link: ['-dynamiclib', '-undefined', 'dynamic_lookup'],
    zig: 'aarch64-macos.11.0',
  },
  'win32-x64': { builds: X64, link: ['-shared'], zig: 'x86_64-windows-gnu', imports: true },
};

/** The target of the machine that this runs on, if it is one of them. */
export function ownTarget() {
  const name = `${process.platform}-${process.arch}${process.platform === 'linux' ? '-gnu' : ''}`;
  return Object.hasOwn(TARGETS, name) ? name : undefined;
}
