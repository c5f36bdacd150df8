import type { PortalFetch } from "../../../adapters/bitrix24/portal-wire.ts";
import { json } from "./portal-bench.ts";

/** An authorization server that takes each refresh token once, and a portal that knows its tokens. */
export class FakeAuthorization {
  readonly exchanges: { readonly url: string; readonly form: URLSearchParams }[] = [];
  readonly calls: string[] = [];
  /** Access tokens that the portal takes. */
  readonly living = new Set<string>(["access-0"]);
  host = "company.bitrix24.ru";
  member = "member-1";
  /** Before an exchange is answered. */
  before: () => Promise<void> = async () => {};
  #refresh = "refresh-0";
  #count = 0;

  /** Nobody knows the token any more. */
  forget(): void {
    this.#refresh = "gone";
  }

  /** Tokens of an installation. */
  installed() {
    this.#count += 1;
    this.#refresh = `refresh-${this.#count}`;
    this.living.add(`access-${this.#count}`);
    return this.#pair();
  }

  readonly fetch: PortalFetch = async (request) => {
    const url = new URL(request.url);
    const text = await request.text();
    if (url.pathname === "/oauth/token/") return await this.#exchange(url, new URLSearchParams(text));
    const token = String((JSON.parse(text) as { readonly auth?: unknown }).auth);
    this.calls.push(token);
    if (this.living.has(token)) return json({ result: { by: token } });
    const isOurs = /^access-\d+$/.test(token);
    return json({ error: isOurs ? "expired_token" : "NO_AUTH_FOUND" }, 401);
  };

  async #exchange(url: URL, form: URLSearchParams): Promise<Response> {
    this.exchanges.push({ url: url.href, form });
    await this.before();
    if (form.get("client_secret") !== "app-secret") return json({ error: "invalid_client" }, 401);
    if (form.get("refresh_token") !== this.#refresh) return json({ error: "invalid_grant" }, 400);
    return json(this.installed());
  }

  #pair() {
    return {
      access_token: `access-${this.#count}`,
      refresh_token: `refresh-${this.#count}`,
      expires_in: 3600,
      client_endpoint: `https://${this.host}/rest/`,
      server_endpoint: "https://oauth.bitrix24.tech/rest/",
      domain: "oauth.bitrix24.tech",
      member_id: this.member,
      scope: "crm,task",
      user_id: 67,
    };
  }
}
