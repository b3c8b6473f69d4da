import type { ComponentChildren, VNode } from 'preact';
import { useId } from 'preact/hooks';

/** A part of a page with a heading. */
export interface SectionProps {
  readonly title: string;
  /** Where links lead to. */
  readonly id?: string;
  readonly lead?: string;
  /** What stands at the right of the heading. */
  readonly aside?: ComponentChildren;
  readonly children: ComponentChildren;
}

/** A part of a page with a heading of the second level. */
export function Section({ title, id, lead, aside, children }: SectionProps): VNode {
  const heading = useId();
  return (
    <section class="section" id={id} aria-labelledby={heading}>
      <div class="section-head">
        <h2 id={heading}>{title}</h2>
        {aside}
      </div>
      {lead !== undefined && <p class="section-lead">{lead}</p>}
      {children}
    </section>
  );
}

/** A box on the page. */
export interface PanelProps {
  /** What it is, for screen readers; makes it a region. */
  readonly label?: string;
  readonly tone?: 'plain' | 'raised';
  readonly children: ComponentChildren;
}

/** A box on the page, for what belongs together. */
export function Panel({ label, tone = 'plain', children }: PanelProps): VNode {
  const name = `panel ${tone}`;
  if (label === undefined) return <div class={name}>{children}</div>;
  return (
    <section class={name} aria-label={label}>
      {children}
    </section>
  );
}

/** Parts side by side where there is room. */
export interface ColumnsProps {
  /** The least width of a column, default `20rem`. */
  readonly min?: string;
  readonly children: ComponentChildren;
}

/** Parts side by side, as many as are wide enough, otherwise below each other. */
export function Columns({ min = '20rem', children }: ColumnsProps): VNode {
  return (
    <div class="columns" style={{ '--column': min }}>
      {children}
    </div>
  );
}

/** Parts below each other with the same distance. */
export function Stack({ children }: { readonly children: ComponentChildren }): VNode {
  return <div class="stack">{children}</div>;
}

/** Controls in a row. */
export interface RowProps {
  /** `end` (default) for fields with labels above them, `center` for buttons and texts. */
  readonly align?: 'end' | 'center';
  readonly children: ComponentChildren;
}

/** Controls in a row, which breaks where the screen is narrow. */
export function Row({ align = 'end', children }: RowProps): VNode {
  return <div class={`row ${align}`}>{children}</div>;
}
