import { formatValue } from '@seqloom/options';
import { type Fields, fieldsOf, integerOf, wrong } from './fields.ts';

/** What a tokenizer.json says of the length of rows. */
export interface FileSettings {
  readonly maxLength: number | undefined;
  readonly truncating: 'pre' | 'post';
  readonly outputSequenceLength: number | undefined;
  readonly multiple: number;
  readonly padding: 'pre' | 'post';
  /** Undefined where the file says nothing of padding. */
  readonly padId: number | undefined;
}

const LONGEST = 1 << 24;

/** Reads the fields `truncation` and `padding`. */
export function readFileSettings({ truncation, padding }: Fields, mostTokens: number): FileSettings {
  const cut = truncation ? fieldsOf('truncation', truncation) : undefined;
  const fill = padding ? fieldsOf('padding', padding) : undefined;
  if (cut?.stride) integerOf('truncation: stride', cut.stride, 0, LONGEST); // parts that follow are not asked for
  return {
    maxLength: cut && integerOf('truncation: max_length', cut.max_length, 1, LONGEST),
    truncating: sideOf('truncation', cut?.direction),
    outputSequenceLength: fill && fixedLength(fill.strategy),
    multiple: integerOf('padding: pad_to_multiple_of', fill?.pad_to_multiple_of ?? 1, 1, LONGEST),
    padding: sideOf('padding', fill?.direction),
    padId: fill && integerOf('padding: pad_id', fill.pad_id, 0, mostTokens - 1),
  };
}

function fixedLength(strategy: unknown): number | undefined {
  if (strategy === 'BatchLongest') return undefined;
  const { Fixed: length } = fieldsOf('padding: strategy', strategy);
  return integerOf('padding: strategy: Fixed', length, 1, LONGEST);
}

function sideOf(where: string, direction: unknown = 'Right'): 'pre' | 'post' {
  if (direction === 'Left') return 'pre';
  if (direction === 'Right') return 'post';
  throw wrong(`${where}: direction`, `${formatValue('Left')} or ${formatValue('Right')}`, direction);
}
