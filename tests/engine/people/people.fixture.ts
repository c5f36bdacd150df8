import type { DateOf } from "../../../engine/people/absence.ts";
import type { DirectorySnapshot } from "../../../engine/people/directory.ts";
import { readDirectory } from "../../../engine/people/read-directory.ts";

/** A small company: a board over sales and service; the north office under sales has a vacant head. */
export const COMPANY = {
  users: {
    ceo: { name: "Соколова Ирина", department: "board" },
    exec: { name: "Громов Пётр", department: "board", groups: ["executives"] },
    "head-sales": { name: "Орлова Анна", department: "sales" },
    "head-service": { name: "Белов Олег", department: "service", manager: "exec" },
    "manager-1": { name: "Иванов Илья", department: "sales", groups: ["queue"] },
    "manager-2": { name: "Зуева Вера", department: "sales", groups: ["queue"] },
    "manager-3": { name: "Котов Максим", department: "north", groups: ["queue"] },
    leaver: { name: "Ушёл Уже", department: "sales", groups: ["queue"], manager: "manager-1", active: false },
    "under-leaver": { name: "Лосев Глеб", manager: "leaver" },
  },
  departments: {
    board: { title: "Дирекция", head: "ceo" },
    sales: { title: "Продажи", head: "head-sales", parent: "board" },
    service: { title: "Сервис", head: "head-service", parent: "board" },
    north: { title: "Север", parent: "sales" },
    archive: { title: "Архив", head: "leaver", parent: "board" },
  },
  groups: {
    queue: { title: "Очередь продаж", members: ["manager-2"] },
    empty: { title: "Пустая", members: ["leaver"] },
    ring: { title: "Кольцо", members: ["manager-1", "manager-2", "manager-3"] },
  },
  administrators: ["exec"],
};

export const directory: DirectorySnapshot = readDirectory(COMPANY);

/** The same company with absences: user → `[from, to, substitute]`. */
export function withAbsences(
  absences: Readonly<Record<string, readonly [string, string, string?]>>,
): DirectorySnapshot {
  const users: Record<string, unknown> = { ...COMPANY.users };
  for (const [user, [from, to, substitute]] of Object.entries(absences)) {
    users[user] = { ...(users[user] as object), absent: [{ from, to, substitute }] };
  }
  return readDirectory({ ...COMPANY, users });
}

/** A day that is the same in every zone. */
export function on(date: string): DateOf {
  return () => date;
}
