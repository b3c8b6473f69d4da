/**
 * Layers were built by `initialize` and made their parameters in `build`.
 *
 * @param untouched whether the class leaves `build` as it is
 * @throws TypeError for a class that still overrides `build`
 */
export function refuseOldBuild(className: string, untouched: boolean): void {
  if (untouched) return;
  throw renamed(className, 'the hook build', 'Make the parameters in createParameters(inputShape).');
}

/** The error for a name that is gone. */
export function renamed(owner: string, old: string, wayOut: string): TypeError {
  return new TypeError(`${owner}: ${old} has been renamed. ${wayOut}`);
}
