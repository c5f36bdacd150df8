import { setTimeout as sleepFor } from "node:timers/promises";
import { couldNotRun } from "../complaint.ts";
import { type Holder, thisHolder } from "./holder.ts";
import { type FileLock, holderBeside, tryLock } from "./lock-file.ts";
import { connectSocket, HostLost, type SocketClient } from "./socket-client.ts";
import { socketPath } from "./socket-path.ts";
import { type Handlers, type SocketServer, serveSocket } from "./socket-server.ts";

/** What the holder of a database made of it. */
export interface Opened {
  readonly handlers: Handlers;
  /** Called once, while the lock is still held. */
  close(): Promise<void>;
}

export interface HostOrder {
  /** Path of the database, absolute. */
  readonly database: string;
  /** Of the product. */
  readonly version: string;
  /** What people read about the holder: `ordo serve`. */
  readonly command: string;
  /** Opens store and engine; called only with the lock held. */
  readonly open: () => Promise<Opened>;
  /** Milliseconds to wait for one that is starting, stopping or short. @default 15_000 */
  readonly patienceMs?: number;
  /** Called once where it does not go at once: who has the database meanwhile, as far as he wrote himself down. */
  readonly onWait?: (holder: Holder | null) => void;
  /** For tests. */
  readonly sleep?: (ms: number) => Promise<void>;
}

/** A database at hand: opened here, or reached through the process that has it. */
export interface Host {
  /** True: this process opened the file itself. */
  readonly holds: boolean;
  /**
   * Runs a use case by name. Where the holder goes away before it answers, the database is opened anew (here or there)
   * and the use case is asked for again: each is known by its id, so that twice is once.
   */
  call(use: string, args: readonly unknown[], locale: "ru" | "en"): Promise<unknown>;
  close(): Promise<void>;
}

/** Times a use case is asked for where holders keep going away under it. */
const ATTEMPTS_MAX = 3;

/**
 * Opens a database for a command: hands use cases to the process that holds it, or opens the file where nobody does.
 * @throws {Complaint} where neither works out in time
 */
export async function openHost(order: HostOrder): Promise<Host> {
  const reachable = (): Promise<Side> => reach(order, order.patienceMs ?? PATIENCE_MS);
  let side = await reachable();
  // Several use cases may be under way when the holder goes: the database is opened anew once for all of them.
  let again: Promise<void> | null = null;
  const replace = (lost: Side): Promise<void> => {
    if (side !== lost) return Promise.resolve();
    again ??= reachable()
      .then((next) => {
        side = next;
      })
      .finally(() => {
        again = null;
      });
    return again;
  };
  return {
    get holds() {
      return side.kind === "own";
    },
    async call(use, args, locale) {
      for (let attempt = 1; ; attempt++) {
        const asked = side;
        try {
          return await callOn(asked, { use, args, locale });
        } catch (error) {
          if (!(error instanceof HostLost) || attempt >= ATTEMPTS_MAX) throw lost(error);
          await replace(asked);
        }
      }
    },
    close: () => leave(side),
  };
}

/** A process that holds the database until it ends, and answers others meanwhile. */
export interface HeldHost {
  readonly opened: Opened;
  /** Where it listens. */
  readonly socket: string;
  close(): Promise<void>;
}

/**
 * Takes the database and listens beside it: `ordo serve`, `ordo worker`. Waits for a short command that has it.
 * @throws {Complaint} naming the holder, where another process keeps it
 */
export async function holdHost(order: HostOrder): Promise<HeldHost> {
  const lock = await patiently(order, order.patienceMs ?? PATIENCE_MS, async () => lockFor(order));
  let opened: Opened | null = null;
  let server: SocketServer | null = null;
  try {
    opened = await order.open();
    const socket = socketPath(order.database);
    server = await serveSocket(socket, opened.handlers, order);
    lock.announce(socket);
    return { opened, socket, close: () => leave({ kind: "own", lock, opened: opened as Opened, server }) };
  } catch (error) {
    await server?.close();
    await opened?.close();
    lock.release();
    throw error;
  }
}

// ── either side ─────────────────────────────────────────────────────────────────────────────────

type Side =
  | { readonly kind: "own"; readonly lock: FileLock; readonly opened: Opened; readonly server: SocketServer | null }
  | { readonly kind: "other"; readonly client: SocketClient };

const PATIENCE_MS = 15_000;
/** After so long a person is told what is waited for. */
const TOLD_MS = 500;

/** The holder's socket first, for it is quick; then the lock. Between the two somebody may come or go: then again. */
async function reach(order: HostOrder, patienceMs: number): Promise<Side> {
  return await patiently(order, patienceMs, async () => {
    const socket = holderBeside(order.database)?.socket;
    const client = socket ? await connectSocket(socket, order) : null;
    if (client !== null) return { kind: "other", client };
    const lock = lockFor(order);
    if (lock === null) return null;
    try {
      return { kind: "own", lock, opened: await order.open(), server: null };
    } catch (error) {
      lock.release();
      throw error;
    }
  });
}

function lockFor({ database, version, command }: HostOrder): FileLock | null {
  return tryLock(database, thisHolder({ version, command, now: Date.now() }));
}

/** Tries until it works or patience is over; waits a little longer each time, up to a quarter of a second. */
async function patiently<Got>(order: HostOrder, patienceMs: number, attempt: () => Promise<Got | null>): Promise<Got> {
  let waited = 0;
  for (let pause = 10; ; pause = Math.min(pause * 2, 250)) {
    const got = await attempt();
    if (got !== null) return got;
    if (waited >= patienceMs) throw taken(order.database, holderBeside(order.database));
    if (waited < TOLD_MS && waited + pause >= TOLD_MS) order.onWait?.(holderBeside(order.database));
    await (order.sleep ?? sleepFor)(pause);
    waited += pause;
  }
}

async function callOn(
  side: Side,
  { use, args, locale }: { readonly use: string; readonly args: readonly unknown[]; readonly locale: "ru" | "en" },
): Promise<unknown> {
  if (side.kind === "other") return await side.client.call({ use, args, locale });
  const handler = Object.hasOwn(side.opened.handlers, use) ? side.opened.handlers[use] : undefined;
  if (handler === undefined) throw new Error(`No use case is called ${use}`);
  return await handler(args, { locale });
}

/** Others are answered, the engine and the store closed, and only then is the database free. */
async function leave(side: Side): Promise<void> {
  if (side.kind === "other") return side.client.close();
  try {
    await side.server?.close();
    await side.opened.close();
  } finally {
    side.lock.release();
  }
}

// ── words ───────────────────────────────────────────────────────────────────────────────────────

function taken(database: string, holder: Holder | null): Error {
  const who =
    holder === null
      ? { ru: "другой процесс", en: "another process" }
      : {
          ru: `${holder.command}, процесс ${holder.pid} на ${holder.host}`,
          en: `${holder.command}, process ${holder.pid} on ${holder.host}`,
        };
  return couldNotRun(
    { ru: `База ${database} занята: ${who.ru}`, en: `The database ${database} is taken: ${who.en}` },
    {
      ru: "Дождитесь, пока он закончит, или остановите его (Ctrl-C, systemctl stop). Нескольким рабочим процессам нужен PostgreSQL.",
      en: "Wait until it is done, or stop it (Ctrl-C, systemctl stop). Several workers need PostgreSQL.",
    },
  );
}

function lost(error: unknown): unknown {
  if (!(error instanceof HostLost)) return error;
  return couldNotRun(
    {
      ru: "Процесс, который держит базу, несколько раз пропал, не ответив",
      en: "The process that holds the database went away several times without an answer",
    },
    {
      ru: "Сделано ли, неизвестно: посмотрите ordo tasks или ordo instances, прежде чем повторять. Почему он пропадает, скажет его журнал.",
      en: "Whether it was done is not known: see `ordo tasks` or `ordo instances` before you give it again. Its log says why it goes away.",
    },
  );
}
