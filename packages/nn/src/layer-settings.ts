import {
  boolean,
  formatValue,
  type OptionRule,
  type OptionRules,
  optional,
  resolveOptions,
  rule,
} from '@seqloom/options';
import type { LayerClass, LayerOptions } from './layer-contract.ts';
import { checkName } from './layer-name.ts';

type Rules = Readonly<Record<string, OptionRule<unknown>>>;

const LAYER_RULES: OptionRules<{ readonly name?: string | undefined; readonly trainable?: boolean }> = {
  name: optional(rule(checkName)),
  trainable: boolean(true),
};

/** The options of every layer, and those of its class by name. */
interface ResolvedLayerOptions {
  readonly name: string | undefined;
  readonly trainable: boolean;
  readonly [option: string]: unknown;
}

/**
 * Checks the options of a layer by the rules of its class and of those it is made from, and fills in the defaults.
 *
 * @throws TypeError or RangeError naming the class and the option that is wrong
 */
export function resolveLayerOptions(layerClass: LayerClass, options: LayerOptions): ResolvedLayerOptions {
  const { className } = layerClass;
  if (typeof options !== 'object' || options === null) {
    throw new TypeError(`${className}: expected an object of options, got ${formatValue(options)}.`);
  }
  const own = rulesOf(layerClass);
  const rules: Rules = { ...own, ...LAYER_RULES, ...(own.name && { name: own.name }) };
  const ruled = listsAll(layerClass) ? options : pick(options, Object.keys(rules));
  const resolved = resolveOptions<object>(className, ruled, rules);
  return { ...options, ...resolved } as ResolvedLayerOptions; // as LAYER_RULES say
}

/**
 * Whether a class has a rule for each of its options: one made from another layer without rules of its own may have options
 * that the rules it inherits do not know. The rules of an abstract class, which has no name, are those of its family.
 */
function listsAll(layerClass: object): boolean {
  if (Object.hasOwn(layerClass, 'rules') || Object.hasOwn(layerClass, 'optionNames')) return true;
  const parent: unknown = Object.getPrototypeOf(layerClass);
  return typeof parent === 'function' && !Object.hasOwn(parent, 'className') && listsAll(parent);
}

/** The rules of a class and of those it is made from; its own take the place of theirs. */
function rulesOf(layerClass: object): Rules {
  const { rules, optionNames = {} } = layerClass as Partial<LayerClass>;
  const names = Object.hasOwn(layerClass, 'optionNames') ? Object.keys(optionNames) : [];
  const named = Object.fromEntries(names.map((name) => [name, optional(rule(() => {}))]));
  const parent: unknown = Object.getPrototypeOf(layerClass);
  return { ...named, ...(typeof parent === 'function' && rulesOf(parent)), ...rules };
}

function pick(object: object, names: readonly string[]): object {
  return Object.fromEntries(names.map((name) => [name, (object as Readonly<Record<string, unknown>>)[name]]));
}
