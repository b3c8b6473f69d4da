// What models are built of and trained with. All names are passed on: this package adds none of its own to them, and a name
// that two packages gave to different things would not compile.
export * from '@seqloom/attention';
export {
  activeBackend,
  BackendFailedError,
  BackendInUseError,
  BackendUnavailableError,
  type DType,
  dispose,
  liveTensors,
  provideBackends,
  ready,
  registerBackend,
  type SelectedBackend,
  type SelectOptions,
  selectBackend,
  type Tensor,
  type TensorData,
  tensor,
  tidy,
} from '@seqloom/backend';
export * from '@seqloom/convolutional';
export * from '@seqloom/embeddings';
export * from '@seqloom/nn';
export * from '@seqloom/recurrent';
export * from '@seqloom/text';
export * from '@seqloom/train';
// In place of the one of train, which cannot wait for a backend.
export { load } from './load.ts';
