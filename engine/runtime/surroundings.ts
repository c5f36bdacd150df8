import type { UserId } from "../base/ids.ts";
import type { Instant } from "../base/instant.ts";
import type { Facts } from "../instance/command.ts";
import type { Clock } from "../ports/clock.ts";
import type { Operations } from "../ports/operations.ts";
import type { People } from "../ports/people.ts";
import type { Instances } from "../ports/store.ts";
import type { StartFacts } from "./start-context.ts";

/** How long reference lists are taken for unchanged. Milliseconds. */
const LISTS_KEPT_MS = 10_000;

/** What a decision may know besides the instance: gathered from the ports, each piece one consistent snapshot. */
export class Surroundings {
  readonly #ports: {
    readonly clock: Clock;
    readonly people: People;
    readonly operations: Operations;
    readonly instances: Instances;
  };
  readonly #locale: "ru" | "en";
  #turns: Readonly<Record<string, UserId>> | null = null;
  #lists: { readonly value: Facts["lists"]; readonly until: number } | null = null;

  constructor(
    ports: {
      readonly clock: Clock;
      readonly people: People;
      readonly operations: Operations;
      readonly instances: Instances;
    },
    locale: "ru" | "en",
  ) {
    this.#ports = ports;
    this.#locale = locale;
  }

  now(): Instant {
    return this.#ports.clock.now();
  }

  async facts(of: { readonly number: number; readonly departments: Facts["departments"] }): Promise<Facts> {
    const people = await this.#ports.people.snapshot();
    const lists = await this.#listsNow();
    this.#turns ??= await this.#ports.instances.turns();
    return { now: this.now(), people, lists, turns: this.#turns, locale: this.#locale, ...of };
  }

  /** What a start may know. */
  async startFacts(): Promise<StartFacts> {
    const people = await this.#ports.people.snapshot();
    return { now: this.now(), people, lists: await this.#listsNow(), locale: this.#locale };
  }

  /** Turns that a move of ours took. */
  tookTurns(turns: readonly { readonly group: string; readonly to: UserId }[]): void {
    if (turns.length === 0 || this.#turns === null) return;
    this.#turns = { ...this.#turns, ...Object.fromEntries(turns.map(({ group, to }) => [group, to])) };
  }

  /** Somebody else moved something: read it again. */
  forget(): void {
    this.#turns = null;
    this.#lists = null;
  }

  async #listsNow(): Promise<Facts["lists"]> {
    const now = this.#ports.clock.now();
    if (this.#lists === null || this.#lists.until <= now)
      this.#lists = { value: await this.#ports.operations.lists(), until: now + LISTS_KEPT_MS };
    return this.#lists.value;
  }
}
