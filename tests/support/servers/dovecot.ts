import { execFileSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { chownSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createConnection } from "node:net";
import { delimiter, join } from "node:path";
import { freePort, type ServerProcess, serverProcess } from "./server-process.ts";
import { type SystemUser, unprivilegedUser } from "./system-user.ts";
import { type Available, NO_SHELL, ONLY_FROM_NPM, reasonOf } from "./unavailable.ts";

/** A real IMAP server that belongs to one test file. Every name is a mailbox; they are made when they are first named. */
export interface OwnDovecot extends Omit<ServerProcess, "start"> {
  readonly host: "127.0.0.1";
  readonly port: number;
  /** Of every mailbox. */
  readonly password: string;
  /** Puts a letter into the inbox as a mail server would: whole or not at all. @returns its path */
  deliver(mailbox: string, raw: string | Uint8Array): string;
  /** Files of letters in a folder, by the names that Maildir gives them. @param folder @default the inbox */
  letters(mailbox: string, folder?: string): readonly string[];
  /** Names of the folders beside the inbox. */
  folders(mailbox: string): readonly string[];
  /** While it is down: the letters stay, their numbers do not. The next start has another UIDVALIDITY. */
  forgetNumbers(mailbox: string): void;
  /** After {@link ServerProcess.kill}: the same letters, the same port. */
  restart(): Promise<void>;
}

/** Where distributions keep it. */
const USUAL_PLACES = ["/usr/sbin", "/usr/local/sbin", "/opt/homebrew/sbin"];
/** Its settings are another language from 2.4 on. */
const VERSION = /^2\.3\./;
const PASSWORD = "let-me-in";

/** A Dovecot of one's own, which may be killed and paused. */
export async function ownDovecot(): Promise<Available<OwnDovecot>> {
  if (process.platform === "win32") return { skip: NO_SHELL };
  if (ONLY_FROM_NPM) return { skip: "Dovecot does not come from npm" };
  try {
    const program = installed();
    return program === null ? { skip: "Dovecot is not installed (dovecot-imapd)" } : await startDovecot(program);
  } catch (error) {
    return { skip: `no Dovecot: ${reasonOf(error)}` };
  }
}

function installed(): string | null {
  const folders = [...(process.env.PATH ?? "").split(delimiter), ...USUAL_PLACES].filter((folder) => folder !== "");
  const program = folders.map((folder) => join(folder, "dovecot")).find((path) => existsSync(path));
  if (program === undefined) return null;
  const version = execFileSync(program, ["--version"], { encoding: "utf8" });
  if (!VERSION.test(version)) throw new Error(`version ${version.trim()} has other settings than 2.3`);
  return program;
}

async function startDovecot(program: string): Promise<OwnDovecot> {
  const user = unprivilegedUser();
  const port = await freePort();
  const server = serverProcess({
    user,
    endSignal: "KILL",
    prepare: (folder) => {
      for (const name of ["run", "mail"]) own(join(folder, name), user);
      writeFileSync(join(folder, "dovecot.conf"), settings(folder, port), { mode: 0o644 });
    },
    command: (folder) => [program, "-F", "-c", join(folder, "dovecot.conf")],
    isReady: () => greets(port),
  });
  await server.start();
  const { start, folder, ...rest } = server;
  const home = (mailbox: string): string => {
    const path = join(folder, "mail", mailbox);
    if (!existsSync(path)) for (const name of ["", "cur", "new", "tmp"]) own(join(path, name), user);
    return path;
  };
  return {
    ...rest,
    ...{ folder, host: "127.0.0.1", port, password: PASSWORD, restart: start },
    deliver(mailbox, raw) {
      const name = `${Date.now()}.${randomUUID()}.test`;
      const draft = join(home(mailbox), "tmp", name);
      writeFileSync(draft, raw, { mode: 0o600 });
      if (user !== null) chownSync(draft, user.uid, user.gid);
      const path = join(home(mailbox), "new", name);
      renameSync(draft, path);
      return path;
    },
    letters(mailbox, name) {
      const path = name === undefined ? home(mailbox) : join(home(mailbox), `.${name}`);
      return ["new", "cur"].flatMap((part) => (existsSync(join(path, part)) ? readdirSync(join(path, part)) : []));
    },
    folders: (mailbox) => readdirSync(home(mailbox)).flatMap((name) => (/^\.[^.]/.test(name) ? [name.slice(1)] : [])),
    forgetNumbers(mailbox) {
      for (const name of readdirSync(home(mailbox)))
        if (/^dovecot[-.](uid|index)/.test(name)) rmSync(join(home(mailbox), name));
    },
  };
}

function own(folder: string, user: SystemUser | null): void {
  mkdirSync(folder, { recursive: true, mode: 0o755 });
  if (user !== null) chownSync(folder, user.uid, user.gid);
}

/** Everything in one folder, everything under one account, nothing in a cage: no root is needed. */
function settings(folder: string, port: number): string {
  const name = (flag: string): string => execFileSync("id", [flag], { encoding: "utf8" }).trim();
  const account = unprivilegedUser();
  const [uid, gid] = account === null ? [name("-u"), name("-g")] : [account.uid, account.gid];
  const user = execFileSync("id", ["-un", String(uid)], { encoding: "utf8" }).trim();
  const group = execFileSync("id", ["-gn", String(uid)], { encoding: "utf8" }).trim();
  return `
base_dir = ${folder}/run
state_dir = ${folder}/run
log_path = ${folder}/dovecot.log
protocols = imap
ssl = no
listen = 127.0.0.1
default_internal_user = ${user}
default_internal_group = ${group}
default_login_user = ${user}
mail_location = maildir:${folder}/mail/%u
mail_uid = ${uid}
mail_gid = ${gid}
first_valid_uid = 1
first_valid_gid = 1
disable_plaintext_auth = no
auth_mechanisms = plain login
auth_failure_delay = 0
mail_max_userip_connections = 1000
passdb {
  driver = static
  args = password=${PASSWORD}
}
userdb {
  driver = static
  args = uid=${uid} gid=${gid} home=${folder}/mail/%u
}
namespace inbox {
  inbox = yes
  separator = /
}
service anvil {
  chroot =
  unix_listener anvil-auth-penalty {
    mode = 0
  }
}
service stats {
  chroot =
}
service imap-login {
  chroot =
  inet_listener imap {
    port = ${port}
  }
  inet_listener imaps {
    port = 0
  }
}
`;
}

function greets(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection({ host: "127.0.0.1", port, timeout: 1_000 });
    const end = (isThere: boolean): void => {
      socket.destroy();
      resolve(isThere);
    };
    socket.on("data", (data) => end(data.toString().startsWith("* OK")));
    for (const trouble of ["error", "timeout", "close"]) socket.on(trouble, () => end(false));
  });
}
