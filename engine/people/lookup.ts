import { id, type UserId } from "../base/ids.ts";
import type { Department, DirectorySnapshot, Group, Person } from "./directory.ts";

/** The person of that id, also one who left; null where the directory knows none. */
export function personOf(directory: DirectorySnapshot, user: string): Person | null {
  return Object.hasOwn(directory.users, user) ? (directory.users[user] ?? null) : null;
}

/** The department of that id; null where the directory knows none. */
export function departmentOf(directory: DirectorySnapshot, department: string): Department | null {
  return Object.hasOwn(directory.departments, department) ? (directory.departments[department] ?? null) : null;
}

/** The group of that id, also one that only its members name; null where the directory knows none. */
export function groupOf(directory: DirectorySnapshot, group: string): Group | null {
  return Object.hasOwn(directory.groups, group) ? (directory.groups[group] ?? null) : null;
}

/** Does the directory know this person, and does he still work here? */
export function isActive(directory: DirectorySnapshot, user: string): boolean {
  return personOf(directory, user)?.active === true;
}

/** The person's name; the id of one whom the directory does not know. */
export function nameOf(directory: DirectorySnapshot, user: string): string {
  return personOf(directory, user)?.name ?? user;
}

/**
 * Who belongs to a group: its own `members` in their order, then those who name the group at themselves, in the order of
 * the directory. Leavers and unknown ids are left out; an unknown group has nobody.
 */
export function membersOf(directory: DirectorySnapshot, group: string): readonly UserId[] {
  const named = groupOf(directory, group)?.members ?? [];
  const own = Object.values(directory.users).filter((person) => person.groups.includes(group));
  const all = new Set([...named, ...own.map((person) => person.id)]);
  return [...all].filter((user) => isActive(directory, user)).map((user) => id<UserId>(user));
}
