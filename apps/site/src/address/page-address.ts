import type { OptionRules } from '@seqloom/options';
import { type AddressSettings, readAddress, writeAddress } from './address.ts';

/**
 * Reads the settings of this page from its address. They are in the fragment, which browsers send to no host; a query is read too and
 * becomes a fragment.
 */
export function readPageAddress<Settings extends object>(
  owner: string,
  rules: OptionRules<Settings>,
): AddressSettings<Settings> {
  const { hash, search, pathname } = location;
  if (hash.includes('=') || search === '') return readAddress(owner, rules, hash.includes('=') ? hash : '');
  history.replaceState(history.state, '', `${pathname}#${search.slice(1)}`);
  return readAddress(owner, rules, search);
}

/** Puts settings into the address of this page. The history stays as long as it was: "Back" leaves the page. */
export function writePageAddress<Settings extends object>(
  owner: string,
  rules: OptionRules<Settings>,
  settings: Settings,
): void {
  history.replaceState(history.state, '', `${location.pathname}${writeAddress(owner, rules, settings)}`);
}
