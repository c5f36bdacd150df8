import { once } from "node:events";
import type { AddressInfo } from "node:net";
import PostalMime, { type Email } from "postal-mime";
import { SMTPServer, type SMTPServerOptions } from "smtp-server";
import type { SelfSigned } from "../self-signed.ts";

/** A letter as the server took it. */
export interface TakenLetter {
  readonly from: string;
  readonly to: readonly string[];
  readonly user: string | null;
  readonly raw: string;
  readonly mail: Email;
}

/** What the server does with the next letter. */
export type MailFault =
  /** Greylisting: 450 at the address. */
  | "later"
  /** 550 at the address. */
  | "unknownAddress"
  /** 554 after the letter. */
  | "spam"
  /** 451 after the letter. */
  | "busyAfterLetter"
  /** Takes the letter, and breaks the connection instead of saying so. */
  | "dropAfterLetter"
  /** Breaks the connection at the address. */
  | "dropBeforeLetter"
  /** Takes the letter and says nothing. */
  | "silence";

/** A real SMTP server on a free port. */
export interface TestSmtp {
  readonly port: number;
  readonly letters: readonly TakenLetter[];
  /** Each is for one letter, in order. */
  readonly faults: MailFault[];
  /** Connections that were opened. */
  readonly connections: () => number;
  close(): Promise<void>;
}

/** Starts one. @param options.users name → password; absent: no login is asked for */
export async function startSmtp(
  options: {
    readonly tls?: "implicit" | "starttls" | "none";
    readonly certificate?: SelfSigned;
    readonly users?: Readonly<Record<string, string>>;
    readonly size?: number;
  } = {},
): Promise<TestSmtp> {
  const letters: TakenLetter[] = [];
  const faults: MailFault[] = [];
  let connections = 0;
  const { tls = "none", users } = options;
  const refusal = (code: number, text: string): Error => Object.assign(new Error(text), { responseCode: code });
  const settings: SMTPServerOptions = {
    secure: tls === "implicit",
    ...(options.certificate ?? {}),
    ...(options.size === undefined ? {} : { size: options.size }),
    disabledCommands: [...(tls === "starttls" ? [] : ["STARTTLS"]), ...(users === undefined ? ["AUTH"] : [])],
    authOptional: users === undefined,
    onConnect: (_session, done) => {
      connections += 1;
      done();
    },
    onAuth: ({ username, password }, _session, done) => {
      if (username !== undefined && users?.[username] === password) done(null, { user: username });
      else done(refusal(535, "5.7.8 Authentication failed"));
    },
    onRcptTo: (_address, session, done) => {
      const [fault] = faults;
      if (fault === "later" || fault === "unknownAddress" || fault === "dropBeforeLetter") faults.shift();
      if (fault === "later") return done(refusal(450, "4.7.1 Greylisted, try again later"));
      if (fault === "unknownAddress") return done(refusal(550, "5.1.1 No such user"));
      if (fault === "dropBeforeLetter") return cut(session.id);
      done();
    },
    onData: async (stream, session, done) => {
      const chunks: Buffer[] = [];
      for await (const chunk of stream as AsyncIterable<Buffer>) chunks.push(chunk);
      const fault = faults.shift();
      if ((stream as typeof stream & { readonly sizeExceeded?: boolean }).sizeExceeded === true)
        return done(refusal(552, "5.3.4 Message too big"));
      if (fault === "spam") return done(refusal(554, "5.7.1 Looks like spam"));
      if (fault === "busyAfterLetter") return done(refusal(451, "4.3.0 Busy"));
      const raw = Buffer.concat(chunks).toString("utf8");
      const { mailFrom, rcptTo } = session.envelope;
      letters.push({
        from: mailFrom === false ? "" : mailFrom.address,
        to: rcptTo.map(({ address }) => address),
        user: typeof session.user === "string" ? session.user : null,
        raw,
        mail: await PostalMime.parse(raw),
      });
      if (fault === "silence") return;
      if (fault === "dropAfterLetter") return cut(session.id);
      done(null, "Accepted");
    },
  };
  const server = new SMTPServer({ ...settings, closeTimeout: 1, logger: false });
  server.on("error", () => {});
  const cut = (id: string): void => {
    for (const connection of server.connections as unknown as Iterable<{ id: string; _socket: { destroy(): void } }>)
      if (connection.id === id) connection._socket.destroy();
  };
  server.listen(0, "127.0.0.1");
  await once(server.server, "listening");
  return {
    port: (server.server.address() as AddressInfo).port,
    letters,
    faults,
    connections: () => connections,
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}
