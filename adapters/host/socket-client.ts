import { createConnection, type Socket } from "node:net";
import { LineTrouble, lineReader } from "./lines.ts";
import {
  type Fault,
  HostFault,
  isFault,
  PROTOCOL,
  REQUEST_BYTES_MAX,
  RESPONSE_BYTES_MAX,
  type Request,
} from "./protocol.ts";

/** A connection to the holder of a database. */
export interface SocketClient {
  /**
   * Hands a use case over.
   * @throws {HostFault} with the words of the holder
   * @throws {HostLost} where the holder went away before it answered: nobody knows whether it was done
   */
  call(request: Omit<Request, "id">): Promise<unknown>;
  close(): void;
}

/** The holder went away. Who asks with the same command id may ask again. */
export class HostLost extends Error {
  override readonly name = "HostLost";
}

/** Milliseconds that the holder has to say hello. */
const GREETING_MS = 5_000;

/**
 * Connects to the holder that listens there; null where nobody does (it is gone, starting or stopping).
 * @throws {HostFault} `HOST_OTHER_VERSION`, `HOST_FORBIDDEN`
 */
export async function connectSocket(path: string, about: { readonly version: string }): Promise<SocketClient | null> {
  const socket = createConnection(path);
  const client = new Client(socket);
  const timer = setTimeout(() => socket.destroy(), GREETING_MS);
  try {
    const greeting = await client.greeting;
    if (greeting === null) return null;
    checkGreeting(greeting, about.version);
    return client;
  } catch (error) {
    client.close();
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

interface Pending {
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: Error) => void;
}

class Client implements SocketClient {
  /** First line of the holder; null: nobody is there. */
  readonly greeting: Promise<unknown>;
  readonly #socket: Socket;
  readonly #pending = new Map<number, Pending>();
  #last = 0;
  #lost: Error | null = null;
  #greet: (greeting: unknown) => void = () => {};

  constructor(socket: Socket) {
    this.#socket = socket;
    this.greeting = new Promise((resolve, reject) => {
      this.#greet = resolve;
      socket.once("error", (error: NodeJS.ErrnoException) => {
        if (error.code === "EACCES" || error.code === "EPERM") reject(new HostFault(FORBIDDEN));
        else resolve(null);
      });
    });
    let isGreeted = false;
    const read = lineReader(RESPONSE_BYTES_MAX, (text) => {
      if (isGreeted) return this.#take(text);
      isGreeted = true;
      this.#greet(parsed(text) ?? "");
    });
    socket.on("data", (chunk: Uint8Array) => {
      try {
        read(chunk);
      } catch (error) {
        this.#end(error instanceof LineTrouble ? new HostFault(STRANGE) : (error as Error));
      }
    });
    socket.on("error", () => this.#end(new HostLost("the connection broke")));
    socket.on("close", () => this.#end(new HostLost("the holder went away")));
  }

  async call(request: Omit<Request, "id">): Promise<unknown> {
    if (this.#lost !== null) throw this.#lost;
    const id = ++this.#last;
    const text = `${JSON.stringify({ id, ...request })}\n`;
    if (Buffer.byteLength(text) > REQUEST_BYTES_MAX) throw new HostFault(TOO_LARGE);
    return await new Promise((resolve, reject) => {
      this.#pending.set(id, { resolve, reject });
      this.#socket.write(text);
    });
  }

  close(): void {
    this.#socket.destroy();
  }

  #take(text: string): void {
    const response = parsed(text) as { id?: unknown; result?: unknown; error?: unknown } | null;
    if (typeof response !== "object" || response === null) throw new LineTrouble("a line that is no answer");
    const { id, result, error } = response;
    if (id === null && isFault(error)) return this.#end(new HostFault(error));
    const pending = typeof id === "number" ? this.#pending.get(id) : undefined;
    if (pending === undefined || typeof id !== "number") throw new LineTrouble("an answer to nothing");
    this.#pending.delete(id);
    if (error === undefined) pending.resolve(result);
    else pending.reject(new HostFault(isFault(error) ? error : STRANGE));
  }

  #end(error: Error): void {
    this.#lost ??= error;
    this.#greet(null);
    for (const { reject } of this.#pending.values()) reject(this.#lost);
    this.#pending.clear();
    this.#socket.destroy();
  }
}

function checkGreeting(greeting: unknown, version: string): void {
  const { ordo, version: theirs } = greeting as { ordo?: unknown; version?: unknown };
  if (ordo === PROTOCOL && theirs === version) return;
  throw new HostFault(otherVersion(typeof theirs === "string" ? theirs.slice(0, 40) : "?", version));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function otherVersion(theirs: string, ours: string): Fault {
  return {
    code: "HOST_OTHER_VERSION",
    reason: {
      ru: `База занята процессом Ordo версии ${theirs}, а эта команда — версии ${ours}`,
      en: `The database is held by Ordo ${theirs}, but this command is ${ours}`,
    },
    remedy: {
      ru: "Перезапустите ordo serve в новой версии или вызовите команду прежней.",
      en: "Restart `ordo serve` in the new version, or use the command of the old one.",
    },
    exitCode: 3,
  };
}

const FORBIDDEN: Fault = {
  code: "HOST_FORBIDDEN",
  reason: {
    ru: "Базу держит процесс другого пользователя этой машины",
    en: "A process of another user of this machine holds the database",
  },
  remedy: {
    ru: "Вызывайте команды от имени пользователя, под которым работает ordo serve: sudo -u <он> ordo …",
    en: "Run commands as the user that `ordo serve` runs as: sudo -u <that one> ordo …",
  },
  exitCode: 3,
};

const STRANGE: Fault = {
  code: "HOST_UNREADABLE",
  reason: { ru: "Ответ от держателя базы нельзя понять", en: "The answer of the database's holder makes no sense" },
  remedy: {
    ru: "На этом сокете слушает что-то другое, или версии разошлись: перезапустите ordo serve.",
    en: "Something else listens on this socket, or the versions differ: restart `ordo serve`.",
  },
  exitCode: 3,
};

const TOO_LARGE: Fault = {
  code: "HOST_REQUEST_TOO_LARGE",
  reason: {
    ru: `Просьба больше ${REQUEST_BYTES_MAX / 1024 / 1024} МБ`,
    en: `The request is larger than ${REQUEST_BYTES_MAX / 1024 / 1024} MB`,
  },
  remedy: {
    ru: "Большие данные передавайте файлом, а в поле — ссылкой на него.",
    en: "Give large data as a file, and a reference to it in the field.",
  },
  exitCode: 3,
};
