/** The JSON line of an event. With `--json` a run's last one is `result`. */
export function eventLine(event: string, data: object): string {
  return `${JSON.stringify({ event, ...data })}\n`;
}
