import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const PACKAGES = new URL('../../../packages/', import.meta.url);
const read = (file) => readFileSync(new URL(file, PACKAGES), 'utf8');

/** The sources of all packages, relative to the folder of packages. */
const files = readdirSync(PACKAGES).flatMap((name) =>
  readdirSync(new URL(`${name}/src/`, PACKAGES), { recursive: true })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => `${name}/src/${file}`),
);

/** Classes whose constructor has documentation of its own. */
function documentedConstructors(source) {
  const found = [];
  for (const { index } of source.matchAll(/\*\/\n {2}constructor\(/g)) {
    const classes = [...source.slice(0, index).matchAll(/^(?:export )?(?:abstract )?class (\w+)/gm)];
    found.push(classes.at(-1)[1]);
  }
  return found;
}

test('no constructor hides the documentation of its class from whoever hovers `new Dense(…)`', () => {
  const exported = files
    .filter((file) => file.endsWith('index.ts'))
    .map(read)
    .join();
  // Errors are thrown, not made, by users; their constructors name what goes into the message.
  const hidden = files
    .flatMap((file) => documentedConstructors(read(file)))
    .filter((name) => !name.endsWith('Error') && new RegExp(`\\b${name}\\b`).test(exported));
  expect(files.length).toBeGreaterThan(100);
  expect(hidden).toEqual([]);
});
