import { id as brand, type CallId, type CommandId, type InstanceId, type UserId } from "../base/ids.ts";
import type { Value, ValueMap } from "../base/value.ts";
import type { Definition } from "../definition/model.ts";
import { ExpressionError, incidentText } from "../expression/index.ts";
import type { Answer } from "../instance/command.ts";
import { refusedStart } from "../instance/decide.ts";
import type { Note } from "../instance/state.ts";
import { admit } from "./admission.ts";
import type { EnginePorts } from "./engine-ports.ts";
import type { InstanceDesk, Settled } from "./instance-desk.ts";
import type { Compiled, Library } from "./library.ts";
import { inputOf, requesterOf, type StartRequest } from "./start-request.ts";
import type { Surroundings } from "./surroundings.ts";

/** What became of a start. */
export type Started =
  | { readonly kind: "started"; readonly instance: InstanceId; readonly number: number }
  /** A live instance has the key and answers for it. */
  | { readonly kind: "live"; readonly instance: InstanceId }
  /** `once` was used up. */
  | { readonly kind: "before" }
  | { readonly kind: "waits" }
  | { readonly kind: "rejected"; readonly answer: Answer & { kind: "rejected" } };

/** A queue that changes under us is looked at again; so often in a row is a bug of ours. */
const LOOKS_MAX = 1_000;

/** Starts instances: keys, `once` and the queues behind live ones (language §2), each start exactly once. */
export class StartDesk {
  readonly #ports: EnginePorts;
  readonly #library: Library;
  readonly #surroundings: Surroundings;
  readonly #desk: InstanceDesk;

  constructor(of: {
    readonly ports: EnginePorts;
    readonly library: Library;
    readonly surroundings: Surroundings;
    readonly desk: InstanceDesk;
  }) {
    this.#ports = of.ports;
    this.#library = of.library;
    this.#surroundings = of.surroundings;
    this.#desk = of.desk;
  }

  /**
   * Starts it now, answers with the live one, or lets it wait. The same inbox id starts one instance, however often it
   * is asked.
   *
   * @throws {ExpressionError} where its input cannot be worked out
   */
  async admit(compiled: Compiled, request: StartRequest, inbox: string, person?: Person): Promise<Started> {
    const { starts } = this.#ports.store;
    const { process } = compiled.definition;
    for (let looks = 0; looks < LOOKS_MAX; looks++) {
      const { standing, revision } = await starts.standing(process, request);
      const admission = admit(request, standing);
      switch (admission.kind) {
        case "before":
          return (await this.#repeated(inbox)) ?? { kind: "before" };
        case "live":
          return (await this.#repeated(inbox)) ?? { kind: "live", instance: admission.instance };
        case "waits": {
          const before = await this.#repeated(inbox);
          if (before) return before;
          const { waiting } = admission;
          const key = request.key as string;
          const { once } = request;
          if (await starts.queue({ process, key, revision, waiting, once, inbox: [inbox] })) return { kind: "waits" };
          break;
        }
        case "start": {
          const started = await this.#begin(compiled, request, {
            ...{ inbox: [inbox], once: request.once, waiting: null },
            ...(person === undefined ? {} : { asked: true }),
            ...(person?.override === undefined ? {} : { override: person.override }),
          });
          if (started !== "again") return started;
        }
      }
    }
    throw new Error(`The queue of ${process} ${request.key} never stood still`);
  }

  /** The start that waited longest for the key begins, if the key is free. */
  async beginNext(process: string, key: string): Promise<void> {
    const { starts } = this.#ports.store;
    for (let looks = 0; looks < LOOKS_MAX; looks++) {
      const { standing, revision } = await starts.standing(brand(process), { key, once: null });
      const [first, ...left] = standing.waiting;
      if (standing.live !== null || !first) return;
      const compiled = await this.#library.currentOf(process);
      const begun =
        compiled === null
          ? null
          : await this.#tried(compiled, first, { inbox: [], once: null, waiting: { revision, left } });
      if (begun === "again") continue;
      if (begun?.kind === "started") return;
      if (begun?.kind === "live") return;
      if (await starts.dequeue(brand(process), key, revision, left)) {
        if (compiled === null)
          await this.report(process, "PROCESS_NOT_FOUND", RETIRED, `${process}/${key}/${revision}`);
      }
    }
  }

  /** A step runs another process: a new instance, or the live one with its key. */
  async run(
    compiled: Compiled,
    order: {
      readonly input: ValueMap;
      readonly key: string | null;
      readonly requester: UserId | null;
      readonly cause: ValueMap;
      readonly call: CallId;
    },
  ): Promise<Started> {
    const inbox = `run:${order.call}`;
    const { input, key, requester, cause } = order;
    const body = { kind: "start", input, requester, key, start: null, cause } as const;
    const settled = await this.#start(compiled, body, { inbox: [inbox], once: null, waiting: null });
    // "again": nothing of it can be in the way but a key that came free this moment.
    return settled === "again" ? this.run(compiled, order) : settled;
  }

  /** Something went wrong before there was an instance: an incident of the process. The same id twice is one. */
  async report(process: string, code: string, message: Note, id: string): Promise<void> {
    this.#ports.metrics?.count("ordo_incidents_total", { code });
    await this.#ports.store.queries.raise({
      id: `process:${id}`,
      instance: null,
      process: brand(process),
      step: null,
      code,
      message,
      remedy: MEND_START,
      resolution: "none",
      at: this.#ports.clock.now(),
    });
  }

  async #tried(compiled: Compiled, request: StartRequest, reserves: Reserved): Promise<Started | "again" | null> {
    const { process } = compiled.definition;
    const id = request.occurrence.id;
    try {
      const started = await this.#begin(compiled, request, reserves);
      if (started !== "again" && started.kind === "rejected")
        await this.report(process, started.answer.code, started.answer.reason, id);
      return started;
    } catch (error) {
      if (!(error instanceof ExpressionError)) throw error;
      await this.report(process, error.code, incidentText(error), id);
      return null;
    }
  }

  async #begin(compiled: Compiled, request: StartRequest, reserves: Reserved): Promise<Started | "again"> {
    const { occurrence, key, start } = request;
    const cause = causeOf(occurrence);
    const input = inputOf(compiled.definition, request, await this.#surroundings.startFacts());
    const body = { kind: "start", input, key, requester: requesterOf(occurrence), cause, start } as const;
    return this.#start(compiled, body, reserves);
  }

  async #start(
    compiled: Compiled,
    body: Parameters<InstanceDesk["start"]>[0]["body"],
    reserves: Reserved,
  ): Promise<Started | "again"> {
    const { definition, departments } = compiled;
    const instance = brand<InstanceId>(this.#ports.ids.next());
    const id = brand<CommandId>(`start:${instance}`);
    // A form that is sent back takes no number.
    const facts = { ...(await this.#surroundings.startFacts()), turns: {}, number: 0, departments };
    const refused = refusedStart(definition, { id, instance, by: body.requester, ...body }, facts);
    if (refused?.kind === "rejected") return { kind: "rejected", answer: refused };
    const settled = await this.#desk.start({
      id,
      instance,
      compiled,
      body,
      done: [],
      ...reserves,
    });
    return this.#startedBy(settled);
  }

  async #startedBy(settled: Settled): Promise<Started | "again"> {
    switch (settled.kind) {
      case "answered": {
        if (settled.answer.kind === "rejected") return { kind: "rejected", answer: settled.answer };
        const { id, number } = settled.answer.instance;
        return { kind: "started", instance: id, number };
      }
      case "keyTaken":
        return this.#stillLive(settled.instance);
      case "onceTaken":
        return { kind: "before" };
      case "queueChanged":
        return "again";
      case "handledBefore":
        return settled.instance === null ? { kind: "waits" } : this.#startedBefore(settled.instance);
    }
  }

  async #stillLive(instance: InstanceId): Promise<Started | "again"> {
    const live = await this.#desk.current(instance);
    return live === null || live.endedAt !== null ? "again" : { kind: "live", instance };
  }

  async #startedBefore(instance: InstanceId): Promise<Started> {
    const found = await this.#desk.current(instance);
    return { kind: "started", instance, number: found?.number ?? 0 };
  }

  async #repeated(inbox: string): Promise<Started | null> {
    const handled = await this.#ports.store.starts.handled(inbox);
    if (handled === null) return null;
    return handled.instance === null ? { kind: "waits" } : this.#startedBefore(handled.instance);
  }
}

function causeOf(occurrence: StartRequest["occurrence"]): ValueMap | null {
  if (occurrence.kind === "event") return { event: occurrence.name, id: occurrence.id };
  return occurrence.kind === "form" && occurrence.batch !== undefined ? { batch: occurrence.batch } : null;
}

/** Somebody waits for the answer; `override`: an administrator in his name. */
export interface Person {
  readonly override: UserId | null | undefined;
}

interface Reserved {
  readonly inbox: readonly string[];
  readonly once: string | null;
  readonly waiting: { readonly revision: number; readonly left: readonly StartRequest[] } | null;
  readonly override?: UserId | null;
  readonly asked?: boolean;
}

const MEND_START: Note = {
  ru: "Исправьте start в файле процесса или данные, которые пришли, и запустите процесс заново.",
  en: "Mend start in the process file, or the data that came, and start the process again.",
};

const RETIRED: Note = {
  ru: "Запуск ждал своей очереди, а процесс за это время убрали.",
  en: "A start was waiting for its turn, and meanwhile the process was taken out.",
};

/** For a start by hand whose key cannot be worked out yet: the instance's own check of the input names the field. */
export function keyless(
  definition: Definition,
  occurrence: StartRequest["occurrence"],
  start: number | null,
): StartRequest {
  const element: Value | undefined = undefined;
  return { process: definition.process, start, occurrence, element, key: null, once: null, whenLive: "answer" };
}
