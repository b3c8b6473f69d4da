import { decayRows, dispose, fill, own, type Tensor, type UpdateRule, type Variable } from '@seqloom/backend';
import type { Parameter } from '@seqloom/nn';
import { WaitingRows } from './waiting-rows.ts';

/** One named tensor that an optimizer keeps for a parameter. */
export interface OptimizerSlot {
  readonly parameter: Parameter;
  readonly name: string;
  readonly variable: Variable;
}

/** The number that every element of new slots has, by the name of the slot. */
export type SlotValues = Readonly<Record<string, number>>;

interface SlotsOfParameter {
  readonly variables: readonly Variable[];
  /** Where rows of them have missed updates. */
  waiting?: WaitingRows | undefined;
  /** Detaches the slots from the disposal of the parameter. */
  readonly unregister: () => void;
}

/** The slots of an optimizer, by parameter. The slots of a parameter are released with it. */
export class OptimizerSlots {
  readonly #names: readonly string[];
  readonly #values: SlotValues;
  readonly #byParameter = new Map<Parameter, SlotsOfParameter>();

  /** @param values of new slots; 0 for those without one */
  constructor(names: readonly string[], values: SlotValues = {}) {
    this.#names = names;
    this.#values = values;
  }

  /** Whether a parameter has slots. */
  has(parameter: Parameter): boolean {
    return this.#byParameter.has(parameter);
  }

  /** The slots of a parameter, made when they are first asked for. */
  of(parameter: Parameter): readonly Variable[] {
    return (
      this.#byParameter.get(parameter)?.variables ??
      this.#keep(
        parameter,
        makeAll(this.#names, (name) => fill(parameter.shape, this.#values[name] ?? 0)),
      )
    );
  }

  /** Which rows of a parameter's slots have missed updates; from the first update of rows on. */
  waitingRows(parameter: Parameter): WaitingRows {
    const slots = this.#byParameter.get(parameter)!;
    slots.waiting ??= new WaitingRows(parameter.shape[0]!);
    return slots.waiting;
  }

  /** Makes up for all updates that rows of a parameter's slots have missed. */
  catchUp(parameter: Parameter, rule: UpdateRule): void {
    const slots = this.#byParameter.get(parameter);
    if (!slots?.waiting) return;
    decayRows(parameter, slots.variables, rule, slots.waiting.missed);
    slots.waiting = undefined;
  }

  /** {@link catchUp} for every parameter. */
  catchUpAll(rule: UpdateRule): void {
    for (const parameter of this.#byParameter.keys()) this.catchUp(parameter, rule);
  }

  /** All slots; rows may have missed updates, see {@link catchUpAll}. */
  list(): OptimizerSlot[] {
    return [...this.#byParameter].flatMap(([parameter, { variables }]) =>
      variables.map((variable, i) => ({ parameter, name: this.#names[i]!, variable })),
    );
  }

  /**
   * Reads the slots of a parameter.
   *
   * @param read undefined for a slot that was not saved
   * @throws RangeError when only some slots were saved; what `read` throws; then the parameter has no slots
   */
  restore(parameter: Parameter, read: (slotName: string) => Tensor | undefined): void {
    const variables = makeAll(this.#names, read);
    if (variables.length === this.#names.length) {
      this.#keep(parameter, variables);
    } else if (variables.length > 0) {
      dispose(...variables.map(({ value }) => value));
      const path = JSON.stringify(parameter.path);
      throw new RangeError(
        `optimizer: ${path} has ${variables.length} of the states ${this.#names.join(', ')}. Save the model again.`,
      );
    }
  }

  dispose(): void {
    for (const { variables, unregister } of this.#byParameter.values()) {
      unregister();
      dispose(...variables.map(({ value }) => value));
    }
    this.#byParameter.clear();
  }

  #keep(parameter: Parameter, variables: readonly Variable[]): readonly Variable[] {
    const unregister = parameter.onDispose(() => {
      dispose(...variables.map(({ value }) => value));
      this.#byParameter.delete(parameter);
    });
    this.#byParameter.set(parameter, { variables, unregister });
    return variables;
  }
}

/** Makes a variable for each name that `make` has a tensor for; if one fails, those made before are released. */
function makeAll(names: readonly string[], make: (name: string) => Tensor | undefined): Variable[] {
  const made: Variable[] = [];
  try {
    for (const name of names) {
      const value = make(name);
      if (value) made.push({ value: own(value) });
    }
  } catch (error) {
    dispose(...made.map(({ value }) => value));
    throw error;
  }
  return made;
}
