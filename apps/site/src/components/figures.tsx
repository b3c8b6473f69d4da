import './figures.css';
import type { VNode } from 'preact';

/** One number with what it is. */
export interface Figure {
  readonly label: string;
  readonly value: string;
  readonly unit?: string;
  readonly hint?: string;
}

/** Numbers side by side. */
export function Figures({ figures }: { readonly figures: readonly Figure[] }): VNode {
  return (
    <dl class="figures">
      {figures.map(({ label, value, unit, hint }) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>
            {value}
            {unit !== undefined && <span class="unit"> {unit}</span>}
            {hint !== undefined && <span class="figure-hint">{hint}</span>}
          </dd>
        </div>
      ))}
    </dl>
  );
}
