import type { FakeAccess, FakeApp, PortalAddress } from "./fake-access.ts";
import type { Fields } from "./fake-answer.ts";
import { encodeForm } from "./fake-form.ts";
import { FakeOfflineQueue } from "./fake-offline-queue.ts";
import type { Actor, DeliveryOptions, FakeSwitches } from "./fake-options.ts";
import type { FakeRandom } from "./fake-random.ts";

/** Where an event goes. */
export interface Binding {
  readonly id: number;
  readonly event: string;
  /** Address; empty for offline events. */
  readonly handler: string;
  /** User whose token every event carries; 0: whoever acted. */
  readonly authType: number;
  readonly offline: boolean;
  readonly connector: string | null;
  /** null: an outbound webhook, whose events carry no tokens. */
  readonly app: FakeApp | null;
  readonly applicationToken: string;
}

/** An event on its way. */
export interface Departure {
  readonly binding: Binding;
  readonly data: Fields;
  readonly actor: Actor;
  readonly raisedAt: number;
  readonly dueAt: number;
}

type Send = (request: Request) => Promise<Response>;

/** What outbound webhooks do not know. */
const APPS_ONLY = new Set(["ONCRMDEALMOVETOCATEGORY"]);
const CRM_NAMES: Readonly<Record<number, string>> = { 1: "LEAD", 2: "DEAL", 3: "CONTACT", 4: "COMPANY", 7: "QUOTE" };
/** Every event that can be bound. */
export const EVENT_NAMES: readonly string[] = [
  ...Object.values(CRM_NAMES).flatMap((name) => ["ADD", "UPDATE", "DELETE"].map((verb) => `ONCRM${name}${verb}`)),
  ...["ADD", "UPDATE", "DELETE"].flatMap((verb) => [
    `ONCRMDYNAMICITEM${verb}`,
    `ONCRMACTIVITY${verb}`,
    `ONTASK${verb}`,
  ]),
  ...["ONCRMDEALMOVETOCATEGORY", "ONCRMTIMELINECOMMENTADD", "ONCRMTIMELINECOMMENTUPDATE", "ONCRMTIMELINECOMMENTDELETE"],
  ...["ONTASKCOMMENTADD", "ONUSERADD", "ONAPPINSTALL", "ONAPPUNINSTALL", "ONAPPUPDATE", "ONAPPTEST", "ONOFFLINEEVENT"],
];

/** The portal's events: online ones that come at most once, and the offline queue. */
export class FakeEvents {
  readonly bindings: Binding[] = [];
  readonly offline: FakeOfflineQueue;
  /** Waiting to be delivered, in the order in which they will be. */
  readonly waiting: Departure[] = [];
  /** Bodies that reached a handler, and what it answered; null: nobody answered. */
  readonly delivered: { readonly handler: string; readonly body: string; readonly status: number | null }[] = [];
  /** How many were lost on the way. */
  lost = 0;
  readonly #functions = new Map<string, Send>();
  readonly #needs: EventNeeds;
  readonly #running = new Set<Promise<void>>();
  #lastBinding = 180;
  #loseNext = 0;

  constructor(needs: EventNeeds) {
    this.#needs = needs;
    this.offline = new FakeOfflineQueue(needs.now, needs.random);
  }

  /** Subscribes. A handler may be a function for tests: it then has an address of its own, which is returned. */
  bind(
    of: Omit<Binding, "id" | "handler" | "applicationToken"> & { handler: string | Send; applicationToken?: string },
  ): Binding {
    this.#lastBinding += 5;
    const handler = typeof of.handler === "string" ? of.handler : `https://handler.example/${this.#lastBinding}`;
    if (typeof of.handler !== "string") this.#functions.set(handler, of.handler);
    const applicationToken = of.applicationToken ?? of.app?.applicationToken ?? this.#needs.random.word(32);
    const binding = { ...of, handler, applicationToken, id: this.#lastBinding };
    this.bindings.push(binding);
    return binding;
  }

  /** An outbound webhook as people configure it: only names the screen offers. */
  addOutboundWebhook(events: readonly string[], handler: string | Send, applicationToken?: string): readonly Binding[] {
    return events.map((event) =>
      this.bind({
        ...{ event, handler, authType: 0, offline: false, connector: null, app: null },
        ...(applicationToken === undefined ? {} : { applicationToken }),
      }),
    );
  }

  /** Requests to this address come to a function. */
  route(address: string, handler: Send): void {
    this.#functions.set(address, handler);
  }

  /** The next events are lost on their way. */
  loseNext(count = 1): void {
    this.#loseNext += count;
  }

  /** What happened to a record. Lead, deal, contact, company and quote have names of their own. */
  crm(verb: "ADD" | "UPDATE" | "DELETE", entityTypeId: number, id: number, actor: Actor): void {
    const name = CRM_NAMES[entityTypeId];
    const data: Fields = {
      FIELDS: { ID: String(id), ...(name === undefined ? { ENTITY_TYPE_ID: String(entityTypeId) } : {}) },
    };
    const object = `${entityTypeId}:${id}`;
    const [from, to] = this.#needs.delivery.burst ?? [2, 4];
    const times = verb === "UPDATE" && actor.how === "screen" ? this.#needs.random.between(from, to) : 1;
    for (let time = 0; time < times; time++) {
      if (name !== undefined) this.raise(`ONCRM${name}${verb}`, object, actor, data);
      else {
        this.raise(`ONCRMDYNAMICITEM${verb}`, object, actor, data);
        this.raise(`ONCRMDYNAMICITEM${verb}_${entityTypeId}`, object, actor, data);
      }
    }
  }

  /** Any event. @param object what it is about: the offline queue keeps the last state of each */
  raise(event: string, object: string, actor: Actor, data: Fields): void {
    for (const binding of this.bindings) {
      if (binding.event !== event || (binding.app !== null && !binding.app.installed)) continue;
      if (binding.app === null && APPS_ONLY.has(event)) continue;
      if (!binding.offline) this.#depart({ binding, data, actor, raisedAt: this.#needs.now(), dueAt: this.#dueAt() });
      else if (binding.connector === null || binding.connector !== actor.connector)
        this.#putOffline(binding, object, data, actor);
    }
  }

  /** The queue has something: the app is told so with an empty event, once until that was delivered. */
  #putOffline(binding: Binding, object: string, data: Fields, actor: Actor): void {
    this.offline.put(binding, object, data);
    for (const wake of this.bindings) {
      if (wake.event !== "ONOFFLINEEVENT" || wake.app !== binding.app) continue;
      if (this.waiting.some((one) => one.binding === wake)) continue;
      this.#depart({ binding: wake, data: {}, actor, raisedAt: this.#needs.now(), dueAt: this.#dueAt() });
    }
  }

  /** Delivers what waits (with `only`: so many of it), as it stands in line. For `manual` delivery. */
  async deliver(only = Number.POSITIVE_INFINITY): Promise<number> {
    let count = 0;
    for (let departure = this.waiting.shift(); departure !== undefined; departure = this.waiting.shift()) {
      await this.#arrive(departure);
      if (++count >= only) break;
    }
    return count;
  }

  /** Resolves when nothing is on its way any more. For `auto` delivery. */
  async settled(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running);
  }

  /** The body of an event as the portal posts it: a form, every leaf a text. */
  bodyOf({ binding, data, actor }: Departure): string {
    return encodeForm({
      event: binding.event.replace(/_\d+$/, ""),
      ...(binding.event.startsWith("ONTASK") ? {} : { event_handler_id: String(binding.id) }),
      data,
      ts: String(Math.floor(this.#needs.now() / 1_000)),
      auth: this.authOf(binding, actor),
    });
  }

  /** The `auth` block: with the acting user's token for an app, without any where a robot acted. */
  authOf(binding: Pick<Binding, "app" | "applicationToken" | "authType">, actor: Actor): Fields {
    const { origin, memberId } = this.#needs.portal();
    const { host } = new URL(origin);
    const ends = { client_endpoint: `${origin}/rest/`, server_endpoint: "https://oauth.bitrix.info/rest/" };
    const { app, applicationToken } = binding;
    if (app === null || actor.how === "robot")
      return { domain: host, ...ends, member_id: memberId, application_token: applicationToken };
    const userId = binding.authType === 0 ? actor.userId : binding.authType;
    const { switches, access } = this.#needs;
    const tokens = access.issue(app, userId);
    return {
      ...{ access_token: tokens.accessToken, expires_in: "3600", scope: [...app.scopes].join(",") },
      ...{ domain: host, server_endpoint: ends.server_endpoint, status: "L", client_endpoint: ends.client_endpoint },
      member_id: memberId,
      ...(switches.userIdInEvents ? { user_id: String(userId) } : {}),
      ...(switches.refreshTokenInEvents ? { refresh_token: tokens.refreshToken } : {}),
      application_token: applicationToken,
    };
  }

  /** Posts anything to an address (robots and senders of SMS use it too). null: nobody answered. */
  async post(address: string, body: string): Promise<number | null> {
    const request = new Request(address, {
      ...{ method: "POST", body },
      headers: { "content-type": "application/x-www-form-urlencoded", "user-agent": "Bitrix24 Webhook Engine" },
    });
    const send = this.#functions.get(address) ?? this.#needs.send;
    const status = await send(request).then(
      ({ status: answered }) => answered,
      () => null,
    );
    this.delivered.push({ handler: address, body, status });
    return status;
  }

  #dueAt(): number {
    const [from, to] = this.#needs.delivery.delayMs ?? [0, 0];
    return this.#needs.now() + (to === 0 ? 0 : this.#needs.random.between(from, to));
  }

  #depart(departure: Departure): void {
    const { delivery, random } = this.#needs;
    if (this.#loseNext > 0 || random.happens(delivery.lost ?? 0)) {
      this.#loseNext = Math.max(0, this.#loseNext - 1);
      this.lost++;
      return;
    }
    const copies = random.happens(delivery.doubled ?? 0) ? 2 : 1;
    for (let copy = 0; copy < copies; copy++) {
      if (delivery.mode === "auto") this.#run(departure);
      else if (random.happens(delivery.reordered ?? 0)) this.waiting.splice(-1, 0, departure);
      else this.waiting.push(departure);
    }
  }

  #run(departure: Departure): void {
    const { clock } = this.#needs;
    const running: Promise<void> = clock
      .sleep(departure.dueAt - clock.now())
      .then(() => this.#arrive(departure))
      .finally(() => this.#running.delete(running));
    this.#running.add(running);
  }

  async #arrive(departure: Departure): Promise<void> {
    await this.post(departure.binding.handler, this.bodyOf(departure));
  }
}

export interface EventNeeds {
  readonly now: () => number;
  readonly clock: { now(): number; sleep(ms: number): Promise<void> };
  readonly random: FakeRandom;
  readonly access: FakeAccess;
  readonly portal: () => PortalAddress;
  readonly switches: FakeSwitches;
  readonly delivery: DeliveryOptions;
  readonly send: Send;
}
