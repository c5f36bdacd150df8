import { connect } from "node:net";

/** What came back over the wire, as it was written. */
export interface RawAnswer {
  /** Of each answer in turn: a request that smuggles another shows itself by a second. */
  readonly statuses: readonly number[];
  readonly text: string;
}

/** More than any answer of a test needs. Milliseconds. */
const PATIENCE_MS = 10_000;

/**
 * Sends bytes as they are, which no client would write, and reads until the server closes.
 *
 * @param port on this machine
 * @param bytes with `Connection: close`, or malformed: the server has to end the line
 */
export function rawRequest(port: number, bytes: Uint8Array | string): Promise<RawAnswer> {
  return new Promise((done, fail) => {
    const parts: Buffer[] = [];
    const socket = connect(port, "127.0.0.1", () => socket.write(bytes));
    socket.setTimeout(PATIENCE_MS, () => socket.destroy(new Error("the server left the line open")));
    socket.on("data", (part) => parts.push(part));
    socket.on("error", (error) => (parts.length === 0 ? fail(error) : socket.destroy()));
    socket.on("close", () => {
      const text = Buffer.concat(parts).toString("latin1");
      const statuses = [...text.matchAll(/^HTTP\/1\.1 (\d{3})/gm)].map(([, status]) => Number(status));
      done({ statuses, text });
    });
  });
}
