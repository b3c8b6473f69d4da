/** What the service worker uses of its global object; TypeScript's types of it exclude those of pages. */
export interface WorkerScope {
  readonly registration: { readonly scope: string };
  readonly clients: {
    matchAll(options: { readonly type: 'window' }): Promise<readonly { readonly id: string }[]>;
  };
  skipWaiting(): Promise<void>;
  addEventListener(type: 'install' | 'activate', listener: (event: LifeEvent) => void): void;
  addEventListener(type: 'fetch', listener: (event: RequestEvent) => void): void;
  addEventListener(type: 'message', listener: (event: MessageOfPage) => void): void;
}

/** An event during which the worker is kept alive. */
export interface LifeEvent {
  waitUntil(work: Promise<unknown>): void;
}

/** A request of a page. */
export interface RequestEvent extends LifeEvent {
  readonly request: Request;
  respondWith(response: Promise<Response>): void;
}

/** What a page says: see `page-messages.ts`. */
export interface MessageOfPage extends LifeEvent {
  readonly data: unknown;
}
