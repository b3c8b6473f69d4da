import { VERSION } from '@seqloom/backend';
import { formatValue } from '@seqloom/options';
import { definitionOf } from '../losses/loss.ts';
import type { Plan } from '../training/fit-plan.ts';
import { describeData } from './data-digest.ts';
import { exactJSON, parseExactJSON } from './exact-json.ts';

/** What decides a run, as plain data. Two processes with the same signature compute the same bits. */
export type RunSignature = Readonly<Record<string, unknown>>;

/** A message lists this many differences. */
const MOST_LISTED = 8;

/** @param settings what else decides the run, in the words of the user */
export function signatureOf(plan: Plan, settings: object): RunSignature {
  const { run, setting, options, data, callbacks } = plan;
  const { model } = run;
  const signature = {
    version: VERSION,
    settings,
    // Without the input shape: the model need not be built.
    model: model.knownInputShape ? model.toJSON() : { layers: model.layers.map((layer) => layer.toJSON()) },
    data: describeData(data),
    validation: options.validation && describeData(options.validation),
    optimizer: run.optimizer.config,
    losses: setting.losses.map(({ output, loss, weight }) => {
      const definition = definitionOf(loss);
      return { output, name: definition?.name ?? loss.name, settings: definition?.settings, weight };
    }),
    metrics: setting.metrics.map(({ all, weighted }) => ({
      names: all.map(({ name }) => name),
      settings: Object.fromEntries(all.map(({ name, settings }) => [name, settings])),
      weighted: [...weighted].map(({ name }) => name),
    })),
    callbacks: callbacks
      .filter(({ state }) => state)
      .map(({ name = 'callback', settings }) => ({ name, settings })),
    ...deciding(options),
  };
  return parseExactJSON(exactJSON(signature)) as RunSignature; // an object
}

/** The options of `fit` that decide its numbers and are plain data. More `epochs` only make the run longer. */
function deciding(options: Plan['options']): object {
  const { epochs: _, callbacks: _c, signal: _s, validation: _v, optimizer: _o, loss: _l, ...rest } = options;
  const { metrics: _m, weightedMetrics: _w, lossWeights: _lw, communicator: _cm, ...plain } = rest;
  return plain;
}

/**
 * What differs, each as `seed is 2, was 1`.
 *
 * @param before stands before the other value
 */
export function differencesBetween(now: unknown, other: unknown, before = 'was', path = ''): string[] {
  if (isCollection(now) && isCollection(other) && Array.isArray(now) === Array.isArray(other)) {
    const names = new Set([...Object.keys(other), ...Object.keys(now)]);
    return [...names].flatMap((name) =>
      differencesBetween(now[name], other[name], before, join(path, name, Array.isArray(now))),
    );
  }
  if (Object.is(now, other)) return [];
  return [`${path} is ${format(now)}, ${before} ${format(other)}`];
}

/** The first differences, as a message lists them. */
export function listDifferences(differences: readonly string[]): string {
  const more = differences.length - MOST_LISTED;
  return `${differences.slice(0, MOST_LISTED).join('; ')}${more > 0 ? `; and ${more} more` : ''}`;
}

function isCollection(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function join(path: string, name: string, isIndex: boolean): string {
  if (isIndex) return `${path}[${name}]`;
  return path === '' ? name : `${path}.${name}`;
}

function format(value: unknown): string {
  return value === undefined ? 'absent' : formatValue(value);
}
