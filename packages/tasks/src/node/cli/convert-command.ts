import type { CommandDef } from 'citty';
import { textOption } from '../../options/command-option.ts';
import { eventLine } from '../terminal/event-line.ts';
import { openBackend } from '../terminal/open-backend.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { BACKEND_OPTIONS, type BackendOptions, JSON_OPTION } from './common-options.ts';
import { defineTaskCommand } from './define-command.ts';

/** Options of a conversion. */
export interface ConvertOptions {
  /** A model of ours that takes the weights of a file without a model. */
  readonly into?: string | undefined;
}

/** What came of a conversion. */
export interface Conversion {
  /** The kind and the name of the model. */
  readonly model: string;
  readonly layers: readonly string[];
  /** How many numbers the layers have. */
  readonly weights: number;
  /** What of the file that was read is not in the one that was written. */
  readonly notConverted: readonly string[];
  /** The largest difference of predictions for a random input, where both run here. */
  readonly difference?: number;
  /** Why they were not compared. */
  readonly notCompared?: string;
}

/** Converts the model file `input` to `output`. */
export type Convert = (input: string, output: string, options?: ConvertOptions) => Promise<Conversion>;

/** `convert`: a model file of one program becomes that of another. */
export function convertCommand(convert: Convert, terminal: Terminal): CommandDef {
  return defineTaskCommand<BackendOptions & ConvertOptions & { readonly json: boolean }>({
    owner: 'seqloom convert',
    help: 'Convert a model: .keras, .h5, .safetensors, model.json to .keras, .onnx, .safetensors, .torch.safetensors',
    options: {
      into: textOption({
        hint: 'FILE',
        help: 'The model.safetensors whose layers take the weights of a state_dict or .weights.h5',
      }),
      ...BACKEND_OPTIONS,
      ...JSON_OPTION,
    },
    words: 2,
    wordsHint: 'IN OUT',
    async run({ into, backend: name, threads, json }, _signal, typed) {
      const [input, output] = typed._ as readonly string[];
      if (input === undefined || output === undefined) {
        throw new RangeError('seqloom convert: takes two files. Write seqloom convert IN OUT.');
      }
      const backend = await openBackend({ name, threads });
      try {
        const conversion = await convert(input, output, { into });
        terminal.out(json ? eventLine('result', conversion) : textOf(output, conversion));
      } finally {
        await backend.dispose();
      }
    },
  });
}

function textOf(output: string, conversion: Conversion): string {
  const { model, layers, weights, notConverted, difference, notCompared } = conversion;
  return [
    `converted: ${model}, ${weights} weights, to ${output}`,
    ...layers.map((layer) => `  ${layer}`),
    `not converted: ${notConverted.length === 0 ? 'nothing' : ''}`.trimEnd(),
    ...notConverted.map((note) => `  ${note}`),
    `largest difference for a random input: ${difference ?? `not compared, ${notCompared}`}`,
    '',
  ].join('\n');
}
