import { createHmac, randomBytes } from "node:crypto";
import type { Value, ValueMap } from "../../engine/base/value.ts";
import { isSameText } from "../accounts/one-way.ts";
import type { FormFieldShown } from "./form-field.ts";

/** Fields that a page without scripts has inputs for; the others are filled in in the console. */
const PLAIN: ReadonlySet<FormFieldShown["type"]> = new Set([
  "text",
  "number",
  "money",
  "boolean",
  "date",
  "dateTime",
  "choice",
]);

/** Can it be filled in without scripts? */
export function isPlainField({ type }: FormFieldShown): boolean {
  return PLAIN.has(type);
}

/**
 * The mark of one form of one link: made when the page is shown, of the link's own secret. What comes without one is not
 * from our page; the same one again is the same command.
 */
export function formMark(token: string, nonce = randomBytes(12).toString("base64url")): string {
  return `${nonce}.${createHmac("sha256", token).update(`ordo decision form ${nonce}`).digest("base64url")}`;
}

/** Is it a mark of this link? */
export function isFormMark(token: string, mark: string): boolean {
  const [nonce = ""] = mark.split(".");
  return /^[\w-]{16}$/.test(nonce) && isSameText(formMark(token, nonce), mark);
}

/** What somebody chose and wrote on the page. */
export interface SentForm {
  readonly mark: string;
  readonly outcome: string;
  /** Did he tick that it is he who decides? A robot that presses buttons does not. */
  readonly isMine: boolean;
  readonly comment: string;
  /** As it was typed, by field. */
  readonly typed: Readonly<Record<string, string>>;
}

/** Reads a form as browsers send it. */
export function readForm(bytes: Uint8Array): SentForm {
  const all = new URLSearchParams(new TextDecoder().decode(bytes));
  const typed = [...all].flatMap(([name, text]) => (name.startsWith("field.") ? [[name.slice(6), text] as const] : []));
  return {
    mark: all.get("mark") ?? "",
    outcome: all.get("outcome") ?? "",
    isMine: all.get("mine") === "yes",
    comment: all.get("comment") ?? "",
    typed: Object.fromEntries(typed),
  };
}

/** What was typed as values of the fields. What cannot be read stays text: the engine says what is wrong with it. */
export function valuesOf(fields: readonly FormFieldShown[], typed: SentForm["typed"]): ValueMap {
  const plain = fields.filter(isPlainField);
  return Object.fromEntries(plain.map((field) => [field.name, valueOf(field, (typed[field.name] ?? "").trim())]));
}

function valueOf({ type, currency }: FormFieldShown, text: string): Value {
  if (type === "boolean") return text === "yes";
  if (text === "") return null;
  const digits = text.replace(/[\s\u00a0\u202f]/g, "").replace(",", ".");
  const isNumber = /^-?\d+(\.\d+)?$/.test(digits);
  if (type === "number") return isNumber ? Number(digits) : text;
  if (type === "money") return isNumber ? { amount: digits, currency: currency ?? "RUB" } : text;
  return text;
}

/** What stands in a field at first, as its input wants it. */
export function typedOf({ type, value }: FormFieldShown): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "boolean") return value ? "yes" : "";
  if (typeof value !== "object") return String(value);
  const inner = Reflect.get(value, type === "money" ? "amount" : "value");
  return typeof inner === "string" ? (type === "dateTime" ? inner.slice(0, 16) : inner) : "";
}
