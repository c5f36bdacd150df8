/**
 * The engine's log. Fields hold ids, codes, numbers and durations, never business data, personal data or secrets;
 * those may stand at `debug` only.
 */
export interface Logger {
  debug(message: string, fields?: Fields): void;
  info(message: string, fields?: Fields): void;
  warn(message: string, fields?: Fields): void;
  error(message: string, fields?: Fields): void;
}

export type Fields = Readonly<Record<string, string | number | boolean | null | undefined>>;
