import { type ReadonlySignal, type Signal, signal } from '@preact/signals';
import type { OptionRules, Resolved } from '@seqloom/options';
import { readAddress, writeAddress } from './address.ts';

/** The settings of a page, which its address repeats. */
export interface PageSettings<Settings extends object> {
  readonly settings: ReadonlySignal<Resolved<Settings>>;
  /** What the address said that is not used; empty again once a setting changes. */
  readonly problems: Signal<readonly string[]>;
  /** Changes settings and the address. The history stays as long as it was: "Back" leaves the page. */
  readonly set: (change: Partial<Settings>) => void;
  /** The address of the page with these settings. */
  readonly link: () => string;
}

/**
 * The settings of this page, read from its address and kept there.
 *
 * @param owner what messages begin with
 * @param rules of the settings, each with a default
 */
export function addressSettings<Settings extends object>(
  owner: string,
  rules: OptionRules<Settings>,
): PageSettings<Settings> {
  const read = readAddress(owner, rules, location.search);
  const settings = signal(read.settings);
  const problems = signal(read.problems);
  const link = () =>
    `${location.origin}${location.pathname}${writeAddress(owner, rules, settings.value as Settings)}${location.hash}`;
  return {
    settings,
    problems,
    link,
    set(change) {
      settings.value = { ...settings.value, ...change };
      problems.value = [];
      history.replaceState(history.state, '', link());
    },
  };
}
