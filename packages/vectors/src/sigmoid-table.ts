/** Inner products are clipped to ±8: σ(8) = 0.9997. */
const REACH = 8;
const STEPS_PER_UNIT = 256;
const PLACES = 2 * REACH * STEPS_PER_UNIT + 1;

/** `σ(x) = 1 / (1 + e^−x)` at steps of 1/256 from −8 to 8. */
export const sigmoidTable: Float32Array = Float32Array.from(
  { length: PLACES },
  (_, place) => 1 / (1 + Math.exp(REACH - place / STEPS_PER_UNIT)),
);

/** `−ln σ(x)` at the same places; read backwards it is `−ln σ(−x)`. */
export const lossTable: Float32Array = Float32Array.from({ length: PLACES }, (_, place) =>
  Math.log1p(Math.exp(REACH - place / STEPS_PER_UNIT)),
);
