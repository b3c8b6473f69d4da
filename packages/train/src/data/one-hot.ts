/** The class of a one-hot row of `width` numbers that begins at `start`; −1 if the row is not one-hot. */
export function hotPlace(data: ArrayLike<number>, start: number, width: number): number {
  let hot = -1;
  for (let place = 0; place < width; place++) {
    const value = data[start + place]!;
    if (value === 0) continue;
    if (value !== 1 || hot >= 0) return -1;
    hot = place;
  }
  return hot;
}
