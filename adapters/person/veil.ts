import { type Identity, wordsOf } from "./identity.ts";

/**
 * Keys whose texts are words of the engine (kinds, steps, lanes), not of people: an id that happens to be such a word is
 * left alone there. Names, addresses and phones are never such words and are replaced everywhere.
 */
const STRUCTURAL: ReadonlySet<string> = new Set(
  [
    "kind process step digest activation lane scope scopeParent parent operation registry code purpose closed what",
    "type status channel field word table outcome resolution group each headOf nextOf call task timer block scopes roles",
  ]
    .join(" ")
    .split(" "),
);

/** Where an id stands that is a word of the company too (a group of that name): nothing else can be told apart from it. */
const PERSONAL: ReadonlySet<string> = new Set(
  [
    "actor overrideBy override_by requester by onBehalfOf to from owner user assignee candidates actors excluded",
    "delegatedBy asked addedBy taker recipient person left_by seen_by decided_by decider on_behalf_of viewer managerOf",
  ]
    .join(" ")
    .split(" "),
);

/** Puts a pseudonym wherever a person stands, and changes nothing else: what was equal before is equal afterwards. */
export class Veil {
  readonly #texts: RegExp | null;
  readonly #id: RegExp | null;
  readonly #user: string | null;
  readonly #isAmbiguous: boolean;
  readonly #raw: RegExp | null;
  readonly #pseudonym: string;

  /** @param isAmbiguous the id is also that of a group or a department */
  constructor(identity: Identity, pseudonym: string, isAmbiguous = false) {
    const texts = [
      ...identity.emails.map(emailPattern),
      ...identity.names.flatMap(namePatterns),
      ...identity.phones.map(phonePattern),
    ];
    const ids = identity.user === null ? [] : [idPattern(identity.user)];
    this.#texts = texts.length === 0 ? null : new RegExp(texts.join("|"), "giu");
    this.#id = ids.length === 0 ? null : new RegExp(ids.join("|"), "gu");
    this.#user = identity.user;
    // As JSON writes a text: a line's end is two characters there.
    const all = [...texts, ...ids].map((one) => one.replaceAll("\\s", "(?:\\s|\\\\[nrt])"));
    this.#raw = all.length === 0 ? null : new RegExp(all.join("|"), "iu");
    this.#pseudonym = pseudonym;
    this.#isAmbiguous = isAmbiguous;
  }

  /** May that text, as it is stored, hold him? A cheap look before it is taken apart. */
  mayTouch(raw: string): boolean {
    return this.#raw?.test(raw) ?? false;
  }

  /** @param key under which the text stands; null: in no map */
  text(text: string, key: string | null): string {
    const free = this.#texts === null ? text : text.replace(this.#texts, this.#pseudonym);
    if (this.#id === null || (key !== null && STRUCTURAL.has(key))) return free;
    if (this.#isAmbiguous) return key !== null && PERSONAL.has(key) && free === this.#user ? this.#pseudonym : free;
    return free.replace(this.#id, this.#pseudonym);
  }

  /** A value with all texts in it, and names in it that are keys. */
  value(value: unknown, key: string | null = null): unknown {
    if (typeof value === "string") return this.text(value, key);
    if (Array.isArray(value)) return value.map((one) => this.value(one, key));
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, one]) => [
        name === this.#user && !this.#isAmbiguous ? this.#pseudonym : name,
        this.value(one, name),
      ]),
    );
  }

  /** A column: JSON is taken apart, anything else is a text. @param name of the column */
  stored(text: string, name: string): string {
    if (!this.mayTouch(text)) return text;
    if (/^\s*[[{"]/.test(text)) {
      try {
        const parsed: unknown = JSON.parse(text);
        const veiled = JSON.stringify(this.value(parsed, name));
        return veiled === JSON.stringify(parsed) ? text : veiled;
      } catch {
        // It only looks like JSON.
      }
    }
    return this.text(text, name);
  }
}

const LETTER = "[\\p{L}\\p{N}_]";

function literal(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/-]/gu, "\\$&").replaceAll("\\-", "\\x2d");
}

/** Bounded by what an id cannot go on with: `manager-1` is not in `manager-12`. */
function idPattern(user: string): string {
  return `(?<![\\p{L}\\p{N}_.@\\x2d])${literal(user)}(?![\\p{L}\\p{N}_@\\x2d])`;
}

function emailPattern(email: string): string {
  return `(?<![\\p{L}\\p{N}._%+\\x2d])${literal(email)}(?![\\p{L}\\p{N}\\x2d])`;
}

/** In any spelling, with or without the code of the country. */
function phonePattern(phone: string): string {
  const digits = phone.replace(/\D/g, "");
  const core = digits.length > 10 ? digits.slice(-10) : digits;
  const between = "[ \\u00a0().\\x2d]*";
  return `(?<!\\d)(?:\\+?\\d{1,3}${between})?${[...core].join(between)}(?!\\d)`;
}

/** In either order, with the endings of the cases, with a middle name between, and as a surname with initials. */
function namePatterns(name: string): readonly string[] {
  const words = wordsOf(name);
  const [one, other] = words;
  if (one === undefined || other === undefined) return [];
  const start = `(?<!${LETTER})`;
  const end = `(?!${LETTER})`;
  const [first, second] = [formsOf(one), formsOf(other)];
  const third = words[2] === undefined ? "" : `(?:\\s+${formsOf(words[2])})?`;
  // Which of the two is the surname is not known: either may stand with the initials of the rest.
  const initials = (word: string): string => `${literal([...word][0] ?? "")}\\.(?:\\s*\\p{L}\\.)?`;
  const withInitials = (surname: string, given: string): readonly string[] => [
    `${start}${surname}\\s+${initials(given)}`,
    `${start}${initials(given)}\\s*${surname}${end}`,
  ];
  return [
    `${start}${first}\\s+${second}${third}${end}`,
    `${start}${second}\\s+(?:${words[2] === undefined ? "" : `${formsOf(words[2])}\\s+`})?${first}${end}`,
    ...withInitials(first, other),
    ...withInitials(second, one),
  ];
}

/** `Иванов` also stands for Иванова, Иванову, Ивановым; `Пётр` for Петра. */
function formsOf(word: string): string {
  const stem = word.length > 3 ? word.replace(/(?:ий|ый|ой|ая|яя|ия|[аяйьеёиоуыю])$/iu, "") : word;
  return `${literal(stem).replace(/[её]/giu, "[её]")}\\p{L}{0,3}`;
}
