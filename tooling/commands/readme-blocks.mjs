/** A fence of TypeScript, its code, and the end of the fence. */
const BLOCK = /^```ts[ \t]*\r?\n([\s\S]*?)^```[ \t]*$/gm;

/** The TypeScript of a README: `{ line, code }` for each block, `line` being the one above the code, from 1. */
export function readmeBlocks(text) {
  return [...text.matchAll(BLOCK)].map(({ index, 1: code }) => ({
    line: text.slice(0, index).split('\n').length,
    code,
  }));
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
