import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from "fastify";
import type { Role } from "../../adapters/accounts/role.ts";
import { type Assembled, assemble } from "../../adapters/engine/assemble.ts";
import type { Service } from "../../adapters/http/api-service.ts";
import { openService } from "../../adapters/http/open-service.ts";
import { createApi } from "../../adapters/http/serve-api.ts";
import { SESSION_COOKIE } from "../../adapters/http/session-cookie.ts";
import { id, type UserId } from "../../engine/base/ids.ts";
import { configurationOf, deployAll, QUIET } from "../crash/company-engine.ts";
import { ROOT } from "./source-files.ts";
import { VirtualClock } from "./virtual-clock.ts";

/** A Monday morning in Moscow on which the sample company is at work. */
export const MONDAY = Date.parse("2026-11-23T10:00:00+03:00");

/** The password of everybody in a served company. */
export const PASSWORD = "кофе с молоком 2026";

/** The sample company with its nine processes, its API and its console, on a clock that the test moves. */
export interface ServedCompany {
  readonly assembled: Assembled;
  readonly service: Service;
  readonly clock: VirtualClock;
  readonly server: FastifyInstance;
  /** Everything automatic runs until all wait. */
  settle(): Promise<void>;
  /** Time passes, an hour at a time, and what falls due happens. */
  pass(hours: number): Promise<void>;
  /** Somebody with an account who has signed in. Made when first asked for. */
  person(user: string, ...roles: readonly Role[]): Promise<Caller>;
  /** The API as nobody calls it. */
  nobody: Caller;
  /** Listens on this machine. @returns `http://localhost:port` */
  listen(): Promise<string>;
  close(): Promise<void>;
}

/** Somebody who calls the API with a session. */
export interface Caller {
  readonly user: string;
  /** Of the cookie. */
  readonly session: string;
  readonly csrf: string;
  call(
    method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE",
    url: string,
    body?: unknown,
    headers?: Readonly<Record<string, string>>,
  ): Promise<LightMyRequestResponse>;
}

/**
 * @param settings more lines of `ordo.yaml`
 * @param arrange changes files of the company's folder before it opens
 * @param environment what the settings name as `${NAME}`
 */
export async function servedCompany(
  settings = "",
  start = MONDAY,
  arrange: (folder: string) => void = () => {},
  environment: Readonly<Record<string, string>> = {},
): Promise<ServedCompany> {
  const folder = mkdtempSync(join(tmpdir(), "ordo-served-"));
  for (const path of ["catalog.yaml", "calendars", "processes"])
    cpSync(join(ROOT, path), join(folder, path), { recursive: true });
  const own = readFileSync(join(ROOT, "ordo.yaml"), "utf8");
  writeFileSync(join(folder, "ordo.yaml"), `${own}\n${settings}\n`);
  arrange(folder);
  const configuration = configurationOf(folder, environment);
  const clock = new VirtualClock(start);
  const assembled = await assemble(configuration, QUIET, "worker", clock);
  const { engine, accounts } = assembled;
  await deployAll(engine.useCases, configuration);
  const order = openService(assembled, { configuration, logger: QUIET, ready: async () => ({ ok: true }) });
  const server = await createApi(order);
  const { live } = order.service;
  const people = new Map<string, Promise<Caller>>();

  async function settle(): Promise<void> {
    await engine.runToRest();
    await live.look();
  }

  async function signedIn(user: string, roles: readonly Role[]): Promise<Caller> {
    const from = { address: "127.0.0.1", agent: null };
    const invited = await accounts.invite({ user: id<UserId>(user), roles, by: null });
    if (invited.kind === "rejected") throw new Error(`${user}: ${invited.reason.en}`);
    const entered = await accounts.enter({ token: invited.link.token, password: PASSWORD, ...from });
    if (entered.kind === "rejected") throw new Error(`${user}: ${entered.reason.en}`);
    const { token, csrf } = entered.session;
    return callerOf(server, { user, session: token, csrf });
  }

  return {
    ...{ assembled, service: order.service, clock, server, settle },
    async pass(hours) {
      for (let hour = 0; hour < hours; hour++) {
        clock.jump(3_600_000);
        await settle();
      }
    },
    person(user, ...roles) {
      const known = people.get(user) ?? signedIn(user, roles);
      people.set(user, known);
      return known;
    },
    nobody: callerOf(server, { user: "", session: "", csrf: "" }),
    async listen() {
      return (await server.listen({ host: "127.0.0.1", port: 0 })).replace("127.0.0.1", "localhost");
    },
    async close() {
      live.close();
      await server.close();
      await assembled.scheduler.stop();
      await assembled.close();
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

function callerOf(server: FastifyInstance, who: Pick<Caller, "user" | "session" | "csrf">): Caller {
  return {
    ...who,
    call(method, url, body, headers = {}) {
      const asked: InjectOptions = {
        method,
        url,
        headers: {
          host: "localhost",
          ...(who.session === "" ? {} : { cookie: `${SESSION_COOKIE}=${who.session}` }),
          ...(method === "GET" ? {} : { origin: "http://localhost", "x-csrf-token": who.csrf }),
          ...(body === undefined || body instanceof Uint8Array ? {} : { "content-type": "application/json" }),
          "accept-language": "en",
          ...headers,
        },
        ...(body === undefined
          ? {}
          : { payload: body instanceof Uint8Array ? Buffer.from(body) : JSON.stringify(body) }),
      };
      return server.inject(asked);
    },
  };
}
