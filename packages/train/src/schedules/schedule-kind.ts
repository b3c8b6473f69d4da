import type { OptionRules, Resolved } from '@seqloom/options';

/** What defines a kind of schedule. */
export interface ScheduleKind<Options extends object> {
  readonly rules: OptionRules<Options>;
  /** Throws for settings that fit one by one and not together. */
  readonly check?: (options: Resolved<Options>) => void;
  /** The size of a step, from 0 on. */
  readonly rate: (options: Resolved<Options>, step: number) => number;
}
