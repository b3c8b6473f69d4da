import { type ReadonlySignal, type Signal, signal } from '@preact/signals';
import type { OptionRules, Resolved } from '@seqloom/options';
import { latestRarely } from '../timing/latest-rarely.ts';
import { writeAddress } from './address.ts';
import { readPageAddress, writePageAddress } from './page-address.ts';

/** The least time between two changes of an address, in ms: Safari refuses more than 100 in 30 seconds. */
const BETWEEN_CHANGES_MS = 350;

/** The settings of a page, which its address repeats. */
export interface PageSettings<Settings extends object> {
  readonly settings: ReadonlySignal<Resolved<Settings>>;
  /** What the address said that is not used; empty again once a setting changes. */
  readonly problems: Signal<readonly string[]>;
  /** Changes settings at once, and the address soon. */
  readonly set: (change: Partial<Settings>) => void;
  /** The address of the page with these settings. */
  readonly link: () => string;
}

/**
 * The settings of this page, read from its address and kept there. They are read again when the user changes the fragment.
 *
 * @param owner what messages begin with
 * @param rules of the settings, each with a default
 */
export function addressSettings<Settings extends object>(
  owner: string,
  rules: OptionRules<Settings>,
): PageSettings<Settings> {
  const read = readPageAddress(owner, rules);
  const settings = signal(read.settings);
  const problems = signal(read.problems);
  const write = latestRarely(
    () => writePageAddress(owner, rules, settings.value as Settings),
    BETWEEN_CHANGES_MS,
  );
  addEventListener('pagehide', write.now);
  addEventListener('hashchange', () => {
    if (!location.hash.includes('=')) return; // a place in the page
    write.cancel();
    const again = readPageAddress(owner, rules);
    settings.value = again.settings;
    problems.value = again.problems;
  });
  return {
    settings,
    problems,
    link: () =>
      `${location.origin}${location.pathname}${writeAddress(owner, rules, settings.value as Settings)}`,
    set(change) {
      settings.value = { ...settings.value, ...change };
      problems.value = [];
      write.soon();
    },
  };
}
