import { id, type TaskId } from "../engine/base/ids.ts";

/**
 * A task's id as it stands in addresses: `/` and `#` mean something there, and proxies decode them. Step and instance ids
 * hold neither `~` nor `!`.
 */
export function taskAddress(task: string): string {
  return task.replaceAll("/", "~").replaceAll("#", "!");
}

/** The id that an address names. */
export function taskAt(address: string): TaskId {
  return id<TaskId>(address.replaceAll("~", "/").replaceAll("!", "#"));
}

/** An instance as an address names it: its id, or `discount-approval~12`. */
export function instanceAt(address: string): string {
  return address.replaceAll("~", "/");
}
