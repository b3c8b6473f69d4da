/**
 * Checks one option.
 *
 * @throws TypeError or RangeError that names the owner and the option, unless the value fits
 */
export type OptionCheck = (owner: string, option: string, value: unknown) => void;

/** What every rule holds. */
interface Rule {
  /** Throws unless the value fits. */
  readonly check: OptionCheck;
  /** Whether `null` is a value of its own. Elsewhere it is refused: a default would not replace it. */
  readonly nullable: boolean;
}

/** The rule of an option that must be given. */
export interface RequiredRule<Value> extends Rule {
  readonly required: true;
  /** Never there; it tells the compiler which type the check lets through. */
  readonly fallback?: Value;
}

/** The rule of an option that may be left out. */
export interface OptionalRule<Value> extends Rule {
  readonly required: false;
  /** What the option is when it is left out. */
  readonly fallback: Value;
}

/** The rule of any option. */
export type OptionRule<Value> = RequiredRule<Value> | OptionalRule<Value>;

/**
 * A rule for every option of a type: the compiler misses an option that has none, a rule of another kind, and a default
 * where the option must be given.
 */
export type OptionRules<Options> = {
  readonly [Name in keyof Options]-?: Pick<Options, Name> extends Required<Pick<Options, Name>>
    ? RequiredRule<Options[Name]>
    : OptionalRule<Required<Options>[Name]>;
};

/**
 * A rule of one's own.
 *
 * @param check throws unless a value fits
 * @param fallback the default; without it the option must be given
 *
 * @example
 * ```ts
 * const even = rule<number>((owner, option, value) => {
 *   checkPositiveInteger(owner, option, value);
 *   if (value % 2 === 1) throw new RangeError(`${owner}: ${option} must be even, got ${value}.`);
 * });
 * ```
 */
export function rule<Value>(check: OptionCheck): RequiredRule<Value>;
export function rule<Value>(check: OptionCheck, fallback: Value): OptionalRule<Value>;
export function rule<Value>(check: OptionCheck, fallback: Value | undefined): OptionRule<Value>;
export function rule<Value>(check: OptionCheck, fallback?: Value): OptionRule<Value> {
  const base = { check, nullable: false };
  return fallback === undefined ? { ...base, required: true } : { ...base, required: false, fallback };
}

/** An option that may be left out and has no default: it is `undefined` then. Its type holds `undefined`. */
export function optional<Value>({ check, nullable }: RequiredRule<Value>): OptionalRule<Value | undefined> {
  return { check, nullable, required: false, fallback: undefined };
}

/**
 * An option of which `null` is a value too.
 *
 * @param fallback the default; without it the option must be given
 */
export function nullable<Value>(inner: RequiredRule<Value>): RequiredRule<Value | null>;
export function nullable<Value>(
  rule: RequiredRule<Value>,
  fallback: Value | null,
): OptionalRule<Value | null>;
export function nullable<Value>(
  inner: RequiredRule<Value>,
  fallback?: Value | null,
): OptionRule<Value | null> {
  const check: OptionCheck = (owner, option, value) => {
    if (value !== null) inner.check(owner, option, value);
  };
  return { ...rule<Value | null>(check, fallback), nullable: true };
}
