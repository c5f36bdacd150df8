/** How much an incident presses: whom it wakes is said in `alerts:` of `ordo.yaml`. */
export type Severity = "high" | "normal" | "low";

export const SEVERITIES: readonly Severity[] = ["high", "normal", "low"];

/**
 * Codes that are not `normal`, whoever raises them. `high`: decisions or money stand still until somebody comes, or
 * nobody can say what happened. `low`: nothing waits for it.
 */
export const CODE_SEVERITIES: Readonly<Record<string, Severity>> = {
  NOBODY_LEFT: "high",
  QUORUM_IMPOSSIBLE: "high",
  LEAVER_TASK_STAYS: "high",
  UNCERTAIN: "high",
  MESSAGE_UNCERTAIN: "high",
  TOO_MANY_STEPS: "high",
  TOO_MANY_EVENTS: "high",
  HISTORY_TOO_LONG: "high",
  NO_WAKE_UP: "high",
  TIMER_LATE: "high",
  WORK_FAILED: "high",
  OUR_BUG: "high",
  OUTGOING_LIMIT: "high",
  PORTAL_TOKEN_REFUSED: "high",
  PEOPLE_VANISHED: "high",
  MAILBOX_LOGIN_REFUSED: "high",
  SMTP_AUTH: "high",
  REGISTRY_TAMPERED: "high",
  SUBJECT_FAILED: "low",
  NO_ONE_TO_ESCALATE: "low",
  DOWNTIME: "low",
  MESSAGE_DELAYED: "low",
};

/** The severity of a code. @default "normal" */
export function severityOf(code: string): Severity {
  return (Object.hasOwn(CODE_SEVERITIES, code) ? CODE_SEVERITIES[code] : null) ?? "normal";
}
