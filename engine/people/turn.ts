import { id, type UserId } from "../base/ids.ts";
import { type DateOf, isAbsent } from "./absence.ts";
import type { DirectorySnapshot } from "./directory.ts";
import { membersOf } from "./lookup.ts";

/** Whose turn it is. */
export interface TurnRequest {
  readonly group: string;
  /** Who had the last turn; null before the first. */
  readonly last: string | null;
  /** Who may not be chosen this time. @default nobody */
  readonly excluded?: ReadonlySet<string>;
  readonly dateOf: DateOf;
}

/**
 * The next of a group in turn: the first after the last one, round and round, who is at work today and not excluded. Where
 * the last one is no longer in the group, the turn starts with its first. Null where nobody is left.
 */
export function nextInTurn(directory: DirectorySnapshot, request: TurnRequest): UserId | null {
  const members = membersOf(directory, request.group);
  const after = request.last === null ? 0 : members.indexOf(id<UserId>(request.last)) + 1;
  const order = [...members.slice(after), ...members.slice(0, after)];
  const isFree = (user: UserId): boolean => !request.excluded?.has(user) && !isAbsent(directory, user, request.dateOf);
  return order.find(isFree) ?? null;
}
