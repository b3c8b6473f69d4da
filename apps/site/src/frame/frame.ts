import { registerServiceWorker } from './register-service-worker.ts';
import { startTheme } from './theme.ts';

const theme = document.querySelector<HTMLButtonElement>('#theme');
if (theme) startTheme(theme);

// As the browser would, but without a fragment: that of the address holds the settings of the page.
document.querySelector('.skip')?.addEventListener('click', (event) => {
  event.preventDefault();
  document.querySelector<HTMLElement>('#main')?.focus();
});

const update = document.querySelector<HTMLElement>('#update');
if (update && import.meta.env.PROD) registerServiceWorker(update);
