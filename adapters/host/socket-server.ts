import { chmodSync, existsSync, rmSync } from "node:fs";
import { createServer, type Server, type Socket } from "node:net";
import { isMainThread } from "node:worker_threads";
import { LineTrouble, lineReader } from "./lines.ts";
import {
  type Fault,
  faultOf,
  isRequest,
  PROTOCOL,
  REQUEST_BYTES_MAX,
  RESPONSE_BYTES_MAX,
  type Request,
  type Response,
} from "./protocol.ts";

/** Use cases by name: only these can be asked for. Arguments and results are plain JSON. */
export type Handlers = Readonly<
  Record<string, (args: readonly unknown[], about: { readonly locale: "ru" | "en" }) => Promise<unknown>>
>;

/** A holder that listens. */
export interface SocketServer {
  /** Takes no new request, answers those under way, and goes. */
  close(): Promise<void>;
}

/** Connections at once; more are turned away and come again. */
const CONNECTIONS_MAX = 64;
/** Requests of one connection under way; more wait in its socket. */
const UNDER_WAY_MAX = 16;

/**
 * Answers use cases on a socket that only this user can open (mode 0600).
 *
 * @param path as {@link socketPath} gives it. The caller holds the database's lock, so a socket that lies there is dead.
 */
export async function serveSocket(
  path: string,
  handlers: Handlers,
  about: { readonly version: string },
): Promise<SocketServer> {
  const connections = new Set<Connection>();
  const server = createServer((socket) => {
    const connection = new Connection(socket, handlers);
    connections.add(connection);
    socket.once("close", () => connections.delete(connection));
    socket.write(line({ ordo: PROTOCOL, version: about.version, pid: process.pid }));
  });
  server.maxConnections = CONNECTIONS_MAX;
  await listen(server, path);
  return {
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      await Promise.all([...connections].map((connection) => connection.finish()));
      await closed;
    },
  };
}

async function listen(server: Server, path: string): Promise<void> {
  const isFile = process.platform !== "win32";
  if (isFile) rmSync(path, { force: true });
  const listening = Promise.withResolvers<void>();
  server.once("error", listening.reject);
  // The socket's file is made by `listen` itself: with this mask nobody else can open it, not even for a moment. Only a
  // main thread may set one; elsewhere the moment is as long as the next line.
  const mask = isFile && isMainThread ? process.umask(0o177) : null;
  try {
    server.listen(path, () => listening.resolve());
    if (isFile && existsSync(path)) chmodSync(path, 0o600);
  } finally {
    if (mask !== null) process.umask(mask);
  }
  await listening.promise;
  server.off("error", listening.reject);
}

class Connection {
  readonly #socket: Socket;
  readonly #handlers: Handlers;
  #underWay = 0;
  #isEnding = false;
  #whenDone: (() => void) | null = null;

  constructor(socket: Socket, handlers: Handlers) {
    this.#socket = socket;
    this.#handlers = handlers;
    const read = lineReader(REQUEST_BYTES_MAX, (text) => this.#take(text));
    socket.on("data", (chunk: Uint8Array) => {
      try {
        read(chunk);
      } catch (error) {
        this.#refuse(error);
      }
    });
    // A client that goes away in the middle is no trouble of ours.
    socket.on("error", () => socket.destroy());
  }

  /** Resolves when what is under way is answered and the connection is closed. */
  async finish(): Promise<void> {
    this.#isEnding = true;
    if (this.#underWay > 0) await new Promise<void>((resolve) => (this.#whenDone = resolve));
    if (!this.#socket.destroyed) await new Promise<void>((resolve) => this.#socket.end(resolve));
    this.#socket.destroy();
  }

  #take(text: string): void {
    // What came after the stop is not begun: the connection ends, and the client asks the next holder.
    if (this.#isEnding) return;
    const request = parsed(text);
    if (!isRequest(request)) throw new LineTrouble("a line that is no request");
    this.#underWay++;
    if (this.#underWay >= UNDER_WAY_MAX) this.#socket.pause();
    void this.#answer(request);
  }

  async #answer(request: Request): Promise<void> {
    const text = await this.#answerOf(request);
    if (!this.#socket.destroyed) this.#socket.write(text);
    this.#underWay--;
    if (this.#underWay < UNDER_WAY_MAX) this.#socket.resume();
    if (this.#underWay === 0) this.#whenDone?.();
  }

  async #answerOf({ id, use, args, locale }: Request): Promise<string> {
    try {
      const handler = Object.hasOwn(this.#handlers, use) ? this.#handlers[use] : undefined;
      if (handler === undefined) return line({ id, error: unknownUse(use) });
      const text = line({ id, result: (await handler(args, { locale })) ?? null });
      return Buffer.byteLength(text) > RESPONSE_BYTES_MAX ? line({ id, error: TOO_LARGE }) : text;
    } catch (error) {
      return line({ id, error: faultOf(error) });
    }
  }

  #refuse(error: unknown): void {
    this.#isEnding = true;
    this.#socket.pause();
    const what = error instanceof LineTrouble ? error.message : "nothing that can be read";
    this.#socket.end(line({ id: null, error: unreadable(what) }), () => this.#socket.destroy());
  }
}

function line(value: Response | object): string {
  return `${JSON.stringify(value)}\n`;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

const UPDATE = {
  ru: "Похоже, команда и ordo serve разных версий: перезапустите ordo serve.",
  en: "The command and `ordo serve` seem to be of different versions: restart `ordo serve`.",
};

function unknownUse(use: string): Fault {
  const name = use.slice(0, 60);
  return {
    code: "HOST_UNKNOWN_USE",
    reason: { ru: `ordo serve не знает, что такое «${name}»`, en: `\`ordo serve\` does not know what "${name}" is` },
    remedy: UPDATE,
    exitCode: 3,
  };
}

function unreadable(what: string): Fault {
  return {
    code: "HOST_UNREADABLE",
    reason: { ru: `ordo serve не понял просьбу: ${what}`, en: `\`ordo serve\` could not read the request: ${what}` },
    remedy: UPDATE,
    exitCode: 3,
  };
}

const TOO_LARGE: Fault = {
  code: "HOST_ANSWER_TOO_LARGE",
  reason: {
    ru: `Ответ больше ${RESPONSE_BYTES_MAX / 1024 / 1024} МБ`,
    en: `The answer is larger than ${RESPONSE_BYTES_MAX / 1024 / 1024} MB`,
  },
  remedy: { ru: "Сузьте запрос: --limit, --process", en: "Ask for less: --limit, --process" },
  exitCode: 3,
};
