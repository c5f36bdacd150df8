import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** An SMS as the gateway took it. */
export interface TakenSms {
  readonly phone: string;
  readonly text: string;
  readonly from: string | null;
  /** The client's own id; null: it gave none. */
  readonly clientId: string | null;
  readonly id: string;
}

/** What the gateway does with the next message. */
export type SmsFault =
  /** Takes it, and breaks the connection instead of saying so. */
  | "dropAfter"
  /** Breaks the connection without taking it. */
  | "dropBefore"
  /** 503 with Retry-After: 7. */
  | "busy"
  /** 502 with a page. */
  | "badGateway"
  | "forbidden"
  /** 200 with a page that is no JSON. */
  | "page"
  /** Takes it and never answers. */
  | "silence"
  /** An error of its own, by its code. */
  | { readonly code: number };

/** A gateway that speaks as SMS.RU (`/sms/…`), SMSC.ru (`/sys/…`) and a described one (`/api/…`). */
export interface TestSmsGateway {
  readonly url: string;
  readonly taken: readonly TakenSms[];
  readonly faults: SmsFault[];
  /** Id → what its status is asked for says; without a line: on its way. */
  readonly states: Map<string, string>;
  readonly requests: readonly { readonly path: string; readonly fields: Readonly<Record<string, string>> }[];
  close(): Promise<void>;
}

/** Starts one. @param key the only key it knows */
export async function startSmsGateway(key: string): Promise<TestSmsGateway> {
  const taken: TakenSms[] = [];
  const faults: SmsFault[] = [];
  const states = new Map<string, string>();
  const requests: { readonly path: string; readonly fields: Readonly<Record<string, string>> }[] = [];

  const server = createServer((request, response) => {
    void answer(request, response);
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    const body = Buffer.concat(chunks).toString("utf8");
    const url = new URL(request.url ?? "/", "http://gateway.example");
    const fields: Readonly<Record<string, string>> =
      request.headers["content-type"] === "application/json"
        ? (JSON.parse(body) as Record<string, string>)
        : Object.fromEntries([...url.searchParams, ...new URLSearchParams(body)]);
    requests.push({ path: url.pathname, fields });
    const say = (json: unknown, status = 200): void => {
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(json));
    };
    const voice = VOICES[url.pathname.split("/")[1] ?? ""];
    if (voice === undefined) return say({ error: "no such page" }, 404);
    const given = voice.keyOf(fields, request.headers.authorization ?? "");
    if (given !== key) return say(voice.wrongKey);
    if (url.pathname.includes("balance")) return say({ status_code: 100, balance: 1234.5 });
    if (url.pathname.includes("status")) return say(voice.status(fields, taken, states));
    const fault = faults.shift();
    if (fault === "dropBefore") return void request.socket.destroy();
    if (fault === "busy") return void response.writeHead(503, { "retry-after": "7" }).end("busy");
    if (fault === "badGateway") return void response.writeHead(502).end("<html>Bad gateway</html>");
    if (fault === "forbidden") return void response.writeHead(403).end("<html>No</html>");
    if (fault === "page") return void response.writeHead(200).end("<html>Hello</html>");
    if (typeof fault === "object") return say(voice.error(fields, fault.code));
    const sms = { ...voice.read(fields), id: `${taken.length + 1}000` };
    const known = voice.repeats
      ? taken.find(({ clientId }) => clientId !== null && clientId === sms.clientId)
      : undefined;
    if (known === undefined) taken.push({ ...sms, id: voice.ownId && sms.clientId !== null ? sms.clientId : sms.id });
    if (fault === "dropAfter") return void request.socket.destroy();
    if (fault === "silence") return;
    say(voice.took(fields, (known ?? taken.at(-1))?.id ?? ""));
  }

  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    ...{ taken, faults, states, requests },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

type Fields = Readonly<Record<string, string>>;

/** How one kind of gateway speaks. */
interface Voice {
  readonly keyOf: (fields: Fields, authorization: string) => string | undefined;
  readonly read: (fields: Fields) => Omit<TakenSms, "id">;
  readonly took: (fields: Fields, id: string) => unknown;
  readonly error: (fields: Fields, code: number) => unknown;
  readonly wrongKey: unknown;
  readonly status: (fields: Fields, taken: readonly TakenSms[], states: ReadonlyMap<string, string>) => unknown;
  /** Is the same client id the same message? */
  readonly repeats: boolean;
  /** Does it call messages by the client's id? */
  readonly ownId: boolean;
}

const VOICES: Readonly<Record<string, Voice>> = {
  sms: smsRu(),
  my: smsRu(),
  sys: {
    keyOf: ({ apikey, login, psw }) => apikey ?? (login === "company" ? psw : undefined),
    read: ({ phones = "", mes = "", sender = null, id = null }) => ({
      phone: phones,
      text: mes,
      from: sender,
      clientId: id,
    }),
    took: (_, id) => ({ id: Number(id), cnt: 1 }),
    error: (_, code) => ({ error: `error ${code}`, error_code: code }),
    wrongKey: { error: "authorise error", error_code: 2 },
    status: ({ id = "", phone = "" }, taken, states) =>
      taken.some((one) => one.id === id && one.phone === phone)
        ? { status: Number(states.get(id) ?? 0), last_date: "" }
        : { status: -3, error_code: 3, error: "message not found" },
    repeats: false,
    ownId: true,
  },
  api: {
    keyOf: (_, authorization) => authorization.replace("Bearer ", ""),
    read: ({ to = "", text = "", ref = null }) => ({ phone: to, text, from: null, clientId: ref }),
    took: (_, id) => ({ result: "ok", data: { id } }),
    error: (_, code) => ({ result: "error", error: { code, message: `error ${code}` } }),
    wrongKey: { result: "error", error: { code: 401, message: "no such token" } },
    status: ({ id = "" }, _, states) => ({ state: states.get(id) ?? "sent" }),
    repeats: true,
    ownId: false,
  },
};

function smsRu(): Voice {
  const of = (fields: Fields, value: unknown): unknown => ({
    status: "OK",
    status_code: 100,
    sms: { [fields["to"] ?? fields["sms_id"] ?? ""]: value },
  });
  return {
    keyOf: ({ api_id }) => api_id,
    read: ({ to = "", msg = "", from = null }) => ({ phone: to, text: msg, from, clientId: null }),
    took: (fields, id) => of(fields, { status: "OK", status_code: 100, sms_id: id }),
    error: (fields, code) =>
      code === 201
        ? { status: "ERROR", status_code: 201, status_text: "Не хватает средств на лицевом счету" }
        : of(fields, { status: "ERROR", status_code: code, status_text: `Ошибка ${code}` }),
    wrongKey: { status: "ERROR", status_code: 200, status_text: "Неправильный api_id" },
    status: (fields, _, states) =>
      of(fields, { status: "OK", status_code: Number(states.get(fields["sms_id"] ?? "") ?? 102) }),
    repeats: false,
    ownId: false,
  };
}
