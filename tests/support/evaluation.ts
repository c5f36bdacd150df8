import { instant } from "../../engine/base/instant.ts";
import type { Value, ValueMap } from "../../engine/base/value.ts";
import type { Calendar } from "../../engine/calendar/calendar.ts";
import {
  type Budget,
  type CompileOptions,
  compileExpression,
  type EvaluationContext,
  ExpressionError,
} from "../../engine/expression/index.ts";
import type { DirectorySnapshot, Person } from "../../engine/people/directory.ts";

function person(id: string, more: Partial<Person>): Person {
  return {
    id,
    name: id,
    position: null,
    email: null,
    phone: null,
    department: null,
    groups: [],
    manager: null,
    locale: "ru",
    timeZone: null,
    absent: [],
    active: true,
    ...more,
  };
}

export const PEOPLE: DirectorySnapshot = {
  users: {
    ivanov: person("ivanov", { name: "Иван Иванов", position: "менеджер", department: "sales", manager: "petrov" }),
    petrov: person("petrov", { name: "Пётр Петров", position: "руководитель", groups: ["heads"] }),
  },
  departments: { sales: { id: "sales", title: "Отдел продаж", head: "petrov", parent: null } },
  groups: { approvers: { id: "approvers", title: "Согласующие", members: ["ivanov"] } },
  administrators: ["petrov"],
};

/** Monday to Friday, all day, in Moscow: enough to see that the calendar is asked. */
export const WEEKDAYS: Calendar = {
  id: "weekdays",
  zone: "Europe/Moscow",
  add: (from, duration) => instant(from + (duration.kind === "wall" ? duration.ms : duration.count * 86_400_000)),
  isOpen: () => true,
  isWorkingDay: (date) => ![0, 6].includes(new Date(`${date}T00:00:00Z`).getUTCDay()),
  nextOpening: (at) => at,
  workingMs: (from, to) => to - from,
  dateOf: (at) => new Date(at + 3 * 3_600_000).toISOString().slice(0, 10),
  addWorkingDays: (date, count) => {
    let day = Date.parse(`${date}T00:00:00Z`);
    for (let left = Math.abs(count); left > 0; ) {
      day += Math.sign(count) * 86_400_000;
      if (![0, 6].includes(new Date(day).getUTCDay())) left -= 1;
    }
    return new Date(day).toISOString().slice(0, 10);
  },
  workingDaysBetween: (from, to) => (Date.parse(to) - Date.parse(from)) / 86_400_000,
  isProvisional: () => false,
};

/** 2026-11-25T10:00:00+03:00, a Wednesday. */
export const NOW = instant(Date.UTC(2026, 10, 25, 7));

export const BRANDS: readonly ValueMap[] = [
  { value: "Jura", discount: 5 },
  { value: "Nivona", discount: 7 },
];

/** A context that holds these variables. */
export function contextOf(variables: ValueMap = {}, budget?: Partial<Budget>): EvaluationContext {
  return {
    variable: (name) => (Object.hasOwn(variables, name) ? variables[name] : undefined),
    now: NOW,
    calendar: WEEKDAYS,
    people: PEOPLE,
    list: (name) => (name === "brands" ? BRANDS : undefined),
    ...(budget ? { budget } : {}),
  };
}

/** The value of a text in strict mode; a text that is not FEEL fails the test. */
export function evaluate(text: string, variables: ValueMap = {}, options: CompileOptions = {}): Value {
  const { expression, problems } = compileExpression(text, options);
  if (!expression) throw new Error(`${text}: ${problems[0]?.message.en}`);
  return expression.evaluate(contextOf(variables));
}

/** The code of the incident that a text ends in, or its value where it has one. */
export function incident(text: string, variables: ValueMap = {}, options: CompileOptions = {}): unknown {
  try {
    return { value: evaluate(text, variables, options) };
  } catch (error) {
    if (error instanceof ExpressionError) return error.code;
    throw error;
  }
}

/** The codes of a text's problems, in their order. */
export function problemsOf(text: string, options: CompileOptions = {}): readonly string[] {
  return compileExpression(text, options).problems.map(({ code }) => code);
}
