import { Cron } from "croner";

/** Why a cron text is none, or null where it is one. The reason is the cron library's, in English. */
export function cronProblem(text: string): string | null {
  try {
    // `paused`: only the pattern is read, nothing is scheduled.
    new Cron(text, { paused: true, mode: "5-part" }).stop();
    return null;
  } catch (error) {
    return error instanceof Error ? error.message.replace(/^CronPattern: /u, "") : "no cron text";
  }
}
