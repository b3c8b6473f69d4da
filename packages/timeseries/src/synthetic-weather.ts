import { count, type OptionRules, resolveOptions } from '@seqloom/options';
import { createRandom } from '@seqloom/random';

/** Options of {@link syntheticWeather}. */
export interface SyntheticWeatherOptions {
  /** Rows after the header. Default 420,551, as many as the real file of 2009–2016 has. */
  readonly rows?: number;
  /** Seed of the weather. Default 0. */
  readonly seed?: number;
}

const SYNTHETIC_WEATHER_RULES: OptionRules<SyntheticWeatherOptions> = {
  rows: count(420_551),
  seed: count(0),
};
const HEADER =
  '"Date Time","p (mbar)","T (degC)","Tpot (K)","Tdew (degC)","rh (%)","VPmax (mbar)","VPact (mbar)","VPdef (mbar)","sh (g/kg)","H2OC (mmol/mol)","rho (g/m**3)","wv (m/s)","max. wv (m/s)","wd (deg)"';
const START = Date.UTC(2009, 0, 1, 0, 10);
const STEP = 600_000;
const DAY = 86_400_000;
const YEAR = 365.2425 * DAY;
const ROWS_A_PIECE = 2000;

/**
 * **Synthetic** weather, not measured: a CSV file in the form and size of the Jena data, to test parsers,
 * windows and memory with. A seasonal and a daily cycle and slow random swings; vapour, density and potential
 * temperature are computed from temperature, dew point and pressure. Results on it say nothing about real weather.
 *
 * @returns Pieces of the file's text.
 * @example
 * for (const piece of syntheticWeather({ rows: 1000 })) file.write(piece);
 */
export function* syntheticWeather(options: SyntheticWeatherOptions = {}): Generator<string> {
  const { rows, seed } = resolveOptions('syntheticWeather', options, SYNTHETIC_WEATHER_RULES);
  const random = createRandom(seed, 'synthetic-weather');
  // an autoregressive process with a time constant in rows: days for pressure, hours for wind
  const swing = (constant: number): (() => number) => {
    const keep = Math.exp(-1 / constant);
    const push = Math.sqrt(1 - keep * keep);
    let value = random.normal();
    return () => {
      value = keep * value + push * random.normal();
      return value;
    };
  };
  const [pressure, warmth, dryness, wind, direction] = [500, 400, 250, 40, 200].map(swing);
  let piece = `${HEADER}\n`;
  for (let row = 0; row < rows; row++) {
    const time = START + row * STEP;
    const [year, day] = [(2 * Math.PI * time) / YEAR, (2 * Math.PI * time) / DAY];
    const p = 989 + 8 * pressure!();
    // coldest in mid-January and before dawn
    const t = 9.4 - 9.5 * Math.cos(year - 0.3) - 3.2 * Math.cos(day - 0.9) + 4.5 * warmth!();
    const dew = t - 1.2 - 4 * Math.abs(dryness!() - 0.4 * Math.cos(day - 0.9));
    const saturation = 6.1094 * Math.exp((17.625 * t) / (t + 243.04)); // Magnus, mbar
    const vapour = 6.1094 * Math.exp((17.625 * dew) / (dew + 243.04));
    const speed = Math.max(0, 2.1 + 1.4 * wind!());
    const values = [
      p,
      t,
      (t + 273.15) * (1000 / p) ** 0.286,
      dew,
      (100 * vapour) / saturation,
      saturation,
      vapour,
      saturation - vapour,
      (622 * vapour) / (p - 0.378 * vapour),
      (1000 * vapour) / p,
      ((100 * (p - 0.378 * vapour)) / (287.05 * (t + 273.15))) * 1000,
      speed,
      speed * 1.6 + 0.3,
      (((200 + 70 * direction!()) % 360) + 360) % 360,
    ];
    piece += `${stamp(time)},${values.map((value) => value.toFixed(2)).join(',')}\n`;
    if ((row + 1) % ROWS_A_PIECE === 0) {
      yield piece;
      piece = '';
    }
  }
  if (piece !== '') yield piece;
}

/** `01.01.2009 00:10:00`. */
function stamp(time: number): string {
  const iso = new Date(time).toISOString();
  return `${iso.slice(8, 10)}.${iso.slice(5, 7)}.${iso.slice(0, 4)} ${iso.slice(11, 19)}`;
}
