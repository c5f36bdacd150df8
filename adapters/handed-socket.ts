import type { Environment } from "../engine/definition/config-variable.ts";

/** systemd hands sockets over from here on: SD_LISTEN_FDS_START of sd_listen_fds(3). */
const FIRST = 3;

/** What one may listen on: an address, or a socket that somebody else opened. */
export interface Listening {
  readonly host: string;
  readonly port: number;
  /** File descriptor of an open socket: host and port are the unit's then, not ours. */
  readonly fd?: number;
}

/**
 * Where to listen: at the socket that systemd keeps open under this name (`FileDescriptorName=` of a `.socket` unit), else
 * at the configured address. A socket that outlives the process queues who calls while it restarts: nobody is turned away.
 *
 * @param own the configured address
 * @param process.env `LISTEN_FDS`, `LISTEN_FDNAMES`, and `LISTEN_PID`, which names the process that is meant
 */
export function listeningAt(
  own: Listening,
  name: "service" | "inbound",
  process: { readonly env: Environment; readonly pid: number },
): Listening {
  const { LISTEN_PID, LISTEN_FDS, LISTEN_FDNAMES = "" } = process.env;
  if (LISTEN_PID !== String(process.pid)) return own;
  const at = LISTEN_FDNAMES.split(":").indexOf(name);
  return at < 0 || at >= Number(LISTEN_FDS) ? own : { ...own, fd: FIRST + at };
}

/** The same as Node's servers take it: a descriptor goes before an address. */
export function listenOptions({ host, port, fd }: Listening): Listening {
  return fd === undefined ? { host, port } : { host, port, fd };
}
