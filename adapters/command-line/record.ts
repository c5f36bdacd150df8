import { isRecord, type RecordSnapshot, type Value } from "../../engine/base/value.ts";
import type { Catalog } from "../../engine/definition/catalog.ts";
import { harmless } from "../../engine/definition/show-line.ts";
import { plain } from "../../engine/view/plain.ts";
import { paint } from "../../engine/view/print-timeline.ts";
import { textTable } from "../../engine/view/text-table.ts";
import { wrongUse } from "../complaint.ts";
import { companyFiles } from "../engine/company-files.ts";
import { reachEngine } from "../engine/reach-engine.ts";
import type { RecordAnswer, RecordOrder } from "../engine/record-orders.ts";
import { configured } from "./configured.ts";
import { refuse } from "./give-command.ts";
import { localZone, type Operating, pageOf, printJson } from "./operate.ts";
import { operatorOf } from "./operator.ts";
import { readSets } from "./read-sets.ts";
import type { ExitCode, Terminal } from "./terminal.ts";
import { type OperatingOptions, signedInOf } from "./with-engine.ts";

/** `ordo record <ref or type>` */
export interface RecordOptions extends OperatingOptions {
  /** `field=value` to write. */
  readonly set?: readonly string[];
  readonly create?: boolean;
  readonly delete?: boolean;
}

/**
 * Records of the built-in CRM: `lead` lists them, `lead/101` shows one, `--set` changes it, `--create` makes one of the
 * type, `--delete` removes it. A change raises its event as any other: processes start by it.
 */
export async function record(name: string, options: RecordOptions, terminal: Terminal): Promise<ExitCode> {
  refuseMixed(name, options);
  const { configuration, logger } = configured(terminal, { level: "warn" });
  const reached = await reachEngine(configuration, { logger, locale: terminal.locale, command: "ordo record" });
  try {
    const signedIn = signedInOf(configuration);
    const operating: Operating<RecordOptions> = { engine: reached.useCases, signedIn, options, terminal };
    const { catalog } = companyFiles(configuration);
    const answer = (await reached.call("record", [await orderOf(name, operating, catalog)])) as RecordAnswer;
    return await tell(answer, operating, catalog);
  } finally {
    await reached.close();
  }
}

async function orderOf(
  name: string,
  operating: Operating<RecordOptions>,
  catalog: Catalog | null,
): Promise<RecordOrder> {
  const { options, engine } = operating;
  const isOne = name.includes("/");
  if (!options.create && !options.delete && (options.set ?? []).length === 0)
    return isOne ? { kind: "show", ref: name } : { kind: "list", type: name };
  const { user: by } = await operatorOf(operating);
  if (options.delete) return { kind: "delete", ref: name, by };
  const fields = Object.entries(catalog?.records[name.split("/")[0] ?? ""]?.fields ?? {});
  const set = readSets(options.set ?? [], {
    fields: fields.map(([field, { type }]) => ({ name: field, type: String(type) })),
    people: await engine.people(),
  });
  return isOne ? { kind: "edit", ref: name, set, by } : { kind: "create", type: name, set, by };
}

async function tell(
  answer: RecordAnswer,
  operating: Operating<RecordOptions>,
  catalog: Catalog | null,
): Promise<ExitCode> {
  const { options, terminal } = operating;
  if (answer.kind === "rejected") return refuse(answer, operating);
  const { records, changed } = answer;
  if (options.json) {
    printJson(terminal, { records: records.map((one) => plain(one, localZone())), changed });
    return 0;
  }
  const page = await pageOf(operating);
  const [only] = records;
  if (records.length === 0)
    terminal.print(terminal.pick({ ru: "Таких записей нет.", en: "There are no such records." }));
  else if (records.length > 1 || only === undefined)
    terminal.print(records.map((one) => `${one.ref}  ${harmless(titleOf(one))}`).join("\n"));
  else {
    const titles = catalog?.records[only.ref.split("/")[0] ?? ""]?.fields ?? {};
    terminal.print(paint("1", only.ref, page));
    const rows = Object.entries(only).filter(([field, value]) => field !== "ref" && value !== null);
    const lines = rows.map(([field, value]) => [
      { text: `  ${field}` },
      { text: titles[field]?.title ?? "", ansi: "2" },
      { text: harmless(valueText(value ?? null)) },
    ]);
    terminal.print(
      textTable([{ title: "" }, { title: "" }, { title: "", shrinks: true }], lines, page).replace(/^\s*\n/u, ""),
    );
  }
  if (writes(options))
    terminal.say(
      changed
        ? terminal.pick({ ru: "Записано.", en: "Written." })
        : terminal.pick({ ru: "Ничего не изменилось.", en: "Nothing differs." }),
    );
  return 0;
}

function writes({ create, delete: deletes, set = [] }: RecordOptions): boolean {
  return create === true || deletes === true || set.length > 0;
}

function titleOf(one: RecordSnapshot): string {
  const { title } = one as { readonly title?: Value };
  return typeof title === "string" ? title : "";
}

function valueText(value: Value): string {
  if (isRecord(value)) return value.ref;
  const shown = plain(value, localZone());
  return typeof shown === "string" ? shown : JSON.stringify(shown);
}

function refuseMixed(name: string, options: RecordOptions): void {
  const isOne = name.includes("/");
  const wrong = (options.create === true && isOne) || (writes(options) && options.create !== true && !isOne);
  if (!wrong && !(options.create && options.delete)) return;
  throw wrongUse(
    { ru: `Непонятно, что сделать с ${name}.`, en: `It is not clear what to do with ${name}.` },
    {
      ru: "Изменить: ordo record lead/101 --set поле=значение; создать: ordo record lead --create --set …; удалить: ordo record lead/101 --delete",
      en: "Change: ordo record lead/101 --set field=value; create: ordo record lead --create --set …; delete: ordo record lead/101 --delete",
    },
  );
}
