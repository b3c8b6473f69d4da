/** A point of a curve of losses: the mean of the steps since the point before. */
export interface CurvePoint {
  /** The last of these steps, counted from 1 over all epochs. */
  readonly step: number;
  readonly loss: number;
}

/** More points than this are not seen on a screen. */
const MOST_POINTS = 600;

/** A curve with one more point. A long one is made of half as many points, each the mean of two. */
export function extendCurve(curve: readonly CurvePoint[], point: CurvePoint): readonly CurvePoint[] {
  const longer = [...curve, point];
  if (longer.length <= MOST_POINTS) return longer;
  return longer.flatMap((each, i) => {
    if (i % 2 === 0) return i === longer.length - 1 ? [each] : [];
    const before = longer[i - 1]!;
    const start = longer[i - 2]?.step ?? 0;
    const [first, second] = [before.step - start, each.step - before.step];
    const loss = (before.loss * first + each.loss * second) / (first + second);
    return [{ step: each.step, loss }];
  });
}
