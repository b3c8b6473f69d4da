const LAYER_SOURCE = /^packages\/(?:nn|embeddings|recurrent|convolutional)\/src\/.+\.ts$/;
const SOURCE = /^packages\/[^/]+\/src\/.+\.ts$/;
const GENERATED = /\/(?:embedded|generated)\//;

/** The methods in which a layer computes: `call`, and those that families give it for the purpose. */
const MATHS = /^ {2}(?:protected |override |abstract )*(?:call|convolve|pool|scan|sequence|steps?|trace)\(/;
/** Members of a class that say what its options are, or check them. */
const OPTION_MEMBER = /^ {2}(?:static (?:override )?readonly (?:rules|optionNames)\b|constructor\()/;
/** Types of options, and tables of names or rules that classes share. */
const OPTION_DECLARATION =
  /^(?:export )?(?:interface \w*Options\b|type \w*Options\b|const [A-Z_]*(?:OPTIONS|NAMES|RULES)\b)/;
const CAST = /\battributes(?:\.\w+|\[[^\]]+\])?!?\)? as (?!const)/g;
/** A literal that is spread into another one, at the beginning of a line. */
const SPREAD = /^\s*\.\.\.\(?[{[]/;

/** Options, each with the file of a layer that has it. */
const NAMED = [
  ['kernelInitializer', 'packages/nn/src/dense.ts'],
  ['useBias', 'packages/nn/src/dense.ts'],
  ['rate', 'packages/nn/src/dropout.ts'],
  ['maskZero', 'packages/embeddings/src/embedding.ts'],
  ['groups', 'packages/convolutional/src/conv-1d.ts'],
  ['unitForgetBias', 'packages/recurrent/src/lstm.ts'],
  ['resetAfter', 'packages/recurrent/src/gru.ts'],
];
/** An operand that goes from a layer to the kernels. */
const OPERAND = 'recurrentMask';

/** Lines of code: without blank ones and comments. */
function codeLines(text) {
  return text
    .replace(/\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, ''))
    .split('\n')
    .filter((line) => line.trim() !== '' && !/^\s*\/\//.test(line));
}

/** Lines of the blocks that begin with a line like `start`: to the next line that is indented no deeper and closes nothing. */
function blockLines(lines, start) {
  let count = 0;
  for (let i = 0; i < lines.length; i++) {
    if (!start.test(lines[i])) continue;
    const indent = lines[i].search(/\S/);
    count++;
    while (i + 1 < lines.length) {
      const depth = lines[i + 1].search(/\S/);
      const closes = depth === indent && /^\s*[)}\]>]/.test(lines[i + 1]);
      if (depth < indent || (depth === indent && !closes)) break;
      count++;
      i++;
    }
  }
  return count;
}

const CLASS = /class (\w+)(?:<[^{]*?>)? extends (\w+)/g;

/** The names of the classes of layers, whatever they are derived from. */
function layerClasses(files) {
  const parents = new Map();
  for (const text of files.values())
    for (const [, name, parent] of text.matchAll(CLASS)) parents.set(name, parent);
  const isLayer = (name) => name === 'Layer' || (parents.has(name) && isLayer(parents.get(name)));
  return new Set([...parents.keys()].filter(isLayer));
}

/**
 * The counts of a checkout, by what they count.
 *
 * @param {Map<string, string>} files path → text
 * @returns {[name: string, count: number | string][]}
 */
export function structureCounts(files) {
  const select = (pattern) =>
    new Map([...files].filter(([path]) => pattern.test(path) && !GENERATED.test(path)));
  const layerSources = select(LAYER_SOURCE);
  const classes = layerClasses(layerSources);
  const layerFiles = [...layerSources].filter(([, text]) =>
    [...text.matchAll(CLASS)].some(([, name]) => classes.has(name)),
  );
  const sum = (texts, count) => [...texts].reduce((total, text) => total + count(codeLines(text)), 0);
  const layerTexts = layerFiles.map(([, text]) => text);
  const sources = [...select(SOURCE).values()];

  const options =
    sum(layerSources.values(), (lines) => blockLines(lines, OPTION_DECLARATION)) +
    sum(layerTexts, (lines) => blockLines(lines, OPTION_MEMBER));
  const maths = sum(layerTexts, (lines) => blockLines(lines, MATHS));
  const naming = (name, text) =>
    codeLines(text).filter((line) => new RegExp(`\\b${name}\\b`).test(line)).length;
  const operand = sources.map((text) => naming(OPERAND, text)).filter((lines) => lines > 0);
  const packageSpreads = select(/^packages\/.+\.(?:ts|mjs)$/);
  const otherSpreads = select(/^(?:apps|tooling)\/.+\.(?:ts|mjs)$/);
  const spreads = (texts) => sum(texts.values(), (lines) => lines.filter((line) => SPREAD.test(line)).length);

  return [
    ['layer files', layerFiles.length],
    ['lines of code in layer files', sum(layerTexts, (lines) => lines.length)],
    ['option code in layer packages, lines', options],
    ['maths in layer files, lines', maths],
    ['option code per line of maths', (options / maths).toFixed(2)],
    [
      'classes with optionNames',
      sum(layerTexts, (lines) => lines.filter((l) => /static.* optionNames\b/.test(l)).length),
    ],
    ...NAMED.map(([name, file]) => [
      `lines of ${file.split('/').at(-1)} that name ${name}`,
      naming(name, files.get(file) ?? ''),
    ]),
    [`lines that name the operand ${OPERAND}`, operand.reduce((total, lines) => total + lines, 0)],
    [`files that name the operand ${OPERAND}`, operand.length],
    [
      "'glorotUniform' in layer packages",
      sum(layerSources.values(), (lines) => lines.filter((line) => line.includes("'glorotUniform'")).length),
    ],
    ['casts of attributes in packages', sources.reduce((n, text) => n + (text.match(CAST)?.length ?? 0), 0)],
    ['formatter spreads in packages', spreads(packageSpreads)],
    ['formatter spreads in apps and tooling', spreads(otherSpreads)],
    [
      'lines of ARCHITECTURE.md over 120 characters',
      (files.get('ARCHITECTURE.md') ?? '').split('\n').filter((line) => line.length > 120).length,
    ],
  ];
}

/** Counts as a Markdown table. */
export function formatCounts(counts) {
  const width = Math.max(...counts.map(([name]) => name.length));
  const rows = counts.map(([name, count]) => `| ${name.padEnd(width)} | ${String(count).padStart(6)} |`);
  return [`| ${'count'.padEnd(width)} |        |`, `|${'-'.repeat(width + 2)}|-------:|`, ...rows].join('\n');
}
