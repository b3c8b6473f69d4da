const LAYER_SOURCE = /^packages\/(?:nn|embeddings|recurrent|convolutional|attention)\/src\/.+\.ts$/;
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
/** A line that begins with a literal that is spread into another one. */
const SPREAD = /^\s*\.\.\.\(?(?=[{[])/gm;

/** Options, each with the file of a layer or a function that has it; files may move to another package. */
const NAMED = [
  ['kernelInitializer', 'nn/src/dense.ts'],
  ['useBias', 'nn/src/dense.ts'],
  ['rate', 'dropout.ts'],
  ['maskZero', 'embedding.ts'],
  ['groups', 'conv-1d.ts'],
  ['unitForgetBias', 'lstm.ts'],
  ['resetAfter', 'gru.ts'],
  ['truncating', 'pad-sequences.ts'],
  ['batchSize', 'batches.ts'],
  ['lookback', 'lookback-generator.ts'],
  ['delay', 'forecast-windows.ts'],
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

/** The index behind the bracket that closes the one at `start`; brackets in texts count too, but nearly always in pairs. */
function behindBracket(text, start) {
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    if ('([{'.includes(text[at])) depth++;
    if (')]}'.includes(text[at])) depth--;
    if (depth === 0) return at + 1;
  }
  return text.length;
}

/** Whether a literal is spread for its line breaks only. `...[1, 2].map(…)` computes, and `...[a = 1]: Rest` is a parameter. */
function steersFormatter(text, literal) {
  const behind = text.slice(behindBracket(text, literal)).replace(/^\s+as const\)/, '');
  return /^\s*[,)\]}]/.test(behind);
}

/** Spreads of literals that are there to keep the formatter from breaking lines. */
function formatterSpreads(text) {
  const code = codeLines(text).join('\n');
  return [...code.matchAll(SPREAD)].filter(({ 0: spread, index }) =>
    steersFormatter(code, index + spread.length),
  ).length;
}

const CLASS = /class (\w+)(?:<[^{]*?>)? extends (\w+)/g;

/** The names of the classes of layers, no matter what they are derived from. */
function layerClasses(files) {
  const parents = new Map();
  for (const text of files.values())
    for (const [, name, parent] of text.matchAll(CLASS)) parents.set(name, parent);
  const isLayer = (name) => name === 'Layer' || (parents.has(name) && isLayer(parents.get(name)));
  return new Set([...parents.keys()].filter(isLayer));
}

/** Everything of an app but its data; the manifest and the settings of tools count too. */
const APP = /^apps\/topics\/(?!data\/)/;
/** Sources of tasks, the runner and the apps that have one, wherever a checkout keeps them. */
const TASKS = /^(?:packages\/tasks|apps\/(?:imdb|topics|weather|shell))\/src\/.+\.ts$/;
const COMMANDS = /^(?:packages|apps)\/.+\/cli\/.+\.ts$/;

/** What a task costs: the smallest app, the commands, and the runner with the tasks and apps; all lines of the files. */
function taskCounts(select) {
  const counted = (name, pattern) => {
    const texts = [...select(pattern).values()];
    return [
      [`files of ${name}`, texts.length],
      [`lines of ${name}`, texts.reduce((total, text) => total + text.split('\n').length - 1, 0)],
    ];
  };
  return [
    ...counted('apps/topics, data aside', APP),
    ...counted('cli folders', COMMANDS),
    ...counted('runner, tasks and their apps', TASKS),
  ];
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
  /** The text of a file, in whichever package it is. */
  const source = (file) => [...select(SOURCE)].find(([path]) => path.endsWith(`/${file}`))?.[1] ?? '';
  const calls = (name) =>
    sum(
      sources,
      (lines) => lines.filter((line) => new RegExp(`(?<!function )\\b${name}\\(`).test(line)).length,
    );
  const operand = sources.map((text) => naming(OPERAND, text)).filter((lines) => lines > 0);
  const packageSpreads = select(/^packages\/.+\.(?:ts|mjs)$/);
  const otherSpreads = select(/^(?:apps|tooling)\/.+\.(?:ts|mjs)$/);
  const spreads = (texts) => [...texts.values()].reduce((total, text) => total + formatterSpreads(text), 0);

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
      naming(name, source(file)),
    ]),
    ['functions that resolve their options by rules', calls('resolveOptions')],
    ['functions that list the names of their options', calls('checkOptions')],
    [`lines that name the operand ${OPERAND}`, operand.reduce((total, lines) => total + lines, 0)],
    [`files that name the operand ${OPERAND}`, operand.length],
    [
      "'glorotUniform' in layer packages",
      sum(layerSources.values(), (lines) => lines.filter((line) => line.includes("'glorotUniform'")).length),
    ],
    ['casts of attributes in packages', sources.reduce((n, text) => n + (text.match(CAST)?.length ?? 0), 0)],
    ['formatter spreads in packages', spreads(packageSpreads)],
    ['formatter spreads in apps and tooling', spreads(otherSpreads)],
    ...taskCounts(select),
    [
      'lines of ARCHITECTURE.md over 120 characters',
      (files.get('ARCHITECTURE.md') ?? '')
        .split('\n')
        .filter((line) => line.length > 120 && !line.startsWith('|')).length, // a row of a table has no place to break
    ],
  ];
}

/** Counts as a Markdown table. */
export function formatCounts(counts) {
  const width = Math.max(...counts.map(([name]) => name.length));
  const rows = counts.map(([name, count]) => `| ${name.padEnd(width)} | ${String(count).padStart(6)} |`);
  return [`| ${'count'.padEnd(width)} |        |`, `|${'-'.repeat(width + 2)}|-------:|`, ...rows].join('\n');
}
