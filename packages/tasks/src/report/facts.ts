import { countText, escapeText } from './html-page.ts';

/** Facts by name, in order. */
export type Facts = readonly (readonly [name: string, value: string])[];

/** Facts below a heading, as HTML; every text is escaped. Nothing where there are none. */
export function factsSection(title: string, facts: Facts): string {
  if (facts.length === 0) return '';
  const lines = facts.map(([name, value]) => `<dt>${escapeText(name)}</dt><dd>${escapeText(value)}</dd>`);
  return `<section><h3>${escapeText(title)}</h3><dl>${lines.join('')}</dl></section>`;
}

/** The values of an object as facts: `learningRate: 0.001` becomes `learning rate`, `0.001`. What is undefined is left out. */
export function factsOf(values: object): Facts {
  return Object.entries(values)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => [spaced(name), valueText(value)]);
}

/** `learningRate` → `learning rate`. */
export function spaced(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

/** `0.4 s`, `73.2 s`, `12 min 30 s`. */
export function secondsText(seconds: number): string {
  if (seconds < 100) return `${seconds.toFixed(seconds < 10 ? 2 : 1)} s`;
  const whole = Math.round(seconds);
  return `${countText(Math.floor(whole / 60))} min ${whole % 60} s`;
}

function valueText(value: unknown): string {
  if (typeof value === 'number') return Number.isInteger(value) ? countText(value) : String(value);
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return String(value);
}
