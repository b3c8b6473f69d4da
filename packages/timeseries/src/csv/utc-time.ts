/** Milliseconds of a moment that exists, else NaN. Hour 24 is the next day's hour 0, as many stations write it. */
export function utcTime(year: number, month: number, day: number, hour = 0, minute = 0, second = 0): number {
  if (!(month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month))) return Number.NaN;
  return Date.UTC(year, month - 1, day) + clockTime(hour, minute, second);
}

/** Milliseconds since midnight, NaN for a time that no clock shows. */
export function clockTime(hour: number, minute: number, second: number): number {
  if (!(hour >= 0 && hour <= 24 && minute >= 0 && minute < 60 && second >= 0 && second < 60))
    return Number.NaN;
  if (hour === 24 && (minute > 0 || second > 0)) return Number.NaN;
  return ((hour * 60 + minute) * 60 + second) * 1000;
}

function daysIn(year: number, month: number): number {
  if (month !== 2) return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
}
