import { id, type UserId } from "../base/ids.ts";
import type { DirectorySnapshot } from "./directory.ts";

/**
 * The people of the departments that somebody heads, and of the departments below these: leavers too (what they left open
 * is somebody's), himself not. Empty for who heads none.
 *
 * @example teamOf(directory, "head-1") // ["manager-1", "manager-2"]
 */
export function teamOf(directory: DirectorySnapshot, head: string): readonly UserId[] {
  const departments = departmentsUnder(directory, head);
  if (departments.size === 0) return [];
  return Object.values(directory.users)
    .filter((person) => person.id !== head && person.department !== null && departments.has(person.department))
    .map((person) => id<UserId>(person.id));
}

/** The departments somebody heads and all below them. Departments that go in a circle are looked at once. */
function departmentsUnder(directory: DirectorySnapshot, head: string): ReadonlySet<string> {
  const all = Object.values(directory.departments);
  const below = Map.groupBy(all, ({ parent }) => parent);
  const found = new Set<string>();
  const open = all.filter((department) => department.head === head);
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (found.has(next.id)) continue;
    found.add(next.id);
    open.push(...(below.get(next.id) ?? []));
  }
  return found;
}
