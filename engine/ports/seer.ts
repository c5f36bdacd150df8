import type { UserId } from "../base/ids.ts";

/**
 * Who looks, as the database filters by him: he sees what he asked for or had a task of, what people of his departments
 * asked for, and what waits for those in whose place he may act today. Null in its place: he sees everything.
 */
export interface Seer {
  /** Null: nobody of the directory. */
  readonly user: UserId | null;
  readonly team: readonly UserId[];
  readonly inPlaceOf: readonly UserId[];
}
