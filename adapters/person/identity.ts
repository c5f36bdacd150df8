import type { DirectorySnapshot } from "../../engine/people/directory.ts";

/** By what a person is found. */
export interface Identity {
  /** Id of an employee; null: he is none. */
  readonly user: string | null;
  /** Reference of the record that he is: `contact/12`; null: he is none. */
  readonly record: string | null;
  /** Full names: at least two words each. */
  readonly names: readonly string[];
  readonly emails: readonly string[];
  readonly phones: readonly string[];
}

/** What a text is, of what can be looked for; null: a single word, which many others have too. */
export function kindOfText(text: string): "names" | "emails" | "phones" | null {
  const trimmed = text.trim();
  if (/^[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+$/.test(trimmed)) return "emails";
  if (/^[+\d][\d\s().\-\u00a0]{6,}$/.test(trimmed) && trimmed.replace(/\D/g, "").length >= 7) return "phones";
  const words = wordsOf(trimmed);
  return words.length >= 2 && words.length <= 4 ? "names" : null;
}

/** Words of a name. */
export function wordsOf(name: string): readonly string[] {
  return name.split(/[\s.]+/u).filter((word) => /^\p{L}[\p{L}'’-]+$/u.test(word));
}

/** An employee as the directory knows him, or by his id alone. @param also names, addresses and phones that he is known by besides */
export function identityOfUser(user: string, directory: DirectorySnapshot, also: readonly string[]): Identity {
  const person = Object.hasOwn(directory.users, user) ? directory.users[user] : undefined;
  const own = [person?.name, person?.email, person?.phone].flatMap((text) => (text == null ? [] : [text]));
  return { user, record: null, ...sorted([...own, ...also]) };
}

/** Fields of a record that tell who it is: by their names, and whatever is an address or a phone. */
const TELLING = /name|имя|фио|фамил|e-?mail|почт|phone|телефон|mobile/iu;

/** A client as his record knows him. */
export function identityOfRecord(
  record: string,
  fields: Readonly<Record<string, unknown>>,
  also: readonly string[],
): Identity {
  const words = ["lastName", "firstName", "middleName"].flatMap((key) => {
    const text = fields[key];
    return typeof text === "string" && text !== "" ? [text] : [];
  });
  // The title of a contact is his name; that of anything else seldom looks like one, and the preview shows what is looked for.
  const title = fields["title"];
  const called = typeof title === "string" && isCapitalized(title) ? [title] : [];
  const texts = Object.entries(fields).flatMap(([key, value]) =>
    textsIn(value).filter((text) => TELLING.test(key) || ["emails", "phones"].includes(kindOfText(text) ?? "")),
  );
  return {
    user: null,
    record,
    ...sorted([...called, ...texts, ...(words.length >= 2 ? [words.join(" ")] : []), ...also]),
  };
}

/** Is every word of it a proper one? `Вера Залесская`, not `Аренда на лето`. */
function isCapitalized(text: string): boolean {
  return text
    .trim()
    .split(/\s+/u)
    .every((word) => /^\p{Lu}[\p{L}'’.-]*$/u.test(word));
}

function textsIn(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

function sorted(texts: readonly string[]): Pick<Identity, "names" | "emails" | "phones"> {
  const of = (kind: "names" | "emails" | "phones"): readonly string[] => [
    ...new Set(texts.filter((text) => kindOfText(text) === kind).map((text) => text.trim())),
  ];
  return { names: of("names"), emails: of("emails"), phones: of("phones") };
}
