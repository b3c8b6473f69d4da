import { Tokenizer } from '@seqloom/text';
import { TextForm } from './text-form.ts';
import type { TextModel, TextReader } from './text-types.ts';

/** What travels in a model file beside the weights: `tokenizer` and `form`, of an ensemble also `tokenizer2`, `form2` and so on. */
export function textAttachments({
  tokenizer,
  form,
  others = [],
}: Omit<TextModel, 'model'>): Record<string, unknown> {
  const more = others.flatMap((reader, i) => [
    [`tokenizer${i + 2}`, reader.tokenizer],
    [`form${i + 2}`, reader.form],
  ]);
  return { tokenizer, form, ...Object.fromEntries(more) };
}

/** The readers that a model file has, in order; none where it holds no model of texts. */
export function readersIn(attachments: { get(name: string): unknown }): readonly TextReader[] {
  const readers: TextReader[] = [];
  for (let number = 1; ; number++) {
    const suffix = number === 1 ? '' : `${number}`;
    const tokenizer = attachments.get(`tokenizer${suffix}`);
    const form = attachments.get(`form${suffix}`);
    if (!(tokenizer instanceof Tokenizer && form instanceof TextForm)) return readers;
    readers.push({ tokenizer, form });
  }
}
