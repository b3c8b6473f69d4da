import type { ComponentChildren, VNode } from 'preact';

/** A box that scrolls. */
export interface ScrollBoxProps {
  readonly class: string;
  /** What it holds, for screen readers. */
  readonly label: string;
  readonly children: ComponentChildren;
}

/** A box for what may be larger than it; the keyboard reaches it, so that arrow keys scroll it. */
export function ScrollBox({ class: name, label, children }: ScrollBoxProps): VNode {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by the keyboard
    <section class={name} aria-label={label} tabIndex={0}>
      {children}
    </section>
  );
}
