import { isPrivateAddress } from "../http-client/address-guard.ts";

/** Where the portal is now. It may be renamed while we work. */
export class PortalAddress {
  #origin: string;

  /** @param origin `https://company.bitrix24.ru`; empty: not known yet */
  constructor(origin: string) {
    this.#origin = origin;
  }

  get origin(): string {
    return this.#origin;
  }

  /** `company.bitrix24.ru`; empty: not known yet. */
  get host(): string {
    return URL.parse(this.#origin)?.host ?? "";
  }

  set(origin: string): void {
    this.#origin = origin;
  }
}

/**
 * The new origin of a renamed portal; null where a redirect does not say that the portal was renamed (another path: a
 * page to sign in), or leads where no secret may be sent: another scheme, or a private network from outside of it.
 *
 * @param asked the address that was asked
 * @param to the answer's `Location`
 * @param resolve addresses of a host name; a name without any is judged when the connection fails
 */
export async function movedTo(
  asked: string,
  to: string,
  resolve: (host: string) => Promise<readonly string[]>,
): Promise<string | null> {
  const from = new URL(asked);
  const target = URL.parse(to, asked);
  if (target === null || target.protocol !== from.protocol || target.username !== "" || target.password !== "")
    return null;
  if (bare(target.pathname) !== bare(from.pathname) || target.host === from.host) return null;
  const isInside = await isPrivateHost(from.hostname, resolve);
  return isInside || !(await isPrivateHost(target.hostname, resolve)) ? target.origin : null;
}

/** Is the host this machine, or of a private network? */
export async function isPrivateHost(
  host: string,
  resolve: (host: string) => Promise<readonly string[]>,
): Promise<boolean> {
  if (host === "localhost" || host.endsWith(".localhost") || isPrivateAddress(host)) return true;
  return (await resolve(host)).some(isPrivateAddress);
}

/** Without the ending that the portal may add or drop. */
function bare(path: string): string {
  return path.replace(/(\.json)?\/*$/, "");
}
