/** Dates and times that stand unquoted in YAML, as Psych's scalar_scanner.rb finds them and as Ruby prints them. */

const date = /^(\d{4})-(1[012]|0?[1-9])-([12]\d|3[01]|0?[1-9])$/;
const time =
  /^(-?\d{4})-(1[012]|0?[1-9])-([12]\d|3[01]|0?[1-9])(?:[Tt]|\s+)([01]?\d|2[0-4]):([0-5]\d):([0-5]\d|60)(?:\.\d*)?(?:\s*(?:(Z)|([-+])(\d{1,2}):?(\d\d)?))?$/;

/**
 * A point in time, or undefined for other text. It is a symbol because Ruby does not count it as text: no schema takes it
 * for something else, and only those that print any value print its description.
 */
export function readTime(source: string): symbol | undefined {
  const day = date.exec(source);
  if (day !== null) return isDay(day) ? Symbol(dayOf(day)) : undefined;
  const moment = time.exec(source);
  if (moment === null) return undefined;
  const [, , , , hour = "", minute = "", second = ""] = moment;
  return Symbol(`${dayOf(moment)} ${hour.padStart(2, "0")}:${minute}:${second} ${zoneOf(moment)}`);
}

const dayOf = ([, year = "", month = "", day = ""]: RegExpExecArray): string =>
  [year, month.padStart(2, "0"), day.padStart(2, "0")].join("-");

/** Ruby takes a time without a zone for one of the machine's own zone, which is UTC where deploys run. */
function zoneOf(moment: RegExpExecArray): string {
  const [utc, sign = "+", hours = "", minutes = ""] = moment.slice(7);
  return utc === "Z" ? "UTC" : `${sign}${hours.padStart(2, "0")}${minutes.padStart(2, "0")}`;
}

function isDay([, year = "", month = "", day = ""]: RegExpExecArray): boolean {
  return Number(day) <= new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate();
}
