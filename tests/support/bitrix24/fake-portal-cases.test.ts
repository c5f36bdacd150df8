import { existsSync } from "node:fs";
import { expect, test } from "vitest";
import { whereBeside } from "../beside.ts";
import { VirtualClock } from "../virtual-clock.ts";
import { CASES_FOLDER, type DocumentedCase, documentedCases } from "./documented-case.ts";
import { PLAYS, type Play } from "./documented-plays.ts";
import type { FakeApp } from "./fake-access.ts";
import type { Fields } from "./fake-answer.ts";
import { parseForm } from "./fake-form.ts";
import { createFakePortal, type FakePortal } from "./fake-portal.ts";
import { raiseTask } from "./fake-tasks.ts";
import { jsonDifferences } from "./json-difference.ts";

/*
 * The fake portal against the official documentation: what it shows as a request is accepted, and the answer has the keys
 * and the JSON types that it shows; where the state can be made, the values too.
 */
const CASES = existsSync(CASES_FOLDER) ? documentedCases() : [];
const PEOPLE = [1, 2, 3, 5, 6, 11, 13, 29, 57, 61, 103, 123, 139, 456, 503, 547, 811, 835, 1269, 1271];

function opened(play: Play): FakePortal {
  const portal = createFakePortal({
    clock: new VirtualClock(Date.UTC(2026, 2, 5, 9)),
    offsetMinutes: 120,
    ...play.portal,
  });
  for (const id of PEOPLE) portal.world.addUser({ id, admin: id === 1 });
  portal.world.access.addApp().installed = true;
  portal.world.switches.currency = "EUR";
  return portal;
}

function isAllowed(difference: string, play: Play): boolean {
  if (play.shortened === true && difference.endsWith(": too many")) return true;
  return Object.keys(play.differs ?? {}).some((path) => pattern(path).test(difference));
}

/** `.result.fields.*.title`: how a difference begins. */
function pattern(path: string): RegExp {
  return new RegExp(`^${path.replaceAll(/[.[\]$]/g, "\\$&").replaceAll("*", ".*")}`);
}

async function ask(portal: FakePortal, one: DocumentedCase, play: Play): Promise<{ status: number; body: Fields }> {
  const params = play.sent === undefined ? (one.request ?? {}) : play.sent.params(one.request ?? {}, portal);
  const method = play.sent?.method ?? one.method;
  const prefix = one.url_path?.startsWith("/rest/api/") === true ? "/rest/api/" : "/rest/";
  const { userId = 1, scopes } = play.caller ?? {};
  const { origin, access } = portal.world;
  const webhook = access.addWebhook(userId, scopes);
  const path = one.transport === "oauth" ? method : `${userId}/${webhook.code}/${method}`;
  const [app] = access.apps;
  const auth = one.transport === "oauth" && app !== undefined ? { auth: access.accessToken(app, userId) } : {};
  const body = JSON.stringify(Array.isArray(params) ? params : { ...(params as Fields), ...auth });
  const headers = { "content-type": "application/json", accept: "application/json" };
  const response = await portal.fetch(new Request(`${origin}${prefix}${path}`, { method: "POST", headers, body }));
  return { status: response.status, body: (await response.json()) as Fields };
}

whereBeside(CASES_FOLDER, "the fake portal answers as the documentation shows", () => {
  const answered = CASES.filter(({ kind }) => ["success", "error", "batch-error", "request-only"].includes(kind));

  test("there are cases, each of them is played, and nothing is arranged for none", () => {
    expect(CASES.length).toBeGreaterThanOrEqual(130);
    expect(Object.keys(PLAYS).filter((id) => !CASES.some((one) => one.id === id))).toEqual([]);
  });

  test.each(answered.map((one) => [one.id, one] as const))("%s", async (_, one) => {
    const play = PLAYS[one.id] ?? {};
    const portal = opened(play);
    play.arrange?.(portal, one);
    const { status, body } = await ask(portal, one, play);
    expect(status).toBe(one.http_status ?? 200);
    if (status === 200)
      expect(Object.keys(body.time as Fields)).toEqual(
        expect.arrayContaining(["start", "finish", "duration", "processing", "date_start", "date_finish"]),
      );
    if (one.response === null) return;
    const { time: _ours, ...ours } = body;
    const { time: _theirs, ...theirs } = one.response;
    const isExact = play.values === true || one.kind === "error";
    expect(jsonDifferences(theirs, ours, isExact).filter((difference) => !isAllowed(difference, play))).toEqual([]);
  });

  test("every allowance is needed", async () => {
    const idle: string[] = [];
    for (const one of answered) {
      const play = PLAYS[one.id] ?? {};
      if (play.differs === undefined || one.response === null) continue;
      const portal = opened(play);
      play.arrange?.(portal, one);
      const { body } = await ask(portal, one, play);
      const { time: _ours, ...ours } = body;
      const { time: _theirs, ...theirs } = one.response;
      const found = jsonDifferences(theirs, ours, play.values === true || one.kind === "error");
      idle.push(
        ...Object.keys(play.differs)
          .filter((path) => !found.some((one) => pattern(path).test(one)))
          .map((path) => `${one.id} ${path}`),
      );
    }
    expect(idle).toEqual([]);
  });
});

const byId = (id: string): DocumentedCase => {
  const found = CASES.find((one) => one.id === id);
  if (found === undefined) throw new Error(`there is no case ${id}`);
  return found;
};

whereBeside(CASES_FOLDER, "the fake portal calls handlers as the documentation shows", () => {
  const actor = { userId: 1, how: "api", connector: null } as const;
  /** What makes the portal call, and where a call must differ. */
  const CALLS: Readonly<
    Record<
      string,
      {
        readonly make: (portal: FakePortal) => unknown;
        readonly event?: string;
        readonly webhook?: true;
        readonly plain?: true;
      }
    >
  > = {
    "event.in.ONAPPINSTALL": { make: ({ outbound, world }) => outbound.install(firstApp(world), HANDLER) },
    "event.in.ONCRMDEALADD.app": { make: (portal) => portal.crm.add(2, {}, actor), plain: true },
    "event.in.ONCRMDEALADD.webhook": { make: (portal) => portal.crm.add(2, {}, actor), webhook: true },
    "event.in.ONCRMDEALUPDATE": { make: (portal) => portal.crm.change(2, put(portal), { title: "B" }, actor) },
    "event.in.ONCRMDEALDELETE": { make: (portal) => portal.crm.remove(2, put(portal), actor) },
    "event.in.ONCRMDEALMOVETOCATEGORY": {
      make: (portal) => {
        portal.crm.addPipeline("deal", { id: 1, name: "One", stages: [{ id: "C1:NEW", name: "New" }] });
        portal.crm.change(2, put(portal), { categoryId: 1 }, actor);
      },
    },
    "event.in.ONCRMDYNAMICITEMUPDATE": {
      make: ({ crm }) => {
        crm.addType(1220, "Smart process");
        crm.put(1220, { id: 24 });
        crm.change(1220, 24, { title: "B" }, actor);
      },
    },
    "event.in.ONTASKADD": { make: ({ world }) => raiseTask("ADD", 123, actor, world) },
    "event.in.ONTASKUPDATE": { make: ({ world }) => raiseTask("UPDATE", 123, actor, world) },
    "event.in.ONTASKDELETE": { make: ({ world }) => raiseTask("DELETE", 123, actor, world) },
    "robot.in.call": {
      make: ({ outbound, world }) => {
        world.robots.push({ CODE: "test_robot", HANDLER, USE_SUBSCRIPTION: "Y" });
        return outbound.callRobot("test_robot", firstApp(world), ["crm", "CCrmDocumentDeal", "DEAL_123"], {
          text: "Text",
        });
      },
      plain: true,
    },
  };
  const HANDLER = "https://handler.example/";

  function firstApp(world: FakePortal["world"]): FakeApp {
    return world.access.apps[0] ?? world.access.addApp();
  }

  function put({ crm }: FakePortal): number {
    return crm.put("deal", { id: 759 }).id;
  }

  test("no inbound case is left out", () => {
    expect(CASES.filter(({ kind }) => kind === "inbound-event").map(({ id }) => id)).toEqual(
      Object.keys(CALLS).toSorted(),
    );
  });

  test.each(Object.keys(CALLS))("%s", async (id) => {
    const one = byId(id);
    const call = CALLS[id] ?? { make: () => null };
    // Whether ordinary events carry a refresh token is told in two ways.
    const portal = opened({ portal: { switches: { refreshTokenInEvents: call.plain !== true } } });
    const bodies: string[] = [];
    portal.events.route(HANDLER, async (request) => {
      bodies.push(await request.text());
      return new Response();
    });
    const event = String(one.request?.event);
    if (call.webhook === true) portal.events.addOutboundWebhook([event], HANDLER);
    else
      portal.events.bind({
        event,
        handler: HANDLER,
        authType: 0,
        offline: false,
        connector: null,
        app: firstApp(portal.world),
      });
    await call.make(portal);
    await portal.deliver();
    expect(bodies).toHaveLength(1);
    // All leaves are texts in a form: the documentation's own form is what counts.
    expect(jsonDifferences(parseForm(one.raw_body ?? ""), parseForm(bodies[0] ?? ""), false)).toEqual([]);
  });
});

whereBeside(CASES_FOLDER, "the fake portal fails as the documentation shows", () => {
  const refused = async (
    portal: FakePortal,
    url: string,
    params: Fields = {},
  ): Promise<{ status: number; body: Fields }> => {
    const response = await portal.fetch(
      new Request(url, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(params),
      }),
    );
    return { status: response.status, body: (await response.json()) as Fields };
  };
  /** What a command of a batch is refused with: those codes come inside an answer of 200. */
  const inBatch = async (
    portal: FakePortal,
    cmd: Fields,
    name: string,
    status: number,
  ): Promise<{ status: number; body: Fields }> => {
    const { body } = await refused(portal, `${portal.webhook}batch`, { cmd });
    return { status, body: (body.result as { result_error: Record<string, Fields> }).result_error[name] ?? {} };
  };
  const PROVOKED: Readonly<
    Record<string, (portal: FakePortal, clock: VirtualClock) => Promise<{ status: number; body: Fields }>>
  > = {
    ACCESS_DENIED: (portal) => {
      portal.state = "unpaid";
      return refused(portal, `${portal.webhook}profile`);
    },
    ERROR_BATCH_LENGTH_EXCEEDED: (portal) =>
      inBatch(portal, Object.fromEntries(Array.from({ length: 51 }, (_, at) => [`c${at}`, "profile"])), "c50", 400),
    ERROR_BATCH_METHOD_NOT_ALLOWED: (portal) => inBatch(portal, { inner: "batch" }, "inner", 405),
    ERROR_UNEXPECTED_ANSWER: (portal) => {
      portal.faults.next("unexpected-answer");
      return refused(portal, `${portal.webhook}profile`);
    },
    INTERNAL_SERVER_ERROR: (portal) => {
      portal.faults.next("error-after");
      return refused(portal, `${portal.webhook}profile`);
    },
    INVALID_CREDENTIALS: (portal) => refused(portal, "https://portal.example/rest/1/wrong/profile"),
    INVALID_REQUEST: (portal) => refused(portal, `${portal.webhook}profile`.replace("https:", "http:")),
    NO_AUTH_FOUND: (portal) => refused(portal, "https://portal.example/rest/profile"),
    OPERATION_TIME_LIMIT: async (portal) => {
      await refused(portal, `${portal.webhook}profile`);
      return refused(portal, `${portal.webhook}profile`);
    },
    OVERLOAD_LIMIT: (portal) => {
      portal.limits.overloaded = true;
      return refused(portal, `${portal.webhook}profile`);
    },
    PORTAL_DELETED: (portal) => {
      portal.state = "deleted";
      return refused(portal, `${portal.webhook}profile`);
    },
    QUERY_LIMIT_EXCEEDED: async (portal) => {
      for (let time = 0; time < 50; time++) await refused(portal, `${portal.webhook}user.admin`);
      return refused(portal, `${portal.webhook}profile`);
    },
    expired_token: async (portal, clock) => {
      const auth = portal.world.access.accessToken(portal.world.access.addApp(), 1);
      await clock.pass(3_600_000);
      return refused(portal, "https://portal.example/rest/profile", { auth });
    },
    insufficient_scope: (portal) => refused(portal, `${portal.webhookUrl(1, ["crm"])}lists.get`),
    user_access_error: (portal) => {
      portal.world.addUser({ id: 9, active: false });
      return refused(portal, `${portal.webhookUrl(9)}profile`);
    },
  };

  test("no system error is left out", () => {
    const ids = CASES.filter(({ kind }) => kind === "system-error").map(({ id }) => id.replace("system-error.", ""));
    expect(ids).toEqual(Object.keys(PROVOKED).toSorted());
  });

  test.each(Object.keys(PROVOKED))("%s", async (name) => {
    const one = byId(`system-error.${name}`);
    const clock = new VirtualClock(Date.UTC(2026, 2, 5, 9));
    const portal = createFakePortal({
      clock,
      operating: { limitSeconds: 1, costSeconds: { profile: 1, "user.admin": 0 } },
    });
    const answer = await (PROVOKED[name] ?? (() => Promise.reject(new Error("not provoked"))))(portal, clock);
    expect(answer).toEqual({ status: one.http_status, body: one.response });
  });

  test("oauth.token.refresh", async () => {
    const one = byId("oauth.token.refresh");
    const portal = createFakePortal({ clock: new VirtualClock(Date.UTC(2026, 2, 5, 9)) });
    const { client_id, client_secret } = one.request ?? {};
    const app = portal.world.access.addApp({ clientId: String(client_id), clientSecret: String(client_secret) });
    const { refreshToken } = portal.world.access.issue(app, 1);
    const query = new URLSearchParams({ ...(one.request as Record<string, string>), refresh_token: refreshToken });
    const response = await portal.fetch(new Request(`${one.url_path}?${query}`));
    expect(response.status).toBe(one.http_status);
    expect(jsonDifferences(one.response, await response.json(), false)).toEqual([]);
  });
});
