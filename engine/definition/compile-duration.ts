import { type Duration, isDurationProblem, parseDuration } from "../base/duration.ts";
import { instantOf } from "../expression/index.ts";
import { type Type, withoutNull } from "../expression/type.ts";
import { hasExpression } from "./compile-field.ts";
import { compileTemplate, want } from "./compile-value.ts";
import { type Compiler, note, rangeOf, type Spot } from "./compiler.ts";
import type { DurationTemplate, RetryPolicy, Template } from "./model.ts";
import { childOf, type Node } from "./node.ts";
import { valueOfNode } from "./value-of-node.ts";

/** Units whose number may be an expression. */
const UNITS = ["businessDays", "businessHours", "days", "hours", "minutes", "seconds"] as const;

/** The duration that stands for a wrong one; there is no definition then. */
const NONE: DurationTemplate = { kind: "fixed", duration: { kind: "wall", months: 0, days: 0, ms: 0 } };

/** How long, as the file says it. `zero` allows none at all: a rung may fire when the task opens. */
export function compileDuration(
  compiler: Compiler,
  node: Node | undefined,
  spot: Spot,
  zero = false,
): DurationTemplate {
  if (!node) return NONE;
  if (hasExpression(node)) return computed(compiler, node, spot);
  const duration = parseDuration(valueOfNode(node));
  if (isDurationProblem(duration)) {
    note(compiler, "duration", rangeOf(node), duration.problem);
    return NONE;
  }
  if (!zero && isZero(duration)) note(compiler, "duration-zero", rangeOf(node), {});
  return { kind: "fixed", duration };
}

/** An instant of the file: a date, a date and time, or an expression that gives one. */
export function compileInstant(
  compiler: Compiler,
  node: Node,
  spot: Spot,
  accepts: { readonly duration: boolean },
): Template {
  const template = compileTemplate(compiler, node, spot);
  if (template.kind === "literal") {
    const { value } = template;
    // Written without quotes, a date is a text as well.
    if (typeof value === "string" && instantOf(value, "UTC") === null)
      note(compiler, "instant", rangeOf(node), { text: value });
  }
  if (template.kind !== "expression") return template;
  const { type } = template.expression;
  const isDuration = type.kind === "daysDuration" || type.kind === "monthsDuration";
  if (accepts.duration && isDuration) return template;
  want(compiler, type, { wanted: "dateTime", at: node, what: spot.key, nullable: accepts.duration });
  return template;
}

/** `retry` of a call or a handler: what the language gives where the file is silent; `false` is one attempt. */
export function compileRetry(compiler: Compiler, node: Node | undefined): RetryPolicy {
  if (node?.kind === "scalar" && node.value === false) return { ...RETRY, attempts: 1 };
  const number = (name: string, fallback: number) => {
    const found = childOf(node, name);
    return found?.kind === "scalar" && typeof found.value === "number" ? found.value : fallback;
  };
  return {
    attempts: number("attempts", RETRY.attempts),
    backoffMs: wallMs(compiler, childOf(node, "backoff"), RETRY.backoffMs),
    factor: number("factor", RETRY.factor),
    maxMs: wallMs(compiler, childOf(node, "max"), RETRY.maxMs),
    attemptTimeoutMs: wallMs(compiler, childOf(node, "attemptTimeout"), RETRY.attemptTimeoutMs),
  };
}

const SECOND_MS = 1000;
const DAY_MS = 86_400 * SECOND_MS;
const RETRY: RetryPolicy = {
  attempts: 3,
  backoffMs: 10 * SECOND_MS,
  factor: 2,
  maxMs: 600 * SECOND_MS,
  attemptTimeoutMs: 30 * SECOND_MS,
};

function computed(compiler: Compiler, node: Node, spot: Spot): DurationTemplate {
  if (node.kind === "scalar") {
    const template = compileTemplate(compiler, node, spot);
    if (template.kind === "expression") {
      if (!isDuration(template.expression.type)) note(compiler, "duration", rangeOf(node), NO_DURATION);
      return { kind: "expression", unit: "iso", expression: template.expression };
    }
  }
  const [entry] = node.kind === "map" ? node.entries : [];
  const unit = UNITS.find((one) => one === entry?.name);
  if (node.kind === "map" && node.entries.length === 1 && entry && unit) {
    const template = compileTemplate(compiler, entry.value, spot);
    if (template.kind === "expression") {
      want(compiler, template.expression.type, { wanted: "number", at: entry.value, what: entry.name });
      return { kind: "expression", unit, expression: template.expression };
    }
  }
  note(compiler, "duration", rangeOf(node), {
    ru: "выражение может быть целым сроком или числом одной единицы: { days: ${ n } }",
    en: "an expression may be the whole duration or the number of one unit: { days: ${ n } }",
  });
  return NONE;
}

/** Could it be a duration: ISO text, a duration of FEEL, a map of units? */
function isDuration(type: Type): boolean {
  const one = withoutNull(type);
  return one.kind === "union" ? one.of.some(isDuration) : DURATIONS.has(one.kind);
}

const DURATIONS: ReadonlySet<Type["kind"]> = new Set([
  "any",
  "null",
  "text",
  "choice",
  "map",
  "daysDuration",
  "monthsDuration",
]);

const NO_DURATION = {
  ru: "выражение даёт не срок; число пишут с единицей: { days: ${ … } }",
  en: "the expression is no duration; a number is written with its unit: { days: ${ … } }",
};

/** Retries are counted by a machine, not by a calendar. */
function wallMs(compiler: Compiler, node: Node | undefined, fallback: number): number {
  if (!node) return fallback;
  const duration = hasExpression(node) ? null : parseDuration(valueOfNode(node));
  if (duration && isDurationProblem(duration)) {
    note(compiler, "duration", rangeOf(node), duration.problem);
    return fallback;
  }
  if (duration?.kind !== "wall" || duration.months > 0) {
    note(compiler, "wall-duration-needed", rangeOf(node), {});
    return fallback;
  }
  return duration.days * DAY_MS + duration.ms;
}

function isZero(duration: Duration): boolean {
  return duration.kind === "wall"
    ? duration.months === 0 && duration.days === 0 && duration.ms === 0
    : duration.count === 0;
}
