/** Codes that say what kind of answer they are; the core does not know HTTP (B17). */
const STATUS: Readonly<Record<string, number>> = {
  NOT_FOUND: 404,
  PROCESS_NOT_FOUND: 404,
  INSTANCE_NOT_FOUND: 404,
  TASK_NOT_FOUND: 404,
  INCIDENT_NOT_FOUND: 404,
  USER_NOT_FOUND: 422,
  NOT_SIGNED_IN: 401,
  SIGN_IN_FAILED: 401,
  NOT_PERMITTED: 403,
  NOT_ALLOWED: 403,
  EXCLUDED: 403,
  ORIGIN_FOREIGN: 403,
  TOKEN_MISSING: 403,
  INPUT_INVALID: 400,
  FORM_INVALID: 422,
  COMMENT_REQUIRED: 422,
  UNKNOWN_OUTCOME: 422,
  INPUT_TOO_LARGE: 413,
  TOO_MANY_TRIES: 429,
  CHANGED_MEANWHILE: 412,
  RECORD_CHANGED: 412,
  STORE_AWAY: 503,
  OUR_MISTAKE: 500,
};

/** HTTP status of a code. What is none of the above is a state that does not allow the command: 409. */
export function statusOf(code: string): number {
  return STATUS[code] ?? 409;
}
