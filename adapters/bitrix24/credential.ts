import type { PortalTrouble } from "./portal.ts";

/** How the next call is addressed and signed. */
export interface Access {
  /** Path behind the origin of REST 2 and 3: `/rest/7/<code>/`. May hold a secret. */
  readonly paths: Readonly<Record<2 | 3, string>>;
  /** Sent as `auth` in the body; null: the path says who it is. */
  readonly token: string | null;
}

/** There is none. */
export interface NoAccess {
  readonly trouble: PortalTrouble;
  readonly reason: string;
  readonly retryAfterMs: number | null;
}

/** What lets us in. */
export interface Credential {
  readonly kind: "webhook" | "app";
  access(signal: AbortSignal): Promise<Access | NoAccess>;
  /** The portal says that the token is too old. */
  renewed(used: Access, signal: AbortSignal): Promise<Access | NoAccess>;
  /** The portal does not know the token: is there another one meanwhile? Null: there is none. */
  changed(used: Access): Promise<Access | null>;
  /** The portal answers at another address now. */
  moved(origin: string): Promise<void>;
}

/** Paths of calls that carry their token in the body. */
export const APP_PATHS: Access["paths"] = { 2: "/rest/", 3: "/rest/api/" };
