import type { Tensor } from '@seqloom/backend';

/** A number, or a tensor that holds it, which is read and released. */
export async function readCount(value: number | Tensor): Promise<number> {
  return typeof value === 'number' ? value : readScalar(value);
}

/** Reads one number and releases its tensor. */
export async function readScalar(value: Tensor): Promise<number> {
  try {
    return (await value.data())[0]!;
  } finally {
    value.dispose();
  }
}
