import { id, type UserId } from "../base/ids.ts";
import type { DateOf } from "./absence.ts";
import { headOf, managerOf } from "./chart.ts";
import type { DirectorySnapshot, Principal } from "./directory.ts";
import { departmentOf, groupOf, isActive, membersOf, nameOf, personOf } from "./lookup.ts";
import type { Says } from "./note.ts";
import { nextInTurn } from "./turn.ts";

/** What resolution needs to know besides the directory. Nothing here reads a clock. */
export interface ResolveFacts {
  readonly dateOf: DateOf;
  /** Who had the last turn of a group; null before the first. */
  lastTurn(group: string): string | null;
  /** People whom a turn passes over. @default nobody */
  readonly excluded?: ReadonlySet<string>;
}

/** Who is meant, as of this directory. */
export interface Resolution {
  /** Active people, in order, each once; empty exactly where there is a `vacancy`. */
  readonly users: readonly UserId[];
  /** Why nobody is there, for the incident. */
  readonly vacancy: Says | null;
  /** The turn that was taken: goes into the event, and the commit compares-and-sets it. */
  readonly turn: { readonly group: string; readonly user: UserId } | null;
}

/**
 * Resolves one principal: who it is today. Leavers never count; an unknown id, an empty group and a vacancy say why
 * nobody is there. Exclusion is a further step (`strikeOut`).
 */
export function resolvePrincipal(principal: Principal, directory: DirectorySnapshot, facts: ResolveFacts): Resolution {
  if ("user" in principal)
    return someone(userNamed(directory, principal.user), () => noUser(directory, principal.user));
  if ("group" in principal)
    return everyone(membersOf(directory, principal.group), () => noMembers(directory, principal.group));
  if ("each" in principal)
    return everyone(membersOf(directory, principal.each), () => noMembers(directory, principal.each));
  if ("headOf" in principal)
    return someone(headOf(directory, principal.headOf), () => noHead(directory, principal.headOf));
  if ("managerOf" in principal) {
    return someone(managerOf(directory, principal.managerOf), () => noManager(directory, principal.managerOf));
  }
  if ("vacancy" in principal)
    return nobody({
      ru: `«${principal.vacancy}» — никто: поле не заполнено`,
      en: `"${principal.vacancy}" is nobody: the field is empty`,
    });
  return takeTurn(principal.nextOf, directory, facts);
}

function takeTurn(group: string, directory: DirectorySnapshot, facts: ResolveFacts): Resolution {
  const { dateOf, excluded } = facts;
  const user = nextInTurn(directory, { group, last: facts.lastTurn(group), dateOf, ...(excluded && { excluded }) });
  if (user) return { users: [user], vacancy: null, turn: { group, user } };
  return nobody(
    membersOf(directory, group).length === 0 ? noMembers(directory, group) : nobodyPresent(directory, group),
  );
}

function someone(user: UserId | null, why: () => Says): Resolution {
  return user === null ? nobody(why()) : { users: [user], vacancy: null, turn: null };
}

function everyone(users: readonly UserId[], why: () => Says): Resolution {
  return users.length === 0 ? nobody(why()) : { users, vacancy: null, turn: null };
}

function nobody(vacancy: Says): Resolution {
  return { users: [], vacancy, turn: null };
}

function userNamed(directory: DirectorySnapshot, user: string): UserId | null {
  return isActive(directory, user) ? id<UserId>(user) : null;
}

function noUser(directory: DirectorySnapshot, user: string): Says {
  if (!personOf(directory, user))
    return { ru: `в справочнике нет сотрудника «${user}»`, en: `the directory has no user "${user}"` };
  return { ru: `${nameOf(directory, user)} больше не работает`, en: `${nameOf(directory, user)} has left` };
}

function noMembers(directory: DirectorySnapshot, group: string): Says {
  const found = groupOf(directory, group);
  if (!found) return { ru: `в справочнике нет группы «${group}»`, en: `the directory has no group "${group}"` };
  return { ru: `группа «${found.title}» пуста`, en: `the group "${found.title}" is empty` };
}

function nobodyPresent(directory: DirectorySnapshot, group: string): Says {
  const title = groupOf(directory, group)?.title ?? group;
  return {
    ru: `в группе «${title}» сегодня некого выбрать: все отсутствуют или исключены`,
    en: `nobody of "${title}" can be chosen today: all are absent or excluded`,
  };
}

function noHead(directory: DirectorySnapshot, department: string): Says {
  const found = departmentOf(directory, department);
  if (!found)
    return { ru: `в справочнике нет отдела «${department}»`, en: `the directory has no department "${department}"` };
  return { ru: `у отдела «${found.title}» нет руководителя`, en: `the department "${found.title}" has no head` };
}

function noManager(directory: DirectorySnapshot, user: string): Says {
  if (!personOf(directory, user)) return noUser(directory, user);
  return {
    ru: `над сотрудником ${nameOf(directory, user)} нет руководителя`,
    en: `nobody is above ${nameOf(directory, user)}`,
  };
}
