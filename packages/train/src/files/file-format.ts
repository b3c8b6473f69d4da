/** The keys of the metadata; each entry holds JSON. */
export const MODEL_KEY = 'seqloom.model';
export const ATTACHMENTS_KEY = 'seqloom.attachments';
export const OPTIMIZER_KEY = 'seqloom.optimizer';
export const CHECKSUM_KEY = 'seqloom.checksum';
export const TRAINING_KEY = 'seqloom.training';
const STATES_KEY = 'seqloom.states';
export const BACKUP_KEY = 'seqloom.backup';

/** The version this code writes, and the only one it reads. */
export const FORMAT_VERSION = 1;

/** The tensor name of an optimizer slot. Weights are stored under their paths. */
export function slotTensorName(path: string, slot: string): string {
  return `${OPTIMIZER_KEY}/${path}/${slot}`;
}

/** The tensor name of what a stateful layer carries: `<layer>/<number>`. */
export function stateTensorName(state: string): string {
  return `${STATES_KEY}/${state}`;
}

/** Whether a tensor belongs to a training that can go on, and not to the model: slots of the optimizer, states of layers, a backup. */
export function isTrainingTensor(name: string): boolean {
  return [OPTIMIZER_KEY, STATES_KEY, BACKUP_KEY].some((key) => name.startsWith(`${key}/`));
}
