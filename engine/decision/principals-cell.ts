import { wordPattern } from "../base/word-pattern.ts";
import type { CellFault } from "./cell-test.ts";

/** Who a grid's cell means: the words of `head of client, manager of requester, responsible of deal`. */
export type PersonWords =
  | { readonly kind: "user" | "group" | "each" | "headOf" | "nextOf" | "managerOf"; readonly id: string }
  /** `requester` and `assignee` are variables. */
  | { readonly kind: "user" | "managerOf"; readonly variable: string }
  /** `responsible of deal`: a field of a record that a variable holds. */
  | { readonly kind: "user" | "managerOf"; readonly field: string; readonly of: string };

export interface PersonItem {
  readonly person: PersonWords;
  readonly from: number;
  readonly to: number;
}

/** What a principals cell of a grid or CSV file says, or what is wrong with it. */
export type ReadPrincipals = { readonly items: readonly PersonItem[] } | { readonly fault: CellFault };

/** The variables that stand for a person where an id is expected (language §3). */
export const PERSON_VARIABLES: ReadonlySet<string> = new Set(["requester", "assignee"]);

/**
 * Reads a principals cell: items joined by commas, each `user X`, `group X`, `each of group X`, `next of group X`,
 * `head of X`, `manager of X`, `requester`, or `<field> of <record>`.
 */
export function readPrincipalsCell(text: string): ReadPrincipals {
  const items: PersonItem[] = [];
  let from = 0;
  for (const part of text.split(",")) {
    const start = from + part.length - part.trimStart().length;
    const words = part.trim();
    const person = readPerson(words);
    if (!person) return { fault: faultOf(words, start) };
    items.push({ person, from: start, to: start + words.length });
    from += part.length + 1;
  }
  return { items };
}

const NAME = "[\\p{L}\\p{N}_][\\p{L}\\p{N}_-]*";
const PATH = `${NAME}(?:\\.${NAME})*`;

const FORMS: readonly { readonly pattern: (text: string) => RegExp; person(name: string): PersonWords | null }[] = [
  { pattern: wordPattern(`^user\\s+(${NAME})$`), person: (id) => userOf(id) },
  { pattern: wordPattern(`^group\\s+(${NAME})$`), person: (id) => ({ kind: "group", id }) },
  { pattern: wordPattern(`^each\\s+of\\s+group\\s+(${NAME})$`), person: (id) => ({ kind: "each", id }) },
  { pattern: wordPattern(`^next\\s+of\\s+group\\s+(${NAME})$`), person: (id) => ({ kind: "nextOf", id }) },
  { pattern: wordPattern(`^head\\s+of\\s+(${NAME})$`), person: (id) => ({ kind: "headOf", id }) },
  { pattern: () => /^manager\s+of\s+(.+)$/s, person: managerOf },
  { pattern: () => /^(requester|assignee)$/, person: (variable) => ({ kind: "user", variable }) },
];

const FIELD_OF = wordPattern(`^(${NAME})\\s+of\\s+(${PATH})$`);
const BARE = wordPattern(`^${NAME}$`);
const RESERVED: ReadonlySet<string> = new Set(["user", "group", "each", "next", "head", "manager"]);

function readPerson(words: string): PersonWords | null {
  for (const { pattern, person } of FORMS) {
    const name = pattern(words).exec(words)?.[1];
    if (name !== undefined) return person(name);
  }
  const [, field, of] = FIELD_OF(words).exec(words) ?? [];
  return field === undefined || of === undefined || RESERVED.has(field) ? null : { kind: "user", field, of };
}

function userOf(id: string): PersonWords {
  return PERSON_VARIABLES.has(id) ? { kind: "user", variable: id } : { kind: "user", id };
}

function managerOf(words: string): PersonWords | null {
  if (BARE(words).test(words)) {
    return PERSON_VARIABLES.has(words) ? { kind: "managerOf", variable: words } : { kind: "managerOf", id: words };
  }
  const [, field, of] = FIELD_OF(words).exec(words) ?? [];
  return field === undefined || of === undefined || RESERVED.has(field) ? null : { kind: "managerOf", field, of };
}

function faultOf(words: string, from: number): CellFault {
  const at = { from, to: from + Math.max(1, words.length), code: "table-principal" };
  if (words === "") {
    return {
      ...at,
      message: { ru: "Не сказано, кто", en: "Nobody is named" },
      remedy: {
        ru: "Назовите человека или группу: head of client, group director",
        en: "Name a person or a group: `head of client`, `group director`",
      },
    };
  }
  const bare = BARE(words).test(words);
  return {
    ...at,
    message: { ru: `Непонятно, кто это: «${words}»`, en: `Not clear who is meant: "${words}"` },
    remedy: bare
      ? {
          ru: `Пишите user ${words}, group ${words} или head of ${words}`,
          en: `Write \`user ${words}\`, \`group ${words}\` or \`head of ${words}\``,
        }
      : {
          ru: "Пишите head of X, manager of X, group X, next of group X, user X",
          en: "Write `head of X`, `manager of X`, `group X`, `next of group X` or `user X`",
        },
  };
}

/** Who is meant, in the words of a grid's cell: the inverse of {@link readPrincipalsCell}. */
export function textOfPerson(person: PersonWords): string {
  const who = "id" in person ? person.id : "variable" in person ? person.variable : `${person.field} of ${person.of}`;
  switch (person.kind) {
    case "user":
      return "id" in person ? `user ${who}` : who;
    case "group":
      return `group ${who}`;
    case "each":
      return `each of group ${who}`;
    case "nextOf":
      return `next of group ${who}`;
    case "headOf":
      return `head of ${who}`;
    case "managerOf":
      return `manager of ${who}`;
  }
}
