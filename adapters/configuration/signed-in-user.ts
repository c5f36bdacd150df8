import { userInfo } from "node:os";
import type { Configuration } from "./configuration.ts";

/** Stands for every user that is not named: for a machine of one's own, and for trying things out. */
const ANYBODY = "*";

/**
 * The user that the operating system's user is mapped to (`users` of `ordo.yaml`); null: to nobody.
 * @param name of the operating system's user. @default who runs this process
 */
export function signedInUser({ users }: Pick<Configuration, "users">, name = systemUser()): string | null {
  if (name !== null && Object.hasOwn(users, name)) return users[name] ?? null;
  return Object.hasOwn(users, ANYBODY) ? (users[ANYBODY] ?? null) : null;
}

/** A container may run as a number without a name. */
function systemUser(): string | null {
  try {
    return userInfo().username;
  } catch {
    return null;
  }
}
