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

/**
 * A class that overrides `apply` in place of `call`, or has neither, which the compiler tells users of TypeScript.
 *
 * @throws TypeError for a layer without `call`
 */
export function refuseMissingCall(label: string, call: unknown): void {
  if (typeof call === 'function') return;
  throw new TypeError(
    `${label}: has no call(x, context). Put the maths there and leave apply as it is, which checks the input and runs call.`,
  );
}

/** The error for a name that is gone. */
export function renamed(owner: string, old: string, wayOut: string): TypeError {
  return new TypeError(`${owner}: ${old} has been renamed. ${wayOut}`);
}
