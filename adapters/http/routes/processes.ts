import Type from "typebox";
import { id, type ProcessId } from "../../../engine/base/ids.ts";
import type { VersionRow } from "../../../engine/ports/versions.ts";
import type { SurveyedProcess } from "../../workshop/work-survey.ts";
import { zipOf } from "../../workshop/zip-of.ts";
import { Reply, route } from "../api-route.ts";
import type { Service } from "../api-service.ts";
import { naming, noProcess, worked } from "./process-answers.ts";
import { PROCESS_FILES, PROCESS_ID, PROCESS_LIST, PROCESS_ROW, PROCESS_VERSION } from "./process-schemas.ts";

const DIGEST = Type.String({ pattern: "^[0-9a-f]{8,64}$" });
const ONE = Type.Object({ process: PROCESS_ID });
/** Incidents of one process that are counted. */
const INCIDENTS_MAX = 200;

/** Processes as they are: what is in force, where their source is, their versions, files and pictures. */
export const PROCESSES_ROUTES = [
  route({
    method: "GET",
    path: "/api/processes",
    area: "processes",
    summary: {
      ru: "Процессы: что в силе, сколько идёт, чем исходник отличается.",
      en: "Processes: what is in force, how much runs, how the source differs.",
    },
    permission: "process.study",
    answer: PROCESS_LIST,
    async handle(call) {
      const { service } = call;
      return { source: service.processes.source, rows: await rowsOf(service, await worked(call, "survey", {})) };
    },
  }),
  route({
    method: "GET",
    path: "/api/processes/:process",
    area: "processes",
    summary: { ru: "Один процесс и его версии.", en: "One process and its versions." },
    permission: "process.study",
    params: ONE,
    answer: Type.Object(
      {
        source: Type.Enum(["folder", "store"]),
        row: PROCESS_ROW,
        versions: Type.Array(PROCESS_VERSION),
      },
      { $id: "ProcessDetail" },
    ),
    async handle(call) {
      const { service, params } = call;
      const row = (await rowsOf(service, await worked(call, "survey", {}))).find(
        ({ process }) => process === params.process,
      );
      if (row === undefined) throw noProcess();
      const name = await naming(service);
      const versions = (await service.useCases.versions()).filter(({ process }) => process === params.process);
      return {
        source: service.processes.source,
        row,
        versions: versions.map((one) => ({
          ...{ number: one.number, digest: one.digest, title: one.title, current: one.current, live: one.live },
          deployedAt: new Date(one.deployedAt).toISOString(),
          deployedBy: name(one.deployedBy),
        })),
      };
    },
  }),
  route({
    method: "GET",
    path: "/api/processes/:process/files",
    area: "processes",
    summary: {
      ru: "Файлы процесса: исходника, или версии, если она названа.",
      en: "Files of a process: of its source, or of a version where one is named.",
    },
    permission: "process.study",
    params: ONE,
    query: Type.Object({ version: Type.Optional(DIGEST) }),
    answer: PROCESS_FILES,
    async handle(call) {
      const { service, params, query } = call;
      if (query.version !== undefined) {
        const version = await versionOf(service, params.process, query.version);
        const files = await service.processes.filesOf(version.digest);
        if (files === null) throw noProcess();
        return { folder: null, files, revision: null };
      }
      const { folder, files } = await worked(call, "files", { process: params.process, changes: {} });
      if (service.processes.source === "folder") return { folder, files, revision: null };
      const draft = await service.processes.drafts.find(params.process);
      return { folder, files, revision: draft?.revision ?? 0 };
    },
  }),
  route({
    method: "GET",
    path: "/api/processes/:process/diagram.svg",
    area: "processes",
    summary: {
      ru: "Схема версии в силе или названной; с числами того, что ждёт на шагах.",
      en: "The picture of the version in force, or the one that is named; with the numbers of what waits at its steps.",
    },
    permission: "process.study",
    params: ONE,
    query: Type.Object({
      version: Type.Optional(Type.Union([DIGEST, Type.Literal("source")])),
      scheme: Type.Optional(Type.Enum(["auto", "light", "dark"])),
      counts: Type.Optional(Type.Boolean()),
    }),
    type: "image/svg+xml; charset=utf-8",
    async handle(call) {
      const { service, params, query, locale } = call;
      const counts = query.counts === true ? await countsOf(call, params.process) : {};
      const look = { scheme: query.scheme ?? "auto", locale, counts } as const;
      if (query.version === "source") {
        const drawn = await worked(call, "diagram", { process: params.process, changes: {}, look });
        if (drawn === null) throw noProcess();
        return drawn;
      }
      const version = await versionOf(service, params.process, query.version ?? null);
      const { versions } = service.assembled.store;
      const bundle = await versions.bundle(version.digest);
      if (bundle === null) throw noProcess();
      const calendar = (await versions.calendars()).find(({ name }) => name === bundle.calendar) ?? null;
      const people = await service.useCases.people();
      return worked(call, "versionDiagram", { bundle, calendar, people, look });
    },
  }),
  route({
    method: "GET",
    path: "/api/processes/:process/export.zip",
    area: "processes",
    summary: {
      ru: "Файлы исходника или версии одним архивом.",
      en: "The files of the source, or of a version, as one archive.",
    },
    permission: "process.study",
    params: ONE,
    query: Type.Object({ version: Type.Optional(DIGEST) }),
    type: "application/zip",
    async handle(call) {
      const { service, params, query } = call;
      const { process } = params;
      const version = query.version === undefined ? null : await versionOf(service, process, query.version);
      const files =
        version === null
          ? (await worked(call, "files", { process, changes: {} })).files
          : ((await service.processes.filesOf(version.digest)) ?? []);
      const name = version === null ? process : `${process}-v${version.number}`;
      const zip = zipOf(files.map(({ path, text }) => ({ path: `${process}/${path}`, text })));
      return new Reply(zip, { headers: { "content-disposition": `attachment; filename="${name}.zip"` } });
    },
  }),
] as const;

/** A version of the process. @param digest or its beginning; null: the one in force */
async function versionOf(service: Service, process: string, digest: string | null): Promise<VersionRow> {
  const versions = (await service.useCases.versions()).filter((one) => one.process === process);
  const found = versions.find((one) => (digest === null ? one.current : one.digest.startsWith(digest)));
  if (found === undefined) throw noProcess();
  return found;
}

async function countsOf(
  { service, viewer }: { readonly service: Service; readonly viewer: Parameters<Service["useCases"]["stepCounts"]>[0] },
  process: string,
): Promise<Readonly<Record<string, number>>> {
  const counts = await service.useCases.stepCounts(viewer, id<ProcessId>(process));
  return Object.fromEntries(counts.map(({ step, instances }) => [step, instances]));
}

async function rowsOf(service: Service, surveyed: readonly SurveyedProcess[]) {
  const { processes, useCases } = service;
  const [versions, name, drafts] = [await useCases.versions(), await naming(service), await processes.drafts.all()];
  const ids = new Set<string>([...surveyed.map(({ process }) => process), ...versions.map((one) => one.process)]);
  const rows = [...ids].sort().map(async (process) => {
    const source = surveyed.find((one) => one.process === process) ?? null;
    const own = versions.filter((one) => one.process === process);
    const current = own.find((one) => one.current) ?? null;
    const running = own.reduce((sum, { live }) => sum + live, 0);
    if (source === null && current === null && running === 0) return [];
    const draft = processes.source === "store" ? drafts.find((one) => one.process === process) : undefined;
    const incidents = await useCases.incidents({ process: id<ProcessId>(process), limit: INCIDENTS_MAX });
    return [
      {
        ...{ process, running, title: source?.title ?? own[0]?.title ?? process },
        version: current?.number ?? null,
        deployedAt: current === null ? null : new Date(current.deployedAt).toISOString(),
        deployedBy: name(current?.deployedBy ?? null),
        incidents: incidents.rows.length,
        drift: driftOf(source, current),
        errors: source?.errors ?? 0,
        warnings: source?.warnings ?? 0,
        scenarios: source?.scenarios ?? 0,
        folder: processes.source === "folder" ? (source?.folder ?? null) : null,
        draft:
          draft === undefined
            ? null
            : { editedAt: new Date(draft.editedAt).toISOString(), editedBy: name(draft.editedBy) },
      },
    ];
  });
  return (await Promise.all(rows)).flat();
}

type Drift = "same" | "changed" | "new" | "gone" | "broken";

function driftOf(source: SurveyedProcess | null, current: VersionRow | null): Drift {
  if (source === null) return "gone";
  if (source.digest === null) return "broken";
  if (current === null) return "new";
  return source.digest === current.digest ? "same" : "changed";
}
