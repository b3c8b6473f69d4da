// The files that readers of the guides bring: small, and made by a rule.

/** Mails to a shop and their departments, each often enough for a test part. */
export function ticketsTable(): string {
  const mails = {
    delivery: ['Where is my parcel?', 'The parcel is late again', 'Nobody rang and the parcel is gone'],
    billing: ['The invoice shows the wrong amount', 'I paid the invoice twice', 'Send me a new invoice'],
    technical: ['The app closes when I open it', 'I cannot log in to the app', 'The app shows an error'],
  };
  const first = (number: number) =>
    Object.entries(mails).map(([label, texts]) => `${texts[number]},${label}`);
  const more = Array.from({ length: 12 }, (_, i) =>
    Object.entries(mails).flatMap(([label, texts]) => texts.map((text) => `${text} order ${i + 1},${label}`)),
  );
  return `${['text,label', ...[0, 1, 2].flatMap(first), ...more.flat()].join('\n')}\n`;
}

/** Five weeks of hours: a daily wave, a slow rise and something like noise. */
export function loadTable(): string {
  const first = ['2024-01-01T00:00,412.6,3.1', '2024-01-01T01:00,398.2,2.9'];
  const rest = Array.from({ length: 838 }, (_, i) => {
    const hour = i + 2;
    const time = new Date(Date.UTC(2024, 0, 1, hour)).toISOString().slice(0, 16);
    const wave = 60 * Math.sin((hour * 2 * Math.PI) / 24);
    const noise = (hour * 7919) % 23;
    return `${time},${(400 + wave + hour / 50 + noise).toFixed(1)},${(3 + wave / 20 + (noise % 5)).toFixed(1)}`;
  });
  return `${['time,load,temperature', ...first, ...rest].join('\n')}\n`;
}
