/** A value in a call to the portal, as JSON. */
export type PortalValue =
  | null
  | boolean
  | number
  | string
  | readonly PortalValue[]
  | { readonly [key: string]: PortalValue };
export type PortalParams = { readonly [key: string]: PortalValue };

/**
 * Who waits: `person` goes before `process`, `process` before `bulk`. All of them share the portal's limit; none waits for
 * ever behind the others.
 */
export type Urgency = "person" | "process" | "bulk";

/** How a call is to be made. */
export interface CallOptions {
  /**
   * `read`: may be repeated whatever happened. `write`: is sent once; repeated only where the portal says that it was not
   * executed. There is no default: whoever forgets would do things twice.
   */
  readonly effect: "read" | "write";
  readonly urgency: Urgency;
  readonly signal: AbortSignal;
  /** Made with this access token instead of the adapter's own: who is it that an event speaks of? Never renewed. */
  readonly token?: string;
  /** Asked over REST 3.0 (`/rest/api/…`), where the method is there. @default 2 */
  readonly version?: 2 | 3;
  /** REST 3.0 only: the portal answers a second call with this key (24 hours) as it did the first. */
  readonly idempotencyKey?: string;
}

/** What the portal answered. */
export type PortalAnswer =
  | {
      readonly kind: "done";
      /** As it came, lists and maps unrepaired: shapes differ per module. */
      readonly result: unknown;
      readonly total: number | null;
      readonly next: number | null;
    }
  /**
   * It understood and said no. `code` as the portal gives it, `""` included where it gives none; numbers as text.
   * `says`: its own words, in the portal's language, for people only.
   */
  | { readonly kind: "refused"; readonly code: string; readonly status: number; readonly says: string }
  /**
   * Nobody knows, or it cannot be done now. `sent: false`: it certainly was not executed (limits, no connection, no
   * token); `true`: look before it is done again. What to do about a code says `portal-remedy.ts`.
   */
  | {
      readonly kind: "unknown";
      readonly code: PortalTrouble;
      readonly sent: boolean;
      /** In the installation's language, with what to do. */
      readonly message: string;
      /** What the network or the portal called it: `ECONNREFUSED`, `502`. */
      readonly reason?: string;
      readonly retryAfterMs: number | null;
    };

/** Why nothing is known, or nothing can be done now. */
export type PortalTrouble =
  /** Too many requests, several times over. */
  | "PORTAL_BUSY"
  /** This method took too long lately; others work. */
  | "PORTAL_METHOD_BLOCKED"
  /** Bitrix24 stopped this integration by hand. */
  | "PORTAL_OVERLOADED"
  /** No connection: nothing was sent. */
  | "PORTAL_UNREACHABLE"
  /** The certificate is not believed: nothing was sent. */
  | "PORTAL_CERTIFICATE"
  /** It leads to an address where we do not send secrets. */
  | "PORTAL_MOVED_STRANGELY"
  | "PORTAL_TIMEOUT"
  /** The connection broke after the request was sent. */
  | "PORTAL_BROKE_OFF"
  /** Its own error, or an answer that is none (a page of HTML). */
  | "PORTAL_FAILED"
  /** The app has no tokens: it was never installed, or its tokens cannot be read. */
  | "PORTAL_NOT_INSTALLED"
  /** The authorization server does not renew the app's token. */
  | "PORTAL_TOKEN_REFUSED"
  /** The authorization server does not answer. */
  | "PORTAL_TOKEN_UNKNOWN"
  /** Whoever asked gave up. */
  | "CANCELED"
  /** An earlier call of the batch failed, and the rest was to be left. */
  | "BATCH_HALTED";

/** One call of a batch. */
export interface BatchCall {
  readonly method: string;
  readonly params: PortalParams;
}

/**
 * A Bitrix24 portal. One for all adapters of an installation: they share its limit, its token and what is known of its
 * address. Never throws for the portal's sake.
 */
export interface Portal {
  call(method: string, params: PortalParams, options: CallOptions): Promise<PortalAnswer>;
  /**
   * Several calls as one request, 50 at most a request; more are split. Answers stand in the order of the calls. `halt`:
   * those after a failure are not executed, and are answered `unknown` with `sent: false`. What a batch cannot carry (an
   * empty list, a file) is refused here with `BATCH_CANNOT_CARRY`.
   */
  batch(
    calls: readonly BatchCall[],
    options: CallOptions & { readonly halt?: boolean },
  ): Promise<readonly PortalAnswer[]>;
  /**
   * Everything of a list, by id and without counting (`start: -1`), a page of 50 at a time; rows twice on shifting pages
   * come once. `of` says where the rows are and what their id is called.
   *
   * @throws {PortalFailure} where a page is refused or unknown
   */
  rows(
    method: string,
    params: PortalParams,
    of: RowsOf,
    options: Omit<CallOptions, "effect">,
  ): AsyncIterable<readonly Row[]>;
  /** Host name of the portal now (it may have moved): `company.bitrix24.ru`; empty while an app is not installed. */
  readonly host: () => string;
  /** What may be called: an inbound webhook cannot bind events. `app` wherever one is configured. */
  readonly credential: "webhook" | "app";
  close(): Promise<void>;
}

export type Row = Readonly<Record<string, unknown>>;

/** How a list of the portal is read. */
export interface RowsOf {
  /** Where the rows are: `result.items`, or the result itself. */
  readonly rows: (result: unknown) => readonly Row[];
  readonly id: "id" | "ID";
  /**
   * `id`: behind the last id each time. `offset`: by `start`, for methods that cannot filter by id (`department.get`).
   *
   * @default "id"
   */
  readonly by?: "id" | "offset";
  /** What the method calls its filter and its order. @default { filter: "filter", order: "order" } */
  readonly names?: { readonly filter: string; readonly order: string };
}

/** A page could not be read. */
export class PortalFailure extends Error {
  override readonly name = "PortalFailure";
  readonly answer: Exclude<PortalAnswer, { kind: "done" }>;
  constructor(method: string, answer: Exclude<PortalAnswer, { kind: "done" }>) {
    super(
      `${method}: ${answer.kind === "refused" ? `${answer.code || answer.status} ${answer.says}` : answer.message}`,
    );
    this.answer = answer;
  }
}
