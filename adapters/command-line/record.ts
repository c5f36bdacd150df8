import { wrongUse } from "../complaint.ts";
import type { RecordOrder } from "../engine/record-orders.ts";
import { configuredShelf } from "./file-shelf.ts";
import { refuse } from "./give-command.ts";
import { limitOf } from "./list-page.ts";
import { operatorOf } from "./operator.ts";
import { readFiles } from "./read-files.ts";
import { readFilter, unknownType } from "./read-filter.ts";
import { readSets } from "./read-sets.ts";
import { tellRecords } from "./record-page.ts";
import type { ExitCode, Terminal } from "./terminal.ts";
import type { OperatingOptions } from "./with-engine.ts";
import { answerOf, type WithRecords, withRecords } from "./with-records.ts";

/** `ordo record <ref or type>` */
export interface RecordOptions extends OperatingOptions {
  /** `field=value` to write. */
  readonly set?: readonly string[];
  readonly create?: boolean;
  readonly delete?: boolean;
  readonly undelete?: boolean;
  readonly note?: string;
  /** Revision that was read before. */
  readonly expected?: string;
  /** What a search box would be given. */
  readonly find?: string;
  readonly where?: readonly string[];
  readonly history?: boolean;
  readonly limit?: string;
  readonly after?: string;
}

/**
 * Records: `lead` lists them (`--find`, `--where`), `lead/101` shows one, `--set` changes it, `--create` makes one of the
 * type, `--delete` removes it. A change raises its event as any other: processes start by it.
 */
export function record(name: string, options: RecordOptions, terminal: Terminal): Promise<ExitCode> {
  refuseMixed(name, options);
  const begins = isWriting(options);
  return withRecords("ordo record", { options: { ...options, begins }, terminal }, async (records) => {
    const order = await orderOf(name, records);
    const answer = answerOf("records", await records.ask(order));
    if (answer.kind === "rejected") return refuse(answer, records);
    const code = await tellRecords(answer, records, isWriting(options));
    if (options.undelete && !options.json) terminal.say(terminal.pick(NOT_AGAIN));
    return code;
  });
}

const NOT_AGAIN = {
  ru: "Процессы, которые закончились из-за удаления, сами не продолжатся; там, где стоит once, не начнутся и заново.",
  en: "Processes that ended by the deletion do not go on; where `once` holds they do not start again either.",
};

async function orderOf(name: string, records: WithRecords<RecordOptions>): Promise<RecordOrder> {
  const { options, engine, catalog } = records;
  const isOne = name.includes("/");
  const [type = ""] = name.split("/", 1);
  if (!isWriting(options)) {
    if (isOne) return { kind: "show", ref: name };
    const types = Object.keys(catalog?.records ?? {});
    if (catalog !== null && !types.includes(type)) throw unknownType(type, types);
    return {
      ...{
        kind: "list",
        type,
        filter: readFilter(type, options.where ?? [], { catalog, people: await engine.people() }),
      },
      ...(options.find === undefined ? {} : { find: options.find }),
      ...{ limit: limitOf(options.limit), after: options.after ?? null },
    };
  }
  const known = Object.keys(catalog?.records ?? {});
  if (options.create && catalog !== null && !known.includes(type)) throw unknownType(type, known);
  const { user: by } = await operatorOf(records);
  if (options.delete) return { kind: "delete", ref: name, by };
  if (options.undelete) return { kind: "undelete", ref: name, by };
  if (options.note !== undefined) return { kind: "note", ref: name, text: options.note, by };
  const fields = Object.entries(catalog?.records[type]?.fields ?? {});
  const typed = fields.map(([field, { type: kind }]) => ({ name: field, type: String(kind) }));
  const shelf = () => options.shelf ?? configuredShelf(records.terminal);
  const { files, others } = await readFiles(options.set ?? [], typed, shelf);
  const set = { ...readSets(others, { fields: typed, people: await engine.people() }), ...files };
  if (!isOne) return { kind: "create", type: name, set, by };
  return { kind: "edit", ref: name, set, by, ...expectedOf(options) };
}

function expectedOf({ expected }: RecordOptions): { readonly expected?: number } {
  if (expected === undefined) return {};
  const revision = Number(expected);
  if (Number.isInteger(revision) && revision > 0) return { expected: revision };
  throw wrongUse(
    { ru: `--expected ${expected}: это не версия записи.`, en: `--expected ${expected} is no revision of a record.` },
    { ru: "Версию показывает ordo record <запись>.", en: "`ordo record <record>` shows its revision." },
  );
}

function isWriting({ create, delete: deletes, undelete, note, set = [] }: RecordOptions): boolean {
  return create === true || deletes === true || undelete === true || note !== undefined || set.length > 0;
}

function refuseMixed(name: string, options: RecordOptions): void {
  const { create, delete: deletes, undelete, note, set = [] } = options;
  const isOne = name.includes("/");
  const ways = [create || set.length > 0, deletes, undelete, note !== undefined].filter(Boolean).length;
  const isOfOne = isWriting(options) && create !== true;
  const isLooking = options.find !== undefined || (options.where ?? []).length > 0;
  const isMixed = ways > 1 || (create === true && isOne) || (isOfOne && !isOne) || (isLooking && (isOne || ways > 0));
  if (!isMixed) return;
  throw wrongUse(
    { ru: `Непонятно, что сделать с ${name}.`, en: `It is not clear what to do with ${name}.` },
    {
      ru: "Найти: ordo record lead --find 911…; изменить: ordo record lead/101 --set поле=значение; создать: ordo record lead --create --set …; удалить: ordo record lead/101 --delete",
      en: "Find: ordo record lead --find 911…; change: ordo record lead/101 --set field=value; create: ordo record lead --create --set …; delete: ordo record lead/101 --delete",
    },
  );
}
