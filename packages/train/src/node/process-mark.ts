import { createHash, randomBytes } from 'node:crypto';
import { hostname } from 'node:os';

const MACHINE = createHash('sha256').update(hostname()).digest('hex').slice(0, 8);
const MARK = /^([0-9a-f]{8})-(\d{1,10})-[0-9a-f]{16}$/;

/** The marks of this process. An earlier process may have had the same id. */
const own = new Set<string>();

/** A text for the name of a file that says which process it belongs to: machine, process and a random number. */
export function newMark(): string {
  const mark = `${MACHINE}-${process.pid}-${randomBytes(8).toString('hex')}`;
  own.add(mark);
  return mark;
}

/** The process of a mark. */
export interface MarkedProcess {
  readonly pid: number;
  /** `elsewhere`: a process of another machine, which is not visible from here. */
  readonly state: 'running' | 'gone' | 'elsewhere';
}

/** Reads a mark; undefined for another text. */
export function processOf(mark: string): MarkedProcess | undefined {
  const [, machine, digits] = MARK.exec(mark) ?? [];
  if (machine === undefined) return undefined;
  const pid = Number(digits);
  if (machine !== MACHINE) return { pid, state: 'elsewhere' };
  return { pid, state: own.has(mark) || isAlive(pid) ? 'running' : 'gone' };
}

function isAlive(pid: number): boolean {
  if (pid === process.pid) return false; // an earlier process: the marks of this one are known
  try {
    process.kill(pid, 0); // sends nothing
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}
