import type { Tensor } from '@seqloom/backend';

/** Reads one number and releases its tensor. */
export async function readScalar(value: Tensor): Promise<number> {
  try {
    return (await value.data())[0]!;
  } finally {
    value.dispose();
  }
}
