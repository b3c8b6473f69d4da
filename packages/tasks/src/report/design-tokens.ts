/** Colours, sizes and times of the site and of the reports, as custom properties. Nothing else has a value of its own. */
export const DESIGN_TOKENS: string = `:root {
  color-scheme: light dark;

  --paper: light-dark(#faf9f6, #14161a);
  --surface: light-dark(#ffffff, #1b1e24);
  --sunken: light-dark(#f2f0ea, #101216);
  --ink: light-dark(#1c2027, #e7e9ee);
  --soft: light-dark(#575e6b, #a4acb9);
  --rule: light-dark(#e2dfd7, #2d323b);
  --edge: light-dark(#868c97, #727a88); /* borders of controls: 3:1 against the surface */

  --accent: light-dark(#2450a4, #8fb3ff);
  --accent-strong: light-dark(#1a3d82, #b3ccff);
  --accent-tint: light-dark(#e9eefa, #222c42);
  --on-accent: light-dark(#ffffff, #10141d);
  --good: light-dark(#1a6b4a, #6fd0a4);
  --good-tint: light-dark(#e4f3eb, #17302a);
  --bad: light-dark(#a12b2b, #ff9d94);
  --bad-tint: light-dark(#fbeae8, #3a2022);
  --positive: light-dark(#12876a, #2fae8c);
  --negative: light-dark(#d0552c, #e0703f);

  /* Lines of charts: told apart also by those who do not see red or green, 3:1 against the surface. */
  --tone-1: light-dark(#2450a4, #8fb3ff);
  --tone-2: light-dark(#bb520c, #ffab66);
  --tone-3: light-dark(#177a5c, #5fd0a5);
  --tone-4: light-dark(#84409c, #d7a2f0);
  --tone-5: light-dark(#697080, #a8b0bd);
  --tone-6: light-dark(#a3123b, #ff93a8);

  --font: "Inter Variable", system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", sans-serif;
  --mono: ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace;
  --size-small: 0.875rem;
  --size-lead: clamp(1.125rem, 1rem + 0.5vw, 1.25rem);
  --size-h1: clamp(1.875rem, 1.4rem + 2vw, 2.75rem);
  --size-h2: clamp(1.3125rem, 1.15rem + 0.6vw, 1.625rem);
  --size-h3: 1.0625rem;

  --gap-1: 0.25rem;
  --gap-2: 0.5rem;
  --gap-3: 0.75rem;
  --gap-4: 1rem;
  --gap-5: 1.5rem;
  --gap-6: 2.25rem;
  --gap-7: 3.5rem;
  --radius: 10px;
  --radius-small: 6px;
  --wide: 78rem; /* of the content */
  --read: 42rem; /* of lines of text */
  --margin: clamp(1rem, 4vw, 3rem);
  --side: max(var(--margin), (100% - var(--wide)) / 2); /* beside the content */
  --quick: 120ms;
}

:root[data-theme="light"] {
  color-scheme: light;
}

:root[data-theme="dark"] {
  color-scheme: dark;
}

@media (prefers-reduced-motion: reduce) {
  :root {
    --quick: 0ms;
  }
}
`;
