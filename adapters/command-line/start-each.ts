import { randomUUID } from "node:crypto";
import { id, type ProcessId } from "../../engine/base/ids.ts";
import { harmless } from "../../engine/definition/show-line.ts";
import type { Refusal, UseCases } from "../../engine/runtime/use-cases.ts";
import { paint } from "../../engine/view/print-timeline.ts";
import { textTable } from "../../engine/view/text-table.ts";
import { wrongUse } from "../complaint.ts";
import { companyFiles } from "../engine/company-files.ts";
import type { EachAnswer, EachOrder } from "../engine/each-orders.ts";
import { reachEngine } from "../engine/reach-engine.ts";
import type { EachPreview, EachState } from "../start-each/start-batches.ts";
import { configured } from "./configured.ts";
import { refuse } from "./give-command.ts";
import { knownPlace } from "./known-place.ts";
import { unknownProcess } from "./known-process.ts";
import { type Operating, pageOf, printJson, rowJson } from "./operate.ts";
import { operatorOf } from "./operator.ts";
import { paceOf, perMinuteOf } from "./pace.ts";
import { openProgress } from "./progress.ts";
import { readRecords } from "./read-filter.ts";
import { readSets } from "./read-sets.ts";
import { refusalJson } from "./refusal.ts";
import type { ExitCode, Terminal } from "./terminal.ts";
import { type OperatingOptions, signedInOf } from "./with-engine.ts";

/** `ordo start <process> --each`, `--resume`, `--batches` */
export interface StartEachOptions extends OperatingOptions {
  /** A type of records and which of them: `deal stageKind=open`. */
  readonly each?: string;
  /** Input that gets the record. */
  readonly with?: string;
  readonly set?: readonly string[];
  readonly preview?: boolean;
  /** `5/s`, `100/m`. */
  readonly rate?: string;
  readonly resume?: string;
  readonly batches?: boolean;
}

/** The engine, and what is asked of it step by step. */
export interface EachEngine {
  readonly useCases: UseCases;
  each(order: EachOrder): Promise<EachAnswer>;
}

type EachOperating = Operating<StartEachOptions> & { readonly each: EachEngine["each"] };

/**
 * Starts a process for each of many records: going live with data that are there already. Shows first what would happen
 * (`--preview`), keeps to a pace, and goes on where it was interrupted (`--resume`). A record is started at most once in
 * a batch, whatever is interrupted.
 */
export async function startEach(
  process: string | undefined,
  options: StartEachOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const { configuration, logger } = configured(terminal, { level: "warn" });
  knownPlace(configuration);
  const { catalog } = companyFiles(configuration);
  const reached = await reachEngine(configuration, { logger, locale: terminal.locale, command: "ordo start" });
  try {
    const each = async (order: EachOrder): Promise<EachAnswer> => (await reached.call("each", [order])) as EachAnswer;
    const base = { engine: reached.useCases, signedIn: signedInOf(configuration), options, terminal };
    const operating: EachOperating = { ...base, each };
    if (options.batches) return await list(operating);
    if (options.resume !== undefined) return await resume(options.resume, operating);
    if (process === undefined) throw whichProcess();
    const unknown = await unknownProcess(process, operating);
    if (unknown !== null) return refuse(unknown, operating);
    const words = { catalog, people: await reached.useCases.people() };
    const { user: by, override } = await operatorOf(operating);
    const wanted = {
      ...{ process: id<ProcessId>(process), ...readRecords(options.each ?? "", words), with: options.with ?? null },
      ...{ input: readSets(options.set ?? [], { fields: [], people: words.people }), by },
      ...(override === undefined ? {} : { override }),
    };
    const perMinute = options.rate === undefined ? null : perMinuteOf(options.rate);
    if (options.preview) return tellPreview(await each({ kind: "preview", wanted }), operating);
    const batch = randomUUID().replaceAll("-", "").slice(0, 12);
    return await run(await each({ kind: "open", wanted, id: batch, perMinute }), operating);
  } finally {
    await reached.close();
  }
}

async function resume(batch: string, operating: EachOperating): Promise<ExitCode> {
  const state = await operating.each({ kind: "look", id: batch });
  const { rate } = operating.options;
  return run(
    state.kind === "batch" && rate !== undefined ? { ...state, perMinute: perMinuteOf(rate) } : state,
    operating,
  );
}

/** Step by step until nothing is left, or until Ctrl-C. */
async function run(opened: EachAnswer, operating: EachOperating): Promise<ExitCode> {
  const { terminal, each } = operating;
  if (opened.kind !== "batch") return refusedBy(opened, operating);
  const pace = paceOf(opened.perMinute);
  const stop = new AbortController();
  const end = (): void => stop.abort();
  process.once("SIGINT", end);
  process.once("SIGTERM", end);
  const progress = openProgress(opened.total, terminal, { ru: "Запуски", en: "Starts" });
  progress.done(opened.total - opened.pending);
  let { pending } = opened;
  if (pending > 0) sayBegun(opened, terminal);
  try {
    while (pending > 0 && !stop.signal.aborted) {
      const answer = await each({ kind: "step", id: opened.id, count: pace.count });
      if (answer.kind !== "step") return refusedBy(answer, operating);
      progress.done(pending - answer.pending);
      await pace.after(pending - answer.pending, stop.signal);
      pending = answer.pending;
    }
  } finally {
    progress.end();
    process.off("SIGINT", end);
    process.off("SIGTERM", end);
  }
  const state = await each({ kind: "look", id: opened.id });
  return state.kind === "batch" ? tellState(state, operating) : refusedBy(state, operating);
}

function sayBegun({ id: batch, pending }: EachState, terminal: Terminal): void {
  terminal.say(
    terminal.pick({
      ru: `Пачка ${batch}: запусков ${pending}. Прервать — Ctrl-C, продолжить — ordo start --resume ${batch}`,
      en: `Batch ${batch}: ${pending} starts. Ctrl-C interrupts it, ordo start --resume ${batch} goes on`,
    }),
  );
}

function tellState(state: EachState, { options, terminal }: EachOperating): ExitCode {
  const { id: batch, total, pending, counts, refused } = state;
  const code: ExitCode = pending > 0 ? 130 : counts.rejected > 0 ? 1 : 0;
  if (options.json) {
    printJson(terminal, { batch: stateJson(state), refusal: null });
    return code;
  }
  const { started, live, before, waits, rejected } = counts;
  terminal.print(
    terminal.pick({
      ru: `Пачка ${batch}: записей ${total}, запущено ${started}, уже идёт ${live}, уже было (once) ${before}, ждёт ${waits}, отказано ${rejected}`,
      en: `Batch ${batch}: ${total} records, ${started} started, ${live} live already, ${before} were before (once), ${waits} wait, ${rejected} refused`,
    }),
  );
  for (const one of refused) terminal.say(`  ✗ ${one.ref} (${one.code})`);
  if (pending > 0)
    terminal.say(
      terminal.pick({
        ru: `Прервано: осталось ${pending}. Продолжить: ordo start --resume ${batch}`,
        en: `Interrupted: ${pending} are left. To go on: ordo start --resume ${batch}`,
      }),
    );
  return code;
}

function tellPreview(answer: EachAnswer, operating: EachOperating): ExitCode {
  const { options, terminal } = operating;
  if (answer.kind !== "preview") return refusedBy(answer, operating);
  const { total, looked, counts, first } = answer;
  if (options.json) {
    printJson(terminal, { preview: { total, looked, counts, first }, refusal: null });
    return 0;
  }
  terminal.print(
    terminal.pick({
      ru: `Подходит записей: ${total}. Запустится ${counts.start}, уже идёт ${counts.live}, уже было (once) ${counts.before}, встанет в очередь ${counts.waits}.`,
      en: `${total} records fit. ${counts.start} would start, ${counts.live} are live already, ${counts.before} were before (once), ${counts.waits} would wait.`,
    }),
  );
  if (looked < total)
    terminal.say(terminal.pick({ ru: `Посчитаны первые ${looked}.`, en: `Counted among the first ${looked}.` }));
  for (const { ref, title, foreseen } of first)
    terminal.print(`  ${ref}  ${harmless(title)}  ${terminal.pick(FORESEEN[foreseen])}`);
  return 0;
}

const FORESEEN: Readonly<Record<EachPreview["first"][number]["foreseen"], { ru: string; en: string }>> = {
  start: { ru: "— запустится", en: "— would start" },
  live: { ru: "— уже идёт", en: "— live already" },
  before: { ru: "— уже было", en: "— was before" },
  waits: { ru: "— встанет в очередь", en: "— would wait" },
};

async function list(operating: EachOperating): Promise<ExitCode> {
  const { options, terminal } = operating;
  const answer = await operating.each({ kind: "list" });
  if (answer.kind !== "batches") return refusedBy(answer, operating);
  if (options.json) {
    printJson(terminal, { batches: answer.batches.map(stateJson) });
    return 0;
  }
  if (answer.batches.length === 0) {
    terminal.print(terminal.pick({ ru: "Пачек ещё не было.", en: "There were no batches yet." }));
    return 0;
  }
  const page = await pageOf(operating);
  const title = (ru: string, en: string) => ({ title: terminal.pick({ ru, en }) });
  const rows = answer.batches.map((one) => [
    { text: one.id },
    { text: one.process },
    { text: `${one.type} ${JSON.stringify(one.filter)}` },
    { text: `${one.total - one.pending}/${one.total}` },
    { text: String(one.counts.started) },
    { text: one.by ?? "—" },
  ]);
  const columns = [
    ...[title("Пачка", "Batch"), title("Процесс", "Process"), { ...title("Записи", "Records"), shrinks: true }],
    ...[title("Пройдено", "Done"), title("Запущено", "Started"), title("Кто", "By")],
  ];
  terminal.print(textTable(columns, rows, page));
  const open = answer.batches.find(({ pending }) => pending > 0);
  if (open)
    terminal.say(
      paint(
        "2",
        terminal.pick({
          ru: `Продолжить: ordo start --resume ${open.id}`,
          en: `To go on: ordo start --resume ${open.id}`,
        }),
        page,
      ),
    );
  return 0;
}

function stateJson({ kind: _kind, startedAt, endedAt, ...state }: EachState) {
  return { ...state, ...(rowJson({ startedAt, endedAt }) as object) };
}

function refusedBy(answer: EachAnswer, operating: EachOperating): ExitCode {
  if (answer.kind !== "rejected") throw new Error(`An answer to another question: ${answer.kind}`);
  const refusal: Refusal = answer;
  if (!operating.options.json) return refuse(refusal, operating);
  printJson(operating.terminal, { refusal: refusalJson(refusal, operating.terminal) });
  return 1;
}

function whichProcess(): Error {
  return wrongUse(
    { ru: "Какой процесс запустить?", en: "Which process is to be started?" },
    {
      ru: 'Например: ordo start company-total --each "company" --preview',
      en: 'For example: ordo start company-total --each "company" --preview',
    },
  );
}
