/** A fence of TypeScript, what follows the language, its code, and the end of the fence. */
const BLOCK = /^```ts[ \t]*(continued)?[ \t]*\r?\n([\s\S]*?)^```[ \t]*$/gm;

/**
 * The TypeScript of a page: `{ line, code }` for each program, `line` being the one above the code, from 1. A block that is marked
 * `continued` goes on with the program before it; lines between them are empty in the code, so that lines keep their distance.
 */
export function readmeBlocks(text) {
  const programs = [];
  for (const { index, 1: continued, 2: code } of text.matchAll(BLOCK)) {
    const line = text.slice(0, index).split('\n').length;
    const last = programs.at(-1);
    if (!continued) programs.push({ line, code });
    else if (last) last.code += '\n'.repeat(line - last.line - (last.code.split('\n').length - 1)) + code;
    else throw new RangeError(`line ${line}: a block is marked as continued, but there is none before it.`);
  }
  return programs;
}

/** A file of the reader's own, such as `./train-command.ts`, which no README brings along. */
const OWN_FILE = /error TS2307: Cannot find module '\.\.?\//;

/**
 * What the compiler says about files of blocks, at their places in the READMEs.
 *
 * @param origins a Map from file to `{ readme, line }`
 */
export function placeProblems(output, origins) {
  return output
    .split('\n')
    .filter((text) => !OWN_FILE.test(text))
    .join('\n')
    .replaceAll(/^([^\s(]+)\((\d+),/gm, (whole, file, line) => {
      const origin = origins.get(file);
      return origin ? `${origin.readme}(${origin.line + Number(line)},` : whole;
    })
    .trim();
}
