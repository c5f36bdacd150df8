import { userInfo } from "node:os";
import type { Configuration } from "./configuration.ts";

/**
 * The user that the operating system's user is mapped to (`users` of `ordo.yaml`); null: to nobody.
 * @param name of the operating system's user. @default who runs this process
 */
export function signedInUser({ users }: Pick<Configuration, "users">, name = systemUser()): string | null {
  return name !== null && Object.hasOwn(users, name) ? (users[name] ?? null) : null;
}

/** A container may run as a number without a name. */
function systemUser(): string | null {
  try {
    return userInfo().username;
  } catch {
    return null;
  }
}
