/** What options of the command line are called on the page. */
const FIELDS: Readonly<Record<string, string>> = {
  target: 'the target',
  lookback: 'the rows to look back',
  delay: 'the horizon',
  horizon: 'the horizon',
};

/** Advice for the command line, and what to do on the page. */
const ADVICE: readonly (readonly [RegExp, string])[] = [
  [/\btake one with --where .*$/, 'keep the rows of one of them in the file, and open it again.'],
  [/,? or put the rows on a regular grid with --resample\b.*$/, ', and open the file again.'],
  [/\bgive their zone, for instance --time-zone .*$/, 'write them in UTC, and open the file again.'],
  [/ --tolerance SECONDS .*$/, ''],
  [
    /^timeSplit: (\d+) rows with .*$/,
    '$1 rows are too few: a model learns from one part, is chosen by another and measured on a third.',
  ],
  [/\bChoose another --target\b/, 'Choose another target'],
];

/** A message of the task in the words of the page. */
export function pageWords(message: string): string {
  const advised = ADVICE.reduce((text, [option, advice]) => text.replace(option, advice), message);
  return advised.replaceAll(/--(target|lookback|delay|horizon)\b/g, (_, option: string) => FIELDS[option]!);
}
