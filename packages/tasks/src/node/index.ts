export type { AppName } from './terminal/apps.ts';
export { BACKEND_ARGS, backendOptions, threadsText } from './terminal/backend-options.ts';

export { type CommandLine, dispatch } from './terminal/dispatch.ts';
export { downloadReporter } from './terminal/download-reporter.ts';
export { eventLine } from './terminal/event-line.ts';
export { exitCodeOf } from './terminal/exit-code.ts';
export { InterruptedError, interruptible } from './terminal/interrupt.ts';
export { readModelFile } from './terminal/model-file.ts';
export { type OpenBackendOptions, openBackend } from './terminal/open-backend.ts';
export {
  checkOptions,
  integerOption,
  type Options,
  requiredText,
  shareOption,
  textOption,
} from './terminal/options.ts';
export { prepareOutputFolder, writeFolder } from './terminal/output-folder.ts';
export { type ProgressTexts, type TerminalProgress, terminalProgress } from './terminal/progress.ts';
export { runStartLine } from './terminal/start-line.ts';
export { processTerminal, type Terminal } from './terminal/terminal.ts';
export { MODEL_FILE_ARGS, withModel } from './terminal/with-model.ts';
