import type {
  AnyBackendKernel,
  BackendPlugin,
  InitOptions,
  NumbersInPlace,
  RecordReplay,
  SumOfSquares,
  UpdateInPlace,
  UpdateRowsInPlace,
} from '@seqloom/backend';
import type { StartedBackend } from './on-heap.ts';

/** What tells one backend on the wasm heap from another. */
export interface HeapPluginOptions {
  readonly name: string;
  readonly priority: number;
  readonly configuration: readonly unknown[];
  readonly checkSupport: BackendPlugin['checkSupport'];
  readonly start: (init: InitOptions) => Promise<StartedBackend>;
}

/** A plug-in whose tensors lie on the wasm heap. */
export function heapPlugin({ start, ...options }: HeapPluginOptions): BackendPlugin {
  let started: StartedBackend | undefined;
  return {
    ...options,
    synchronousReads: true,
    copiesOnWrite: true,
    async init(init) {
      started = await start(init);
      return started.report;
    },
    get kernels(): readonly AnyBackendKernel[] {
      return started?.kernels ?? [];
    },
    get updateInPlace(): UpdateInPlace | undefined {
      return started?.updateInPlace;
    },
    get updateRowsInPlace(): UpdateRowsInPlace | undefined {
      return started?.updateRowsInPlace;
    },
    get recordReplay(): RecordReplay | undefined {
      return started?.recordReplay;
    },
    failure: () => started?.failure(),
    get sumOfSquares(): SumOfSquares | undefined {
      return started?.sumOfSquares;
    },
    get numbersInPlace(): NumbersInPlace | undefined {
      return started?.numbersInPlace;
    },
    async dispose() {
      await started?.dispose();
      started = undefined;
    },
  };
}
