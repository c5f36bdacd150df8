import { digestOfText } from "../definition/digest.ts";

/** A file that a value names. */
export interface NamedFile {
  readonly name: string;
  /** `file:<key>` */
  readonly reference: string;
}

const PREFIX = "file:";
/** Characters of the digest in a short name: one in a trillion is another's. */
const SHORT_DIGITS = 10;

/** What people call a file by: `f-` and the beginning of its key's digest. Null: it is not a file of the file store. */
export function shortFile(reference: string): string | null {
  if (!reference.startsWith(PREFIX)) return null;
  return `f-${digestOfText(reference.slice(PREFIX.length)).slice(0, SHORT_DIGITS)}`;
}

/** Files of the file store anywhere in a value, each once, in the order they stand in. */
export function filesIn(value: unknown): readonly NamedFile[] {
  const found = new Map<string, NamedFile>();
  const look = (one: unknown): void => {
    if (typeof one !== "object" || one === null) return;
    const { name, id } = one as { readonly name?: unknown; readonly id?: unknown };
    if (typeof name === "string" && typeof id === "string" && id.startsWith(PREFIX) && !found.has(id))
      found.set(id, { name, reference: id });
    for (const inner of Object.values(one)) look(inner);
  };
  look(value);
  return [...found.values()];
}
