import type { ProcessId, UserId } from "../base/ids.ts";
import type { ValueMap } from "../base/value.ts";
import { ExpressionError } from "../expression/index.ts";
import { type Admission, admit } from "./admission.ts";
import type { EnginePorts } from "./engine-ports.ts";
import type { Compiled, Library } from "./library.ts";
import { formFor, NOT_YOURS } from "./may-start.ts";
import { keyless, type StartDesk } from "./start-desk.ts";
import { inputsFor, requestByHand, type StartRequest } from "./start-request.ts";
import type { Surroundings } from "./surroundings.ts";
import type { Refusal, StartOutcome } from "./use-cases.ts";

/** A process to be started for each of many records. */
export interface BatchOrder {
  readonly process: ProcessId;
  /** Type of the records: `company`. */
  readonly type: string;
  /** The input that gets the record; null: the only one that takes the type. */
  readonly with: string | null;
  /** The other inputs, the same for all. */
  readonly input: ValueMap;
  readonly by: UserId | null;
  /** As of a start by hand. */
  readonly override?: UserId | null;
}

/** What a start would come to now. */
export type Foreseen = Admission["kind"];

/**
 * Starts a process for one record after another: going live with data that are there already. Each start has an inbox id
 * made of its batch and its record, so that a batch that is gone through again starts nothing twice. Keys hold as for
 * every start, and so does `once`: what an event has started is not started again.
 */
export class BatchDesk {
  readonly #ports: EnginePorts;
  readonly #library: Library;
  readonly #surroundings: Surroundings;
  readonly #starts: StartDesk;

  constructor(of: {
    readonly ports: EnginePorts;
    readonly library: Library;
    readonly surroundings: Surroundings;
    readonly starts: StartDesk;
  }) {
    this.#ports = of.ports;
    this.#library = of.library;
    this.#surroundings = of.surroundings;
    this.#starts = of.starts;
  }

  /** The input that gets the record, or why there is none: `PROCESS_NOT_FOUND`, `EACH_NO_INPUT`, `EACH_SEVERAL_INPUTS`, `EACH_INPUT_MISSING`, `NOT_ALLOWED`. */
  async prepare(order: BatchOrder): Promise<{ readonly kind: "prepared"; readonly with: string } | Refusal> {
    const compiled = await this.#library.currentOf(order.process);
    if (compiled === null) return PROCESS_NOT_FOUND;
    const { definition } = compiled;
    const fitting = inputsFor(definition.inputs, order.type).map(({ name }) => name);
    const others = definition.inputs.map(({ name, type }) => `${name} (${type})`).join(", ") || "—";
    const named = order.with;
    if (fitting.length === 0 || (named !== null && !fitting.includes(named))) return noInput(order, others);
    if (named === null && fitting.length > 1) return severalInputs(order, fitting);
    const input = named ?? fitting[0] ?? "";
    const missing = definition.inputs.filter(
      (one) => one.required && one.name !== input && (order.input[one.name] ?? null) === null && hasNoDefault(one),
    );
    if (missing.length > 0)
      return inputMissing(
        order,
        missing.map(({ name }) => name),
      );
    const facts = await this.#surroundings.startFacts();
    if (!formFor(definition, order.by, facts).allowed) return { kind: "rejected", ...refusalOf(NOT_YOURS) };
    return { kind: "prepared", with: input };
  }

  /** What starting it for this record would come to; nothing is written. */
  async foresee(order: BatchOrder & { readonly with: string }, record: string): Promise<Foreseen> {
    const compiled = await this.#library.currentOf(order.process);
    if (compiled === null) return "start";
    const request = await this.#request(compiled, order, { record, batch: "" });
    const { standing } = await this.#ports.store.starts.standing(order.process, request);
    return admit(request, standing).kind;
  }

  /** Starts it for this record, once per batch. */
  async start(order: BatchOrder & { readonly with: string }, record: string, batch: string): Promise<StartOutcome> {
    const compiled = await this.#library.currentOf(order.process);
    if (compiled === null) return PROCESS_NOT_FOUND;
    const request = await this.#request(compiled, order, { record, batch });
    const person = { override: order.override };
    const started = await this.#starts.admit(compiled, request, request.occurrence.id, person);
    return started.kind === "rejected" ? { kind: "rejected", ...refusalOf(started.answer) } : started;
  }

  async #request(
    compiled: Compiled,
    order: BatchOrder & { readonly with: string },
    { record, batch }: { readonly record: string; readonly batch: string },
  ): Promise<StartRequest> {
    const input = { ...order.input, [order.with]: record };
    const occurrence = { kind: "form", id: `each:${batch}:${record}`, input, actor: order.by, batch } as const;
    try {
      return requestByHand(compiled.definition, occurrence, await this.#surroundings.startFacts());
    } catch (error) {
      if (!(error instanceof ExpressionError)) throw error;
      return keyless(compiled.definition, occurrence, null);
    }
  }
}

function hasNoDefault(input: Compiled["definition"]["inputs"][number]): boolean {
  return input.default === undefined && input.defaultOf === null;
}

function refusalOf({ code, reason, remedy, fields }: Omit<Refusal, "kind">): Omit<Refusal, "kind"> {
  return { code, reason, remedy, fields };
}

function noInput({ process, type, with: named }: BatchOrder, others: string): Refusal {
  const what = named === null ? { ru: "входа", en: "input" } : { ru: `входа ${named}`, en: `input ${named}` };
  return {
    kind: "rejected",
    code: "EACH_NO_INPUT",
    reason: {
      ru: `У процесса ${process} нет ${what.ru} для записи типа ${type}. Входы: ${others}.`,
      en: `The process ${process} has no ${what.en} that takes a record of type ${type}. Its inputs: ${others}.`,
    },
    remedy: {
      ru: "Назовите тип записей, с которым процесс работает (input в его файле).",
      en: "Name the type of records that the process works on (input in its file).",
    },
    fields: {},
  };
}

function severalInputs({ process, type }: BatchOrder, fitting: readonly string[]): Refusal {
  return {
    kind: "rejected",
    code: "EACH_SEVERAL_INPUTS",
    reason: {
      ru: `Запись типа ${type} подходит нескольким входам процесса ${process}: ${fitting.join(", ")}.`,
      en: `A record of type ${type} fits several inputs of ${process}: ${fitting.join(", ")}.`,
    },
    remedy: { ru: `Назовите вход: --with ${fitting[0]}`, en: `Name the input: --with ${fitting[0]}` },
    fields: {},
  };
}

function inputMissing({ process }: BatchOrder, missing: readonly string[]): Refusal {
  return {
    kind: "rejected",
    code: "EACH_INPUT_MISSING",
    reason: {
      ru: `Процессу ${process} нужны ещё: ${missing.join(", ")}.`,
      en: `The process ${process} needs more: ${missing.join(", ")}.`,
    },
    remedy: {
      ru: `Задайте их для всех: ${missing.map((name) => `--set ${name}=…`).join(" ")}`,
      en: `Give them for all: ${missing.map((name) => `--set ${name}=…`).join(" ")}`,
    },
    fields: {},
  };
}

const PROCESS_NOT_FOUND: Refusal = {
  kind: "rejected",
  code: "PROCESS_NOT_FOUND",
  reason: { ru: "Такой процесс не развёрнут.", en: "No such process is deployed." },
  remedy: { ru: "Разверните его: ordo plan, затем ordo deploy.", en: "Deploy it: ordo plan, then ordo deploy." },
  fields: {},
};
