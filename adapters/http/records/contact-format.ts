import type { Field } from "../../../engine/base/field.ts";
import type { Text } from "../../../engine/definition/problem.ts";

/** Characters with which people write telephones, then an extension in words. */
const PHONE = /^[+\d][\d\s().\u2010-\u2015-]*(?:[,;#*]|(?:доб|ext)\.?)?\s*\d*$/iu;
const DIGITS_MIN = 5;
const DIGITS_MAX = 20;
const ADDRESS = /^[^\s@<>,;:"'()]+@[^\s@<>,;:"'().]+(?:\.[^\s@<>,;:"'().]+)+$/;

/**
 * What is wrong with a telephone or an address that a person writes by hand. Which fields hold them is known by their
 * names, as in searches (`phone`, `mobilePhone`, `email`). Null: nothing, or it is another field. What processes, letters
 * and imports write is not asked: it comes as it comes.
 */
export function contactTrouble({ name, type }: Pick<Field, "name" | "type">, text: string): Text | null {
  if (type !== "text" || text.trim() === "") return null;
  if (/phone|mobile|telefon/i.test(name)) {
    const digits = text.replaceAll(/\D/g, "").length;
    return PHONE.test(text.trim()) && digits >= DIGITS_MIN && digits <= DIGITS_MAX ? null : NO_PHONE;
  }
  if (/e-?mail$/i.test(name)) return ADDRESS.test(text.trim()) ? null : NO_ADDRESS;
  return null;
}

const NO_PHONE: Text = {
  ru: "Это не телефон. Напишите номер с кодом: +7 900 000-00-01 (добавочный — «доб. 12»).",
  en: "This is no telephone. Write the number with its code: +7 900 000-00-01 (an extension as “ext. 12”).",
};

const NO_ADDRESS: Text = {
  ru: "Это не адрес почты. Напишите так: anna@example.ru.",
  en: "This is no e-mail address. Write it so: anna@example.com.",
};
