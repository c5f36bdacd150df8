import type { Field } from "../base/field.ts";
import type { DirectorySnapshot } from "../people/directory.ts";
import type { Catalog, RecordType } from "./catalog.ts";
import { didYouMean } from "./checks/did-you-mean.ts";
import { type ProblemParts, problem } from "./make-problem.ts";
import { childOf, type Document, type Entry, type MapNode, type Node, textOf } from "./node.ts";
import type { Problem } from "./problem.ts";
import { wrongValue } from "./wrong-value.ts";

/** What the records of a file are checked against. */
export interface RecordsContext {
  readonly catalog: Catalog;
  /** Null: users are not checked. */
  readonly directory: DirectorySnapshot | null;
}

/**
 * Checks the records of a file against the catalogue: their types and fields, values, stages, users, and the records
 * that they name. Fields of the record's own make (`id`, `type`, `ref`) are never wrong.
 */
export function checkRecords(document: Document, context: RecordsContext): readonly Problem[] {
  const records = childOf(document.root, "records");
  if (records?.kind !== "map") return [];
  const look: Look = { document, context, refs: new Set(records.entries.map(({ name }) => name)), problems: [] };
  for (const entry of records.entries) {
    if (look.problems.length >= PROBLEMS_MAX) break;
    checkRecord(look, entry);
  }
  return look.problems;
}

/** Of thousands of records with one mistake the first are enough. */
const PROBLEMS_MAX = 100;

interface Look {
  readonly document: Document;
  readonly context: RecordsContext;
  /** The records of the file. */
  readonly refs: ReadonlySet<string>;
  readonly problems: Problem[];
}

function checkRecord(look: Look, { key, name, value }: Entry): void {
  const type = name.slice(0, name.indexOf("/"));
  const types = Object.keys(look.context.catalog.records);
  const known = Object.hasOwn(look.context.catalog.records, type) ? look.context.catalog.records[type] : undefined;
  if (!known) {
    say(look, {
      at: key,
      message: { ru: `В catalog.yaml нет типа записей «${type}»`, en: `catalog.yaml has no record type "${type}"` },
      ...didYouMean(type, types, { at: key, text: look.document.text, none: NO_TYPES }),
    });
  } else if (value.kind === "map") {
    checkFields(look, value, known);
  }
}

function checkFields(look: Look, map: MapNode, type: RecordType): void {
  for (const { key, name, value } of map.entries) {
    const field = Object.hasOwn(type.fields, name) ? type.fields[name] : undefined;
    if (name === "stage" || name === "pipeline") checkStage(look, map, type);
    else if (field) checkValue(look, field, value);
    else if (!OWN_FIELDS.includes(name)) {
      say(look, {
        at: key,
        severity: "warning",
        message: { ru: `В «${type.title}» нет поля «${name}»`, en: `"${type.title}" has no field "${name}"` },
        ...didYouMean(name, Object.keys(type.fields), { at: key, text: look.document.text, none: NO_TYPES }),
      });
    }
  }
}

/** Fields that every record has, whatever its type declares. */
const OWN_FIELDS: readonly string[] = ["id", "type", "ref", "stageKind", "createdAt", "updatedAt"];

function checkStage(look: Look, map: MapNode, type: RecordType): void {
  const node = childOf(map, "stage");
  const stage = textOf(node);
  const pipelines = Object.values(type.pipelines).flatMap((one) => Object.keys(one.stages));
  const known = [...new Set([...Object.keys(type.stages), ...pipelines])];
  if (!node || stage === undefined || known.length === 0 || known.includes(stage)) return;
  if (look.problems.some(({ place }) => place.start === node.start)) return;
  say(look, {
    at: node,
    message: { ru: `У «${type.title}» нет стадии «${stage}»`, en: `"${type.title}" has no stage "${stage}"` },
    ...didYouMean(stage, known, { at: node, text: look.document.text, none: NO_TYPES }),
  });
}

function checkValue(look: Look, field: Field, node: Node): void {
  if (node.kind === "list") for (const item of node.items) checkValue(look, field, item);
  const wrong = wrongValue(field, node) ?? wrongMoney(field, node);
  if (wrong) return say(look, { at: node, ...wrong });
  const text = textOf(node);
  if (text === undefined) return;
  const users = look.context.directory ? Object.keys(look.context.directory.users) : null;
  if ((field.type === "user" || field.type === "users") && users && !users.includes(text)) {
    say(look, {
      at: node,
      severity: "warning",
      message: { ru: `Нет сотрудника «${text}»`, en: `There is no user "${text}"` },
      ...didYouMean(text, users, { at: node, text: look.document.text, none: NO_TYPES }),
    });
  }
  if ((field.type === "record" || field.type === "records") && !look.refs.has(text)) {
    say(look, {
      at: node,
      severity: "warning",
      message: { ru: `В файле нет записи «${text}»`, en: `The file has no record "${text}"` },
      remedy: { ru: "Добавьте её или назовите другую", en: "Add it or name another" },
    });
  }
}

function wrongMoney(field: Field, node: Node): Pick<ProblemParts, "message" | "remedy"> | null {
  const amount = field.type === "money" ? (childOf(node, "amount") ?? node) : null;
  if (amount?.kind !== "scalar" || amount.value === null || !Number.isNaN(Number(amount.value))) return null;
  return {
    message: {
      ru: `«${String(amount.value)}» для «${field.name}»: нужна сумма`,
      en: `"${String(amount.value)}" for "${field.name}": an amount is needed`,
    },
    remedy: { ru: "Напишите, например: 150000.50", en: "Write, for example: 150000.50" },
  };
}

const NO_TYPES = { ru: "Опишите в catalog.yaml", en: "Declare it in catalog.yaml" };

function say(look: Look, parts: Omit<ProblemParts, "code">): void {
  look.problems.push(problem(look.document, { code: "records-data", ...parts }));
}
