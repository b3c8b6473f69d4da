import { expect, test } from 'vitest';
import { formatCounts, structureCounts } from '../structure-counts.mjs';

const dense = `
/** Options of \`Dense\`, kernelInitializer among them. */
export interface DenseOptions extends LayerOptions {
  readonly units: number;

  readonly kernelInitializer?: string; // line 3 of the interface, 4 with the brace
}

export class Dense extends Layer<DenseOptions> {
  static readonly rules: LayerRules<DenseOptions> = {
    units: positiveInteger(),
    kernelInitializer: initializer('glorotUniform'),
  };

  protected override createParameters(shape: Shape): void {
    this.#kernel = make(this.settings.kernelInitializer);
  }

  protected call(x: Tensor): Tensor {
    return product(x, this.#kernel);
  }
}
`;
const batches = `
export function batches(options: BatchesOptions) {
  checkOptions('batches', options, { batchSize: true });
  const { batchSize } = resolveOptions('batches', options, RULES);
}
`;
const wasm = `
const size = attributes.size as number;
const all = attributes as unknown as Geometry;
run({ recurrentMask });
run({
  @{ batch, time },
  @options,
});
const list = [
  @[1, 2].map((minutes) => minutes * 60),
  @[
    'a',
    'b',
  ],
];
`.replaceAll('@', '...'); // this file would count otherwise

test('counts options, maths, names, casts, spreads and long lines', () => {
  const files = new Map([
    ['packages/nn/src/dense.ts', dense],
    [
      'packages/nn/src/special.ts',
      'export class Special extends Dense {\n  constructor() {\n    super();\n  }\n}\n',
    ],
    ['packages/wasm/src/run.ts', wasm],
    ['packages/arrays/src/batches.ts', batches],
    ['packages/wasm/src/generated/run.ts', wasm],
    ['apps/a/src/cli.ts', "call(\n  ...(['a', 'b'] as const),\n);\n"],
    ['ARCHITECTURE.md', `${'x'.repeat(121)}\n${'x'.repeat(120)}\n`],
  ]);
  expect(Object.fromEntries(structureCounts(files))).toMatchObject({
    'layer files': 2,
    // interface 4, rules 4, constructor 3
    'option code in layer packages, lines': 11,
    'maths in layer files, lines': 3,
    'option code per line of maths': '3.67',
    'classes with optionNames': 0,
    'lines of dense.ts that name kernelInitializer': 3,
    'lines of dense.ts that name useBias': 0,
    'lines of batches.ts that name batchSize': 2,
    'functions that resolve their options by rules': 1,
    'functions that list the names of their options': 1,
    'files that name the operand recurrentMask': 1,
    "'glorotUniform' in layer packages": 1,
    'casts of attributes in packages': 2,
    // the object, and the list that nothing is computed from
    'formatter spreads in packages': 2,
    'formatter spreads in apps and tooling': 1,
    'lines of ARCHITECTURE.md over 120 characters': 1,
  });
});

test('prints a table', () => {
  expect(formatCounts([['casts', 0]]).split('\n')).toEqual([
    '| count |        |',
    '|-------|-------:|',
    '| casts |      0 |',
  ]);
});

test('counts what a task costs: files and lines of the smallest app, of the commands, of the runner with tasks and apps', () => {
  const counts = new Map(
    structureCounts(
      new Map([
        ['apps/topics/package.json', '{\n}\n'],
        ['apps/topics/src/cli.ts', 'one;\n\ntwo;\n'],
        ['apps/topics/data/check.mjs', 'three;\n'],
        ['packages/tasks/src/node/cli/train-command.ts', 'four;\n'],
        ['packages/tasks/test/train.test.ts', 'five;\n'],
      ]),
    ),
  );
  const of = (name) => [counts.get(`files of ${name}`), counts.get(`lines of ${name}`)];
  expect(of('apps/topics, data aside')).toEqual([2, 5]);
  expect(of('cli folders')).toEqual([1, 1]);
  expect(of('runner, tasks and their apps')).toEqual([2, 4]);
});
