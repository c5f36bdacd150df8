import { parse } from "yaml";
import { isDurationProblem, parseDuration } from "../../../engine/base/duration.ts";
import { id } from "../../../engine/base/ids.ts";
import type { Value } from "../../../engine/base/value.ts";
import { createCalendar } from "../../../engine/calendar/create-calendar.ts";
import type {
  Awaited,
  Definition,
  DurationTemplate,
  Ladder,
  Mapping,
  Outcome,
  Start,
  Step,
  StepList,
  Template,
  Then,
} from "../../../engine/definition/model.ts";
import type { Expression } from "../../../engine/expression/expression.ts";
import { ANY } from "../../../engine/expression/type.ts";

/**
 * A process file as a definition, just enough of it for a picture: nothing is checked, and expressions cannot be
 * evaluated. The compiler makes the real ones; this lets a diagram be tried without it.
 */
export function sketch(text: string): Definition {
  const file = parse(text) as Plain;
  const ladders = (file["ladders"] ?? {}) as Readonly<Record<string, unknown>>;
  const reader = new Sketch(ladders);
  const body = reader.list(file["do"], "");
  return {
    process: id(String(file["process"])),
    title: String(file["title"] ?? file["process"]),
    digest: "0",
    calendar: createCalendar({ zone: "Europe/Moscow", hours: { "mon-fri": ["09:00-18:00"] } }, "office"),
    subject: null,
    inputs: Object.entries((file["input"] ?? {}) as Plain).map(([name, field]) => ({
      ...field_(name, field as Plain),
      defaultOf: null,
    })),
    starts: ((file["start"] ?? []) as Plain[]).map((start, index) => reader.start(start, index)),
    decisions: {},
    output: [],
    body,
    steps: reader.steps,
    templates: {},
    types: {},
  } as unknown as Definition;
}

type Plain = Readonly<Record<string, unknown>>;

const KINDS = [
  "set",
  "call",
  "notify",
  "userTask",
  "approval",
  "decision",
  "switch",
  "for",
  "fork",
  "wait",
  "listen",
  "emit",
  "record",
  "document",
  "run",
  "try",
  "raise",
  "do",
];

class Sketch {
  readonly steps = new Map<string, Step>();
  readonly ladders: Plain;

  constructor(ladders: Plain) {
    this.ladders = ladders;
  }

  list(data: unknown, path: string): StepList {
    return { path, steps: ((data ?? []) as Plain[]).map((step) => this.step(step, path)) };
  }

  step(data: Plain, list: string): Step {
    const name = String(data["id"]);
    const kind = KINDS.find((word) => word in data) ?? "do";
    const timeout = data["timeout"] as Plain | undefined;
    const step = {
      id: name,
      variable: name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase()),
      kind,
      title: template(data["title"] ?? (["userTask", "approval"].includes(kind) ? data[kind] : sentence(kind, data))),
      if: expression(data["if"]),
      then: then(data["then"]),
      timeout: timeout
        ? {
            after: duration(timeout["after"]),
            then: timeout["then"] ? then(timeout["then"]) : null,
            do: timeout["do"] ? this.list(timeout["do"], `${name}/timeout`) : null,
            outcome: timeout["outcome"] ?? null,
          }
        : null,
      list,
      place: { file: "process.yaml", line: 1, column: 1 },
      ...this.own(kind, data, name),
    } as unknown as Step;
    this.steps.set(name, step);
    return step;
  }

  own(kind: string, data: Plain, name: string): object {
    switch (kind) {
      case "set":
        return { values: mapping(data["set"]) };
      case "call":
        return { operation: data["call"], with: mapping(data["with"]) };
      case "notify":
        return {
          to: template(data["notify"]),
          channels: data["channels"] ?? [],
          unreachable: data["unreachable"] ?? "incident",
          subject: optional(data["subject"]),
          text: optional(data["text"]),
          template: data["template"] ?? null,
        };
      case "userTask":
        return {
          ...this.task(data),
          assignee: optional(data["assignee"]),
          candidateUsers: optional(data["candidateUsers"]),
          candidateGroups: optional(data["candidateGroups"]),
          edit: data["edit"] ?? [],
        };
      case "approval":
        return { ...this.task(data), ...this.approval(data) };
      case "decision":
        return { table: data["decision"], with: [] };
      case "switch":
        return { cases: this.cases(data["switch"] as Plain[], name) };
      case "for": {
        const loop = data["for"] as Plain;
        return {
          each: loop["each"],
          in: expression(loop["in"]),
          at: null,
          while: expression(loop["while"]),
          parallel: Number(loop["parallel"] ?? 1),
          do: this.list(data["do"], name),
          collect: null,
        };
      }
      case "fork": {
        const { complete, ...branches } = data["fork"] as Plain;
        return {
          complete: complete ?? "all",
          branches: Object.entries(branches).map(([branch, list]) => ({
            name: branch,
            do: this.list(list, `${name}/branch:${branch}`),
          })),
        };
      }
      case "do":
        return {
          do: this.list(data["do"], name),
          until: data["until"] ? awaited(data["until"] as Plain) : null,
          escalation: this.ladder(data["escalation"]),
        };
      case "wait":
        return {
          for: (data["wait"] as Plain)["until"] ? null : duration(data["wait"]),
          until: optional((data["wait"] as Plain)["until"]),
        };
      case "listen":
        return { awaited: awaited(data["listen"] as Plain) };
      case "emit":
        return { event: data["emit"], with: [] };
      case "record":
        return { registry: data["record"], entry: mapping(data["entry"]) };
      case "document":
        return { template: data["document"], attachTo: optional(data["attachTo"]), format: "html" };
      case "run":
        return { process: data["run"], await: data["await"] ?? true, with: [] };
      case "raise":
        return { error: template((data["raise"] as Plain)["error"]), message: null };
      default:
        return {
          do: this.list(data["try"], name),
          catches: ((data["catch"] ?? []) as Plain[]).map((item, index) => ({
            errors: item["errors"],
            as: null,
            retry: null,
            do: item["do"] ? this.list(item["do"], `${name}/catch:${index}`) : null,
            then: then(item["then"]),
          })),
        };
    }
  }

  cases(cases: readonly Plain[], name: string): object {
    return cases.map((item, index) => ({
      when: expression(item["when"]),
      do: item["do"] ? this.list(item["do"], `${name}/case:${index}`) : null,
      then: then(item["then"]),
    }));
  }

  task(data: Plain): object {
    const outcomes = Object.entries((data["outcomes"] ?? (data["approval"] ? APPROVAL : { done: "Готово" })) as Plain);
    return {
      form: Object.entries((data["form"] ?? {}) as Plain).map(([name, field]) => field_(name, field as Plain)),
      outcomes: outcomes.map(([name, value]): Outcome => {
        const title = typeof value === "string" ? value : String((value as Plain)["title"]);
        return { name, title, done: title, needs: [], if: null };
      }),
      escalation: this.ladder(data["escalation"]),
      allow: data["allow"] ?? [],
    };
  }

  approval(data: Plain): object {
    const rework = data["rework"] as Plain | undefined;
    const complete = data["complete"] as Plain | string | undefined;
    return {
      approvers: template(data["approvers"]),
      order: data["order"] ?? "sequential",
      complete:
        typeof complete === "object"
          ? "quorum" in complete
            ? { kind: "quorum", count: template(complete["quorum"]) }
            : { kind: "percent", percent: template(complete["percent"]) }
          : { kind: complete ?? "all" },
      veto: null,
      rework: rework
        ? {
            edit: rework["edit"],
            from: rework["from"],
            max: rework["max"] ?? 3,
            escalation: this.ladder(rework["escalation"]),
          }
        : null,
    };
  }

  ladder(data: unknown): Ladder {
    const rungs = (typeof data === "string" ? this.ladders[data] : data) as Plain[] | undefined;
    return (rungs ?? []).map((rung) => ({
      after: duration(rung["after"]),
      action: rung["action"] as "remind",
      to: optional(rung["to"]),
      message: null,
      outcome: (rung["outcome"] as string | undefined) ?? null,
      repeat:
        rung["repeat"] === undefined ? null : rung["repeat"] === "until-top" ? "until-top" : duration(rung["repeat"]),
    }));
  }

  start(data: Plain, index: number): Start {
    const common = {
      index,
      each: data["each"] ?? null,
      with: null,
      key: null,
      once: null,
      whenLive: "again",
      self: false,
    };
    const where = expression(data["where"]);
    if ("event" in data) return { ...common, kind: "event", types: [data["event"]].flat(), where } as unknown as Start;
    if ("message" in data) return { ...common, kind: "message", message: data["message"], where } as unknown as Start;
    if ("schedule" in data) {
      const { cron, every } = data["schedule"] as Plain;
      return {
        ...common,
        kind: "schedule",
        cron: cron ?? null,
        every: every ? duration(every) : null,
      } as unknown as Start;
    }
    const form = (data["form"] ?? {}) as Plain;
    return {
      ...common,
      kind: "form",
      candidateUsers: [],
      candidateGroups: form["candidateGroups"] ?? [],
    } as unknown as Start;
  }
}

const APPROVAL = { approve: "Согласовать", reject: "Отклонить", rework: "Вернуть на доработку" };

function sentence(kind: string, data: Plain): string {
  switch (kind) {
    case "set":
      return `Запомнить: ${Object.keys(data["set"] as Plain).join(", ")}`;
    case "call":
      return `Выполнить ${String(data["call"])}`;
    case "notify":
      return String(data["subject"] ?? data["text"] ?? "Сообщить");
    case "decision":
      return `Выбрать по таблице «${String(data["decision"])}»`;
    case "record":
      return `Записать в реестр «${String(data["record"])}»`;
    default:
      return `${kind} ${String(data["id"])}`;
  }
}

function field_(name: string, data: Plain): object {
  return {
    name,
    title: data["title"] ?? name,
    type: data["type"],
    of:
      data["of"] === undefined
        ? null
        : typeof data["of"] === "object" && !Array.isArray(data["of"])
          ? data["of"]
          : [data["of"]].flat(),
    from: data["from"] ?? null,
  };
}

function then(target: unknown): Then {
  if (target === undefined) return { kind: "continue" };
  if (target === "continue" || target === "end" || target === "exit") return { kind: target };
  return { kind: "step", step: id(String(target)) };
}

function awaited(data: Plain): Awaited {
  if ("holds" in data)
    return { kind: "holds", of: template(data["of"]), holds: expression(data["holds"]) as Expression };
  if ("message" in data)
    return {
      kind: "message",
      message: String(data["message"]),
      key: optional(data["key"]),
      where: expression(data["where"]),
    };
  return {
    kind: "event",
    types: [data["event"]].flat().map(String),
    of: optional(data["of"]),
    where: expression(data["where"]),
  };
}

function duration(data: unknown): DurationTemplate {
  const read = parseDuration(data);
  if (isDurationProblem(read)) throw new Error(read.problem.en);
  return { kind: "fixed", duration: read };
}

function mapping(data: unknown): Mapping {
  return Object.entries((data ?? {}) as Plain).map(([name, value]) => ({ name, value: template(value) }));
}

function optional(data: unknown): Template | null {
  return data === undefined || data === null ? null : template(data);
}

function template(data: unknown): Template {
  if (typeof data === "string") return textTemplate(data);
  if (Array.isArray(data)) return { kind: "list", items: data.map(template) };
  if (typeof data === "object" && data !== null) {
    const entries = Object.entries(data).map(([name, value]) => ({ name, value: template(value) }));
    return { kind: "map", entries };
  }
  return { kind: "literal", value: data as Value };
}

function textTemplate(text: string): Template {
  const parts = text.split(/(\$\{[^}]*\})/).filter((part) => part !== "");
  const read = parts.map((part) =>
    part.startsWith("${") ? (expression(part.slice(2, -1).trim()) as Expression) : part,
  );
  const [only, ...more] = read;
  if (more.length === 0)
    return typeof only === "object" ? { kind: "expression", expression: only } : { kind: "literal", value: only ?? "" };
  return { kind: "text", parts: read };
}

function expression(text: unknown): Expression | null {
  if (text === undefined || text === null) return null;
  const never = (): never => {
    throw new Error("A sketch evaluates nothing");
  };
  return { text: String(text), place: null, names: [], type: ANY, evaluate: never };
}
