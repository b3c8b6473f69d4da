import { setWarningHandler } from '@seqloom/nn';
import { onTestFinished } from 'vitest';

/** The warnings of the test that calls it, from here on. */
export function collectWarnings(): readonly string[] {
  const warnings: string[] = [];
  setWarningHandler((message) => void warnings.push(message));
  onTestFinished(() => void setWarningHandler());
  return warnings;
}
