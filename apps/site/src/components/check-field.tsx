import './field.css';
import type { VNode } from 'preact';
import { useId } from 'preact/hooks';

/** A box to tick. */
export interface CheckFieldProps {
  readonly label: string;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
  readonly hint?: string | undefined;
  readonly disabled?: boolean;
}

/** A box to tick, with its label at the right. */
export function CheckField({ label, checked, onChange, hint, disabled }: CheckFieldProps): VNode {
  const id = useId();
  return (
    <div class="check-field">
      <label>
        <input
          type="checkbox"
          checked={checked}
          disabled={disabled}
          aria-describedby={hint === undefined ? undefined : id}
          onChange={({ currentTarget }) => onChange(currentTarget.checked)}
        />
        <span>{label}</span>
      </label>
      {hint !== undefined && (
        <p class="hint" id={id}>
          {hint}
        </p>
      )}
    </div>
  );
}
