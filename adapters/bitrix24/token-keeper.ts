import type { Clock } from "../../engine/ports/clock.ts";
import type { Ids } from "../../engine/ports/ids.ts";
import type { Logger } from "../../engine/ports/logger.ts";
import type { Trouble } from "../adapter.ts";
import { type Access, APP_PATHS, type Credential, type NoAccess } from "./credential.ts";
import type { PortalAddress } from "./portal-address.ts";
import { toldOf } from "./portal-trouble.ts";
import { type Exchange, type ExchangeParts, exchangeToken } from "./token-exchange.ts";
import type { StoredTokens, TokenStore, Tokens } from "./token-store.ts";

/** What a keeper stands on. */
export interface KeeperParts {
  readonly store: TokenStore;
  readonly exchange: ExchangeParts;
  readonly address: PortalAddress;
  /** Used as long as the app has no tokens; null: there is nothing else. */
  readonly fallback: Credential | null;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly logger: Logger;
  readonly raise: (trouble: Trouble) => Promise<void>;
}

/** So long before its end a token is renewed without being tried. Milliseconds. */
const MARGIN_MS = 60_000;
/** Nobody else renews meanwhile: longer than the exchange may take. */
const LEASE_MS = 90_000;
/** Between two looks whether somebody else is done. */
const LOOK_MS = 200;
const LOOKS_MAX = 500;
/** Between two looks for a new installation. Milliseconds. */
const LOOKED_MS = 1_000;
/** When whoever asked should ask again. */
const RETRY_MS = 60_000;
const REFUSED_RETRY_MS = 15 * 60_000;

/**
 * The app's tokens, renewed when they are too old and by one worker at a time: the authorization server takes each
 * refresh token once. A new pair is written before it is used, so that a worker that dies loses none that somebody
 * already relies on.
 */
export class TokenKeeper implements Credential {
  readonly kind = "app";
  readonly #parts: KeeperParts;
  readonly #holder: string;
  #tokens: StoredTokens | null = null;
  /** A pair that could not be written yet, and what it comes after. */
  #unwritten: { readonly revision: number; readonly tokens: Tokens } | null = null;
  #looking: Promise<void> | null = null;
  #lookedAt = Number.NEGATIVE_INFINITY;
  #renewing: Promise<Access | NoAccess> | null = null;
  /** The authorization server said no to this revision: it is not asked again for a while. */
  #refused: { readonly revision: number; readonly code: string; readonly until: number } | null = null;

  constructor(parts: KeeperParts) {
    this.#parts = parts;
    this.#holder = parts.ids.next();
  }

  async access(signal: AbortSignal): Promise<Access | NoAccess> {
    try {
      return await this.#access(signal);
    } catch {
      return later("database");
    }
  }

  async #access(signal: AbortSignal): Promise<Access | NoAccess> {
    const tokens = this.#tokens ?? (await this.#read());
    if (tokens === null) return (await this.#parts.fallback?.access(signal)) ?? notInstalled("");
    if (tokens === "unreadable") return notInstalled("bitrix24.app.clientSecret");
    if (tokens.expiresAt - MARGIN_MS > this.#parts.clock.now()) return accessBy(tokens);
    return await this.#renewedOnce(tokens.access);
  }

  async renewed({ token }: Access): Promise<Access | NoAccess> {
    if (token === null) return { trouble: "PORTAL_TOKEN_REFUSED", reason: "expired_token", retryAfterMs: null };
    return await this.#renewedOnce(token);
  }

  /** After a new installation that another worker heard of. */
  async changed({ token }: Access): Promise<Access | null> {
    const tokens = await this.#read().catch(() => null);
    return tokens === null || tokens === "unreadable" || tokens.access === token ? null : accessBy(tokens);
  }

  async moved(origin: string): Promise<void> {
    if (this.#tokens !== null) await this.#parts.store.moved(origin).catch(() => {});
  }

  /** What is stored now, for events and `ordo doctor`. */
  async stored(): Promise<StoredTokens | null> {
    const tokens = this.#tokens ?? (await this.#read());
    return tokens === "unreadable" ? null : tokens;
  }

  /**
   * Reads what is stored again, for events that are not believed. At most one look a second however many guess: who comes
   * sooner waits for the next look with all the others.
   *
   * @throws what the database throws: then nothing is known, and the event is not answered as a stranger's
   */
  lookAgain(): Promise<void> {
    this.#looking ??= this.#nextLook();
    return this.#looking;
  }

  async #nextLook(): Promise<void> {
    const { clock } = this.#parts;
    await clock.sleep(Math.max(0, this.#lookedAt + LOOKED_MS - clock.now()));
    this.#lookedAt = clock.now();
    // Who comes from now on may know of something newer than what is read now.
    this.#looking = null;
    await this.#read();
  }

  /** Tokens of an installation. */
  async install(tokens: Tokens): Promise<void> {
    await this.#parts.store.install(tokens, this.#parts.clock.now());
    this.#unwritten = null;
    await this.#read();
  }

  async #read(): Promise<StoredTokens | "unreadable" | null> {
    const read = await this.#parts.store.read();
    this.#tokens = read === "unreadable" ? null : read;
    if (this.#tokens !== null) this.#parts.address.set(this.#tokens.portal);
    return read;
  }

  /** All calls of this process wait for the same exchange. @param used the token that is too old */
  #renewedOnce(used: string): Promise<Access | NoAccess> {
    this.#renewing ??= this.#renew(used).finally(() => {
      this.#renewing = null;
    });
    return this.#renewing;
  }

  async #renew(used: string): Promise<Access | NoAccess> {
    const { store, clock } = this.#parts;
    try {
      await this.#writeLeftOver();
      for (let look = 0; look < LOOKS_MAX; look++) {
        const tokens = await this.#read();
        if (tokens === null) return notInstalled("");
        if (tokens === "unreadable") return notInstalled("bitrix24.app.clientSecret");
        const isNew = tokens.access !== used && tokens.expiresAt > clock.now();
        if (isNew) return accessBy(tokens);
        const now = clock.now();
        if (this.#refused?.revision === tokens.revision && this.#refused.until > now)
          return refused(this.#refused.code);
        if (await store.lease(tokens.revision, this.#holder, now, now + LEASE_MS)) return await this.#exchanged(tokens);
        await clock.sleep(LOOK_MS);
      }
      return later("lease");
    } catch {
      // The database is away: without it no pair may be used, and none is asked for.
      return later("database");
    }
  }

  async #exchanged(tokens: StoredTokens): Promise<Access | NoAccess> {
    const { exchange, store, logger, clock } = this.#parts;
    const { authServer, refresh, application, revision } = tokens;
    const answer = await exchangeToken(exchange, { authServer, refresh, application });
    if (answer.kind !== "done") return await this.#notExchanged(answer, tokens);
    if (answer.tokens.memberId !== tokens.memberId) return await this.#notExchanged(STRANGER, tokens);
    this.#unwritten = { revision, tokens: answer.tokens };
    await this.#writeLeftOver();
    logger.info("portal token renewed", { revision: revision + 1, expiresAt: answer.tokens.expiresAt });
    const stored = await store.read();
    if (stored === null || stored === "unreadable") return later("database");
    this.#tokens = stored;
    this.#parts.address.set(stored.portal);
    return stored.expiresAt > clock.now() ? accessBy(stored) : later("expired");
  }

  /** A pair is used only when it is written; where there is a later one, that one holds. */
  async #writeLeftOver(): Promise<void> {
    const left = this.#unwritten;
    if (left === null) return;
    await this.#parts.store.replace(left.revision, left.tokens, this.#parts.clock.now());
    this.#unwritten = null;
  }

  async #notExchanged(answer: Exclude<Exchange, { kind: "done" }>, tokens: StoredTokens): Promise<Access | NoAccess> {
    const { store, logger, clock } = this.#parts;
    await store.release(tokens.revision, this.#holder);
    if (answer.kind === "unknown") return later(answer.reason);
    // Somebody may have renewed it meanwhile, slower than the lease allows: then this one is merely used up.
    const stored = await this.#read();
    if (stored !== null && stored !== "unreadable" && stored.revision !== tokens.revision)
      return stored.expiresAt > clock.now() ? accessBy(stored) : later("renewed elsewhere");
    this.#refused = { revision: tokens.revision, code: answer.code, until: clock.now() + REFUSED_RETRY_MS };
    logger.error("portal token refused", { code: answer.code, revision: tokens.revision });
    await this.#tell(answer.code, tokens.revision);
    return refused(answer.code);
  }

  async #tell(code: string, revision: number): Promise<void> {
    const { address, exchange, raise } = this.#parts;
    const { says, remedy } = toldOf("PORTAL_TOKEN_REFUSED", address.host, code);
    await raise({
      id: `bitrix24:${exchange.clientId}:token:${revision}`,
      ...{ adapter: "bitrix24", code: "PORTAL_TOKEN_REFUSED", message: says, remedy },
    }).catch(() => {});
  }
}

const STRANGER = { kind: "refused", code: "member_id" } as const;

function accessBy({ access }: Tokens): Access {
  return { paths: APP_PATHS, token: access };
}

function notInstalled(reason: string): NoAccess {
  return { trouble: "PORTAL_NOT_INSTALLED", reason, retryAfterMs: RETRY_MS };
}

function refused(reason: string): NoAccess {
  return { trouble: "PORTAL_TOKEN_REFUSED", reason, retryAfterMs: REFUSED_RETRY_MS };
}

function later(reason: string): NoAccess {
  return { trouble: "PORTAL_TOKEN_UNKNOWN", reason, retryAfterMs: RETRY_MS };
}
