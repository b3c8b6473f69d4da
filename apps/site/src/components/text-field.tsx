import type { VNode } from 'preact';
import { Field, type Labelled } from './field.tsx';

/** A field for a text. */
export interface TextFieldProps extends Labelled {
  readonly value: string;
  readonly onInput: (text: string) => void;
  /** Lines; from 2 on the text may have several. Default 1. */
  readonly rows?: number;
  /** Characters. */
  readonly maxLength?: number;
  readonly placeholder?: string;
  readonly spellcheck?: boolean;
}

/** A field for a text of one or several lines. */
export function TextField({ value, onInput, rows = 1, spellcheck = true, ...props }: TextFieldProps): VNode {
  const { maxLength, placeholder, ...labelled } = props;
  return (
    <Field
      {...labelled}
      control={(attributes) => {
        const common = {
          ...attributes,
          class: 'control',
          value,
          maxLength,
          placeholder,
          spellcheck,
          disabled: labelled.disabled,
          onInput: ({ currentTarget }: { currentTarget: HTMLInputElement | HTMLTextAreaElement }) =>
            onInput(currentTarget.value),
        };
        return rows > 1 ? <textarea {...common} rows={rows} /> : <input {...common} type="text" />;
      }}
    />
  );
}
