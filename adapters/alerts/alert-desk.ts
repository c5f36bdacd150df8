import { type InstanceId, id, type ProcessId } from "../../engine/base/ids.ts";
import { type Instant, instant } from "../../engine/base/instant.ts";
import type { Clock } from "../../engine/ports/clock.ts";
import type { Logger } from "../../engine/ports/logger.ts";
import type { Metrics } from "../../engine/ports/metrics.ts";
import type { Parcel } from "../../engine/ports/notifier.ts";
import type { People } from "../../engine/ports/people.ts";
import type { Fence, IncidentRow, Store } from "../../engine/ports/store.ts";
import { type AlertPart, concerns, dueParts, kindOf, NOT_SENT, partsOf } from "./alert-plan.ts";
import type { AlertShelf, RuleState, SeenIncident } from "./alert-shelf.ts";
import { type AlertTarget, targetsOf } from "./alert-targets.ts";
import { alertSubject, alertText, countOf, shortText, shownIncidents } from "./alert-text.ts";
import { callWebhook, type Exchange } from "./alert-webhook.ts";
import type { AlertRule } from "./config.ts";
import { notSentIncident } from "./not-sent-incident.ts";

/** What alerts stand on. */
export interface AlertParts {
  readonly rules: readonly AlertRule[];
  readonly shelf: AlertShelf;
  readonly store: Pick<Store, "queries" | "workers">;
  readonly people: People;
  /** Sends by a channel of the company's, once a key. */
  readonly send: (
    parcel: Parcel,
    signal: AbortSignal,
  ) => Promise<{ readonly kind: "sent" | "not sent"; readonly code?: string }>;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly locale: "ru" | "en";
  /** Where people reach the console; null: nobody said. */
  readonly address: string | null;
  /** Tests give one of their own. */
  readonly exchange?: Exchange;
}

/** Between two looks at what is open. Milliseconds. */
export const ALERTS_MS = 15_000;
/** Looked for by one worker; after its death another one begins. Milliseconds. */
const HELD_MS = 4 * ALERTS_MS;
/** Incidents looked at; beyond, those that came first are told of when others are solved. */
const INCIDENTS_MAX = 5_000;
const PAGE = 500;
/** A message begun so long ago belongs to a worker that is gone. Milliseconds. */
const STALE_MS = 10 * 60_000;
/** One try of one channel. Milliseconds. */
const TRY_MS = 20_000;
/** After a message that reached nobody; each further one waits twice as long, up to the longest. Milliseconds. */
const PAUSE_MS = 60_000;
const PAUSE_MS_MAX = 30 * 60_000;

/**
 * Tells people of incidents: by rule, grouped, again until somebody has seen them, quiet when they are solved. One worker
 * does it for all; a message begun by one that died is finished by another under the same keys, so that nobody gets it
 * twice.
 */
export class AlertDesk {
  readonly #parts: AlertParts;

  constructor(parts: AlertParts) {
    this.#parts = parts;
  }

  /** Somebody has seen it: nobody is told of it again. False: no such incident is open. */
  async see(incident: string, by: string | null): Promise<boolean> {
    const { shelf, clock } = this.#parts;
    const found = (await this.#open()).find((one) => one.id === incident);
    if (found === undefined) return false;
    await shelf.see(found, by, clock.now());
    return true;
  }

  /** Which of these incidents were seen, by whom and when. */
  seen(incidents: readonly IncidentRow[]): Promise<ReadonlyMap<string, SeenIncident>> {
    return this.#parts.shelf
      .seen(incidents.map((one) => one.id))
      .then(
        (found) =>
          new Map(
            [...found].filter(([key, one]) => incidents.some(({ id: name, at }) => name === key && at === one.at)),
          ),
      );
  }

  /** As a duty of the worker. */
  async run(fence: Fence, now: Instant): Promise<void> {
    if (await this.#parts.store.workers.hold("alerts", fence, now, instant(now + HELD_MS))) await this.look();
  }

  /** One look at everything that is open. */
  async look(): Promise<void> {
    const { rules, shelf } = this.#parts;
    const open = await this.#open();
    await shelf.forget(new Map(open.map((one) => [one.id, one.at])));
    if (rules.length === 0) return;
    const seen = await shelf.seen();
    const unseen = open.filter(({ id: name, at }) => seen.get(name)?.at !== at).toReversed();
    const outcomes: (boolean | null)[] = [];
    for (const rule of rules)
      outcomes.push(
        await this.#tell(
          rule,
          unseen.filter((one) => concerns(rule, one)),
        ),
      );
    if (outcomes.includes(true) && !outcomes.includes(false)) await this.#parts.store.queries.settle(NOT_SENT_ID);
  }

  /** True: a message of the rule left; false: it reached nobody; null: there was nothing to tell. */
  async #tell(rule: AlertRule, open: readonly IncidentRow[]): Promise<boolean | null> {
    const { shelf, clock } = this.#parts;
    const now = clock.now();
    const state = await shelf.state(rule.name);
    if (state.sendingSince !== null) {
      if (now - state.sendingSince < STALE_MS || !(await shelf.resume(rule.name, state, now))) return null;
      return this.#send(rule, begunParts(open, state), { number: state.number, state });
    }
    if (now < state.notBefore) return null;
    const parts = dueParts(open, { rule, kept: state.kept, toldAt: state.toldAt, now });
    if (parts.length === 0) return null;
    const incidents = parts.flatMap((part) => part.incidents);
    const kinds = parts.map(({ kind }) => kind);
    if (!(await shelf.claim(rule.name, { state, incidents, kinds, now }))) return null;
    return this.#send(rule, parts, { number: state.number + 1, state });
  }

  async #send(
    rule: AlertRule,
    parts: readonly AlertPart[],
    { number, state }: { readonly number: number; readonly state: RuleState },
  ): Promise<boolean | null> {
    const { shelf, people, clock, logger, store } = this.#parts;
    const kinds = parts.map(({ kind }) => kind);
    if (parts.length === 0) {
      await shelf.sent(rule.name, number, [], clock.now());
      return null;
    }
    const targets = targetsOf(rule, await people.snapshot());
    const codes: string[] = [];
    let reached = 0;
    // The other system is told once, however many people it stands in for.
    let hooked: Promise<string | null> | null = null;
    const hook = (signal: AbortSignal): Promise<string | null> => {
      hooked ??= this.#hook(rule, parts, { number, signal });
      return hooked;
    };
    for (const target of targets)
      if (await this.#reach(rule.name, target, { number, parts, codes, hook })) reached += 1;
    const told = { rule: rule.name, number, incidents: countOf(parts), targets: targets.length, reached };
    if (reached > 0) {
      await shelf.sent(rule.name, number, kinds, clock.now());
      logger.info("alert sent", told);
      return true;
    }
    const failures = state.failures + 1;
    const pause = Math.min(PAUSE_MS * 2 ** Math.min(failures - 1, 20), PAUSE_MS_MAX);
    await shelf.failed(rule.name, number, { failures, notBefore: clock.now() + pause });
    logger.error("alert reached nobody", { ...told, codes: [...new Set(codes)].join(", ") });
    await store.queries.raise(
      notSentIncident(NOT_SENT_ID, { code: NOT_SENT, rule: rule.name, codes, at: clock.now() }),
    );
    return false;
  }

  /** By the first of his channels that takes it. */
  async #reach(
    rule: string,
    { who, locale, routes }: AlertTarget,
    message: {
      readonly number: number;
      readonly parts: readonly AlertPart[];
      readonly codes: string[];
      readonly hook: (signal: AbortSignal) => Promise<string | null>;
    },
  ): Promise<boolean> {
    const { number, parts, codes, hook } = message;
    const signal = AbortSignal.timeout(TRY_MS);
    for (const { channel, address } of routes) {
      const key = `alert:${rule}:${number}:${who}:${channel}`;
      const code =
        channel === "webhook"
          ? await hook(signal)
          : await this.#post({ key, channel, address, who, parts, locale: locale ?? this.#parts.locale }, signal);
      if (code === null) return true;
      codes.push(`${channel}: ${code}`);
    }
    return false;
  }

  async #post(
    of: {
      readonly key: string;
      readonly channel: string;
      readonly address: string;
      readonly who: string;
      readonly parts: readonly AlertPart[];
      readonly locale: "ru" | "en";
    },
    signal: AbortSignal,
  ): Promise<string | null> {
    const { key, channel, address, who, parts, locale } = of;
    const text = channel === "sms" ? shortText(parts, locale) : await this.#letter(parts, locale);
    const outcome = await this.#parts.send(
      {
        ...{ key, attempt: 1, zone: null, step: null, route: { channel, address } },
        process: id<ProcessId>("alerts"),
        instance: id<InstanceId>(""),
        message: {
          ...{ about: "notice", to: who, channels: [channel], all: false, from: null, replyTo: null },
          ...{ subject: alertSubject(parts, locale), text, facts: [], task: null },
        },
      },
      signal,
    );
    return outcome.kind === "sent" ? null : (outcome.code ?? "UNKNOWN");
  }

  async #letter(parts: readonly AlertPart[], locale: "ru" | "en"): Promise<string> {
    const { store, address } = this.#parts;
    const names = new Map<string, string>();
    for (const { id: incident, instance } of parts.flatMap(shownIncidents)) {
      const row = instance === null ? null : await store.queries.instance(instance);
      if (row !== null) names.set(incident, `${row.process}/${row.number}`);
    }
    return alertText(parts, locale, { address, names });
  }

  async #hook(
    { name, webhook }: AlertRule,
    parts: readonly AlertPart[],
    { number, signal }: { readonly number: number; readonly signal: AbortSignal },
  ): Promise<string | null> {
    if (webhook === null) return "WEBHOOK_MISSING";
    const { clock, metrics, logger, exchange } = this.#parts;
    const message = { id: `alert-${encodeURIComponent(name)}-${number}`, rule: name, parts, now: clock.now() };
    const code = await callWebhook(webhook, message, { signal, ...(exchange === undefined ? {} : { by: exchange }) });
    metrics.count("ordo_alerts_total", { channel: "webhook", outcome: code === null ? "sent" : "not sent" });
    if (code !== null) logger.warn("alert not sent", { channel: "webhook", code });
    return code;
  }

  /** Newest first. */
  async #open(): Promise<readonly IncidentRow[]> {
    const { queries } = this.#parts.store;
    const rows: IncidentRow[] = [];
    let after: string | null = null;
    do {
      const page: { readonly rows: readonly IncidentRow[]; readonly next: string | null } = await queries.incidents(
        {},
        { limit: PAGE, after },
      );
      rows.push(...page.rows);
      after = page.next;
    } while (after !== null && rows.length < INCIDENTS_MAX);
    return rows;
  }
}

const NOT_SENT_ID = "alerts:not-sent";

/** What the message of a worker that died was to tell, as far as it is still open. */
function begunParts(open: readonly IncidentRow[], { number, kinds, kept }: RuleState): readonly AlertPart[] {
  const meant = open.filter((one) => kinds.includes(kindOf(one)));
  return partsOf(meant).map(({ kind, incidents }) => {
    const fresh = incidents.filter((one) => kept.get(one.id)?.number === number);
    return fresh.length > 0 ? { kind, incidents: fresh, isRepeated: false } : { kind, incidents, isRepeated: true };
  });
}
