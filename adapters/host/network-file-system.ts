import { readFileSync, statfsSync } from "node:fs";
import { resolve } from "node:path";

/** What is asked of the operating system; given otherwise in tests. */
export interface FileSystemProbe {
  /** The number of the file system's kind, as Linux has it in `statfs`. */
  kindOf(folder: string): number;
  /** Lines of `/proc/self/mountinfo`; null where there is none. */
  mounts(): string | null;
}

/** Kinds whose locks cannot be relied on: two machines could both write. Numbers of Linux (`man 2 statfs`). */
const NETWORK: Readonly<Record<number, string>> = {
  26985: "NFS",
  20859: "SMB",
  4283649346: "CIFS",
  4266872130: "SMB2",
  16914839: "9p",
  1397113167: "AFS",
  1937076805: "Coda",
  12805120: "Ceph",
  198183888: "Lustre",
};
const FUSE = 0x65735546;
/** What FUSE stands for is only in its name: these reach over a network. */
const NETWORK_FUSE =
  /^fuse\.(?:sshfs|s3fs|rclone|glusterfs|ceph(?:-fuse)?|juicefs|goofys|gcsfuse|davfs2?|curlftpfs|mergerfs)$/;

/**
 * The name of the network file system that a folder lies on; null for a disk of this machine (and where nobody can tell).
 * SQLite's locks hold between processes of one machine only.
 */
export function networkFileSystem(folder: string, probe: FileSystemProbe = MACHINE): string | null {
  if (/^[\\/]{2}[^\\/?.]/.test(folder)) return "SMB";
  if (process.platform !== "linux") return null;
  // Some kinds are negative where the number is read as signed.
  const kind = probe.kindOf(folder) >>> 0;
  if (kind !== FUSE) return NETWORK[kind] ?? null;
  const name = mountedAs(resolve(folder), probe.mounts());
  return name !== null && NETWORK_FUSE.test(name) ? name : null;
}

/** The kind of file system, by name, of the mount that holds the folder. */
function mountedAs(folder: string, mounts: string | null): string | null {
  let found: { readonly point: string; readonly name: string } | null = null;
  for (const line of mounts?.split("\n") ?? []) {
    const point = unescaped(line.split(" ")[4] ?? "");
    const name = /^.* - (\S+)/.exec(line)?.[1];
    const holds = folder === point || folder.startsWith(point.endsWith("/") ? point : `${point}/`);
    if (name !== undefined && holds && (found === null || point.length >= found.point.length)) found = { point, name };
  }
  return found?.name ?? null;
}

function unescaped(point: string): string {
  return point.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)));
}

const MACHINE: FileSystemProbe = {
  kindOf(folder) {
    try {
      return statfsSync(folder).type;
    } catch {
      return 0;
    }
  },
  mounts() {
    try {
      return readFileSync("/proc/self/mountinfo", "utf8");
    } catch {
      return null;
    }
  },
};
