export function importsOf(path: string): Set<string>;
