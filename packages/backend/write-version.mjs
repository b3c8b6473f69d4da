// Writes the package's version into src/version.ts: part of the build, so that package.json is the only place to change it.
import { readFileSync, writeFileSync } from 'node:fs';

const { version } = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8'));
const target = new URL('src/version.ts', import.meta.url);
const text = `/** Version of this package; written by the build from package.json. */
export const VERSION: string = '${version}';
`;
if (readFileSync(target, 'utf8') !== text) writeFileSync(target, text);
