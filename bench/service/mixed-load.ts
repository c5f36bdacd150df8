import { randomUUID } from "node:crypto";
import { SESSION_COOKIE } from "../../adapters/http/session-cookie.ts";
import { PASSWORD } from "../../tests/support/served-company.ts";

/** Somebody who is signed in at the served company. */
export interface Signed {
  readonly user: string;
  readonly login: string;
  readonly session: string;
  readonly csrf: string;
}

/** What was done, by its name: how often, and how often it was refused otherwise than as expected. */
export type Tally = Map<string, { done: number; failed: number }>;

const BRANDS = ["Montelira", "Bravante", "Cremolux", "Delmoka", "Kaffelund", "Nordbrew", "Vaporetta"];
const COMPANIES = 40;
/** How long somebody keeps a page open. Milliseconds. */
const LISTENING_MS = 5_000;

/**
 * One second of a company's day: pages of the inbox, searches, requests and decisions about them, edits of records, registries
 * read and exported, pages that listen and go, people who sign in and out.
 *
 * @param second from 0; what is rare is done in some of them
 */
export async function mixedSecond(
  { address, people }: { readonly address: string; readonly people: readonly Signed[] },
  second: number,
  tally: Tally,
): Promise<void> {
  const who = (user: string): Signed => {
    const found = people.find((one) => one.user === user);
    if (found === undefined) throw new Error(`nobody is signed in as ${user}`);
    return found;
  };
  const [manager, head, admin] = [who(second % 2 === 0 ? "manager-1" : "manager-4"), who("head-2"), who("admin-1")];

  async function call(name: string, by: Signed, method: string, path: string, body?: unknown, headers = {}) {
    const answer = await fetch(`${address}${path}`, {
      method,
      headers: {
        cookie: `${SESSION_COOKIE}=${by.session}`,
        ...(method === "GET" ? {} : { origin: address, "x-csrf-token": by.csrf }),
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    count(name, answer.status < 400);
    return { status: answer.status, text };
  }

  function count(name: string, isDone: boolean): void {
    const known = tally.get(name) ?? { done: 0, failed: 0 };
    known[isDone ? "done" : "failed"] += 1;
    tally.set(name, known);
  }

  async function readInboxes(): Promise<void> {
    for (const person of people) {
      await call("inbox", person, "GET", "/api/tasks?list=mine&limit=50");
      await call("counts", person, "GET", "/api/tasks/counts");
    }
  }

  async function ask(): Promise<void> {
    const company = `company/${7 + (second % COMPANIES)}`;
    const discount = 6 + (second % 9);
    const input = { company, brand: BRANDS[second % BRANDS.length], discount, justification: "Крупный заказ" };
    const body = { process: "discount-approval", input };
    // One that is under way already, or about a company that is not there, is refused: that is load, too.
    const { status } = await call("start", manager, "POST", "/api/instances", body, {
      "idempotency-key": randomUUID(),
    });
    if (status >= 500) throw new Error(`start: ${status}`);
  }

  async function decide(): Promise<void> {
    const { text } = await call("inbox", head, "GET", "/api/tasks?list=mine&limit=5");
    for (const { id } of JSON.parse(text).rows as readonly { readonly id: string }[]) {
      await call("task", head, "GET", `/api/tasks/${id}`);
      const body = { outcome: second % 3 === 0 ? "reject" : "approve", form: {}, comment: "по договору" };
      await call("decide", head, "POST", `/api/tasks/${id}/complete`, body, { "idempotency-key": randomUUID() });
    }
  }

  async function edit(): Promise<void> {
    const path = "/api/records/company/7";
    const { text } = await call("record", manager, "GET", path);
    const { revision } = JSON.parse(text).record;
    const set = { phone: `+7812${String(1_000_000 + second)}` };
    await call("edit", manager, "PATCH", path, { set }, { "if-match": `"${revision}"` });
  }

  async function readRegistry(): Promise<void> {
    const registry = "/api/registries/discount-changes";
    await call("registry", manager, "GET", `${registry}?limit=50`);
    await call("totals", manager, "GET", `${registry}/totals?groupBy=month`);
    if (second % 5 === 0) await call("csv", manager, "GET", `${registry}/export.csv`);
    if (second % 20 === 0) await call("xlsx", manager, "GET", `${registry}/export.xlsx`);
  }

  async function search(): Promise<void> {
    for (const text of ["Белый", "8 (911) 000-01-01", `discount-approval/${second}`])
      await call("search", manager, "GET", `/api/search?q=${encodeURIComponent(text)}`);
    await call("requests", manager, "GET", "/api/instances?mine=true&limit=20");
    await call("operations", admin, "GET", "/api/operations/instances?limit=50");
  }

  async function listen(): Promise<void> {
    const leaving = new AbortController();
    const cookie = `${SESSION_COOKIE}=${manager.session}`;
    const answer = await fetch(`${address}/api/live`, { headers: { cookie }, signal: leaving.signal });
    setTimeout(() => leaving.abort(), LISTENING_MS);
    count("live", answer.status === 200);
    await answer.text().catch(() => {});
  }

  async function comeAndGo(): Promise<void> {
    const headers = { origin: address, "content-type": "application/json" };
    const body = JSON.stringify({ login: manager.login, password: PASSWORD });
    const answer = await fetch(`${address}/api/session`, { method: "POST", headers, body });
    const text = await answer.text();
    const session = new RegExp(`${SESSION_COOKIE}=([^;]+)`).exec(answer.headers.get("set-cookie") ?? "")?.[1];
    count("sign in", session !== undefined);
    if (session === undefined) return;
    const { csrf } = JSON.parse(text);
    await call("sign out", { ...manager, session, csrf }, "DELETE", "/api/session");
  }

  void listen().catch(() => {});
  await Promise.all([
    readInboxes(),
    ask().then(decide),
    edit(),
    readRegistry(),
    search(),
    ...(second % 5 === 0 ? [comeAndGo()] : []),
  ]);
}
