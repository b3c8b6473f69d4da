import { describe, expect, it } from 'vitest';
import { readCsv } from '../../src/csv/read-csv.ts';
import type { ReadCsvOptions } from '../../src/csv/read-csv-options.ts';
import { TimeFormat } from '../../src/csv/time-format.ts';
import { ZoneClock } from '../../src/csv/time-zone.ts';

const encoder = new TextEncoder();
const read = (text: string, options: Partial<ReadCsvOptions> = {}) =>
  readCsv([encoder.encode(text)], { name: 'x.csv', time: 'auto', ...options });
const minutes = (times: Iterable<number>) =>
  Array.from(times, (time) => new Date(time).toISOString().slice(0, 16));

describe('a time in several columns', () => {
  it.each([
    ['Date,Time,temp', ['2019-10-01,00:00:00,1', '2019-10-01,00:30:00,2', '2019-10-01,01:00:00,3']],
    ['date,time,temp', ['01.10.2019,00:00,1', '01.10.2019,00:30,2', '01.10.2019,01:00,3']],
    ['Time,temp,Date', ['12:00 AM,1,2019-10-01', '12:30 AM,2,2019-10-01', '01:00 AM,3,2019-10-01']],
    ['datum,uhrzeit,t', ['20191001,0000,1', '20191001,0030,2', '20191001,0100,3']],
    ['year,month,day,hour,minute,t', ['2019,10,1,0,0,1', '2019,10,1,0,30,2', '2019,10,1,1,0,3']],
    ['#YY,MM,DD,hh,mm,t', ['19,10,1,0,0,1', '19,10,1,0,30,2', '19,10,1,1,0,3']],
    ['DATE,HHMM,t', ['20191001,0000,1', '20191001,0030,2', '20191001,0100,3']],
    ['Date;Heure;t', ['2019/10/01;0h00;1', '2019/10/01;0h30;2', '2019/10/01;1h00;3']],
    ['Data;Ora;t', ['2019/10/01;00.00.00;1', '2019/10/01;00.30.00;2', '2019/10/01;01.00.00;3']],
    ['YEAR,DOY,HR,MINUTE,t', ['2019,274,0,0,1', '2019,274,0,30,2', '2019,274,1,0,3']],
  ])('is joined: %s', async (header, rows) => {
    const { times, columns, notices } = await read(`${header}\n${rows.join('\n')}\n`);
    expect(minutes(times!)).toEqual(['2019-10-01T00:00', '2019-10-01T00:30', '2019-10-01T01:00']);
    expect([...columns.values()].map((column) => column.kind === 'number' && [...column.values])).toEqual([
      [1, 2, 3],
    ]);
    expect(notices).toEqual([]);
  });

  it.each([
    ['Wed Oct  2 00:00:00 2019', 'Wed Oct  2 01:00:00 2019', 'EEE MMM dd HH:mm:ss yyyy'],
    ['2 de octubre de 2019', '3 de octubre de 2019', 'dd MMM yyyy'],
    ['miércoles, 2 de octubre de 2019', 'jueves, 3 de octubre de 2019', 'EEE dd MMM yyyy'],
    ['1569974400.25', '1569978000.25', 'unix'],
  ])('is seen below the name ts: %s', async (first, second, format) => {
    const { times, dialect } = await read(`ts;x\n${first};1\n${second};2\n`);
    expect(dialect!.timeFormat).toBe(format);
    expect(minutes(times!)[0]).toBe('2019-10-02T00:00');
  });

  it('takes no time of day that belongs to a value of the day', async () => {
    const text = 'fecha,tmin,horatmin\n2019-10-01,5,06:10\n2019-10-02,6,23:59\n2019-10-03,4,05:00\n';
    const { times, notices } = await read(text);
    expect(minutes(times!)).toEqual(['2019-10-01T00:00', '2019-10-02T00:00', '2019-10-03T00:00']);
    expect(notices).toEqual(['"horatmin" looks like a time and is not used as one']);
  });

  it('with an hour 25 is refused at its row, not taken for several series', async () => {
    const hours = Array.from({ length: 25 }, (_, i) => `29/10/2023;${i + 1};${i},5\n`).join('');
    await expect(read(`Fecha;Hora;Precio\n${hours}`)).rejects.toThrow('"29/10/2023 25" is not a time');
  });

  it('names what stands in place of a date without the empty time of day', async () => {
    const text = 'date,time,x\n2021-01-01,00:00,1\n2021-01-01,01:00,2\nSum,,3\n';
    await expect(read(text)).rejects.toThrow('line 4: "Sum" is not a time');
  });

  it('takes the beginning of an interval, whose end looks like a zone', async () => {
    for (const dash of ['-', ' - ', '\u2013']) {
      const text = `date,period,x\n2021-01-13,00:00${dash}01:00,5\n2021-01-13,01:00${dash}02:00,6\n`;
      for (const time of ['auto', { column: 'date', clock: 'period' }] as const) {
        const table = await read(text, { time });
        expect(minutes(table.times!)).toEqual(['2021-01-13T00:00', '2021-01-13T01:00']);
      }
    }
    const zoned = 'date,time,x\n2021-01-13,00:00-05:00,5\n2021-01-13,01:00-05:00,6\n';
    expect(minutes((await read(zoned, { time: { column: 'date', clock: 'time' } })).times!)[0]).toBe(
      '2021-01-13T05:00',
    );
  });

  it('is joined as asked, in one format', async () => {
    const text = 'a,b,x\n01/02/2021,9.30 PM,1\n';
    const time = { column: 'a', clock: 'b', format: 'dd/MM/yyyy hh.mm a' };
    expect(minutes((await read(text, { time })).times!)).toEqual(['2021-02-01T21:30']);
    await expect(read(text, { time: { column: 'a', clock: 'c' } })).rejects.toThrow('there is no column "c"');
  });

  it('names the columns that look like a time and are not used', async () => {
    const text =
      'date,time,start,temp\n2021-01-01,00:00,2020-12-31 23:30,1\n2021-01-01,01:00,2020-12-31 23:40,2\n';
    expect((await read(text, { time: { column: 'date' } })).notices).toEqual([
      '"time", "start" look like a time and are not used as one',
    ]);
    const hours = 'date,hour,T\n2021-01-01,1,1\n2021-01-01,2,2\n';
    expect((await read(hours, { time: { column: 'date' } })).notices).toEqual([
      '"hour" looks like a time and is not used as one',
    ]);
  });

  it('may be quarters, months or years only', async () => {
    expect(minutes((await read('quarter,x\n2020Q4,5\n2021Q1,6\n')).times!)).toEqual([
      '2020-10-01T00:00',
      '2021-01-01T00:00',
    ]);
    expect(minutes((await read('year,month,x\n2021,1,5\n2021,2,6\n')).times!)).toEqual([
      '2021-01-01T00:00',
      '2021-02-01T00:00',
    ]);
    expect(minutes((await read('Year,x\n2021,5\n2022,6\n')).times!)).toEqual([
      '2021-01-01T00:00',
      '2022-01-01T00:00',
    ]);
  });
});

describe('times as they are written elsewhere', () => {
  const at = (format: string, text: string): string => {
    const bytes = encoder.encode(text);
    const time = new TimeFormat(format).read(bytes, 0, bytes.length);
    return Number.isNaN(time) ? 'none' : new Date(time).toISOString().slice(0, 19);
  };

  it.each([
    ['MM/dd/yyyy hh:mm a', '1/2/2021 12:05 AM', '2021-01-02T00:05:00'],
    ['MM/dd/yyyy hh:mm a', '1/2/2021 12:05 p.m.', '2021-01-02T12:05:00'],
    ['MM/dd/yyyy hh:mm a', '1/2/2021 13:05 PM', 'none'],
    ['d/M/yyyy hh:mm a', '3/5/2023 1:05 p. m.', '2023-05-03T13:05:00'],
    ['d/M/yyyy hh:mm:ss a', '3/5/2023 12:05:09\u00a0a.\u00a0m.', '2023-05-03T00:05:09'],
    ['MM/dd/yyyy hh:mm:ss a', '5/3/2023, 1:05:09\u202fPM', '2023-05-03T13:05:09'],
    ['EEE MMM dd yyyy', 'Friday, January 20, 2023', '2023-01-20T00:00:00'],
    ['EEE dd.MM.yyyy HH:mm', 'Mi. 03.05.2023 07:15', '2023-05-03T07:15:00'],
    ['EEE dd.MM.yyyy', '03.05.2023', 'none'],
    ['dd MMM yyyy', '20 de septiembre de 2023', '2023-09-20T00:00:00'],
    ['dd.MM.yyyy HH:mm', '31.12.2020 24:00', '2021-01-01T00:00:00'],
    ['dd.MM.yyyy HH:mm', '31.12.2020 24:01', 'none'],
    ['yyyy-MM-dd HH:mm', '2021-01-01 21:00 UTC', '2021-01-01T21:00:00'],
    ['yyyy-MM-dd HH:mm', '2021-01-01 21:00 CEST', '2021-01-01T19:00:00'],
    ['yyyy-MM-dd HH:mm', '2021-01-01 21:00 XYZ', 'none'],
    ['yyyy-MM-dd HH:mm', '2021-01-01 21:00 - 2021-01-01 22:00', '2021-01-01T21:00:00'],
    ['dd-MMM-yyyy HH:mm', '05-Mär-2021 04:00', '2021-03-05T04:00:00'],
    ['dd MMM yyyy', '14 juillet 2021', '2021-07-14T00:00:00'],
    ['dd MMM yyyy', '14 juin 2021', '2021-06-14T00:00:00'],
    ['MMM dd yyyy', 'December 3, 2021', '2021-12-03T00:00:00'],
    ['dd MMM yyyy', '14 Foo 2021', 'none'],
    ['yyyyMMddHHmm', '202101022130', '2021-01-02T21:30:00'],
    ['yyyyMMddHHmm', '20210102213', 'none'],
    ['dd.MM.yy', '01.02.99', '1999-02-01T00:00:00'],
    ['yyyy-MM', '2021-05', '2021-05-01T00:00:00'],
    ['yyyy-Qq', '2021-Q3', '2021-07-01T00:00:00'],
    ['Qq yyyy', 'Q5 2021', 'none'],
  ])('%s: %s', (format, text, expected) => {
    expect(at(format, text)).toBe(expected);
  });

  it('tell day and month apart by a day above 12, or by the distance of the rows', async () => {
    const day = await read('d,x\n05/02/2021,1\n13/02/2021,2\n');
    expect(minutes(day.times!)).toEqual(['2021-02-05T00:00', '2021-02-13T00:00']);
    const month = await read('d,x\n05/02/2021,1\n05/13/2021,2\n');
    expect(minutes(month.times!)).toEqual(['2021-05-02T00:00', '2021-05-13T00:00']);
    const hours = await read('date,x\n01/02/2021 22:00,1\n01/02/2021 23:00,2\n02/02/2021 00:00,3\n');
    expect(minutes(hours.times!)[2]).toBe('2021-02-02T00:00');
  });

  it('are read in the zone that is given, unless they name their own', async () => {
    const time = { zone: 'America/New_York' };
    expect(minutes((await read('t,x\n2021-07-01 00:00,1\n2021-12-01 00:00,1\n', { time })).times!)).toEqual([
      '2021-07-01T04:00',
      '2021-12-01T05:00',
    ]);
    expect(minutes((await read('t,x\n2021-07-01 00:00Z,1\n', { time })).times!)).toEqual([
      '2021-07-01T00:00',
    ]);
    expect(minutes((await read('t,x\n2021-07-01,1\n', { time })).times!)).toEqual(['2021-07-01T00:00']);
    const parts = { year: 'y', month: 'm', day: 'd', hour: 'h', zone: '+05:30' };
    expect(minutes((await read('y,m,d,h,x\n2021,7,1,6,1\n', { time: parts })).times!)).toEqual([
      '2021-07-01T00:30',
    ]);
  });
});

describe('ZoneClock', () => {
  const local = (text: string) => Date.parse(`${text}Z`);

  it('agrees with Intl for every hour of two years but those that clocks change', () => {
    for (const zone of ['Europe/Berlin', 'America/St_Johns', 'Australia/Lord_Howe', 'Asia/Kolkata']) {
      const clock = new ZoneClock(zone, { repeatedHour: 'earlier', skippedHour: 'forward' });
      const format = new Intl.DateTimeFormat('sv-SE', {
        timeZone: zone,
        dateStyle: 'short',
        timeStyle: 'medium',
      });
      let wrong = 0;
      for (let utc = Date.UTC(2022, 0, 1); utc < Date.UTC(2024, 0, 1); utc += 3_600_000) {
        const shown = local(format.format(utc).replace(' ', 'T'));
        if (clock.toUtc(shown) !== utc) wrong++;
      }
      // the second pass of the repeated hour (half an hour on Lord Howe), once a year
      expect([zone, wrong <= 2]).toEqual([zone, true]);
    }
  });

  it('takes the two passes of a repeated hour in their order, forwards and backwards', () => {
    const quarters = ['02:00', '02:30', '02:00', '02:30', '03:00'].map((text) => local(`2023-10-29T${text}`));
    const utc = ['00:00', '00:30', '01:00', '01:30', '02:00'].map((text) => local(`2023-10-29T${text}`));
    const rising = new ZoneClock('Europe/Berlin', {});
    expect(quarters.map((time) => rising.toUtc(time))).toEqual(utc);
    const falling = new ZoneClock('Europe/Berlin', {}, false);
    expect(quarters.toReversed().map((time) => falling.toUtc(time))).toEqual(utc.toReversed());
    const rules = { earlier: utc[0], later: utc[2] } as const;
    for (const [repeatedHour, expected] of Object.entries(rules)) {
      const clock = new ZoneClock('Europe/Berlin', { repeatedHour: repeatedHour as 'earlier' });
      expect(clock.toUtc(quarters[0]!)).toBe(expected);
    }
    expect(new ZoneClock('Europe/Berlin', { repeatedHour: 'stop' }).toUtc(quarters[0]!)).toBe(
      '2023-10-29 02:00 exists twice in Europe/Berlin: clocks go back',
    );
  });

  it('refuses an hour that was skipped, or moves it forward', () => {
    const skipped = local('2023-03-26T02:30');
    expect(new ZoneClock('Europe/Berlin', {}).toUtc(skipped)).toContain('does not exist in Europe/Berlin');
    const forward = new ZoneClock('Europe/Berlin', { skippedHour: 'forward' });
    expect(forward.toUtc(skipped)).toBe(local('2023-03-26T01:30')); // 03:30 summer time
  });
});
