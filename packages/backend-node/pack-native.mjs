// Packs what a release of the native backend consists of: a package per platform with its native file, and this package with
// those as optional dependencies. They are written here and not kept in the workspace, where no installation could find them.
//   node build-targets.mjs && node pack-native.mjs OUT            writes OUT/*.tgz and OUT/SHA256SUMS
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { TARGETS } from './native-targets.mjs';

const here = import.meta.dirname;
const manifest = JSON.parse(readFileSync(join(here, 'package.json'), 'utf8'));
const [outArgument] = process.argv.slice(2);
if (outArgument === undefined) throw new Error('pack-native: say where to, node pack-native.mjs OUT.');
const out = resolve(outArgument);
mkdirSync(out, { recursive: true });
const work = mkdtempSync(join(tmpdir(), 'seqloom-pack-'));

const pack = (folder) =>
  execFileSync('npm', ['pack', '--pack-destination', out, '--loglevel=error'], { cwd: folder });
const writeJson = (path, value) => writeFileSync(path, `${JSON.stringify(value, undefined, 2)}\n`);

/** The package with the native file of a platform; npm installs it where `os`, `cpu` and `libc` fit. */
function packPlatform(target) {
  const folder = join(work, target);
  mkdirSync(folder);
  const [os, cpu, libc] = target.split('-');
  const name = `${manifest.name}-${target}`;
  for (const file of ['kernels.node', 'kernels.json'])
    cpSync(join(here, 'targets', target, file), join(folder, file));
  cpSync(join(here, '..', '..', 'LICENSE'), join(folder, 'LICENSE'));
  writeFileSync(
    join(folder, 'README.md'),
    `# ${name}\n\nThe native kernels of [${manifest.name}](${manifest.repository.url.replace('git+', '')}) for ${target}. ` +
      'Install that package, which depends on this one.\n',
  );
  const { version, license, repository, engines } = manifest;
  writeJson(join(folder, 'package.json'), {
    name,
    version,
    description: `The native kernels of ${manifest.name} for ${target}`,
    license,
    repository,
    engines,
    os: [os],
    cpu: [cpu],
    ...(libc && { libc: [{ gnu: 'glibc' }[libc]] }),
    files: ['kernels.node', 'kernels.json'],
  });
  pack(folder);
  return name;
}

try {
  const names = Object.keys(TARGETS).map(packPlatform);
  // pnpm resolves what `workspace:` and `catalog:` stand for.
  execFileSync('pnpm', ['pack', '--pack-destination', work], { cwd: here });
  const [tarball] = readdirSync(work).filter((name) => name.endsWith('.tgz'));
  execFileSync('tar', ['-xzf', tarball], { cwd: work });
  const packed = join(work, 'package', 'package.json');
  const optionalDependencies = Object.fromEntries(names.map((name) => [name, manifest.version]));
  writeJson(packed, { ...JSON.parse(readFileSync(packed, 'utf8')), optionalDependencies });
  pack(join(work, 'package'));
} finally {
  rmSync(work, { recursive: true });
}
const sums = readdirSync(out)
  .filter((name) => name.endsWith('.tgz'))
  .map(
    (name) =>
      `${createHash('sha256')
        .update(readFileSync(join(out, name)))
        .digest('hex')}  ${name}\n`,
  );
writeFileSync(join(out, 'SHA256SUMS'), sums.join(''));
console.log(sums.join('').trimEnd());
