import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chownSync, mkdtempSync, readFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { SystemUser } from "./system-user.ts";

/**
 * A server in a process of its own, in a temporary folder that goes with it. A small shell stands between: it reads
 * words from a pipe and, when the pipe closes because the tests ended, crashed or were killed, ends the server and
 * removes the folder. So no run leaves a server behind.
 */
export interface ServerProcess {
  readonly folder: string;
  /** Starts the command; resolves when `isReady` says so. Throws with the end of the server's log when it never does. */
  start(): Promise<void>;
  /** A power cut: kill -9 of the server and its children. */
  kill(): Promise<void>;
  /** SIGSTOP: alive, but silent. */
  pause(): Promise<void>;
  resume(): Promise<void>;
  /** Ends the server and removes the folder. */
  end(): Promise<void>;
}

/** How to run a server. */
export interface ServerCommand {
  readonly command: (folder: string) => readonly string[];
  /** The signal that ends it at once and in order. */
  readonly endSignal: "QUIT" | "KILL";
  readonly user: SystemUser | null;
  /** Once, before the first start. */
  readonly prepare?: (folder: string) => void;
  readonly isReady: () => Promise<boolean>;
}

/**
 * Words: start, kill, pause, resume; the end of input ends all. Answers each with one line. The ending signal is
 * repeated: a server that is only just starting does not hear the first.
 */
const SHELL = `
folder=$1; endSignal=$2; shift 2; pid=
trap '' PIPE HUP
while read -r word; do
  case $word in
    start) "$@" >>"$folder/server.log" 2>&1 </dev/null & pid=$! ;;
    kill) kill -KILL $pid $(cat /proc/$pid/task/$pid/children 2>/dev/null) 2>/dev/null; wait $pid 2>/dev/null ;;
    pause) kill -STOP $pid ;;
    resume) kill -CONT $pid ;;
  esac
  echo done
done
if [ -n "$pid" ]; then
  (while kill -CONT $pid && kill -$endSignal $pid; do sleep 0.2; done) 2>/dev/null &
  wait $pid 2>/dev/null
fi
cd /; rm -rf "$folder"
`;
/** A cold disk and a busy machine included. */
const READY_MS_MAX = 20_000;
const READY_POLL_MS = 20;
/** A server killed a moment ago may still hold its lock. */
const STARTS_MAX = 3;

/** Makes the folder and prepares it; the server itself is started by {@link ServerProcess.start}. */
export function serverProcess(how: ServerCommand): ServerProcess {
  const folder = mkdtempSync(join(tmpdir(), "ordo-server-"));
  if (how.user !== null) chownSync(folder, how.user.uid, how.user.gid);
  how.prepare?.(folder);
  const shell = spawn("sh", ["-c", SHELL, "sh", folder, how.endSignal, ...how.command(folder)], {
    cwd: folder,
    // Not in the terminal's group: Ctrl-C reaches the tests only, and their end ends this.
    detached: true,
    stdio: ["pipe", "pipe", "ignore"],
    ...how.user,
  });
  const say = conversation(shell);
  return {
    folder,
    start: () => startUntilReady(() => say("start"), how.isReady, folder),
    kill: () => say("kill"),
    pause: () => say("pause"),
    resume: () => say("resume"),
    async end() {
      if (shell.exitCode !== null) return;
      const gone = once(shell, "exit");
      shell.stdin?.end();
      shell.ref();
      await gone;
    },
  };
}

/** A port that nobody listens on now. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

/** One word to the shell, one line back, one at a time. */
function conversation(shell: ChildProcess): (word: string) => Promise<void> {
  if (shell.stdin === null || shell.stdout === null) throw new Error("The shell has no pipes");
  const { stdin, stdout } = shell;
  const waiting: (() => void)[] = [];
  createInterface({ input: stdout }).on("line", () => waiting.shift()?.());
  stdin.on("error", () => {});
  // A server that stands by must not keep the tests' process alive; a word that waits for its answer must.
  const pipes = [shell, stdin, stdout] as unknown as readonly { ref(): void; unref(): void }[];
  const standBy = (): void => {
    if (waiting.length === 0) for (const pipe of pipes) pipe.unref();
  };
  standBy();
  return async (word) => {
    for (const pipe of pipes) pipe.ref();
    await new Promise<void>((resolve) => {
      waiting.push(resolve);
      stdin.write(`${word}\n`);
    });
    standBy();
  };
}

async function startUntilReady(
  start: () => Promise<void>,
  isReady: () => Promise<boolean>,
  folder: string,
): Promise<void> {
  for (let attempt = 1; attempt <= STARTS_MAX; attempt++) {
    await start();
    for (let waited = 0; waited < READY_MS_MAX / STARTS_MAX; waited += READY_POLL_MS) {
      if (await isReady()) return;
      await new Promise((resolve) => setTimeout(resolve, READY_POLL_MS));
    }
  }
  throw new Error(`The server did not start:\n${readFileSync(join(folder, "server.log"), "utf8").slice(-2_000)}`);
}
