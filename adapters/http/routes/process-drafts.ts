import Type from "typebox";
import type { Draft } from "../../workshop/drafts.ts";
import { type Call, Reply, route } from "../api-route.ts";
import type { Service } from "../api-service.ts";
import { Problem } from "../problem.ts";
import { changesOf, FILES_BYTES_MAX, naming, worked } from "./process-answers.ts";
import { DRAFT, PROCESS_FILE, PROCESS_ID } from "./process-schemas.ts";

const ONE = Type.Object({ process: PROCESS_ID });
const SEEN = Type.Integer({ minimum: 0, description: "Revision that was read; 0: there was no draft." });

/** Drafts, where the store is the source: one a process, seen by every analyst. */
export const PROCESS_DRAFT_ROUTES = [
  route({
    method: "PUT",
    path: "/api/processes/:process/draft",
    area: "processes",
    summary: {
      ru: "Сохранить черновик процесса, если никто не сохранил его раньше.",
      en: "Save the draft of a process, if nobody has saved it meanwhile.",
    },
    permission: "process.edit",
    bytesMax: FILES_BYTES_MAX,
    params: ONE,
    body: Type.Object(
      { seen: SEEN, files: Type.Array(PROCESS_FILE, { minItems: 1, maxItems: 300 }) },
      { additionalProperties: false },
    ),
    answer: DRAFT,
    async handle(call) {
      const { service, viewer, params, body } = call;
      onlyInStore(service);
      changesOf(body.files);
      if (!body.files.some(({ path }) => path === "process.yaml")) throw withoutProcess();
      const { process } = params;
      const base = (await service.useCases.versions()).find((one) => one.process === process && one.current);
      const files = [...new Map(body.files.map(({ path, text }) => [path, { path, text }])).values()];
      const saved = await service.processes.drafts.save({
        ...{ process, files, seen: body.seen, base: base?.digest ?? null, by: viewer.user },
      });
      if (saved === null) throw await changedMeanwhile(call, process);
      return draftOf(saved, service);
    },
  }),
  route({
    method: "DELETE",
    path: "/api/processes/:process/draft",
    area: "processes",
    summary: {
      ru: "Отбросить черновик: исходником снова станет версия в силе.",
      en: "Discard the draft: the version in force is the source again.",
    },
    permission: "process.edit",
    params: ONE,
    query: Type.Object({ seen: SEEN }),
    async handle(call) {
      const { service, params, query } = call;
      onlyInStore(service);
      const isGone = await service.processes.drafts.discard(params.process, query.seen);
      if (!isGone) throw await changedMeanwhile(call, params.process);
      return new Reply(null, { status: 204 });
    },
  }),
  route({
    method: "POST",
    path: "/api/processes/:process/draft/from-version",
    area: "processes",
    summary: {
      ru: "Начать черновик с файлов развёрнутой версии.",
      en: "Begin the draft with the files of a deployed version.",
    },
    permission: "process.edit",
    params: ONE,
    body: Type.Object(
      { seen: SEEN, version: Type.String({ pattern: "^[0-9a-f]{64}$" }) },
      { additionalProperties: false },
    ),
    answer: DRAFT,
    async handle(call) {
      const { service, viewer, params, body } = call;
      onlyInStore(service);
      const { process } = params;
      const versions = (await service.useCases.versions()).filter((one) => one.process === process);
      const files = versions.some(({ digest }) => digest === body.version)
        ? await service.processes.filesOf(body.version)
        : null;
      if (files === null) throw noVersion();
      // Scenarios of a version that came from a folder are not known: those of the source stay.
      const source = await worked(call, "files", { process, changes: {} });
      const scenarios = files.some(({ path }) => path.startsWith("scenarios/"))
        ? []
        : source.files.filter(({ path }) => path.startsWith("scenarios/"));
      const saved = await service.processes.drafts.save({
        ...{ process, files: [...files, ...scenarios], seen: body.seen, base: body.version, by: viewer.user },
      });
      if (saved === null) throw await changedMeanwhile(call, process);
      return draftOf(saved, service);
    },
  }),
] as const;

async function draftOf({ process, revision, editedAt, editedBy }: Draft, service: Service) {
  const name = await naming(service);
  return { process, revision, editedAt: new Date(editedAt).toISOString(), editedBy: name(editedBy) };
}

/** @throws {Problem} where the folder is the source */
function onlyInStore({ processes }: Service): void {
  if (processes.source === "store") return;
  throw new Problem("SOURCE_IS_FOLDER", {
    says: {
      ru: "Исходник процессов здесь — папка: консоль в неё не пишет.",
      en: "The source of processes is a folder here: the console does not write into it.",
    },
    remedy: {
      ru: "Возьмите патч и примените его в папке: git apply.",
      en: "Take the patch and apply it in the folder: git apply.",
    },
  });
}

async function changedMeanwhile(
  { service }: Pick<Call<unknown, unknown, unknown>, "service">,
  process: string,
): Promise<Problem> {
  const now = await service.processes.drafts.find(process);
  const name = await naming(service);
  const who = name(now?.editedBy ?? null)?.name ?? "—";
  return new Problem("CHANGED_MEANWHILE", {
    says: {
      ru: `Черновик изменили, пока вы писали (${who}). Ничего не сохранено.`,
      en: `The draft was changed while you were writing (${who}). Nothing was saved.`,
    },
    remedy: {
      ru: "Посмотрите, что изменилось, и сохраните поверх или возьмите чужой вариант.",
      en: "See what changed, then save over it, or take what is there.",
    },
    more: { revision: now?.revision ?? 0, files: now?.files ?? [] },
  });
}

function withoutProcess(): Problem {
  return new Problem("INPUT_INVALID", {
    says: { ru: "В черновике нет process.yaml.", en: "The draft has no process.yaml." },
    remedy: { ru: "Процесс без него не бывает.", en: "There is no process without it." },
  });
}

function noVersion(): Problem {
  return new Problem("NOT_FOUND", {
    says: { ru: "Такой версии у процесса нет.", en: "The process has no such version." },
    remedy: { ru: "Выберите версию из списка.", en: "Choose a version of the list." },
  });
}
