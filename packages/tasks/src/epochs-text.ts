/** How many epochs, in words: `1 epoch`, `12 epochs`. */
export function epochsText(epochs: number): string {
  return epochs === 1 ? '1 epoch' : `${epochs} epochs`;
}
