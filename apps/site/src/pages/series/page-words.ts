/** What options of the command line are called on the page. */
const FIELDS: Readonly<Record<string, string>> = {
  target: 'another target',
  lookback: 'the rows to look back',
  delay: 'the horizon',
  horizon: 'the horizon',
};

/** Advice that names an option that the page does not have. */
const OTHER_OPTION = / ?[^.!?]*(?<!\w)--(?!target|lookback|delay|horizon)[a-z-]+[^.]*\./g;

/** A message of the task in the words of the page: fields in place of options, and no option that the page lacks. */
export function pageWords(message: string): string {
  return message
    .replaceAll(/\bChoose another --target\b/g, 'Choose another target')
    .replaceAll(OTHER_OPTION, '')
    .replaceAll(/--(target|lookback|delay|horizon)\b/g, (_, option: string) => FIELDS[option]!)
    .trim();
}
