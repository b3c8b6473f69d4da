import type { ClassifiedTexts, TextSource } from '../../src/texts/text-source.ts';

const TOPICS = {
  sport: [
    'the striker scored twice before half time',
    'our goalkeeper saved the penalty',
    'the team won the cup',
  ],
  money: [
    'shares fell after the bank raised rates',
    'the company reported a larger profit',
    'oil prices rose',
  ],
  space: [
    'the probe entered orbit around mars',
    'a telescope found a distant galaxy',
    'the rocket left its pad',
  ],
};

/** Texts of two or three classes, each with a number that makes it different. */
function smallTexts(perClass: number, classes: number): ClassifiedTexts {
  const words = Object.values(TOPICS).slice(0, classes);
  const rows = Array.from({ length: perClass * classes }, (_, i) => ({ label: i % classes, i }));
  return {
    texts: rows.map(({ label, i }) => `${words[label]![i % 3]!} ${i}`),
    labels: Int32Array.from(rows, ({ label }) => label),
  };
}

/** The same as a data set. */
export function smallSource(classes: number, train = 40, test = 10): TextSource {
  return {
    name: 'small',
    classes: Object.keys(TOPICS).slice(0, classes),
    train: smallTexts(train, classes),
    test: smallTexts(test, classes),
  };
}
