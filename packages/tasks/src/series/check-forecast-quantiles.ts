import { checkQuantiles, type OptionCheck } from '@seqloom/options';

/** @throws TypeError or RangeError unless a value is a list of rising quantiles with 0.5, the forecast itself, between two others */
export const checkForecastQuantiles: OptionCheck = (owner, option, value) => {
  checkQuantiles(owner, option, value);
  const median = value.indexOf(0.5);
  if (median > 0 && median < value.length - 1) return;
  throw new RangeError(
    `${owner}: ${option} must hold 0.5, the forecast itself, and quantiles below and above it, got ${value.join(', ')}. For instance 0.1, 0.5, 0.9.`,
  );
};
