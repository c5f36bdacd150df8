/** A calendar asked for what it cannot tell: an incident where a process asked. */
export class CalendarError extends Error {
  override readonly name = "CalendarError";
  readonly code: CalendarErrorCode;
  readonly says: { readonly ru: string; readonly en: string };

  constructor(code: CalendarErrorCode, says: { readonly ru: string; readonly en: string }) {
    super(says.en);
    this.code = code;
    this.says = says;
  }
}

/**
 * `CALENDAR_DATE`: a text that is no date; `CALENDAR_HORIZON`: further than 50 years from the start, or no working time
 * within them; `CALENDAR_DATA`: a file with problems (they are found by `calendarProblems` before).
 */
export type CalendarErrorCode = "CALENDAR_DATE" | "CALENDAR_HORIZON" | "CALENDAR_DATA";
