import { secondsText } from '../../report/facts.ts';
import type { Terminal } from './terminal.ts';

/** A line at the bottom of a terminal that shows how much of some work is done, and how long the rest takes. */
export interface ProgressBar {
  /** @param done steps of `total`; `text` stands beside the bar */
  update(done: number, text: string): void;
  /** Writes a line above the bar. */
  log(line: string): void;
  /** Removes the bar. */
  close(): void;
}

/** Characters of the bar; the text beside it goes before. */
const [NARROWEST, WIDEST] = [10, 40];
/** At most ten drawings a second. */
const INTERVAL_MS = 100;
/** The rest is estimated from the time of this many updates. */
const REMEMBERED = 100;
const CLEAR_LINE = '\r\x1b[K';
const [HIDE_CURSOR, SHOW_CURSOR] = ['\x1b[?25l', '\x1b[?25h'];

/**
 * Draws a bar: `████░░░░ 50 % · TEXT · 12 s left`, cut to the width of the terminal.
 *
 * @param total steps of the work
 * @param now the time in milliseconds
 */
export function progressBar(
  terminal: Terminal,
  total: number,
  text: string,
  now: () => number = () => performance.now(),
): ProgressBar {
  const seen: [time: number, done: number][] = [[now(), 0]];
  let drawnAt = Number.NEGATIVE_INFINITY;
  let [share, words] = [0, ''];
  set(0, text);

  function set(done: number, beside: string): void {
    share = Math.min(1, done / total);
    const [since, from] = seen[0]!;
    const [at] = seen.at(-1)!;
    const seconds = ((total - done) * (at - since)) / (done - from) / 1000;
    const left = seconds < 100 ? `${Math.ceil(seconds)} s` : secondsText(seconds);
    words = ` ${Math.floor(100 * share)} % · ${beside}${done > from ? ` · ${left} left` : ''}`;
  }
  function draw(): void {
    // A line that is longer would wrap, and the next drawing would leave a part of it.
    const room = terminal.columns() - 1;
    const width = Math.max(NARROWEST, Math.min(WIDEST, room - words.length));
    const filled = Math.round(width * share);
    terminal.err(CLEAR_LINE + `${'█'.repeat(filled)}${'░'.repeat(width - filled)}${words}`.slice(0, room));
    drawnAt = now();
  }
  const showCursor = () => terminal.err(SHOW_CURSOR);

  terminal.err(HIDE_CURSOR);
  process.once('exit', showCursor); // of a process that is ended before the work is
  draw();
  return {
    update(done, beside) {
      seen.push([now(), done]);
      if (seen.length > REMEMBERED) seen.shift();
      set(done, beside);
      if (now() - drawnAt >= INTERVAL_MS) draw();
    },
    log(above) {
      terminal.err(`${CLEAR_LINE}${above}\n`);
      draw();
    },
    close() {
      process.removeListener('exit', showCursor);
      terminal.err(CLEAR_LINE + SHOW_CURSOR);
    },
  };
}
