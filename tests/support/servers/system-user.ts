import { readFileSync } from "node:fs";

/** An account of this machine, for servers that refuse to run as root. */
export interface SystemUser {
  readonly uid: number;
  readonly gid: number;
}

/** The accounts that may run a server in place of root, the fittest first. */
const CANDIDATES = ["postgres", "nobody", "daemon"];

/**
 * Who runs a server that refuses root: null when we are not root (then we do), else an unprivileged account.
 *
 * @throws Error when root has no such account
 */
export function unprivilegedUser(): SystemUser | null {
  if (process.getuid?.() !== 0) return null;
  const accounts = readFileSync("/etc/passwd", "utf8")
    .split("\n")
    .map((line) => line.split(":"));
  for (const name of CANDIDATES) {
    const [, , uid, gid] = accounts.find(([account]) => account === name) ?? [];
    if (uid !== undefined && gid !== undefined && uid !== "0") return { uid: Number(uid), gid: Number(gid) };
  }
  throw new Error(`PostgreSQL refuses to run as root, and there is no account ${CANDIDATES.join(", ")}`);
}
