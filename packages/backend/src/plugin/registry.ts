import type { BackendPlugin } from './contract.ts';

const plugins = new Map<string, BackendPlugin>();

/**
 * Makes a backend available to {@link selectBackend}. A plug-in of the same name takes the place of an earlier one.
 *
 * @throws RangeError for a name that is empty or contains `_`
 */
export function registerBackend(plugin: BackendPlugin): void {
  if (!/^[a-z][a-z0-9-]*$/.test(plugin.name)) {
    throw new RangeError(
      `registerBackend: name must be lower-case letters, digits and '-', got ${JSON.stringify(plugin.name)}.`,
    );
  }
  plugins.set(plugin.name, plugin);
}

/** The registered plug-ins, in the order in which they are tried. */
export function candidates(prefer: readonly string[]): BackendPlugin[] {
  for (const name of prefer) {
    if (!plugins.has(name)) {
      const known = [...plugins.keys()].join(', ') || 'none';
      throw new RangeError(`selectBackend: no backend is named '${name}'. Registered: ${known}.`);
    }
  }
  const rank = ({ name }: BackendPlugin) => (prefer.includes(name) ? prefer.indexOf(name) : prefer.length);
  return [...plugins.values()].sort((a, b) => rank(a) - rank(b) || b.priority - a.priority);
}
