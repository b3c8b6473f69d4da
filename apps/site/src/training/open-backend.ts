import { type BackendPlugin, registerBackend, selectBackend } from '@seqloom/backend';
import { wasmBackend } from '@seqloom/backend-wasm';
import { WASM_FILES } from '../backend/wasm-files.ts';
import type { BackendFacts, RunRequest } from './messages.ts';
import { messageOf, ProblemError } from './problem.ts';

/**
 * Starts the backend of a worker.
 *
 * @param webgl loads the backend of this name, where a page offers it
 * @throws ProblemError with the place `backend` when it cannot run here
 */
export async function openBackend(
  { backend, threads }: Pick<RunRequest, 'backend' | 'threads'>,
  webgl?: () => Promise<BackendPlugin>,
): Promise<BackendFacts> {
  try {
    registerBackend(wasmBackend({ files: WASM_FILES }));
    if (backend === 'webgl' && webgl) registerBackend(await webgl());
    const selected = await selectBackend({
      prefer: [backend],
      ...(threads !== 'auto' && { threads: crossOriginIsolated ? threads : 1 }),
    });
    const { name, rejected } = selected;
    const refused = rejected.find((candidate) => candidate.name === backend);
    if (name !== backend && refused) {
      throw new ProblemError({
        place: 'backend',
        message: refused.reason,
        advice: 'Choose the backend wasm.',
      });
    }
    return {
      name,
      threads: selected.threads,
      whyOneThread: whyOneThread(selected.threads, threads, backend),
      notes: selected.notes ?? [],
    };
  } catch (error) {
    if (error instanceof ProblemError) throw error;
    throw new ProblemError({ place: 'backend', ...explain(error) }, { cause: error });
  }
}

function whyOneThread(
  running: number,
  wanted: number | 'auto',
  backend: RunRequest['backend'],
): string | undefined {
  if (running > 1 || wanted === 1 || backend === 'webgl') return undefined;
  if (!crossOriginIsolated) {
    return 'this page is not cross-origin isolated, so threads cannot share memory';
  }
  return navigator.hardwareConcurrency > 1 ? 'the backend started no more' : 'this machine has one core';
}

function explain(error: unknown): { readonly message: string; readonly advice: string } {
  const message = messageOf(error);
  if (typeof WebAssembly === 'undefined') {
    return {
      message: 'This browser has no WebAssembly.',
      advice: 'Use another browser, or allow WebAssembly in its settings.',
    };
  }
  if (/unsafe-eval|content security policy|disallowed by embedder/i.test(message)) {
    return {
      message: 'The security policy of this page forbids WebAssembly.',
      advice: "Serve the page with 'wasm-unsafe-eval' in script-src of its Content-Security-Policy.",
    };
  }
  return {
    message,
    advice: 'Reload the page. If it stays, use a current version of Chromium, Firefox or Safari.',
  };
}
