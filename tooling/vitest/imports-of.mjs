import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Every package that a source file imports, followed through the package's own files. */
export function importsOf(path, seen = new Set()) {
  const outside = new Set();
  if (seen.has(path)) return outside;
  seen.add(path);
  for (const [, name] of readFileSync(path, 'utf8').matchAll(/\bfrom '([^']+)'/g)) {
    if (!name.startsWith('.')) outside.add(name);
    else for (const inner of importsOf(join(dirname(path), name), seen)) outside.add(inner);
  }
  return outside;
}
