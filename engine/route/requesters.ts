import type { FormStart } from "../definition/model.ts";
import type { DirectorySnapshot } from "../people/directory.ts";
import { membersOf } from "../people/lookup.ts";
import { resolvePrincipal } from "../people/resolve.ts";
import { peopleIn, type Scene, type Situation } from "./scene.ts";

/** Kinds of people that are followed, in the order of the directory; that there are more is said. */
export const REQUESTERS_MAX = 2_000;

/** Nobody is known to ask: the situation of a process that events, messages or the clock start. */
export const NOBODY_ASKS: Situation = { requester: null, values: new Map(), says: [], rule: null };

/** Everybody who may fill in a start form, in the order of the directory. Without a form nobody in particular: null. */
export function requestersOf(scene: Scene): readonly string[] | null {
  const forms = scene.definition.starts.filter((start) => start.kind === "form");
  if (forms.length === 0) return null;
  const allowed = new Set(forms.flatMap((form) => candidatesOf(scene, form)));
  return everybody(scene.directory).filter((user) => allowed.has(user));
}

/**
 * One of each kind of people: those alike in everything that a route can ask about (position, department, groups, manager)
 * come to the same. Whoever is named anywhere by id (a head, a manager, a member listed by a group, in `written`) is of a
 * kind of his own. The first of each kind stands for it.
 */
export function oneOfEachKind(
  users: readonly string[],
  directory: DirectorySnapshot,
  written: string,
): readonly string[] {
  // A rule that asks for more than the kind tells people apart.
  if (/\brequester\s*\.\s*(?:id|name|email|phone|locale|timeZone)\b/u.test(written)) return users;
  const named = new Set([
    ...Object.values(directory.groups).flatMap((group) => group.members),
    ...Object.values(directory.departments).flatMap(({ head }) => head ?? []),
    ...Object.values(directory.users).flatMap(({ manager }) => manager ?? []),
    ...directory.administrators,
    ...(written.match(/[\p{L}\p{N}_.@+-]+/gu) ?? []),
  ]);
  const kinds = new Map<string, string>();
  for (const user of users) {
    const { position, department, groups, manager } = directory.users[user] ?? {};
    const kind = named.has(user) ? `user ${user}` : JSON.stringify([position, department, groups, manager]);
    if (!kinds.has(kind)) kinds.set(kind, user);
  }
  return [...kinds.values()];
}

function candidatesOf(scene: Scene, form: FormStart): readonly string[] {
  if (form.candidateGroups.length === 0 && form.candidateUsers.length === 0) return everybody(scene.directory);
  const named = form.candidateUsers.flatMap((template) => peopleIn(scene, NOBODY_ASKS, template).principals);
  const users = named.flatMap(
    (one) => resolvePrincipal(one, scene.directory, { dateOf: () => NO_DAY, lastTurn: () => null }).users,
  );
  return [...form.candidateGroups.flatMap((group) => membersOf(scene.directory, group)), ...users];
}

function everybody(directory: DirectorySnapshot): readonly string[] {
  return Object.values(directory.users)
    .filter((person) => person.active)
    .map((person) => person.id);
}

/** A day before every absence: who is away today is no matter of the file. */
export const NO_DAY = "0001-01-01";
