/** A backup cannot be resumed: it is damaged, or it belongs to another run. */
export class BackupError extends Error {
  override readonly name: string = 'BackupError';
  /** What differs from the run that was begun, each as `seed is 2, was 1`; empty for a damaged backup. */
  readonly differences: readonly string[];

  constructor(message: string, differences: readonly string[] = [], options?: ErrorOptions) {
    super(`backup: ${message}`, options);
    this.differences = differences;
  }
}
