import type { FakeApp } from "./fake-access.ts";
import { type Fields, textOf } from "./fake-answer.ts";
import { encodeForm } from "./fake-form.ts";
import type { FakeWorld } from "./fake-world.ts";

/** What a portal tells an app by itself, apart from events: that it was installed, that a robot or an SMS is for it. */
export class FakeOutbound {
  readonly #world: FakeWorld;

  constructor(world: FakeWorld) {
    this.#world = world;
  }

  /** A person installs a local app: the handler gets its first pair of tokens. From then on its events are delivered. */
  async install(app: FakeApp, handler: string, userId = 1): Promise<number | null> {
    app.installed = true;
    const { events, access, origin, memberId } = this.#world;
    const tokens = access.issue(app, userId);
    const body = encodeForm({
      event: "ONAPPINSTALL",
      data: { VERSION: "1", ACTIVE: "Y", INSTALLED: "Y", LANGUAGE_ID: this.#world.switches.language },
      ts: this.#seconds(),
      auth: {
        ...{ domain: new URL(origin).host, scope: [...app.scopes].join(","), access_token: tokens.accessToken },
        ...{ refresh_token: tokens.refreshToken, expires_in: tokens.expiresIn, server_endpoint: OAUTH, status: "L" },
        ...{ client_endpoint: `${origin}/rest/`, member_id: memberId, application_token: app.applicationToken },
      },
    });
    return await events.post(handler, body);
  }

  /**
   * A robot of an app runs on a document, on behalf of the user it was registered for. Returns the token with which it
   * can be answered. @throws {Error} where no such robot was registered
   */
  async callRobot(
    code: string,
    app: FakeApp,
    document: readonly [string, string, string],
    properties: Fields,
  ): Promise<string> {
    const robot = this.#world.robots.find(({ CODE }) => CODE === code);
    if (robot === undefined) throw new Error(`no robot ${code}`);
    const [moduleId, entity, id] = document;
    const token = `${this.#world.random.word(14)}.${this.#world.random.between(10_000_000, 99_999_999)}|${this.#world.random.word(32)}`;
    this.#world.eventTokens.add(token);
    const body = encodeForm({
      ...{ workflow_id: `${this.#world.random.word(14)}.${this.#world.random.between(10_000_000, 99_999_999)}`, code },
      ...{ document_id: document, document_type: [moduleId, entity, id.replace(/_\d+$/, "")], event_token: token },
      // A robot that says nothing about it waits for its answer.
      ...{ properties, use_subscription: textOf(robot.USE_SUBSCRIPTION) === "N" ? "N" : "Y", timeout_duration: "0" },
      ts: this.#seconds(),
      auth: this.#authOf(app, Number(robot.AUTH_USER_ID ?? 1)),
    });
    await this.#world.events.post(textOf(robot.HANDLER), body);
    return token;
  }

  /** The portal sends an SMS through a provider that an app registered. Returns the message's id. */
  async sendSms(code: string, app: FakeApp, to: string, text: string): Promise<string> {
    const sender = this.#world.senders.find(({ CODE }) => CODE === code);
    if (sender === undefined) throw new Error(`no sender ${code}`);
    const messageId = this.#world.random.word(32);
    const body = encodeForm({
      ...{
        module_id: "crm",
        properties: { phone_number: to, message_text: text },
        type: "SMS",
        code,
        message_id: messageId,
      },
      ...{ message_to: to, message_body: text, ts: this.#seconds(), auth: this.#authOf(app, 1) },
    });
    await this.#world.events.post(textOf(sender.HANDLER), body);
    return messageId;
  }

  #authOf(app: FakeApp, userId: number): Fields {
    const binding = { app, applicationToken: app.applicationToken, authType: 0 };
    return this.#world.events.authOf(binding, { userId, how: "api", connector: null });
  }

  #seconds(): string {
    return String(Math.floor(this.#world.now() / 1_000));
  }
}

const OAUTH = "https://oauth.bitrix.info/rest/";
