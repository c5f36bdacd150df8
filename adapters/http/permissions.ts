import type { Role } from "../accounts/role.ts";

/**
 * How far a role may use a permission: `any` object, or only what is the viewer's `own` (his task, his request, his
 * people): then the route says what that is, or its list is filtered by viewer in SQL.
 */
export type Grant = "any" | "own";

type Grants = Partial<Readonly<Record<Role, Grant>>>;

const EVERYBODY: Grants = { person: "any", analyst: "any", operator: "any", administrator: "any" };
const OWN: Grants = { person: "own", analyst: "own", operator: "own", administrator: "own" };
const OPERATORS: Grants = { operator: "any", administrator: "any" };
const ANALYSTS: Grants = { analyst: "any", administrator: "any" };

/**
 * What may be done, and by whom. Every route names one; a role that is not listed may not. Everybody with an account is a
 * `person` too: the widest grant of his roles counts. Who may act on a task is the engine's own question (four eyes,
 * candidates, substitutes): `task.act` only says that the viewer must be able to see it.
 */
export const PERMISSIONS = {
  "task.read": { person: "own", analyst: "any", operator: "any", administrator: "any" },
  "task.act": OWN,
  "task.reassign": { person: "own", operator: "any", administrator: "any" },
  "process.start": EVERYBODY,
  /** Versions, files and pictures of processes, what is in force. */
  "process.study": { analyst: "any", operator: "any", administrator: "any" },
  "process.edit": ANALYSTS,
  "process.deploy": ANALYSTS,
  "instance.read": { person: "own", analyst: "any", operator: "any", administrator: "any" },
  "instance.request": OWN,
  "instance.operate": OPERATORS,
  "incident.read": { analyst: "any", operator: "any", administrator: "any" },
  "incident.operate": OPERATORS,
  "registry.read": EVERYBODY,
  "registry.export": EVERYBODY,
  "record.read": EVERYBODY,
  "record.edit": EVERYBODY,
  "people.read": EVERYBODY,
  "absence.edit": { person: "own", analyst: "own", operator: "own", administrator: "any" },
  "message.read": OPERATORS,
  "message.operate": OPERATORS,
  "operations.read": { analyst: "any", operator: "any", administrator: "any" },
  "event.send": OPERATORS,
  "account.read": { administrator: "any" },
  "account.edit": { administrator: "any" },
  "file.read": { person: "own", analyst: "any", operator: "any", administrator: "any" },
  "file.write": EVERYBODY,
  "search.use": EVERYBODY,
  /** One's own account: sessions, password, language, saved views. */
  "self.edit": OWN,
} as const satisfies Readonly<Record<string, Grants>>;

export type Permission = keyof typeof PERMISSIONS;

/** The widest grant of these roles; null: none of them may. */
export function grantOf(permission: Permission, roles: readonly Role[]): Grant | null {
  const grants: Grants = PERMISSIONS[permission];
  const held = ["person" as const, ...roles].flatMap((role) => grants[role] ?? []);
  return held.includes("any") ? "any" : held.includes("own") ? "own" : null;
}
