import { Component, type ComponentChildren, render } from 'preact';
import { ErrorPanel } from '../components/error-panel.tsx';

/**
 * Shows a page, or a live part of it.
 *
 * @param content what to show
 * @param selector where: default the main part of the page
 * @throws Error when the page has no such element
 */
export function mountPage(content: ComponentChildren, selector = '#main'): void {
  const place = document.querySelector(selector);
  if (!place) throw new Error(`mountPage: the page has no ${selector}.`);
  render(<Guard>{content}</Guard>, place);
}

/** Shows what goes wrong in a component in its place, so that the rest of the page stays. */
class Guard extends Component<{ children: ComponentChildren }, { error: unknown }> {
  override state: { error: unknown } = { error: undefined };

  static override getDerivedStateFromError(error: unknown): { error: unknown } {
    return { error };
  }

  override render() {
    if (this.state.error === undefined) return this.props.children;
    return (
      <ErrorPanel
        title="This part of the page failed"
        error={this.state.error}
        what="Reload the page. What was trained and stored is still there."
        action={{ label: 'Reload', onClick: () => location.reload() }}
      />
    );
  }
}
