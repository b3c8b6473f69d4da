import './heat-text.css';
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { formatNumber } from '../format/format.ts';
import { Button } from './button.tsx';
import { DataTable } from './data-table.tsx';

/** A piece of a text with its number. Spaces and signs between words are pieces with `null`. */
export interface HeatPart {
  readonly text: string;
  readonly value: number | null;
}

/** What the colours mean, such as "towards negative" and "towards positive". */
interface LegendTexts {
  readonly low?: string | undefined;
  readonly high?: string | undefined;
}

/** A text whose words are coloured by a number. */
export interface HeatTextProps extends LegendTexts {
  /** What the numbers are: "Influence of the words". */
  readonly label: string;
  readonly parts: readonly HeatPart[];
  /** `signed` has two colours around 0, `share` one from 0 on. */
  readonly kind: 'signed' | 'share';
  /** The size that has the full colour; default the largest of the text. */
  readonly max?: number;
  readonly format?: (value: number) => string;
  /** How the numbers were computed, and its source. */
  readonly method?: string;
}

/** A text whose words are coloured by a number, with the numbers as a table for those who do not see colours. */
export function HeatText(props: HeatTextProps): VNode {
  const { label, parts, kind, low, high, format = formatNumber, method } = props;
  const [asTable, setAsTable] = useState(false);
  const valued = parts.filter((part): part is { text: string; value: number } => part.value !== null);
  const largest = props.max ?? Math.max(...valued.map(({ value }) => Math.abs(value)), Number.MIN_VALUE);
  return (
    <figure class="heat-text">
      <figcaption>
        <span>{label}</span>
        <Legend kind={kind} low={low} high={high} />
      </figcaption>
      {asTable ? (
        <DataTable
          caption={label}
          columns={[{ label: 'Word' }, { label, numeric: true }]}
          rows={valued.map(({ text, value }) => [text, value])}
          format={format}
        />
      ) : (
        <p class="heat-words">
          {parts.map(({ text, value }, i) =>
            value === null ? (
              text
            ) : (
              <span
                key={i}
                class={heatClass(kind, value)}
                style={heatStyle(value, largest)}
                title={format(value)}
              >
                {text}
              </span>
            ),
          )}
        </p>
      )}
      <div class="heat-foot">
        {method !== undefined && <p class="hint">{method}</p>}
        <Button
          kind="quiet"
          pressed={asTable}
          onClick={() => setAsTable(!asTable)}
          label={`Show as table: ${label}`}
        >
          Show as table
        </Button>
      </div>
    </figure>
  );
}

function heatClass(kind: HeatTextProps['kind'], value: number): string {
  if (kind === 'share') return 'heat share';
  return value < 0 ? 'heat negative' : 'heat positive';
}

/** The more of the colour the larger the number; at most half, so that the word stays easy to read. */
function heatStyle(value: number, largest: number): Record<string, string> {
  const strength = Math.min(1, Math.abs(value) / largest);
  return { '--heat': `${Math.round(strength * 50)}%`, '--line': `${Math.round(strength * 100)}%` };
}

function Legend({ kind, low, high }: Pick<HeatTextProps, 'kind'> & LegendTexts): VNode | null {
  if (low === undefined && high === undefined) return null;
  return (
    <span class="heat-legend">
      {low !== undefined && <span>{low}</span>}
      <span class={`heat-scale ${kind}`} aria-hidden="true" />
      {high !== undefined && <span>{high}</span>}
    </span>
  );
}
