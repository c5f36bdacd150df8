/** What people may be, the mightiest first. Whoever has an account is a `person`. */
export const ROLES = ["administrator", "analyst", "operator", "person"] as const;

/** What an account may be used for; what each may do stands in `adapters/http/permissions.ts`. */
export type Role = (typeof ROLES)[number];

/** These roles in their order, each once, and `person` always. Names that are no roles are left out. */
export function rolesOf(named: readonly string[]): readonly Role[] {
  return ROLES.filter((role) => role === "person" || named.includes(role));
}

/** The first of these names that is no role; null: all are. */
export function unknownRole(named: readonly string[]): string | null {
  const known: readonly string[] = ROLES;
  return named.find((name) => !known.includes(name)) ?? null;
}

/** Roles as the database keeps them. */
export function rolesText(roles: readonly Role[]): string {
  return JSON.stringify(rolesOf(roles).filter((role) => role !== "person"));
}

/** Roles as {@link rolesText} wrote them. */
export function rolesFrom(text: string): readonly Role[] {
  const read: unknown = JSON.parse(text);
  return rolesOf(Array.isArray(read) ? read.filter((one) => typeof one === "string") : []);
}
