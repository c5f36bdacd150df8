import { randomUUID } from "node:crypto";
import { nameOf } from "../../engine/people/lookup.ts";
import { type TextColumn, textTable } from "../../engine/view/text-table.ts";
import { wrongUse } from "../complaint.ts";
import type { ListedAbsence } from "../directory/absence-desk.ts";
import type { AbsenceCall, AbsenceCallAnswer } from "../engine/absence-orders.ts";
import { reachEngine } from "../engine/reach-engine.ts";
import { configured } from "./configured.ts";
import { refuse } from "./give-command.ts";
import { knownPlace } from "./known-place.ts";
import { type Operating, pageOf, printJson, rowJson } from "./operate.ts";
import { operatorOf, userNamed } from "./operator.ts";
import type { ExitCode, Terminal } from "./terminal.ts";
import { type OperatingOptions, signedInOf } from "./with-engine.ts";

/** `ordo absence [list|add|remove] [person|id]` */
export interface AbsenceOptions extends OperatingOptions {
  /** Whose, by id or part of the name. @default of `add`: one's own */
  readonly user?: string;
  readonly from?: string;
  /** @default the first day */
  readonly to?: string;
  readonly substitute?: string;
  /** Of `list`: those that ended or were taken back, too. */
  readonly all?: boolean;
}

/** Absences: which there are and will be, entering one, taking one back. */
export async function absence(
  of: { readonly action: "list" | "add" | "remove"; readonly id: string | undefined },
  options: AbsenceOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const { configuration, logger } = configured(terminal, { level: "warn" });
  knownPlace(configuration);
  const reached = await reachEngine(configuration, { logger, locale: terminal.locale, command: "ordo absence" });
  const call = async (order: AbsenceCall): Promise<AbsenceCallAnswer> =>
    (await reached.call("absence", [order])) as AbsenceCallAnswer;
  const operating = { engine: reached.useCases, signedIn: signedInOf(configuration), options, terminal };
  try {
    const answer = await call(await orderOf(of, operating));
    return await told(answer, operating);
  } finally {
    await reached.close();
  }
}

async function orderOf(
  { action, id }: { readonly action: "list" | "add" | "remove"; readonly id: string | undefined },
  operating: Operating<AbsenceOptions>,
): Promise<AbsenceCall> {
  const { engine, options } = operating;
  const people = await engine.people();
  const named = options.user === undefined ? null : userNamed(options.user, people, "--user");
  if (action === "list") return { kind: "list", person: named, all: options.all === true };
  const { user: by, override } = await operatorOf(operating);
  if (action === "remove") {
    if (id === undefined) throw noId();
    return { kind: "remove", id, by: override ?? by };
  }
  if (options.from === undefined) throw noDay();
  const substitute = options.substitute === undefined ? null : userNamed(options.substitute, people, "--substitute");
  const order = { person: named ?? by, from: options.from, to: options.to ?? options.from, substitute };
  return { kind: "enter", id: randomUUID(), order, by: override ?? by };
}

async function told(answer: AbsenceCallAnswer, operating: Operating<AbsenceOptions>): Promise<ExitCode> {
  const { options, terminal, engine } = operating;
  if (answer.kind === "rejected") return refuse(answer, operating);
  if (options.json) {
    printJson(
      terminal,
      rowJson(answer.kind === "absences" ? { absences: answer.absences } : { [answer.kind]: answer.absence }),
    );
    return 0;
  }
  if (answer.kind !== "absences") {
    const { person, from, to, substitute, id } = answer.absence;
    const people = await engine.people();
    const names = {
      person: nameOf(people, person),
      substitute: substitute === null ? null : nameOf(people, substitute),
    };
    terminal.print(
      terminal.pick(answer.kind === "entered" ? entered({ ...names, from, to, id }) : removed({ ...names, from, to })),
    );
    return 0;
  }
  if (answer.absences.length === 0)
    terminal.print(terminal.pick({ ru: "Отсутствий не записано.", en: "No absences are entered." }));
  else terminal.print(await tableOf(answer.absences, operating));
  return 0;
}

async function tableOf(absences: readonly ListedAbsence[], operating: Operating<AbsenceOptions>): Promise<string> {
  const { terminal } = operating;
  const page = await pageOf(operating);
  const { people } = page;
  const [who, from, to, substitute, by] = terminal
    .pick({ ru: "Кто|С|По|Замещает|Кто записал", en: "Who|From|To|Substitute|Entered by" })
    .split("|");
  const columns: readonly TextColumn[] = [
    { title: who ?? "", shrinks: true },
    { title: from ?? "" },
    { title: to ?? "" },
    { title: substitute ?? "", shrinks: true },
    { title: by ?? "", shrinks: true },
    { title: "id" },
  ];
  const rows = absences.map(({ person, from: first, to: last, substitute: other, entered: one }) => [
    nameOf(people, person),
    first,
    last,
    other === null ? "—" : nameOf(people, other),
    one === null
      ? terminal.pick({ ru: "справочник", en: "the directory" })
      : nameOf(people, one.enteredBy) +
        (one.removedAt === null ? "" : terminal.pick({ ru: " (убрано)", en: " (removed)" })),
    one?.id ?? "",
  ]);
  return textTable(
    columns,
    rows.map((cells) => cells.map((text) => ({ text }))),
    page,
  );
}

interface Named {
  readonly person: string;
  readonly substitute: string | null;
  readonly from: string;
  readonly to: string;
}

function entered({ person, substitute, from, to, id }: Named & { readonly id: string }) {
  return substitute === null
    ? {
        ru: `${person} отсутствует ${from} – ${to}, не замещает никто: задания будут ждать. Убрать: ordo absence remove ${id}`,
        en: `${person} is away ${from} to ${to}, nobody stands in: tasks will wait. To take it back: ordo absence remove ${id}`,
      }
    : {
        ru: `${person} отсутствует ${from} – ${to}, замещает ${substitute}. Убрать: ordo absence remove ${id}`,
        en: `${person} is away ${from} to ${to}, ${substitute} stands in. To take it back: ordo absence remove ${id}`,
      };
}

function removed({ person, from, to }: Named) {
  return {
    ru: `Убрано: ${person}, ${from} – ${to}.`,
    en: `Removed: ${person}, ${from} to ${to}.`,
  };
}

function noId() {
  return wrongUse(
    { ru: "Не сказано, какое отсутствие убрать.", en: "It is not said which absence to remove." },
    { ru: "Номера показывает ordo absence list.", en: "`ordo absence list` shows the ids." },
  );
}

function noDay() {
  return wrongUse(
    { ru: "Не сказано, с какого дня.", en: "It is not said from which day." },
    {
      ru: "Например: ordo absence add --from 2026-12-01 --to 2026-12-14 --substitute manager-2",
      en: "For example: ordo absence add --from 2026-12-01 --to 2026-12-14 --substitute manager-2",
    },
  );
}
