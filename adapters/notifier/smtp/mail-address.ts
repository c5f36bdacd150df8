import { domainToASCII, domainToUnicode } from "node:url";

/** Bounds of RFC 5321. */
const LOCAL_BYTES_MAX = 64;
const ADDRESS_BYTES_MAX = 254;

/** Letters of any script, digits, and the marks of RFC 5322 and RFC 6531; quoted local parts are not used by anybody. */
const LOCAL = /^[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]+(?:\.[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]+)*$/u;
const LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/**
 * A mail address in its usual form: without the spaces around it, its domain in small letters and in the script people
 * read. National domains are fine (`иван@почта.рф`). Null: it is none.
 */
export function mailAddress(text: string): string | null {
  const trimmed = text.trim();
  const at = trimmed.lastIndexOf("@");
  if (at < 1) return null;
  const local = trimmed.slice(0, at);
  const domain = domainToASCII(trimmed.slice(at + 1)).toLowerCase();
  const labels = domain.split(".");
  const isSound = labels.length > 1 && labels.every((label) => LABEL.test(label)) && !/^\d+$/.test(labels.at(-1) ?? "");
  if (!isSound || !LOCAL.test(local)) return null;
  const usual = `${local}@${domainToUnicode(domain)}`;
  const isShort =
    Buffer.byteLength(local) <= LOCAL_BYTES_MAX && Buffer.byteLength(`${local}@${domain}`) <= ADDRESS_BYTES_MAX;
  return isShort ? usual : null;
}

/** `Отдел продаж <sales@x.example>` or the bare address; null: it is none. */
export function namedAddress(text: string): { readonly name: string | null; readonly address: string } | null {
  const found = /^\s*"?([^"<>\r\n]*?)"?\s*<([^<>\r\n]+)>\s*$/u.exec(text);
  const address = mailAddress(found?.[2] ?? text);
  if (address === null) return null;
  const name = found?.[1] ?? "";
  return { name: name === "" ? null : name, address };
}
