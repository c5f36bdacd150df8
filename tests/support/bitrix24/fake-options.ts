import type { Clock } from "../../../engine/ports/clock.ts";

/** Who does something in the portal, and how: a person on the screen, a program through REST, a robot of the portal. */
export interface Actor {
  readonly userId: number;
  readonly how: "screen" | "api" | "robot";
  /** `auth_connector` of a call: suppresses the echo in the offline queue of the same connector. */
  readonly connector: string | null;
}

/** What only a live portal can tell (the open questions of the facts), and what differs between portals. */
export interface FakeSwitches {
  /** May `crm.item.list` filter by `stageSemanticId`? Default false: INVALID_ARG_VALUE. */
  filterBySemantics: boolean;
  /** Does `[]` of `crm.item.update` clear a multiple CRM binding? Default true. */
  clearsCrmBinding: boolean;
  /** Are bindings of a field that allows one type stored without `CO_`? Default false. */
  bareCrmBindings: boolean;
  /** `plain`: an offset in a date of a filter is passed over, as one report says. Default `offset`: it is honored. */
  filterDates: "offset" | "plain";
  /** Does an event carry `auth[user_id]`? Default false. */
  userIdInEvents: boolean;
  /** Does an ordinary event carry `auth[refresh_token]`, as some pages show? Default false, as the general page says. */
  refreshTokenInEvents: boolean;
  /** Currency of amounts without one. Default RUB. */
  currency: string;
  /** Language of descriptions. Default en. */
  language: "en" | "ru";
  /** Does `time` of an answer carry `operating`? Default true, as in the cloud. */
  operating: boolean;
}

export const SWITCHES: FakeSwitches = {
  filterBySemantics: false,
  clearsCrmBinding: true,
  bareCrmBindings: false,
  filterDates: "offset",
  userIdInEvents: false,
  refreshTokenInEvents: false,
  currency: "RUB",
  language: "en",
  operating: true,
};

/** How often and how late online events come. They come once or not at all; nothing is repeated after a failure. */
export interface DeliveryOptions {
  /** Probability that an event is lost. Default 0. */
  readonly lost?: number;
  /** Probability that an event comes twice. Default 0. */
  readonly doubled?: number;
  /** Milliseconds between the change and the delivery, from and to. Default 0. */
  readonly delayMs?: readonly [from: number, to: number];
  /** Probability that an event changes places with the one before it. Default 0. */
  readonly reordered?: number;
  /** How many update events one action on the screen yields. Default 2 to 4. */
  readonly burst?: readonly [from: number, to: number];
  /**
   * `auto`: events leave by themselves, after their delay on the clock. `manual` (default): they wait for `deliver()`.
   */
  readonly mode?: "auto" | "manual";
}

export interface FakePortalOptions {
  readonly clock: Clock;
  /** Default 1. */
  readonly seed?: number;
  /** Host that the portal calls itself: `client_endpoint`, download addresses. Default `portal.example`. */
  readonly host?: string;
  /** The portal's zone. Default +180. */
  readonly offsetMinutes?: number;
  readonly memberId?: string;
  readonly switches?: Partial<FakeSwitches>;
  readonly delivery?: DeliveryOptions;
  /** Leaky bucket of the whole portal; null: none. Default 2 a second, 50 at once. */
  readonly rate?: { readonly perSecond: number; readonly burst: number } | null;
  /** Seconds of work a method may take in ten minutes, and what one call of it takes. Default 480 and 0.05. */
  readonly operating?: { readonly limitSeconds?: number; readonly costSeconds?: Readonly<Record<string, number>> };
  /** May the user see the record? Rows he may not see are left out in silence. Default: everything. */
  readonly mayRead?: (userId: number, entityTypeId: number, item: Readonly<Record<string, unknown>>) => boolean;
  /** May the user create, change and delete records of the type? Default: everything. */
  readonly mayWrite?: (userId: number, entityTypeId: number) => boolean;
  /** Sends events to handlers that are addresses. Default: the global fetch. */
  readonly send?: (request: Request) => Promise<Response>;
}
