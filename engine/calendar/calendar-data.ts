/**
 * A calendar file (`calendars/ru-office.yaml`) as plain data.
 *
 * Dates are `2026-05-11` or ranges `2026-01-01..2026-01-09`, both ends included. The day's hours are those of its weekday;
 * `daysOff` close it, `working` opens it again (a weekday without hours takes those of the last weekday before that has
 * some: a working Saturday is like a Friday), `short` closes it earlier by `shortBy`.
 */
export interface CalendarData {
  readonly title?: string;
  /** IANA: `Europe/Moscow` */
  readonly zone: string;
  /** `mon-fri` or `sat` → opening hours `09:00-13:00` in order; a break between them is not working time. */
  readonly hours: Readonly<Record<string, readonly string[]>>;
  /** How much earlier a short day closes. @default { hours: 1 } */
  readonly shortBy?: Readonly<Record<string, number>> | string;
  readonly daysOff?: readonly string[];
  readonly working?: readonly string[];
  readonly short?: readonly string[];
  /** `01-01` or `01-01..01-08`: fixed public holidays, which draft the years without a decree. @default none */
  readonly holidays?: readonly string[];
  /** Years whose decree is in the file: `2026` or `2013..2026`. @default the years of the dates above */
  readonly decreed?: readonly (number | string)[];
}

/** What is wrong with a calendar file. `path` leads to the value: `["hours", "mon-fri", 0]`. */
export interface CalendarProblem {
  readonly path: readonly (string | number)[];
  /** At the key rather than at its value? */
  readonly atKey: boolean;
  readonly says: { readonly ru: string; readonly en: string };
}
