import { parseJSON, printable } from '@seqloom/options';
import { KerasFileError } from './keras-file-error.ts';

/** Upper bound on a config in UTF-16 code units: a thousand layers take two million. */
const LONGEST_CONFIG = 1 << 22;

/**
 * Reads the JSON of a config.
 *
 * @param what it is, in messages: `its config.json`
 * @throws KerasFileError for a text that is not JSON, too long, or nested too deep
 */
export function parseConfig(what: string, json: string): unknown {
  try {
    return parseJSON(json, { longest: LONGEST_CONFIG });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new KerasFileError(`the JSON of ${what} is damaged (${printable(reason).replace(/\.$/, '')}).`, {
      cause,
    });
  }
}
