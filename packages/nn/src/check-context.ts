import { checkOptions } from '@seqloom/options';
import type { CallContext } from './context.ts';

/** What can be said with a call. */
const CONTEXT: Readonly<Record<keyof CallContext, true>> = {
  training: true,
  mask: true,
  masks: true,
  random: true,
  logits: true,
  outputLogits: true,
  initialState: true,
  attentionMask: true,
  defer: true,
  observe: true,
};

/**
 * Checks the settings of a call. It runs for every layer in every step, so messages are made only where there is something to
 * say.
 *
 * @param owner the layer, which messages name
 * @throws RangeError for a setting that does not exist, TypeError unless they are an object
 */
export function checkContext(owner: { readonly label: string }, context: Partial<CallContext>): void {
  let isKnown = typeof context === 'object' && context !== null && !Array.isArray(context);
  for (const name in context) isKnown &&= Object.hasOwn(CONTEXT, name) && context[name as never] !== null;
  if (!isKnown) checkOptions(owner.label, context, CONTEXT);
}
