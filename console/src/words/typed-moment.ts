/*
 * How dates are typed, everywhere in the console and in both languages: ДД.ММ.ГГГГ (`5.12.2026`, `05.12.26`), or as ISO
 * writes them (`2026-12-05`). Slashes are not taken: `01/12/2026` is two different days to two readers.
 */

const DAY = /^(\d{1,2})\.(\d{1,2})\.(\d{4}|\d{2})$/;
const ISO = /^(\d{4})-(\d{2})-(\d{2})$/;
const MOMENT = /^([^\s,T]+)[\sT,]+(\d{1,2})[:.](\d{2})$/;
const FIRST_YEAR = 1900;
const LAST_YEAR = 2199;

/** The day that was typed as `2026-12-05`; null: there is no such day, or it is written in another way. */
export function typedDay(text: string): string | null {
  const typed = text.trim();
  const own = DAY.exec(typed);
  const [, year = "", month = "", day = ""] =
    own === null ? (ISO.exec(typed) ?? []) : [null, own[3] ?? "", own[2] ?? "", own[1] ?? ""];
  return dayOf(Number(year.length === 2 ? `20${year}` : year), Number(month), Number(day));
}

function dayOf(year: number, month: number, day: number): string | null {
  if (year < FIRST_YEAR || year > LAST_YEAR || month < 1 || month > 12 || day < 1) return null;
  const lastDay = new Date(Date.UTC(year, month, 0)).getUTCDate();
  return day > lastDay ? null : `${year}-${two(month)}-${two(day)}`;
}

/** `05.12.2026` of `2026-12-05`; anything else stays as it is. */
export function shownDay(iso: string): string {
  const [, year, month, day] = ISO.exec(iso) ?? [];
  return year === undefined ? iso : `${day}.${month}.${year}`;
}

/** The moment that was typed (`05.12.2026 14:30`) on the clocks of a zone, as an ISO instant; null: there is none. */
export function typedMoment(text: string, zone: string): string | null {
  const [, first = "", hour = "", minute = ""] = MOMENT.exec(text.trim()) ?? [];
  const day = typedDay(first);
  if (day === null || Number(hour) > 23 || Number(minute) > 59) return null;
  return instantAt(day, `${two(Number(hour))}:${minute}`, zone);
}

/** `05.12.2026 14:30` of an instant, as {@link instantOf} takes them; anything else stays as it is. */
export function shownMoment(iso: string, zone: string): string {
  const at = instantOf(iso);
  if (at === null) return iso;
  const { day, time } = wallClock(at, zone);
  return `${shownDay(day)} ${time}`;
}

/** The instant of a time with its offset, or with the name of its zone (`2026-12-05T14:30:00@Europe/Moscow`); null: none. */
export function instantOf(iso: string): string | null {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(iso)) return null;
  const [local = "", named] = iso.split("@");
  try {
    return named === undefined
      ? new Date(iso).toISOString()
      : instantAt(local.slice(0, 10), local.slice(11, 16), named);
  } catch {
    return null;
  }
}

/** What the clocks of a zone show at an instant. @returns day `2026-12-05`, time `14:30` */
export function wallClock(iso: string, zone: string): { readonly day: string; readonly time: string } {
  const format = new Intl.DateTimeFormat("en-GB", {
    ...{ timeZone: zone, hourCycle: "h23" },
    ...{ year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit" },
  });
  const parts = Object.fromEntries(format.formatToParts(new Date(iso)).map(({ type, value }) => [type, value]));
  return { day: `${parts["year"]}-${parts["month"]}-${parts["day"]}`, time: `${parts["hour"]}:${parts["minute"]}` };
}

const MINUTE_MS = 60_000;

/**
 * The instant at which the clocks of a zone show that. An hour that clocks leave out is the one after it; of an hour that
 * they show twice, one.
 *
 * @param time `14:30`
 */
export function instantAt(day: string, time: string, zone: string): string {
  const wanted = Date.parse(`${day}T${time}:00Z`);
  let at = wanted;
  for (let round = 0; round < 2; round++) {
    const shown = wallClock(new Date(at).toISOString(), zone);
    at += wanted - Date.parse(`${shown.day}T${shown.time}:00Z`);
  }
  return new Date(Math.round(at / MINUTE_MS) * MINUTE_MS).toISOString();
}

function two(part: number): string {
  return String(part).padStart(2, "0");
}
