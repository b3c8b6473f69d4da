import { registerServiceWorker } from './register-service-worker.ts';
import { startTheme } from './theme.ts';

const theme = document.querySelector<HTMLButtonElement>('#theme');
if (theme) startTheme(theme);

const update = document.querySelector<HTMLElement>('#update');
if (update && import.meta.env.PROD) registerServiceWorker(update);
