import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

/** The module of every `from '…'`, `import '…'` and `import('…')`. */
const IMPORT = /(?:\bfrom\s*|\bimport\s*\(?\s*)['"]([^'"\n]+)['"]/g;

const folders = (dir) => (existsSync(dir) ? readdirSync(dir) : []);

function* sources(dir, ending = /\.[cm]?tsx?$/) {
  if (!existsSync(dir)) return;
  for (const entry of readdirSync(dir, { withFileTypes: true })) {
    const path = join(dir, entry.name);
    if (entry.isDirectory()) yield* sources(path, ending);
    else if (ending.test(entry.name)) yield path;
  }
}

const imports = (path) => [...readFileSync(path, 'utf8').matchAll(IMPORT)].map(([, specifier]) => specifier);

/** `@scope/name` of `@scope/name/sub/path`, `name` of `name/sub/path`. */
const packageOf = (specifier) => specifier.match(/^(?:@[^/]+\/)?[^/]+/)[0];

/** Whether `exports` have a path, by its name or by a pattern such as `./wasm/*`. What a bundler reads after `?` is not part of it. */
function isExported(path, exports) {
  const [file] = path.split('?');
  return Object.keys(exports).some((key) => {
    const [before, after] = key.split('*');
    if (after === undefined) return key === file;
    return file.length > before.length + after.length && file.startsWith(before) && file.endsWith(after);
  });
}

/** The declaration files that the manifest's `exports` promise. */
function typeEntries(exports) {
  if (typeof exports !== 'object' || exports === null) return [];
  return Object.entries(exports).flatMap(([key, value]) =>
    key === 'types' && typeof value === 'string' ? [value] : typeEntries(value),
  );
}

/** The declaration files a consumer's compiler reads: the entries and, from there, what they import within the package. */
function publicDeclarations(dir, manifest) {
  const reached = new Set();
  const visit = (path) => {
    if (reached.has(path) || !existsSync(path)) return;
    reached.add(path);
    for (const specifier of imports(path)) {
      // A declaration file says './tensor.ts' or './tensor.js' and means './tensor.d.ts'.
      if (specifier.startsWith('.')) {
        visit(resolve(dirname(path), specifier.replace(/(?:\.d)?\.([cm]?)[jt]s$/, '.d.$1ts')));
      }
    }
  };
  for (const entry of typeEntries(manifest.exports)) visit(join(dir, entry));
  return reached;
}

/**
 * One sentence for everything in `packages/*` and `apps/*` of the workspace that is against its architecture.
 *
 * - A package may depend on a sibling only where `arrows` (package → allowed siblings) says so; an app on any package.
 * - A source may import only what its manifest lists, and of a sibling only what that one's `exports` declare.
 * - Only `backend*` may depend on `@tensorflow/*`, and no public type of any package may name it. Their sources may import it as a
 *   dependency for development, when the built code does not.
 */
export function findArrowProblems({ root, arrows }) {
  const members = ['packages', 'apps']
    .flatMap((group) =>
      folders(join(root, group)).map((name) => ({ group, name, dir: join(root, group, name) })),
    )
    // A folder without a manifest is no member: pnpm passes it over too.
    .filter(({ dir }) => existsSync(join(dir, 'package.json')))
    .map((member) => ({
      ...member,
      manifest: JSON.parse(readFileSync(join(member.dir, 'package.json'), 'utf8')),
    }));
  const siblings = new Map(members.map(({ manifest }) => [manifest.name, manifest]));
  const problems = [];

  for (const { group, name, dir, manifest } of members) {
    const at = `${group}/${name}`;
    const allowed = group === 'apps' ? folders(join(root, 'packages')) : arrows[name];
    if (!allowed) {
      problems.push(`${at}: not in the table of packages; add it to ARCHITECTURE.md.`);
      continue;
    }
    const declared = Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies });
    for (const dependency of declared) {
      const sibling = dependency.match(/^@seqloom\/(.+)$/)?.[1];
      if (sibling && !allowed.includes(sibling)) {
        problems.push(
          `${at}/package.json: depends on ${dependency}; allowed: ${allowed.join(', ') || 'none'}.`,
        );
      }
      if (dependency.startsWith('@tensorflow/') && !name.startsWith('backend')) {
        problems.push(`${at}/package.json: depends on ${dependency}; only backend* packages may.`);
      }
    }

    // The build takes what it uses of these into the package.
    const bundled = name.startsWith('backend')
      ? Object.keys(manifest.devDependencies ?? {}).filter((each) => each.startsWith('@tensorflow/'))
      : [];
    for (const path of bundled.length > 0 ? sources(join(dir, 'dist'), /\.js$/) : []) {
      for (const specifier of imports(path).filter((it) => it.startsWith('@tensorflow/'))) {
        if (declared.includes(packageOf(specifier))) continue;
        problems.push(
          `${relative(root, path)}: imports ${specifier}, which is installed for development only.`,
        );
      }
    }
    for (const path of [...sources(join(dir, 'src')), ...sources(join(dir, 'web'))]) {
      for (const specifier of imports(path).filter((it) => /^@(?:seqloom|tensorflow)\//.test(it))) {
        const dependency = packageOf(specifier);
        if (bundled.includes(dependency)) continue;
        if (!declared.includes(dependency) && dependency !== manifest.name) {
          problems.push(
            `${relative(root, path)}: imports ${specifier}, which its package.json does not list.`,
          );
        }
        const exported = siblings.get(dependency)?.exports;
        if (exported && !isExported(`.${specifier.slice(dependency.length)}`, exported)) {
          const offers = Object.keys(exported).join(', ');
          problems.push(
            `${relative(root, path)}: imports ${specifier}, but ${dependency} exports only ${offers}.`,
          );
        }
      }
    }

    for (const entry of typeEntries(manifest.exports)) {
      if (!existsSync(join(dir, entry)))
        problems.push(`${at}: exports ${entry}, which is missing; run pnpm build first.`);
    }
    for (const path of publicDeclarations(dir, manifest)) {
      for (const specifier of imports(path).filter((it) => it.startsWith('@tensorflow/'))) {
        problems.push(
          `${relative(root, path)}: a public type names ${specifier}; use the engine's own interfaces.`,
        );
      }
    }
  }
  return problems;
}
