/**
 * A module of Node's, also where Bun and Deno offer it; an empty object in pages. Asked for at run time and not imported, so
 * that one build of this package serves every platform, with a bundler and without.
 */
export function builtin<Module extends object>(name: string): Partial<Module> {
  return (globalThis.process?.getBuiltinModule?.(name) ?? {}) as Partial<Module>;
}
