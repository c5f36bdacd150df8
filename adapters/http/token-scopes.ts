import type { Role } from "../accounts/role.ts";
import { grantOf, PERMISSIONS, type Permission } from "./permissions.ts";

/** A token of one's own is for programs: it changes nothing about the account itself. */
const NEVER_OWN: ReadonlySet<Permission> = new Set(["self.edit", "account.edit"]);

/** Permissions that a person's own token may be given: what he may himself, save what concerns accounts. */
export function scopesOf(roles: readonly Role[]): readonly Permission[] {
  return heldBy(roles).filter((permission) => !NEVER_OWN.has(permission));
}

/** Permissions that these roles hold, for all objects or for one's own. */
export function heldBy(roles: readonly Role[]): readonly Permission[] {
  const all = Object.keys(PERMISSIONS) as readonly Permission[];
  return all.filter((permission) => grantOf(permission, roles) !== null);
}
