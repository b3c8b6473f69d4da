/** A command has ended with a code that is handed on. */
export class ExitCodeError extends Error {
  override readonly name: string = 'ExitCodeError';
  readonly exitCode: number;

  constructor(message: string, exitCode: number) {
    super(message);
    this.exitCode = exitCode;
  }
}
