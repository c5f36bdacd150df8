import type { UserId } from "../base/ids.ts";
import type { Instant } from "../base/instant.ts";

/** Who left, kept so that moving his tasks goes on after any interruption. */
export interface Leavers {
  /** From now on he is inactive for everybody. Twice is once. Resolves when the next snapshot of people says so. */
  leave(person: UserId, by: UserId | null, at: Instant): Promise<void>;
  /** He works here again. False: he had not left. */
  comeBack(person: UserId, by: UserId | null, at: Instant): Promise<boolean>;
  /** Nothing of his is open any more. */
  settle(person: UserId, at: Instant): Promise<void>;
  /** Those with open tasks that may still wait. */
  unsettled(): Promise<readonly { readonly person: string; readonly leftBy: string | null }[]>;
}
