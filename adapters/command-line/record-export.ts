import { closeSync, openSync, renameSync, rmSync, writeFileSync } from "node:fs";
import type { RecordSnapshot } from "../../engine/base/value.ts";
import type { Text } from "../../engine/definition/problem.ts";
import { wrongUse } from "../complaint.ts";
import type { Separator } from "../record-files/csv-text.ts";
import { type FileFormat, formatOf } from "../record-files/file-rows.ts";
import { namesFor, recordsText } from "../record-files/records-text.ts";
import { refuse } from "./give-command.ts";
import { readFilter, unknownType } from "./read-filter.ts";
import type { ExitCode, Terminal } from "./terminal.ts";
import { unwritable } from "./unwritable.ts";
import type { OperatingOptions } from "./with-engine.ts";
import { answerOf, type WithRecords, withRecords } from "./with-records.ts";

/** `ordo record export <type>` */
export interface RecordExportOptions extends OperatingOptions {
  readonly where?: readonly string[];
  /** @default by the end of the file's name, else yaml */
  readonly format?: FileFormat;
  /** @default standard output */
  readonly out?: string;
  /** Of CSV. @default ";" */
  readonly separator?: string;
}

/** Records read at once. */
const PAGE = 500;
/** More records than that cannot be read back from YAML. */
const YAML_MAX = 20_000;

/** Writes the records of a type as a file that `ordo record import` reads, page by page. */
export function recordExport(
  type: string | undefined,
  options: RecordExportOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  if (type === undefined) throw whichType();
  return withRecords("ordo record export", { options, terminal }, (records) => written(type, records));
}

/** What separates cells. @throws {Complaint} */
export function separatorNamed(text: string | undefined): Separator {
  if (text === undefined) return ";";
  if (text === ";" || text === ",") return text;
  if (text === "tab" || text === "\t") return "\t";
  throw wrongUse(
    { ru: `--separator ${text}: такого разделителя нет.`, en: `--separator ${text} is no separator.` },
    { ru: "Годятся: ; , tab", en: "There are: ; , tab" },
  );
}

async function written(type: string, records: WithRecords<RecordExportOptions>): Promise<ExitCode> {
  const { options, terminal, catalog, engine } = records;
  const declared = catalog?.records[type];
  const types = Object.keys(catalog?.records ?? {});
  if (catalog !== null && !declared) throw unknownType(type, types);
  const filter = readFilter(type, options.where ?? [], { catalog, people: await engine.people() });
  const format = options.format ?? formatOf(options.out ?? "") ?? "yaml";
  const separator = separatorNamed(options.separator);
  const pages = (): AsyncGenerator<readonly RecordSnapshot[], void> => pagesOf(type, filter, records);
  const names = new Set(declared ? namesFor(declared, []) : []);
  if (!declared) for await (const page of pages()) for (const name of namesFor(undefined, page)) names.add(name);
  const text = recordsText({ format, type: declared, names: [...names], separator });
  const write = writerTo(options.out, terminal);
  let count = 0;
  try {
    write.piece(text.head);
    for await (const page of pages())
      for (const one of page) {
        write.piece(text.record(one, count === 0));
        count += 1;
      }
    write.piece(text.tail);
    write.end();
  } catch (error) {
    write.abandon();
    if (error instanceof RefusedPage) return refuse(error.refusal, records);
    throw error;
  }
  if (options.out !== undefined) terminal.say(terminal.pick(doneText(count, options.out)));
  if (format === "yaml" && count > YAML_MAX)
    terminal.say(
      terminal.pick({
        ru: "Столько записей обратно из YAML не ввести: возьмите --format json или csv.",
        en: "So many records cannot be read back from YAML: take --format json or csv.",
      }),
    );
  return 0;
}

type PageAnswer = ReturnType<typeof answerOf<"records">>;

class RefusedPage extends Error {
  override readonly name = "RefusedPage";
  readonly refusal: Parameters<typeof refuse>[0];
  constructor(refusal: Parameters<typeof refuse>[0]) {
    super(refusal.code);
    this.refusal = refusal;
  }
}

async function* pagesOf(
  type: string,
  filter: ReturnType<typeof readFilter>,
  { ask }: WithRecords<RecordExportOptions>,
): AsyncGenerator<readonly RecordSnapshot[], void> {
  for (let after: string | null = null; ; ) {
    const answer: PageAnswer = answerOf("records", await ask({ kind: "list", type, filter, limit: PAGE, after }));
    if (answer.kind === "rejected") throw new RefusedPage(answer);
    yield answer.records;
    after = answer.next ?? null;
    if (after === null) return;
  }
}

interface Writer {
  piece(text: string): void;
  end(): void;
  abandon(): void;
}

/** A file, written piece by piece and there once it is whole, or standard output. */
function writerTo(path: string | undefined, terminal: Terminal): Writer {
  if (path === undefined) {
    const pieces: string[] = [];
    const end = (): void => terminal.print(pieces.join("").replace(/\n$/, ""));
    return { piece: (text) => void pieces.push(text), end, abandon: () => {} };
  }
  const part = `${path}.part`;
  const tried = <Done>(work: () => Done): Done => {
    try {
      return work();
    } catch (error) {
      throw unwritable(path, error);
    }
  };
  const file = tried(() => openSync(part, "w"));
  let isOpen = true;
  const close = (): void => {
    if (isOpen) closeSync(file);
    isOpen = false;
  };
  return {
    piece: (text) => tried(() => writeFileSync(file, text)),
    end() {
      close();
      tried(() => renameSync(part, path));
    },
    abandon() {
      close();
      rmSync(part, { force: true });
    },
  };
}

function doneText(count: number, path: string): Text {
  return { ru: `Записей: ${count} → ${path}`, en: `${count} records → ${path}` };
}

function whichType(): Error {
  return wrongUse(
    { ru: "Записи какого типа вывезти?", en: "Records of which type?" },
    {
      ru: "Например: ordo record export lead --out leads.csv",
      en: "For example: ordo record export lead --out leads.csv",
    },
  );
}
