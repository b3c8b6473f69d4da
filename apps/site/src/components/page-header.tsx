import type { ComponentChildren, VNode } from 'preact';

/** The head of a page. */
export interface PageHeaderProps {
  readonly title: string;
  /** One or two sentences: what one can do here. */
  readonly lead?: string;
  readonly children?: ComponentChildren;
}

/** The title of a page with its lead. */
export function PageHeader({ title, lead, children }: PageHeaderProps): VNode {
  return (
    <div class="page-head">
      <h1>{title}</h1>
      {lead !== undefined && <p class="lead">{lead}</p>}
      {children}
    </div>
  );
}
