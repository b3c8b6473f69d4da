import type { PageMessage } from '../service-worker/page-messages.ts';
import { siteRoot } from './root.ts';

/** How long after the page has loaded the files of the other pages are fetched: what the page itself does goes first. */
const DELAY_MS = 3000;

/**
 * Registers the service worker, which keeps the site for use off line and isolates its pages. A new version waits until the
 * user asks for it or until no page is open: a page never reloads by itself.
 *
 * @param notice where a new version is said and offered
 */
export function registerServiceWorker(notice: HTMLElement): void {
  if (!('serviceWorker' in navigator)) return;
  const start = () => setTimeout(() => void register(notice), DELAY_MS);
  if (document.readyState === 'complete') start();
  else addEventListener('load', start, { once: true });
}

async function register(notice: HTMLElement): Promise<void> {
  let registration: ServiceWorkerRegistration;
  try {
    const root = siteRoot();
    registration = await navigator.serviceWorker.register(new URL('sw.js', root), { scope: root.pathname });
  } catch {
    return; // No secure context, or storage refused: the site works, but not off line.
  }
  // The last page of an old version takes the files of that version with it.
  const tell = (message: PageMessage) => navigator.serviceWorker.controller?.postMessage(message);
  tell('loaded');
  addEventListener('pagehide', () => tell('leaving'));
  const offer = (worker: ServiceWorker | null) => {
    if (worker?.state === 'installed' && navigator.serviceWorker.controller)
      offerUpdate(notice, registration);
  };
  const watch = (worker: ServiceWorker | null) =>
    worker?.addEventListener('statechange', () => offer(worker));
  offer(registration.waiting);
  watch(registration.installing); // it may have been found before this page asked
  registration.addEventListener('updatefound', () => watch(registration.installing));
}

function offerUpdate(notice: HTMLElement, registration: ServiceWorkerRegistration): void {
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = 'Reload';
  button.addEventListener('click', () => {
    const { waiting } = registration;
    if (!waiting) {
      location.reload(); // it took over when it was asked for in another tab
      return;
    }
    navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true });
    waiting.postMessage('activate' satisfies PageMessage);
  });
  notice.replaceChildren('A new version of this site is ready.', button);
}
