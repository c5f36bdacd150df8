import { Cron } from "croner";

/** Is this a cron text: five fields, minute to day of week? */
export function isCron(text: string): boolean {
  try {
    // `paused`: only the pattern is read, nothing is scheduled.
    new Cron(text, { paused: true, mode: "5-part" }).stop();
    return true;
  } catch {
    return false;
  }
}
