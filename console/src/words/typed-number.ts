/*
 * How numbers are typed: `1234,56`, `1 234,56`, `1,234.56`. Where both signs stand, the last one parts the fraction and
 * the other one thousands; a sign that stands several times parts thousands.
 */

const SPACES = /[\s\u00a0\u202f]/g;
const GROUPED = /^\d{1,3}(?:[.,]\d{3})+$/;

/**
 * The number that was typed as decimal text (`1234.56`, without zeros at its end); null: it is none.
 *
 * @param locale a single comma before three digits parts thousands in English, the fraction in Russian
 */
export function typedNumber(text: string, locale: "ru" | "en"): string | null {
  const [, sign = "", digits = ""] = /^([-−]?)([\d.,]+)$/.exec(text.trim().replace(SPACES, "")) ?? [];
  const parts = isWhole(digits, locale) ? { whole: digits, fraction: "" } : partedAt(digits);
  if (digits === "" || parts === null) return null;
  const whole = parts.whole.replace(/[.,]/g, "").replace(/^0+(?=\d)/, "");
  const fraction = parts.fraction.replace(/0+$/, "");
  return `${sign === "" ? "" : "-"}${whole}${fraction === "" ? "" : `.${fraction}`}`;
}

/** Does every sign in it part thousands? */
function isWhole(digits: string, locale: "ru" | "en"): boolean {
  const signs = digits.replace(/\d/g, "");
  if (signs === "") return true;
  if (!GROUPED.test(digits) || new Set(signs).size > 1) return false;
  return signs.length > 1 || (locale === "en" && signs === ",");
}

/** Before and after the last sign; null: what stands before it is no number. */
function partedAt(digits: string): { readonly whole: string; readonly fraction: string } | null {
  const at = Math.max(digits.lastIndexOf(","), digits.lastIndexOf("."));
  const [whole, fraction] = [digits.slice(0, at), digits.slice(at + 1)];
  const signs = new Set(whole.replace(/\d/g, ""));
  const isGrouped = GROUPED.test(whole) && signs.size === 1 && !signs.has(digits[at] ?? "");
  return /^\d+$/.test(whole) || isGrouped ? { whole, fraction } : null;
}

/** `1 234,56` in Russian, `1,234.56` in English, of a decimal text; anything else stays as it is. */
export function shownNumber(decimal: string, locale: "ru" | "en"): string {
  const [, sign = "", whole = "", fraction] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(decimal) ?? [];
  if (whole === "") return decimal;
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, locale === "ru" ? "\u00a0" : ",");
  return `${sign}${grouped}${fraction === undefined ? "" : `${locale === "ru" ? "," : "."}${fraction}`}`;
}
