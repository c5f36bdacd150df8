import type { Fields } from "../../../engine/ports/logger.ts";

/** Names under which a secret would stand; compared without case, `_` and `-`. */
const SECRET =
  /(?:password|passwd|passphrase|secret|token|apikey|accesskey|registrykey|authorization|cookie|credential|dsn|connectionstring)/;
/** Names under which data of people or of the business would stand. Whole names: `processName` is none. */
const PERSONAL = new Set([
  ...[
    "name",
    "fullname",
    "firstname",
    "lastname",
    "email",
    "mail",
    "phone",
    "tel",
    "address",
    "to",
    "from",
    "recipient",
  ],
  ...["subject", "title", "text", "body", "message", "comment", "input", "output", "value", "values", "variables"],
  ...["form", "fields", "facts", "payload", "record", "row", "rows", "headers", "url", "query"],
]);

const MAIL = /[\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/gu;
/** A telephone: a plus and at least ten digits, or eleven that begin as Russian ones do. Ids and amounts are none. */
const PHONE = /(?<![\w.-])(?:\+\d[\d\s()-]{8,16}\d|[78][\s(-]{1,2}\d{3}[\s)-]{1,2}\d[\d\s-]{5,10}\d)(?![\w-])/g;
const PASSWORD_IN_ADDRESS = /(:\/\/[^/@\s:]*:)[^@\s]+@/g;

/** Characters of one text in a log; a stack or a page of HTML has no end. */
const TEXT_MAX = 2_000;

/**
 * A line as it may be shown. Secrets never; what belongs to people or the business only where `personal` allows it.
 * The second net: whoever writes to the log must not give it such data in the first place.
 */
export function presentable(
  message: string,
  fields: Fields,
  personal: boolean,
): { readonly message: string; readonly fields: Fields } {
  const shown: Record<string, string | number | boolean | null> = {};
  for (const [name, value] of Object.entries(fields)) {
    if (value === undefined) continue;
    const plain = name.toLowerCase().replace(/[_-]/g, "");
    if (SECRET.test(plain)) shown[name] = "***";
    else if (personal || !PERSONAL.has(plain)) shown[name] = typeof value === "string" ? text(value, personal) : value;
  }
  return { message: text(message, personal), fields: shown };
}

function text(value: string, personal: boolean): string {
  const short = value.length > TEXT_MAX ? `${value.slice(0, TEXT_MAX)}…` : value;
  const safe = short.replace(PASSWORD_IN_ADDRESS, "$1***@");
  return personal ? safe : safe.replace(MAIL, "[mail]").replace(PHONE, "[phone]");
}
