import type { Text } from "../../engine/definition/problem.ts";
import type { Refusal } from "../../engine/runtime/use-cases.ts";
import { COMMON_PASSWORDS, KEY_ROWS } from "./common-passwords.ts";

/** Characters. Long ones that one can remember are better than short ones with signs, so nothing else is asked for. */
export const PASSWORD_MIN = 10;
/** Longer ones only keep the machine busy. */
const PASSWORD_MAX = 256;
/** Letters of a name that are worth guessing. */
const WORD_MIN = 3;
/** Letters and digits that must be left when the person's own names are taken out. */
const BESIDE_NAMES_MIN = 6;
/** Different characters. */
const DIFFERENT_MIN = 5;

/**
 * Why this is no password for that person; null: it is one.
 *
 * @returns `PASSWORD_SHORT`, `PASSWORD_LONG`, `PASSWORD_OWN_NAME`, `PASSWORD_COMMON`, at the field `password`
 */
export function passwordTrouble(
  password: string,
  person: { readonly user: string; readonly login: string; readonly name: string | null },
): Refusal | null {
  const count = [...password].length;
  if (count < PASSWORD_MIN) return refusal("PASSWORD_SHORT", SHORT);
  if (count > PASSWORD_MAX) return refusal("PASSWORD_LONG", LONG);
  const folded = folding(password);
  if (isOfNames(folded, person)) return refusal("PASSWORD_OWN_NAME", OWN_NAME);
  return isCommon(folded) ? refusal("PASSWORD_COMMON", COMMON) : null;
}

function isOfNames(
  password: string,
  { user, login, name }: { readonly user: string; readonly login: string; readonly name: string | null },
): boolean {
  const names = [user, login, name ?? ""].map(folding);
  const words = names.flatMap((text) => [text, ...text.split(/[^\p{L}\p{N}]+/u)]);
  const known = [...new Set(words)].filter((word) => word.length >= WORD_MIN).sort((a, b) => b.length - a.length);
  const rest = known.reduce((text, word) => text.replaceAll(word, " "), password);
  return rest !== password && [...rest.replace(/[^\p{L}\p{N}]+/gu, "")].length < BESIDE_NAMES_MIN;
}

function isCommon(password: string): boolean {
  if (new Set(password).size < DIFFERENT_MIN) return true;
  const core = password.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, "");
  if (COMMON_PASSWORDS.has(password) || COMMON_PASSWORDS.has(core)) return true;
  const [plain, reversed] = [password.replace(/\s+/gu, ""), [...password].reverse().join("")];
  return KEY_ROWS.some((row) => row.includes(plain) || row.includes(reversed));
}

function folding(text: string): string {
  return text.normalize("NFKC").toLowerCase();
}

const SHORT: Text = {
  ru: `Пароль короче ${PASSWORD_MIN} знаков.`,
  en: `The password has fewer than ${PASSWORD_MIN} characters.`,
};
const LONG: Text = {
  ru: `Пароль длиннее ${PASSWORD_MAX} знаков.`,
  en: `The password has more than ${PASSWORD_MAX} characters.`,
};
const OWN_NAME: Text = {
  ru: "Пароль почти целиком состоит из вашего имени или логина.",
  en: "The password is hardly more than your own name or login.",
};
const COMMON: Text = {
  ru: "Такой пароль угадывают первым.",
  en: "This is among the passwords that are guessed first.",
};

function refusal(code: string, reason: Text): Refusal {
  const remedy = {
    ru: "Возьмите, например, четыре случайных слова: длина важнее знаков.",
    en: "Take four words at random, for instance: length counts for more than signs.",
  };
  return { kind: "rejected", code, reason, remedy, fields: { password: reason } };
}
