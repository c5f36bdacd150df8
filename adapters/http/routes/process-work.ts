import Type from "typebox";
import { processFileKind } from "../../workshop/process-file.ts";
import { DRY_RUN_FILES } from "../../workshop/work-dry-run.ts";
import { route } from "../api-route.ts";
import { trialShown } from "../trial-shown.ts";
import { changesOf, FILES_BYTES_MAX, worked, wrongPath } from "./process-answers.ts";
import {
  CHANGED_FILES,
  COMPLETIONS,
  DRY_RUN,
  HOVER,
  PROCESS_ID,
  PROCESS_PROBLEM,
  ROUND,
  TABLES,
  TRIAL,
} from "./process-schemas.ts";

const OF_PROCESS = { process: PROCESS_ID, files: CHANGED_FILES };
const AT = {
  ...OF_PROCESS,
  path: Type.Optional(
    Type.String({ maxLength: 300, description: "Scenario or table in YAML; without it `process.yaml`." }),
  ),
  position: Type.Integer({ minimum: 0, description: "In that file, UTF-16 units." }),
};

/** A start as its form or an event would give it: any JSON, of bounded size. */
const START = Type.Record(Type.String({ maxLength: 200 }), Type.Unknown());

/** Work on a process with what is not saved yet. Nothing of it is written. */
export const PROCESS_WORK_ROUTES = [
  route({
    method: "POST",
    path: "/api/processes/check",
    area: "processes",
    summary: {
      ru: "Проверить процесс с несохранёнными правками: то же, что ordo check.",
      en: "Check a process with its unsaved changes: what `ordo check` says.",
    },
    permission: "process.edit",
    bytesMax: FILES_BYTES_MAX,
    body: Type.Object(OF_PROCESS, { additionalProperties: false }),
    answer: Type.Object({ problems: Type.Array(PROCESS_PROBLEM) }, { $id: "CheckedProcess" }),
    async handle(call) {
      const { process, files } = call.body;
      return { problems: await worked(call, "check", { process, changes: changesOf(files) }, true) };
    },
  }),
  route({
    method: "POST",
    path: "/api/processes/complete",
    area: "processes",
    summary: { ru: "Что можно написать в этом месте.", en: "What may be written at a position." },
    permission: "process.edit",
    bytesMax: FILES_BYTES_MAX,
    body: Type.Object(AT, { additionalProperties: false }),
    answer: COMPLETIONS,
    async handle(call) {
      return { items: await worked(call, "complete", placeOf(call.body), true) };
    },
  }),
  route({
    method: "POST",
    path: "/api/processes/hover",
    area: "processes",
    summary: { ru: "Что значит слово в этом месте.", en: "What the word at a position means." },
    permission: "process.edit",
    bytesMax: FILES_BYTES_MAX,
    body: Type.Object(AT, { additionalProperties: false }),
    answer: HOVER,
    async handle(call) {
      return { hover: await worked(call, "hover", placeOf(call.body), true) };
    },
  }),
  route({
    method: "POST",
    path: "/api/processes/tables",
    area: "processes",
    summary: {
      ru: "Таблицы решений процесса и что в них не так: пропуски, пересечения.",
      en: "Decision tables of a process and what is wrong with them: gaps, overlaps.",
    },
    permission: "process.study",
    bytesMax: FILES_BYTES_MAX,
    body: Type.Object(OF_PROCESS, { additionalProperties: false }),
    answer: TABLES,
    async handle(call) {
      const { process, files } = call.body;
      return { tables: await worked(call, "tables", { process, changes: changesOf(files) }, true) };
    },
  }),
  route({
    method: "POST",
    path: "/api/processes/scenarios",
    area: "processes",
    summary: {
      ru: "Проиграть сценарии процесса: то же, что ordo test.",
      en: "Play the scenarios of a process: what `ordo test` says.",
    },
    permission: "process.edit",
    bytesMax: FILES_BYTES_MAX,
    body: Type.Object(
      {
        ...OF_PROCESS,
        path: Type.Optional(
          Type.String({ maxLength: 300, description: "Of the only one; all, with coverage, without." }),
        ),
      },
      { additionalProperties: false },
    ),
    answer: ROUND,
    async handle(call) {
      const { process, files, path } = call.body;
      return worked(call, "scenarios", { process, changes: changesOf(files), path: path ?? null }, true);
    },
  }),
  route({
    method: "POST",
    path: "/api/processes/dry-run",
    area: "processes",
    summary: {
      ru: "Прогнать процесс на данных-примере и условном времени: то же, что ordo dry-run.",
      en: "Run a process on sample data and virtual time: what `ordo dry-run` says.",
    },
    permission: "process.edit",
    bytesMax: FILES_BYTES_MAX,
    body: Type.Object(
      {
        ...OF_PROCESS,
        input: Type.Optional(START),
        event: Type.Optional(START),
        at: Type.Optional(Type.String({ maxLength: 40, description: "An ISO 8601 instant." })),
        answers: Type.Optional(
          Type.Enum(["none", "first"], {
            description:
              "`none` (without it): nobody answers; `first`: everybody decides at once by the first outcome.",
          }),
        ),
        scheme: Type.Optional(Type.Enum(["auto", "light", "dark"])),
      },
      { additionalProperties: false },
    ),
    answer: DRY_RUN,
    async handle(call) {
      const { process, files, input, event, at, answers, scheme } = call.body;
      const kind = event !== undefined ? "event" : input !== undefined ? "input" : "nothing";
      const laid = kind === "nothing" ? {} : { [DRY_RUN_FILES[kind]]: JSON.stringify(event ?? input) };
      const changes = { ...changesOf(files), ...laid };
      const look = { answers: answers ?? "none", scheme: scheme ?? "auto" } as const;
      return worked(call, "dryRun", { process, changes, with: kind, at: at ?? null, ...look }, true);
    },
  }),
  route({
    method: "POST",
    path: "/api/processes/trial",
    area: "processes",
    summary: {
      ru: "Что спросить для прогона: поля формы, кто запускает, примеры из сценариев.",
      en: "What a dry run asks for: fields of the form, who starts it, examples of its scenarios.",
    },
    permission: "process.edit",
    bytesMax: FILES_BYTES_MAX,
    body: Type.Object(OF_PROCESS, { additionalProperties: false }),
    answer: TRIAL,
    async handle(call) {
      const { process, files } = call.body;
      return trialShown(await worked(call, "trial", { process, changes: changesOf(files) }, true));
    },
  }),
  route({
    method: "POST",
    path: "/api/processes/patch",
    area: "processes",
    summary: {
      ru: "Правки одним патчем: его принимает git apply.",
      en: "The changes as one patch, which `git apply` takes.",
    },
    permission: "process.edit",
    bytesMax: FILES_BYTES_MAX,
    body: Type.Object(OF_PROCESS, { additionalProperties: false }),
    answer: Type.Object({ patch: Type.String() }, { $id: "ProcessPatch" }),
    async handle(call) {
      const { process, files } = call.body;
      return { patch: await worked(call, "patch", { process, changes: changesOf(files) }) };
    },
  }),
] as const;

function placeOf(body: {
  readonly process: string;
  readonly files: Parameters<typeof changesOf>[0];
  readonly path?: string;
  readonly position: number;
}) {
  const { process, files, path = "process.yaml", position } = body;
  if (processFileKind(path) === null) throw wrongPath(path);
  return { process, changes: changesOf(files), path, position };
}
