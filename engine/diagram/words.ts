import { formatDuration, isDurationProblem, parseDuration } from "../base/duration.ts";
import { isMap, type Value } from "../base/value.ts";
import type { Definition, DurationTemplate, Step, Template } from "../definition/model.ts";
import type { DirectorySnapshot } from "../people/directory.ts";
import { departmentOf, groupOf, nameOf } from "../people/lookup.ts";
import { principalOf } from "../people/principal.ts";
import { PHRASES, type Phrases } from "./phrases.ts";

/** Turns the parts of a definition into words for people, in one language. */
export interface Words {
  readonly say: Phrases;
  /** A text with what is not known yet as «…»: «Счёт № … на …». */
  text(template: Template | null): string;
  /** People: «руководитель отдела client», «инициатор», «по таблице route». */
  people(template: Template | null): string;
  /** Candidate groups: «группы «sales», «service»»; empty for none. */
  groups(template: Template | null): string;
  /** «1 рабочий день» */
  duration(template: DurationTemplate): string;
  /** A name or a path of names: an input's or form field's title where it has one. */
  name(path: string): string;
}

export interface WordsOptions {
  readonly locale: "ru" | "en";
  /** Gives departments, groups and users their names. @default their ids */
  readonly directory: DirectorySnapshot | null;
}

/** The words of one definition. Titles come from its inputs, form fields and outcomes; what has none is shown as it is written. */
export function createWords(definition: Definition, options: WordsOptions): Words {
  return new DefinitionWords(definition, options);
}

/** `set` steps may hand a name on to each other; no reader follows more than this. */
const HANDS_MAX = 5;

/** Longest expression shown as it stands. */
const EXPRESSION_LENGTH_MAX = 60;

const PATH = /^[\p{L}_][\p{L}\p{N}_]*(\.[\p{L}_][\p{L}\p{N}_]*)*$/u;

class DefinitionWords implements Words {
  readonly say: Phrases;
  readonly #definition: Definition;
  readonly #options: WordsOptions;

  constructor(definition: Definition, options: WordsOptions) {
    this.#definition = definition;
    this.#options = options;
    this.say = PHRASES[options.locale];
  }

  text(template: Template | null): string {
    if (template === null) return "";
    const text = this.#raw(template).replaceAll(/\s+/g, " ").trim();
    return text.replaceAll(/…(\s*…)+/g, "…");
  }

  #raw(template: Template): string {
    switch (template.kind) {
      case "literal":
        return literalText(template.value);
      case "expression":
        return this.name(template.expression.text);
      case "text":
        return template.parts.map((part) => (typeof part === "string" ? part : "…")).join("");
      case "list":
        return template.items.map((item) => this.#raw(item)).join(", ");
      case "map":
        return template.entries.map(({ name, value }) => `${name}: ${this.#raw(value)}`).join(", ");
    }
  }

  people(template: Template | null): string {
    if (template === null) return "";
    if (template.kind === "expression") return this.name(template.expression.text);
    if (template.kind === "list") return template.items.map((item) => this.people(item)).join(", ");
    if (template.kind === "literal") return this.#literalPeople(template.value);
    const entry = template.kind === "map" ? template.entries[0] : undefined;
    return entry ? this.#principal(entry.name, this.text(entry.value)) : this.text(template);
  }

  groups(template: Template | null): string {
    const names = template && plainNames(template);
    return names ? this.say.groups(names.map((group) => this.#groupTitle(group))) : this.people(template);
  }

  #groupTitle(group: string): string {
    const { directory } = this.#options;
    return (directory && groupOf(directory, group)?.title) ?? group;
  }

  #literalPeople(value: Value): string {
    if (Array.isArray(value)) return value.map((item) => this.#literalPeople(item)).join(", ");
    const principal = principalOf(value);
    const [word, target] = Object.entries(principal ?? {})[0] ?? ["", ""];
    return principal ? this.#principal(word, String(target)) : String(value);
  }

  #principal(word: string, target: string): string {
    const { directory } = this.#options;
    switch (word) {
      case "group":
        return this.say.groups([this.#groupTitle(target)]);
      case "each":
        return this.say.each(this.#groupTitle(target));
      case "nextOf":
        return this.say.nextOf(this.#groupTitle(target));
      case "headOf":
        return this.say.headOf((directory && departmentOf(directory, target)?.title) ?? target);
      case "managerOf":
        return this.say.managerOf(this.#user(target));
      default:
        return this.#user(target);
    }
  }

  #user(target: string): string {
    if (target === "requester" || target === this.say.requester) return this.say.requester;
    if (target === "assignee") return this.say.assignee;
    return this.#options.directory ? nameOf(this.#options.directory, target) : target;
  }

  duration(template: DurationTemplate): string {
    if (template.kind === "fixed") return formatDuration(template.duration, this.#options.locale);
    const count = this.name(template.expression.text);
    if (template.unit === "iso") return count;
    // Five of the unit without the five is its form after an unknown number.
    const five = parseDuration({ [template.unit]: 5 });
    return isDurationProblem(five) ? count : formatDuration(five, this.#options.locale).replace("5", count);
  }

  name(path: string): string {
    const text = path.trim();
    if (!PATH.test(text)) return shortened(text);
    return this.#titleOf(text, HANDS_MAX) ?? text;
  }

  #titleOf(path: string, hands: number): string | null {
    const [head = "", field, ...more] = path.split(".");
    if (head === "requester" && field === undefined) return this.say.requester;
    if (head === "assignee" && field === undefined) return this.say.assignee;
    const last = more.at(-1) ?? field;
    if (last === "responsible") return this.say.responsible;
    const input = this.#definition.inputs.find(({ name }) => name === head);
    if (input) return field === undefined ? input.title : null;
    const step = this.#definition.steps.values().find(({ variable, kind }) => variable === head && kind !== "set");
    if (step) return this.#ofStep(step, field);
    const handed = this.#handed(head);
    if (field !== undefined || !handed || hands <= 0) return null;
    return handed.kind === "expression" ? this.#titleOf(handed.expression.text.trim(), hands - 1) : null;
  }

  #ofStep(step: Step, field: string | undefined): string | null {
    if (step.kind === "decision") return this.say.byTable(step.table);
    if ((step.kind !== "userTask" && step.kind !== "approval") || field === undefined) return null;
    if (field === "by") return this.say.whoDecided(this.text(step.title));
    return step.form.find(({ name }) => name === field)?.title ?? null;
  }

  /** What the first `set` of that variable gives it. */
  #handed(variable: string): Template | undefined {
    const values = this.#definition.steps.values().flatMap((step) => (step.kind === "set" ? step.values : []));
    return values.find(({ name }) => name === variable)?.value;
  }
}

/** The names of a literal list of names or of groups; null where it is anything else. */
function plainNames(template: Template): readonly string[] | null {
  const items = template.kind === "list" ? template.items : [template];
  const values = items.flatMap((item) =>
    item.kind === "literal" && Array.isArray(item.value) ? item.value : [nameIn(item)],
  );
  const names = values.map((value) => (isMap(value) ? value["group"] : value));
  return names.length > 0 && names.every((name) => typeof name === "string") ? names : null;
}

function nameIn(item: Template): Value {
  if (item.kind === "literal") return item.value;
  const entry = item.kind === "map" && item.entries.length === 1 ? item.entries[0] : undefined;
  return entry?.name === "group" && entry.value.kind === "literal" ? entry.value.value : null;
}

function literalText(value: Value): string {
  if (typeof value === "string") return value;
  return Array.isArray(value) ? value.map(literalText).join(", ") : JSON.stringify(value);
}

function shortened(text: string): string {
  const line = text.replaceAll(/\s+/g, " ");
  return line.length > EXPRESSION_LENGTH_MAX ? `${line.slice(0, EXPRESSION_LENGTH_MAX - 1)}…` : line;
}
