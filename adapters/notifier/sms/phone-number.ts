/**
 * A telephone number as gateways want it (E.164): `8 (900) 000-00-01`, `+7 900 000-00-01` and `9000000001` are
 * `+79000000001`. Numbers of other countries begin with `+` or `00`. Null: it is none.
 */
export function phoneNumber(text: string): string | null {
  // An extension is dialed by people, not by gateways.
  if (/[\p{L}#*,;]/u.test(text.trim())) return null;
  const bare = text.trim().replaceAll(/[\s()./\u2010-\u2015-]/gu, "");
  const found = /^(\+|00)?(\d{8,15})$/.exec(bare);
  if (found === null) return null;
  const [, prefix = "", digits = ""] = found;
  if (prefix !== "") return russian(digits) ?? (digits.startsWith("7") ? null : foreign(digits));
  if (/^[78]\d{10}$/.test(digits)) return russian(`7${digits.slice(1)}`);
  // Without its first digit only a mobile number is told from one that lost its last.
  return /^9\d{9}$/.test(digits) ? russian(`7${digits}`) : null;
}

/** Of Russia and Kazakhstan: eleven digits, none of the areas begins with 0, 1 or 2. */
function russian(digits: string): string | null {
  return /^7[3-9]\d{9}$/.test(digits) ? `+${digits}` : null;
}

function foreign(digits: string): string | null {
  return /^[1-9]\d{7,14}$/.test(digits) ? `+${digits}` : null;
}
