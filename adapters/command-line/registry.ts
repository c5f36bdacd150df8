import { writeFileSync } from "node:fs";
import type { InstanceId } from "../../engine/base/ids.ts";
import { suggest } from "../../engine/base/suggest.ts";
import { harmless } from "../../engine/definition/show-line.ts";
import type { HistoryEvent } from "../../engine/instance/event.ts";
import type { SealedRow } from "../../engine/ports/registries.ts";
import { columnsOf, registryCsv } from "../../engine/registry/export-csv.ts";
import { xesLog } from "../../engine/registry/export-xes.ts";
import type { Finding } from "../../engine/registry/finding.ts";
import type { Verification } from "../../engine/registry/verify-registry.ts";
import { wrap } from "../../engine/view/display-width.ts";
import { relativeText } from "../../engine/view/moment.ts";
import { pageWidth, paint } from "../../engine/view/print-timeline.ts";
import { textTable } from "../../engine/view/text-table.ts";
import { couldNotRun, wrongUse } from "../complaint.ts";
import { refuse } from "./give-command.ts";
import { type Operating, operate, type Page, pageOf, printJson, rowJson } from "./operate.ts";
import type { ExitCode, Terminal } from "./terminal.ts";
import { unwritable } from "./unwritable.ts";
import type { OperatingOptions } from "./with-engine.ts";

export type RegistryAction = "list" | "export" | "verify";

/** `ordo registry list`, `ordo registry export|verify <registry>` */
export interface RegistryOptions extends OperatingOptions {
  /** Of `export`. @default "csv" */
  readonly format?: "csv" | "xes";
  /** Of `export`: file to write. @default standard output */
  readonly out?: string;
}

/** Rows read at once. */
const PAGE = 500;
/** Rows of one export; more than any registry holds in decades. */
const ROWS_MAX = 10_000_000;

/** Registries: which there are, their rows as CSV, XES or JSON, and whether their chains hold (1 where one does not). */
export function registry(
  { action, name }: { readonly action: RegistryAction; readonly name: string | undefined },
  options: RegistryOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  if (name === undefined && action === "export") {
    throw wrongUse(
      { ru: "Какой реестр?", en: "Which registry?" },
      { ru: "Все реестры: ordo registry list", en: "All registries: ordo registry list" },
    );
  }
  return operate(options, terminal, async (operating) => {
    if (action === "list") return list(operating);
    const known = (await operating.engine.registries()).map((one) => one.name);
    if (name !== undefined && !known.includes(name)) return unknownRegistry(name, known, operating);
    if (name !== undefined && action === "export") return exportRows(name, operating);
    return verify(name === undefined ? known : [name], operating);
  });
}

function unknownRegistry(name: string, known: readonly string[], operating: Operating): ExitCode {
  const near = suggest(name, known);
  const list = known.length === 0 ? "—" : known.join(", ");
  return refuse(
    {
      kind: "rejected",
      code: "REGISTRY_NOT_FOUND",
      reason: {
        ru: `Реестра «${name}» нет, или в нём нет строк.`,
        en: `There is no registry "${name}", or it has no rows.`,
      },
      remedy:
        near === null
          ? { ru: `Есть: ${list}.`, en: `There are: ${list}.` }
          : { ru: `Может быть, ${near}?`, en: `Did you mean ${near}?` },
      fields: {},
    },
    operating,
  );
}

async function list(operating: Operating): Promise<ExitCode> {
  const { engine, options, terminal } = operating;
  const all = await engine.registries();
  if (options.json) printJson(terminal, { registries: all.map(rowJson) });
  else if (all.length === 0)
    terminal.print(terminal.pick({ ru: "В реестрах нет строк.", en: "The registries have no rows." }));
  else {
    const page = await pageOf(operating);
    const columns = [
      { title: terminal.pick({ ru: "РЕЕСТР", en: "REGISTRY" }) },
      { title: terminal.pick({ ru: "НАЗВАНИЕ", en: "TITLE" }), shrinks: true },
      { title: terminal.pick({ ru: "ОПЕЧАТАНО", en: "SEALED" }), align: "right" as const },
      { title: terminal.pick({ ru: "ЖДЁТ ПЕЧАТИ", en: "UNSEALED" }), align: "right" as const },
      { title: terminal.pick({ ru: "ПОСЛЕДНЯЯ ПЕЧАТЬ", en: "LAST SEAL" }) },
    ];
    const lines = all.map(({ name, title, head, unsealed }) => [
      { text: name, ansi: "1" },
      { text: title },
      { text: String(head?.count ?? 0) },
      { text: String(unsealed), ...(unsealed > 0 ? { ansi: "33" } : {}) },
      { text: head === null ? "—" : relativeText(head.at, page.now, page.locale), ansi: "2" },
    ]);
    terminal.print(textTable(columns, lines, page));
  }
  return 0;
}

async function exportRows(name: string, operating: Operating<RegistryOptions>): Promise<ExitCode> {
  const { options, terminal } = operating;
  const rows = await rowsOf(name, operating);
  if (options.json) {
    printJson(terminal, { registry: name, rows: rows.map(rowJson) });
    return 0;
  }
  const text =
    options.format === "xes"
      ? [...xesLog(await historiesOf(rows, operating))].join("")
      : [...registryCsv(rows, { columns: columnsOf(rows) })].join("");
  if (options.out === undefined) {
    terminal.print(text.trimEnd());
    return 0;
  }
  try {
    writeFileSync(options.out, text);
  } catch (error) {
    throw unwritable(options.out, error);
  }
  const count = rows.length;
  terminal.say(
    terminal.pick({ ru: `Записано строк: ${count} — ${options.out}`, en: `Rows written: ${count} — ${options.out}` }),
  );
  return 0;
}

async function rowsOf(name: string, { engine }: Operating): Promise<readonly SealedRow[]> {
  const rows: SealedRow[] = [];
  for (let after = 0; rows.length < ROWS_MAX; ) {
    const page = await engine.registryRows(name, { after, limit: PAGE });
    rows.push(...page);
    const last = page.at(-1)?.seal?.number;
    // Rows without a seal come last and have no number to go on from.
    if (page.length < PAGE || last === undefined) break;
    after = last;
  }
  return rows;
}

async function historiesOf(
  rows: readonly SealedRow[],
  { engine }: Operating,
): Promise<readonly (readonly HistoryEvent[])[]> {
  const ids = [...new Set<InstanceId>(rows.map(({ instance }) => instance))];
  const histories: (readonly HistoryEvent[])[] = [];
  for (const instance of ids) {
    const shown = await engine.show(instance);
    if (shown !== null) histories.push(shown.history);
  }
  return histories;
}

async function verify(names: readonly string[], operating: Operating): Promise<ExitCode> {
  const { engine, options, terminal } = operating;
  const found: Verification[] = [];
  for (const name of names) {
    const verification = await engine.verifyRegistry(name);
    if (verification === null) throw noKey();
    found.push(verification);
  }
  if (names.length === 0 && options.json !== true) {
    terminal.print(terminal.pick({ ru: "В реестрах нет строк.", en: "The registries have no rows." }));
    return 0;
  }
  const breaches = found.reduce((sum, one) => sum + one.breaches, 0);
  if (options.json) printJson(terminal, { breaches, registries: found.map((one) => verificationJson(one, terminal)) });
  else {
    const page = await pageOf(operating);
    terminal.print(found.map((one) => verificationText(one, page)).join("\n\n"));
  }
  return breaches > 0 ? 1 : 0;
}

function noKey(): Error {
  return couldNotRun(
    {
      ru: "Реестры не опечатаны: ключа нет, и сверять нечего.",
      en: "The registries are not sealed: there is no key, and nothing to verify against.",
    },
    {
      ru: 'Задайте ключ: registry: { key: "${ORDO_REGISTRY_KEY}" } в ordo.yaml; подробнее — ordo doctor.',
      en: 'Set a key: registry: { key: "${ORDO_REGISTRY_KEY}" } in ordo.yaml; more: ordo doctor.',
    },
  );
}

function verificationJson(verification: Verification, terminal: Terminal) {
  const { registry: name, sealed, unsealed, erased, breaches, findings } = verification;
  const listed = findings.map(({ says, remedy, ...rest }) => ({
    ...rest,
    says: terminal.pick(says),
    remedy: terminal.pick(remedy),
  }));
  return { registry: name, sealed, unsealed, erased, breaches, findings: listed };
}

function verificationText(
  { registry: name, sealed, unsealed, erased, breaches, findings }: Verification,
  page: Page,
): string {
  const isRu = page.locale === "ru";
  const counts = isRu
    ? `опечатано ${sealed}, ждёт печати ${unsealed}, стёрто ${erased}`
    : `${sealed} sealed, ${unsealed} unsealed, ${erased} erased`;
  const verdict =
    breaches === 0
      ? isRu
        ? "цепочка цела"
        : "the chain holds"
      : isRu
        ? `нарушений: ${breaches}`
        : `breaches: ${breaches}`;
  const head = `${paint(breaches === 0 ? "32" : "31", breaches === 0 ? "✓" : "✗", page)} ${paint("1", name, page)}  ${verdict} (${counts})`;
  return [head, ...findings.flatMap((finding) => findingText(finding, page))].join("\n");
}

function findingText({ says, remedy, isBreach }: Finding, page: Page): readonly string[] {
  const room = pageWidth(page) - 6;
  const [first = "", ...rest] = wrap(harmless(says[page.locale]), room);
  return [
    `    ${isBreach ? paint("31", "!", page) : paint("2", "·", page)} ${first}`,
    ...rest.map((line) => `      ${line}`),
    ...(isBreach ? wrap(harmless(remedy[page.locale]), room).map((line) => paint("2", `      ${line}`, page)) : []),
  ];
}
