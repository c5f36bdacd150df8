import type { Refusal, Refuse } from "../refusal.ts";
import { isAllowed } from "./allowed-hosts.ts";
import type { BoundSecret } from "./config.ts";

/** What a process writes in a header instead of a secret. Nothing that begins so goes out as it is. */
const REFERENCE = /^secret:(.*)$/s;
/** Shorter values stand in too many texts by chance to be starred out. */
const STARRED_MIN = 6;

const NAME_SHOWN = 64;

/** Headers as they go out, and which of them hold secrets; or why a secret may not go there. */
export type Filled =
  | {
      readonly kind: "filled";
      readonly headers: Readonly<Record<string, string>>;
      readonly secret: ReadonlySet<string>;
    }
  | Refusal;

/**
 * Headers with every `secret:<name>` replaced, at the last moment before they go out. A secret goes to its own hosts
 * alone, and never unencrypted, unless private networks are allowed.
 */
export function fillSecrets(
  headers: Readonly<Record<string, string>>,
  url: URL,
  {
    secrets,
    privateAddresses,
    refuse,
  }: {
    readonly secrets: Readonly<Record<string, BoundSecret>>;
    readonly privateAddresses: boolean;
    readonly refuse: Refuse;
  },
): Filled {
  const filled: Record<string, string> = {};
  const secret = new Set<string>();
  for (const [header, text] of Object.entries(headers)) {
    const name = REFERENCE.exec(text)?.[1];
    if (name === undefined) {
      filled[header] = text;
      continue;
    }
    const bound = Object.hasOwn(secrets, name) ? secrets[name] : undefined;
    if (!bound?.value)
      return refuse("SECRET_UNKNOWN", {
        ru: `В ordo.yaml нет http.secrets.${name.slice(0, NAME_SHOWN)}, или значение не задано`,
        en: `There is no http.secrets.${name.slice(0, NAME_SHOWN)} in ordo.yaml, or it is not set`,
      });
    if (!isAllowed(url, bound.hosts))
      return refuse("SECRET_NOT_FOR_HOST", {
        ru: `http.secrets.${name} не для узла ${url.host}`,
        en: `http.secrets.${name} is not for ${url.host}`,
      });
    if (url.protocol !== "https:" && !privateAddresses)
      return refuse("SECRET_NOT_ENCRYPTED", {
        ru: `http.secrets.${name} не отправляется по http: напишите https`,
        en: `http.secrets.${name} is not sent over http: write https`,
      });
    filled[header] = bound.value.reveal();
    secret.add(header);
  }
  return { kind: "filled", headers: filled, secret };
}

/** Stars out secrets in what came back: some services repeat what they were sent. */
export function starring(secrets: Readonly<Record<string, BoundSecret>>): (text: string) => string {
  const values = Object.values(secrets)
    .flatMap(({ value }) => (value === null ? [] : [value.reveal(), ...value.reveal().split(/\s+/)]))
    .filter(({ length }) => length >= STARRED_MIN)
    .sort((a, b) => b.length - a.length);
  return (text) => values.reduce((shown, value) => shown.replaceAll(value, "***"), text);
}
