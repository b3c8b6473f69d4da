import { formatValue } from '@seqloom/options';

/**
 * The name Keras gives a layer of a class: `Dense` → `dense`, `GlobalMaxPooling1D` → `global_max_pooling1d`,
 * `ConvLSTM1D` → `conv_lstm1d`, `StackedRNNCells` → `stacked_rnn_cells`.
 */
export function defaultName(className: string): string {
  return className
    .replace(/(.)([A-Z][a-z]+)/g, '$1_$2')
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase();
}

/**
 * Names the layers of one container: given names stay, the others get Keras' automatic ones, which count from nothing
 * (`dense`, `dense_1`) and step over names that are taken.
 *
 * @param layers in order, with the name each has already, if any
 * @throws RangeError when two layers were given the same name
 */
export function uniqueNames(
  layers: readonly { readonly className: string; readonly givenName: string | undefined }[],
): string[] {
  const taken = new Set<string>();
  for (const { className, givenName: given } of layers) {
    if (given === undefined) continue;
    if (taken.has(given)) {
      throw new RangeError(
        `${className}: the name ${JSON.stringify(given)} is taken by another layer of the model.`,
      );
    }
    taken.add(given);
  }
  return layers.map(({ className, givenName: given }) => {
    if (given !== undefined) return given;
    const base = defaultName(className);
    let name = base;
    for (let count = 1; taken.has(name); count++) name = `${base}_${count}`;
    taken.add(name);
    return name;
  });
}

/** @throws TypeError unless a name can be part of the names of weights */
export function checkName(owner: string, option: string, name: unknown): void {
  if (typeof name !== 'string' || name === '' || name.length > 200 || /[/\p{Surrogate}]/u.test(name)) {
    throw new TypeError(
      `${owner}: ${option} must be a text of 1 to 200 characters without "/", got ${formatValue(name)}.`,
    );
  }
}
