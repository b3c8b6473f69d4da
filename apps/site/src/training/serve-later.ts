import type { Answer, Request } from './messages.ts';
import { problemOf } from './problem.ts';

/**
 * Serves a training from a worker that does something else before: what serves it is loaded with the first message for it, which then is
 * heard again.
 *
 * @param load loads and calls what calls `serveTraining`
 */
export function serveLater(load: () => Promise<void>): void {
  const waiting: Request[] = [];

  addEventListener('message', function hear({ data }: MessageEvent<Request>) {
    if (!isForTraining(data)) return;
    waiting.push(data);
    if (waiting.length > 1) return; // it is being loaded
    load().then(
      () => {
        removeEventListener('message', hear);
        for (const request of waiting) dispatchEvent(new MessageEvent('message', { data: request }));
      },
      (error: unknown) => {
        for (const request of waiting.splice(0)) refuse(request, error);
      },
    );
  });
}

function isForTraining({ type }: Request): boolean {
  return ['start', 'resume', 'pause', 'continue', 'stop', 'call'].includes(type);
}

function refuse(request: Request, error: unknown): void {
  const post = (answer: Answer) => postMessage(answer);
  const problem = problemOf(error, 'backend', 'Reload the page while the site can be reached.');
  if (request.type === 'call') post({ type: 'problem', number: request.number, problem });
  else post({ type: 'event', event: { type: 'failed', problem } });
}
