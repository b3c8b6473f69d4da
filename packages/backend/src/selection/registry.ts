import { checkFunction, formatValue } from '@seqloom/options';
import type { BackendPlugin } from '../contract/plugin.ts';
import { realm } from '../engine/realm.ts';

/**
 * Makes a backend available to {@link selectBackend}. A plug-in of the same name takes the place of an earlier one; one
 * that is interchangeable with it (see {@link BackendPlugin.configuration}) changes nothing, so that several parts of a
 * program may each register what they need.
 *
 * @throws TypeError unless it is a plug-in, with `checkSupport` and `init`; RangeError for a name that is empty or contains
 * `_`
 */
export function registerBackend(plugin: BackendPlugin): void {
  checkPlugin('registerBackend', plugin);
  const registered = realm.plugins.get(plugin.name);
  if (!registered || !areInterchangeable(registered, plugin)) realm.plugins.set(plugin.name, plugin);
}

/** @throws TypeError or RangeError, beginning with the owner, unless it is a plug-in with a name that can be registered */
export function checkPlugin(owner: string, plugin: BackendPlugin): void {
  if (typeof plugin !== 'object' || plugin === null) {
    throw new TypeError(`${owner}: expected a plug-in, got ${formatValue(plugin)}.`);
  }
  for (const method of ['checkSupport', 'init'] as const) checkFunction(owner, method, plugin[method]);
  if (typeof plugin.name !== 'string' || !/^[a-z][a-z0-9-]*$/.test(plugin.name)) {
    throw new RangeError(
      `${owner}: name must be lower-case letters, digits and '-', got ${formatValue(plugin.name)}.`,
    );
  }
}

/** Whether the plug-in, or one interchangeable with it, is what selections find under its name. */
export function isRegistered(plugin: BackendPlugin): boolean {
  const registered = pluginsByName().get(plugin.name);
  return registered !== undefined && areInterchangeable(registered, plugin);
}

/** Whether two plug-ins of one name do the same. */
function areInterchangeable(a: BackendPlugin, b: BackendPlugin): boolean {
  if (a === b) return true;
  const [of, other] = [a.configuration, b.configuration];
  if (of === undefined || other === undefined) return false;
  return of.length === other.length && of.every((value, i) => Object.is(value, other[i]));
}

/** Plug-ins by name: those that are provided, and in their place those that are registered. */
function pluginsByName(): ReadonlyMap<string, BackendPlugin> {
  return new Map([...realm.provided, ...realm.plugins]);
}

/** The plug-ins that selections know, in the order in which they are tried. */
export function candidates(prefer: readonly string[]): BackendPlugin[] {
  const plugins = pluginsByName();
  for (const name of prefer) {
    if (!plugins.has(name)) {
      const known = [...plugins.keys()].join(', ') || 'none';
      throw new RangeError(`selectBackend: no backend is named '${name}'. Registered: ${known}.`);
    }
  }
  const rank = ({ name }: BackendPlugin) => (prefer.includes(name) ? prefer.indexOf(name) : prefer.length);
  return [...plugins.values()].sort((a, b) => rank(a) - rank(b) || b.priority - a.priority);
}
