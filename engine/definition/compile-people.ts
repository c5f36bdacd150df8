import { wordPattern } from "../base/word-pattern.ts";
import { type Type, withoutNull } from "../expression/type.ts";
import { compileFeel, feelOfNode } from "./compile-expression.ts";
import { textNodesOf } from "./compile-field.ts";
import { compileTemplate, want } from "./compile-value.ts";
import { type Compiler, mention, note, rangeOf, type Spot } from "./compiler.ts";
import type { Template } from "./model.ts";
import { type MapNode, type Node, type ScalarNode, textOf } from "./node.ts";
import type { MentionKind } from "./survey.ts";

/** The words that name somebody, and what kind of id each takes. */
export const PERSON_KEYS: Readonly<Record<string, MentionKind>> = {
  user: "user",
  group: "group",
  each: "group",
  headOf: "department",
  managerOf: "user",
  nextOf: "group",
};

/** What stands for a person and is no id (language §3, "People"). */
const PERSON_WORDS: readonly string[] = ["requester", "assignee"];

export interface PeopleOptions {
  /** May a record stand for its contact (`notify`)? */
  readonly record?: boolean;
}

/**
 * Who is meant: an id, `{ headOf: client }` and the like, `${ … }`, or a list of these. Bare words are ids, except
 * `requester` and `assignee`.
 */
export function compilePeople(compiler: Compiler, node: Node, spot: Spot, options: PeopleOptions = {}): Template {
  switch (node.kind) {
    case "list": {
      const items = node.items.map((item) => compilePeople(compiler, item, spot, options));
      return items.every((item) => item.kind === "literal")
        ? { kind: "literal", value: items.map((item) => (item.kind === "literal" ? item.value : null)) }
        : { kind: "list", items };
    }
    case "map":
      return principal(compiler, node, spot);
    case "scalar":
      return person(compiler, node, spot, { kind: "user", options });
  }
}

/** Group ids, one or several, as the groups they mean; expressions may stand among them. */
export function compileGroups(compiler: Compiler, node: Node, spot: Spot): Template {
  const items = textNodesOf(node).map((item) =>
    groupOf(person(compiler, item as ScalarNode, spot, { kind: "group", options: {} })),
  );
  return items.every((item) => item.kind === "literal")
    ? { kind: "literal", value: items.map((item) => (item.kind === "literal" ? item.value : null)) }
    : { kind: "list", items };
}

/** A bare text is a group's id here; an expression may yield an id or a group already. */
function groupOf(id: Template): Template {
  if (id.kind === "literal") return { kind: "literal", value: { group: id.value } };
  const isId =
    id.kind === "text" ||
    (id.kind === "expression" && (id.expression.type.kind === "text" || id.expression.type.kind === "choice"));
  return isId ? { kind: "map", entries: [{ name: "group", value: id }] } : id;
}

function principal(compiler: Compiler, node: MapNode, spot: Spot): Template {
  const [entry] = node.entries;
  const kind = entry && Object.hasOwn(PERSON_KEYS, entry.name) ? PERSON_KEYS[entry.name] : undefined;
  if (!entry || !kind || node.entries.length !== 1 || entry.value.kind !== "scalar") {
    // The shape check has said what may stand here.
    return { kind: "literal", value: null };
  }
  const value = person(compiler, entry.value, spot, { kind, options: {} });
  return value.kind === "literal"
    ? { kind: "literal", value: { [entry.name]: value.value } }
    : { kind: "map", entries: [{ name: entry.name, value }] };
}

interface Meant {
  readonly kind: MentionKind;
  readonly options: PeopleOptions;
}

const PERSON = wordPattern("^[\\p{L}\\p{N}_.@+-]+$");

function person(compiler: Compiler, node: ScalarNode, spot: Spot, meant: Meant): Template {
  const text = textOf(node);
  if (text === undefined) return { kind: "literal", value: null };
  if (PERSON_WORDS.includes(text)) {
    return { kind: "expression", expression: compileFeel(compiler, feelOfNode(compiler, node, spot), spot, "person") };
  }
  const template = compileTemplate(compiler, node, spot, "person");
  if (template.kind === "literal") {
    if (!PERSON(text).test(text)) note(compiler, "person", rangeOf(node), { text });
    else mention(compiler, meant.kind, text, node, { step: spot.step });
    return template;
  }
  if (template.kind === "expression" && !(meant.options.record && isRecord(template.expression.type))) {
    want(compiler, template.expression.type, { wanted: "people", at: node, what: spot.key });
  }
  return template;
}

function isRecord(type: Type): boolean {
  const one = withoutNull(type);
  return one.kind === "record" || (one.kind === "list" && isRecord(one.of));
}
