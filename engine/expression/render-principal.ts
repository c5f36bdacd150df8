import type { Value } from "../base/value.ts";
import type { DirectorySnapshot } from "../people/directory.ts";

/** A person or group reference in words: `{ headOf: "client" }` is «руководитель: Клиентский отдел». Null for no principal. */
export function renderPrincipal(
  map: { readonly [key: string]: Value },
  to: { readonly locale: "ru" | "en"; readonly people: DirectorySnapshot },
): string | null {
  const [key, ...more] = Object.keys(map);
  const id = key === undefined ? null : map[key];
  if (key === undefined || more.length > 0 || typeof id !== "string") return null;
  const { users, groups, departments } = to.people;
  const words = WORDS[to.locale];
  switch (key) {
    case "user":
      return own(users, id)?.name ?? id;
    case "group":
    case "each":
      return own(groups, id)?.title ?? id;
    case "nextOf":
      return `${words.next} ${own(groups, id)?.title ?? id}`;
    case "headOf":
      return `${words.head} ${own(departments, id)?.title ?? id}`;
    case "managerOf":
      return `${words.manager} ${own(users, id)?.name ?? id}`;
    case "vacancy":
      return id;
    default:
      return null;
  }
}

const WORDS = {
  ru: { next: "следующий по очереди:", head: "руководитель:", manager: "руководитель сотрудника:" },
  en: { next: "next in turn of", head: "head of", manager: "manager of" },
} as const;

function own<T>(map: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(map, key) ? map[key] : undefined;
}
