import type { Field } from "../base/field.ts";
import { isMap, type ValueMap } from "../base/value.ts";
import type { Catalog, CatalogList, Mailbox, RecordType, Registry, Stage } from "./catalog.ts";
import { fieldsOf, textsOf } from "./compile-field.ts";
import { childOf, type Document, type Node, textOf } from "./node.ts";
import { valueOfNode } from "./value-of-node.ts";

/**
 * Reads `catalog.yaml`, the company's vocabulary (language §4). Lenient: what has the wrong shape is left out, the
 * shape check has named it; references inside it are checked by `checks/`.
 *
 * Every record type has `title` and, where it has stages, `stage`, declared or not: all records of a CRM do.
 */
export function readCatalog(document: Document): Catalog {
  const { root } = document;
  return {
    records: mapOf(childOf(root, "records"), recordTypeOf),
    lists: mapOf(childOf(root, "lists"), listOf),
    registries: mapOf(childOf(root, "registries"), registryOf),
    mailboxes: mailboxesOf(childOf(root, "mailboxes")),
  };
}

function recordTypeOf(node: Node, name: string): RecordType {
  const stages = mapOf(childOf(node, "stages"), stageOf);
  const pipelines = mapOf(childOf(node, "pipelines"), (one, key) => ({
    title: textOf(childOf(one, "title")) ?? key,
    stages: mapOf(childOf(one, "stages"), stageOf),
  }));
  const codes = Object.entries(
    Object.assign({}, ...Object.values(pipelines).map((one) => one.stages), stages) as Record<string, Stage>,
  );
  const values = Object.fromEntries(codes.map(([code, stage]) => [code, stage.title]));
  const implied = { title: TITLE, ...(codes.length > 0 ? { stage: { ...STAGE, values } } : {}) };
  const department = textOf(childOf(node, "department"));
  return {
    title: textOf(childOf(node, "title")) ?? name,
    ...(department === undefined ? {} : { department }),
    fields: { ...implied, ...columnsOf(childOf(node, "fields")) },
    stages,
    pipelines,
  };
}

function stageOf(node: Node, name: string): Stage {
  const kind = textOf(childOf(node, "kind"));
  return {
    title: textOf(childOf(node, "title")) ?? textOf(node) ?? name,
    kind: kind === "first" || kind === "won" || kind === "lost" ? kind : "open",
  };
}

/** A list is `{ title, columns, values }`, or its values alone. */
function listOf(node: Node, name: string): CatalogList {
  const rows = node.kind === "list" ? node : (childOf(node, "values") ?? childOf(node, "rows"));
  return {
    title: textOf(childOf(node, "title")) ?? name,
    columns: columnsOf(childOf(node, "columns")),
    values: rowsOf(rows),
  };
}

function rowsOf(node: Node | undefined): readonly ValueMap[] {
  if (node?.kind === "map") {
    return node.entries.map((entry) => {
      const value = valueOfNode(entry.value);
      return isMap(value) ? { value: entry.name, ...value } : { value: entry.name, title: value };
    });
  }
  if (node?.kind !== "list") return [];
  return node.items.map((item) => {
    const value = valueOfNode(item);
    return isMap(value) ? value : { value, title: value };
  });
}

function registryOf(node: Node, name: string): Registry {
  return {
    title: textOf(childOf(node, "title")) ?? name,
    columns: columnsOf(childOf(node, "columns")),
    readers: textsOf(childOf(node, "readers")),
  };
}

/** Mailboxes are a map of name → `{ title, address }`, of name → address, or a list of names. */
function mailboxesOf(node: Node | undefined): Readonly<Record<string, Mailbox>> {
  if (node?.kind === "list") {
    return Object.fromEntries(textsOf(node).map((name) => [name, { title: name, address: null }]));
  }
  return mapOf(node, (one, name) => ({
    title: textOf(childOf(one, "title")) ?? name,
    address: textOf(childOf(one, "address")) ?? textOf(one) ?? null,
  }));
}

function columnsOf(node: Node | undefined): Readonly<Record<string, Field>> {
  return Object.fromEntries(fieldsOf(node).map(({ field }) => [field.name, field]));
}

function mapOf<T>(node: Node | undefined, read: (node: Node, name: string) => T): Readonly<Record<string, T>> {
  if (node?.kind !== "map") return {};
  return Object.fromEntries(node.entries.map((entry) => [entry.name, read(entry.value, entry.name)]));
}

const PLAIN: Omit<Field, "name" | "type" | "title"> = {
  required: true,
  hidden: false,
  help: null,
  of: null,
  from: null,
  values: null,
  include: [],
  currency: null,
  min: null,
  max: null,
  default: undefined,
};
const TITLE: Field = { ...PLAIN, name: "title", type: "text", title: "Название" };
const STAGE: Field = { ...PLAIN, name: "stage", type: "choice", title: "Стадия" };
