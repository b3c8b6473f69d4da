/** The keys of the metadata; each entry holds JSON. */
export const MODEL_KEY = 'seqloom.model';
export const ATTACHMENTS_KEY = 'seqloom.attachments';
export const OPTIMIZER_KEY = 'seqloom.optimizer';
export const CHECKSUM_KEY = 'seqloom.checksum';
export const TRAINING_KEY = 'seqloom.training';

/** The version this code writes, and the only one it reads. */
export const FORMAT_VERSION = 1;

/** The tensor name of an optimizer slot. Weights are stored under their paths. */
export function slotTensorName(path: string, slot: string): string {
  return `${OPTIMIZER_KEY}/${path}/${slot}`;
}

/** Whether a tensor belongs to the optimizer. */
export function isSlotTensor(name: string): boolean {
  return name.startsWith(`${OPTIMIZER_KEY}/`);
}
