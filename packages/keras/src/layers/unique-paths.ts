/** Names each part as Keras does in a list: `dense`, `dense_1`, … */
export function uniquePaths<T>(
  parts: readonly T[],
  pathOf: (part: T) => string,
): readonly (readonly [T, string])[] {
  const counts = new Map<string, number>();
  return parts.map((part) => {
    const path = pathOf(part);
    const count = counts.get(path) ?? 0;
    counts.set(path, count + 1);
    return [part, count === 0 ? path : `${path}_${count}`] as const;
  });
}
