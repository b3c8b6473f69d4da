import type { CommandDef } from 'citty';
import { threadsText } from '../../threads-text.ts';
import { trainDigest } from '../../train-digest.ts';
import { eventLine } from '../terminal/event-line.ts';
import { openBackend } from '../terminal/open-backend.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { BACKEND_OPTIONS, type BackendOptions, JSON_OPTION } from './common-options.ts';
import { defineTaskCommand } from './define-command.ts';

/** `digest`: trains a small LSTM and prints the SHA-256 of its weights. */
export function digestCommand(terminal: Terminal): CommandDef {
  return defineTaskCommand<BackendOptions & { readonly json: boolean }>({
    owner: 'seqloom digest',
    help: 'Train a small LSTM and print the SHA-256 of its weights, the same everywhere',
    options: { ...BACKEND_OPTIONS, ...JSON_OPTION },
    async run({ backend: name, threads, json }) {
      const backend = await openBackend({ name, threads });
      try {
        const digest = await trainDigest();
        const { name, threads } = backend;
        terminal.out(json ? eventLine('result', { digest, backend: name, threads }) : `${digest}\n`);
        if (!json) terminal.err(`${name}, ${threadsText(threads)}\n`);
      } finally {
        await backend.dispose();
      }
    },
  });
}
