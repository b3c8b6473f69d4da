import './button.css';
import type { ComponentChildren, VNode } from 'preact';

/** What a button is for: the one thing to do next, one of several, something beside the matter, or what cannot be undone. */
export type ButtonKind = 'primary' | 'secondary' | 'quiet' | 'danger';

/** A button. */
export interface ButtonProps {
  readonly kind?: ButtonKind;
  readonly type?: 'button' | 'submit';
  /** It then does nothing, but keeps the focus. */
  readonly disabled?: boolean;
  readonly onClick?: () => void;
  /** Says what it does where its text alone does not. It must contain the text. */
  readonly label?: string;
  /** Whether it is on, for a button that switches something. */
  readonly pressed?: boolean;
  readonly children: ComponentChildren;
}

/** A button. A disabled one can still have the focus, so that the focus is not lost when the state of the page changes. */
export function Button({
  kind = 'secondary',
  type = 'button',
  disabled = false,
  ...props
}: ButtonProps): VNode {
  const { onClick, label, pressed, children } = props;
  return (
    <button
      type={type}
      class={`button ${kind}`}
      aria-disabled={disabled ? 'true' : undefined}
      aria-label={label}
      aria-pressed={pressed}
      onClick={(event) => {
        if (disabled) event.preventDefault();
        else onClick?.();
      }}
    >
      {children}
    </button>
  );
}

/** A link that looks like a button. */
export interface LinkButtonProps {
  readonly href: string;
  readonly kind?: ButtonKind;
  /** The name of the file, where the address is one to download. */
  readonly download?: string;
  readonly children: ComponentChildren;
}

/** A link that looks like a button. */
export function LinkButton({ href, kind = 'secondary', download, children }: LinkButtonProps): VNode {
  return (
    <a class={`button ${kind}`} href={href} download={download}>
      {children}
    </a>
  );
}
