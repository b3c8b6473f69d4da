import './tabs.css';
import type { ComponentChildren, VNode } from 'preact';
import { useId } from 'preact/hooks';

/** One tab. */
export interface Tab {
  readonly id: string;
  readonly label: string;
  readonly content: () => ComponentChildren;
}

/** Parts of which one is shown. */
export interface TabsProps {
  readonly label: string;
  readonly tabs: readonly Tab[];
  readonly selected: string;
  readonly onSelect: (id: string) => void;
}

/** Parts of which one is shown. Arrow keys, Home and End move between the tabs. */
export function Tabs({ label, tabs, selected, onSelect }: TabsProps): VNode {
  const id = useId();
  const place = Math.max(
    0,
    tabs.findIndex((tab) => tab.id === selected),
  );
  const shown = tabs[place];
  const move = (event: KeyboardEvent & { currentTarget: HTMLElement }) => {
    const last = tabs.length - 1;
    const next = {
      ArrowRight: place === last ? 0 : place + 1,
      ArrowLeft: place === 0 ? last : place - 1,
      Home: 0,
      End: last,
    };
    const target = next[event.key as keyof typeof next];
    if (target === undefined) return;
    event.preventDefault();
    onSelect(tabs[target]!.id);
    event.currentTarget.querySelectorAll<HTMLElement>('[role=tab]')[target]?.focus();
  };
  return (
    <div class="tabs">
      <div role="tablist" aria-label={label} onKeyDown={move}>
        {tabs.map((tab, i) => (
          <button
            key={tab.id}
            type="button"
            role="tab"
            id={`${id}-tab-${i}`}
            aria-selected={i === place}
            aria-controls={`${id}-panel`}
            tabIndex={i === place ? 0 : -1}
            onClick={() => onSelect(tab.id)}
          >
            {tab.label}
          </button>
        ))}
      </div>
      <div
        role="tabpanel"
        id={`${id}-panel`}
        aria-labelledby={`${id}-tab-${place}`}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the panel of a tab takes the focus, as the ARIA pattern of tabs asks for
        tabIndex={0}
        key={shown?.id}
      >
        {shown?.content()}
      </div>
    </div>
  );
}
