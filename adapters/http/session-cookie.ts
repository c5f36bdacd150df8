/** `__Host-`: only this host sets it, over https (or on this machine), for every path. */
export const SESSION_COOKIE = "__Host-ordo";

const FLAGS = "Path=/; Secure; HttpOnly; SameSite=Lax";

/** The header that gives the browser its session. @param seconds until the session's absolute end */
export function givingCookie(session: string, seconds: number): string {
  return `${SESSION_COOKIE}=${session}; ${FLAGS}; Max-Age=${Math.max(0, Math.floor(seconds))}`;
}

/** The header that takes it away. */
export function takingCookie(): string {
  return `${SESSION_COOKIE}=; ${FLAGS}; Max-Age=0`;
}

/** The session in a request's `Cookie` header; null: none. */
export function sessionIn(header: string | undefined): string | null {
  const prefix = `${SESSION_COOKIE}=`;
  const found = (header ?? "").split(";").flatMap((part) => {
    const cookie = part.trim();
    return cookie.startsWith(prefix) ? [cookie.slice(prefix.length)] : [];
  });
  // Two of one name: somebody else has set one of them.
  return found.length === 1 ? (found[0] ?? null) : null;
}
