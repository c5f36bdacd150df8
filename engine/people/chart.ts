import { id, type UserId } from "../base/ids.ts";
import type { DirectorySnapshot } from "./directory.ts";
import { departmentOf, isActive, personOf } from "./lookup.ts";

/** A chart of a company is at most this deep; what is deeper goes in circles. */
const LEVELS_MAX = 100;

/** The head of a department; null for a vacancy, a leaver, or a department that does not exist. */
export function headOf(directory: DirectorySnapshot, department: string): UserId | null {
  const head = departmentOf(directory, department)?.head ?? null;
  return head !== null && isActive(directory, head) ? id<UserId>(head) : null;
}

/**
 * A person's manager: the one named at the person, else the head of the department, else (when the person is that head,
 * or the place is vacant) of the departments above. A named manager who left and whom no department replaces is passed
 * over to his own manager. Null at the top, never the person himself.
 */
export function managerOf(directory: DirectorySnapshot, user: string): UserId | null {
  const seen = new Set<string>();
  let below: string | null = user;
  while (below !== null && !seen.has(below) && seen.size < LEVELS_MAX) {
    seen.add(below);
    const found = directManagerOf(directory, below, user);
    if (found) return found;
    below = personOf(directory, below)?.manager ?? null;
  }
  return null;
}

/**
 * The next one up the chart who has not been asked yet: vacancies, leavers and people in `asked` are passed over. Null at
 * the top.
 */
export function nextUp(directory: DirectorySnapshot, from: string, asked: ReadonlySet<string>): UserId | null {
  const seen = new Set([from]);
  let next = managerOf(directory, from);
  while (next !== null && asked.has(next)) {
    if (seen.has(next) || seen.size >= LEVELS_MAX) return null;
    seen.add(next);
    next = managerOf(directory, next);
  }
  return next !== null && seen.has(next) ? null : next;
}

function directManagerOf(directory: DirectorySnapshot, user: string, except: string): UserId | null {
  const person = personOf(directory, user);
  const manager = person?.manager ?? null;
  if (manager !== null && manager !== except && isActive(directory, manager)) return id<UserId>(manager);
  const seen = new Set<string>();
  let department = person?.department ?? null;
  while (department !== null && !seen.has(department) && seen.size < LEVELS_MAX) {
    seen.add(department);
    const head = headOf(directory, department);
    if (head !== null && head !== user && head !== except) return head;
    department = departmentOf(directory, department)?.parent ?? null;
  }
  return null;
}
