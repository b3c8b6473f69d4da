// Makes the compiled files in dist/ import the modules of tfjs-core that `@seqloom/backend` carries, in place of an installed tfjs-core.
// Part of the build of the packages that do so, run in their folder. The sources, and with them the tests, import tfjs-core itself.
import { readFileSync, writeFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { pathToFileURL } from 'node:url';
import { walkFiles } from './walk-files.mjs';

const IMPORT = /^import ([^;]+?) from '@tensorflow\/tfjs-core';/m;
const bundled = join(import.meta.dirname, '..', '..', 'packages', 'backend', 'dist', 'tfjs', 'index.js');
const offered = await import(pathToFileURL(bundled));

/** `add`, or `util.assert`, of what a file imports. */
function namesIn(code, clause) {
  const [, all] = /^\* as (\w+)$/.exec(clause) ?? [];
  const named = all
    ? []
    : clause
        .replaceAll(/[{}\s]/g, '')
        .split(',')
        .filter(Boolean);
  const uses = (owner) => [...code.matchAll(new RegExp(`\\b${owner}\\.(\\w+)`, 'g'))].map(([, name]) => name);
  const first = all ? uses(all) : named;
  const namespaces = first.filter((name) => typeof offered[name] === 'object' && name !== 'default');
  return [
    ...first,
    ...namespaces.flatMap((name) => uses(all ? `${all}\\.${name}` : name).map((part) => `${name}.${part}`)),
  ];
}

const self = JSON.parse(readFileSync('package.json', 'utf8')).name === '@seqloom/backend';
for (const file of walkFiles('dist')) {
  if (!file.endsWith('.js')) continue;
  const path = `dist/${file}`;
  const code = readFileSync(path, 'utf8');
  const [statement, clause] = IMPORT.exec(code) ?? [];
  if (!statement) continue;
  for (const name of namesIn(code, clause)) {
    const [owner, part] = name.split('.');
    if (!(owner in offered) || (part && !(part in offered[owner])))
      throw new Error(
        `${path}: tfjs's ${name} is not in packages/backend/bundle-tfjs.mjs. Add its module there.`,
      );
  }
  const target = self ? posix.relative(posix.dirname(path), 'dist/tfjs/index.js') : '@seqloom/backend/tfjs';
  const specifier = target.startsWith('@') || target.startsWith('.') ? target : `./${target}`;
  writeFileSync(path, code.replace(statement, `import ${clause} from '${specifier}';`));
}
