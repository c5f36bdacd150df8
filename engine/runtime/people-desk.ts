import type { InstanceId, TaskId } from "../base/ids.ts";
import type { ValueMap } from "../base/value.ts";
import { ExpressionError } from "../expression/index.ts";
import type { Answer } from "../instance/command.ts";
import type { EngineOptions, EnginePorts } from "./engine-ports.ts";
import type { InstanceDesk } from "./instance-desk.ts";
import type { Compiled, Library } from "./library.ts";
import { formFor, NOT_YOURS } from "./may-start.ts";
import type { Occurrence } from "./occurrence.ts";
import { keyless, type StartDesk } from "./start-desk.ts";
import { requestByHand, requestOf, type StartRequest } from "./start-request.ts";
import type { Surroundings } from "./surroundings.ts";
import type { ActOutcome, PersonCommand, Refusal, StartOutcome, UseCases } from "./use-cases.ts";

/**
 * What people do: start processes and act on tasks and instances. Each command has an id of its own and is committed
 * before it is answered; the same id again gets the first answer.
 */
export class PeopleDesk {
  readonly #ports: EnginePorts;
  readonly #library: Library;
  readonly #surroundings: Surroundings;
  readonly #desk: InstanceDesk;
  readonly #starts: StartDesk;
  readonly #charactersMax: number;

  constructor(of: {
    readonly ports: EnginePorts;
    readonly library: Library;
    readonly surroundings: Surroundings;
    readonly desk: InstanceDesk;
    readonly starts: StartDesk;
    readonly options: Pick<EngineOptions, "valueCharacters">;
  }) {
    this.#ports = of.ports;
    this.#library = of.library;
    this.#surroundings = of.surroundings;
    this.#desk = of.desk;
    this.#starts = of.starts;
    this.#charactersMax = of.options.valueCharacters;
  }

  async start({ id, process, input, by, override }: Parameters<UseCases["start"]>[0]): Promise<StartOutcome> {
    const compiled = await this.#library.currentOf(process);
    if (compiled === null) return this.#refused(PROCESS_NOT_FOUND, { by, process });
    if (this.#isTooLarge(input)) return this.#refused(INPUT_TOO_LARGE, { by, process });
    const occurrence = { kind: "form", id: `form:${id}`, input, actor: by } as const;
    const facts = await this.#surroundings.startFacts();
    const { allowed, start } = formFor(compiled.definition, by, facts);
    if (!allowed) return this.#refused(refusalOf(NOT_YOURS), { by, process });
    const request = await this.#request(compiled, occurrence, start?.index ?? null);
    const started = await this.#starts.admit(compiled, request, occurrence.id, { override });
    if (started.kind !== "rejected") return started;
    return this.#refused(refusalOf(started.answer), { by, process });
  }

  async act(command: PersonCommand): Promise<ActOutcome> {
    const { id, by, body, override } = command;
    const instance = await this.#instanceOf(command);
    const inbox = `command:${id}`;
    if ("form" in body && this.#isTooLarge(body.form)) return INPUT_TOO_LARGE;
    if (body.kind === "retry" && this.#isTooLarge(body.edited?.input ?? {})) return INPUT_TOO_LARGE;
    if (instance === null) return this.#stray("task" in body ? TASK_NOT_FOUND : INSTANCE_NOT_FOUND, command, null);
    const settled = await this.#desk.handle({
      ...{ id, instance, by, body, inbox: [inbox], done: [], asked: true },
      ...(override === undefined ? {} : { override }),
      ...(command.operates === true ? { operates: true } : {}),
    });
    if (settled.kind !== "answered") return this.#repeated(instance, inbox);
    const { answer } = settled;
    if (answer.kind === "accepted")
      return { kind: "accepted", instance, revision: answer.instance.sequence, repeated: false };
    // What was done the first time may be what makes it impossible now.
    if (answer.events.length === 0 && (await this.#ports.store.starts.handled(inbox)) !== null)
      return this.#repeated(instance, inbox);
    if (answer.events.length === 0) return this.#stray(refusalOf(answer), command, instance);
    return refusalOf(answer);
  }

  #isTooLarge(value: ValueMap): boolean {
    return JSON.stringify(value).length > this.#charactersMax;
  }

  async #request(
    compiled: Compiled,
    occurrence: Occurrence & { kind: "form" },
    start: number | null,
  ): Promise<StartRequest> {
    const facts = await this.#surroundings.startFacts();
    const { definition } = compiled;
    const form = definition.starts.find((one) => one.index === start);
    try {
      return form
        ? requestOf(definition, form, { occurrence, element: undefined }, facts)
        : requestByHand(definition, occurrence, facts);
    } catch (error) {
      if (!(error instanceof ExpressionError)) throw error;
      // The instance's own check of the input names the field that the key lacks.
      return keyless(definition, occurrence, start);
    }
  }

  /** By the id given, or the instance whose task it is. */
  async #instanceOf({ instance, body }: PersonCommand): Promise<InstanceId | null> {
    const { queries } = this.#ports.store;
    if (instance !== undefined) return (await queries.instance(instance))?.id ?? null;
    return "task" in body ? queries.instanceOfTask(body.task) : null;
  }

  /** The answer that was given the first time. */
  async #repeated(instance: InstanceId, inbox: string): Promise<ActOutcome> {
    const handled = await this.#ports.store.starts.handled(inbox);
    const of = handled?.instance ?? instance;
    const revision = handled?.sequence ?? 0;
    const [last] = await this.#ports.store.instances.history(of, Math.max(1, revision));
    if (last?.kind === "commandRejected")
      return { kind: "rejected", code: last.code, reason: last.reason, remedy: AGAIN, fields: {} };
    return { kind: "accepted", instance: of, revision, repeated: true };
  }

  /** A refusal that no instance's history can hold is kept beside. */
  async #stray(refusal: Refusal, { by, body }: PersonCommand, instance: InstanceId | null): Promise<Refusal> {
    await this.#ports.store.instances.recordRejection({
      at: this.#ports.clock.now(),
      by,
      instance,
      task: "task" in body ? (body.task as TaskId) : null,
      what: body.kind,
      code: refusal.code,
      detail: null,
    });
    return refusal;
  }

  async #refused(
    refusal: Refusal,
    { by, process }: { readonly by: Parameters<UseCases["start"]>[0]["by"]; readonly process: string },
  ): Promise<Refusal> {
    const at = this.#ports.clock.now();
    const head = { at, by, instance: null, task: null, what: "start", code: refusal.code };
    await this.#ports.store.instances.recordRejection({ ...head, detail: { process } });
    return refusal;
  }
}

function refusalOf({ code, reason, remedy, fields }: Answer & { kind: "rejected" }): Refusal {
  return { kind: "rejected", code, reason, remedy, fields };
}

const AGAIN = {
  ru: "Эта же команда уже приходила и получила этот ответ; новое действие — новая команда.",
  en: "The same command came before and got this answer; another action is another command.",
};

const PROCESS_NOT_FOUND: Refusal = {
  kind: "rejected",
  code: "PROCESS_NOT_FOUND",
  reason: { ru: "Такой процесс не развёрнут.", en: "No such process is deployed." },
  remedy: { ru: "Разверните его: ordo plan, затем ordo deploy.", en: "Deploy it: ordo plan, then ordo deploy." },
  fields: {},
};

const INSTANCE_NOT_FOUND: Refusal = {
  kind: "rejected",
  code: "INSTANCE_NOT_FOUND",
  reason: { ru: "Такого процесса нет.", en: "There is no such instance." },
  remedy: { ru: "Проверьте номер: ordo instances.", en: "Check the id: ordo instances." },
  fields: {},
};

const TASK_NOT_FOUND: Refusal = {
  kind: "rejected",
  code: "TASK_NOT_FOUND",
  reason: { ru: "Такого задания никогда не было.", en: "There never was such a task." },
  remedy: { ru: "Проверьте номер: ordo tasks.", en: "Check the id: ordo tasks." },
  fields: {},
};

const INPUT_TOO_LARGE: Refusal = {
  kind: "rejected",
  code: "INPUT_TOO_LARGE",
  reason: {
    ru: "Данных больше, чем разрешено (limits.valueKb).",
    en: "The data are larger than allowed (limits.valueKb).",
  },
  remedy: {
    ru: "Передайте большое файлом, а в поле — ссылку на него.",
    en: "Hand large things over as a file, and its reference in the field.",
  },
  fields: {},
};
