import { naiveError } from './data/weather.ts';
import type { Listing } from './listing.ts';

/** "The same as now": what every model has to beat. */
export const naiveForecast: Listing = {
  item: '6.35',
  title: 'the naive baseline and its error in degrees',
  source: 'listings 6.35–6.36',
  async run({ weather, print }) {
    const { name, unit, scaler, targetColumn, windows } = await weather();
    const error = naiveError(windows('validation'));
    const degrees = error * scaler.std[targetColumn]!;
    print(`validation MAE ${error.toFixed(4)}, which is ${degrees.toFixed(2)} ${unit}`);
    return { data: name, error, degrees };
  },
};
