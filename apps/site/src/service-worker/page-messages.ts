/** What a page tells the service worker: that a new version is to take over, that the page has loaded, that it goes. */
export type PageMessage = 'activate' | 'loaded' | 'leaving';
