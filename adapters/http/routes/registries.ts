import Type from "typebox";
import { Reply, route } from "../api-route.ts";
import * as desk from "../registries/registries-desk.ts";
import {
  REGISTRY_FILTER,
  REGISTRY_LIST,
  REGISTRY_PAGE,
  REGISTRY_TOTALS,
  REGISTRY_VERIFICATION,
  REGISTRY_VIEW_BODY,
  REGISTRY_VIEWS,
} from "../registries/registry-schemas.ts";

const OF_REGISTRY = Type.Object({ registry: Type.String({ maxLength: 200 }) });
const OF_VIEW = Type.Object({
  registry: Type.String({ maxLength: 200 }),
  name: Type.String({ minLength: 1, maxLength: 100 }),
});
const SORT = {
  sort: Type.Optional(
    Type.String({ maxLength: 100, description: "A column, `at`, `by`; with a minus: the last first." }),
  ),
};

/** Registries: what was decided, row by row, for whoever the catalog lets read them. */
export const REGISTRIES_ROUTES = [
  route({
    method: "GET",
    path: "/api/registries",
    area: "registries",
    summary: { ru: "Реестры, которые вам открыты.", en: "The registries that are open to you." },
    permission: "registry.read",
    answer: REGISTRY_LIST,
    handle: desk.readRegistries,
  }),
  route({
    method: "GET",
    path: "/api/registries/:registry",
    area: "registries",
    summary: { ru: "Строки реестра, новые сверху.", en: "Rows of a registry, the newest first." },
    permission: "registry.read",
    params: OF_REGISTRY,
    query: Type.Object({
      ...REGISTRY_FILTER,
      ...SORT,
      limit: Type.Integer({ minimum: 1, maximum: 200, default: 50 }),
      after: Type.Optional(Type.String({ maxLength: 400 })),
    }),
    answer: REGISTRY_PAGE,
    handle: desk.readRows,
  }),
  route({
    method: "GET",
    path: "/api/registries/:registry/totals",
    area: "registries",
    summary: { ru: "Итоги и группы для диаграммы.", en: "Totals, and groups for a chart." },
    permission: "registry.read",
    params: OF_REGISTRY,
    query: Type.Object({
      ...REGISTRY_FILTER,
      groupBy: Type.Optional(Type.String({ maxLength: 100, description: "`month`, `by`, or a column." })),
    }),
    answer: REGISTRY_TOTALS,
    handle: desk.readTotals,
  }),
  route({
    method: "GET",
    path: "/api/registries/:registry/export.csv",
    area: "registries",
    summary: { ru: "Тот же отбор в CSV.", en: "The same rows as CSV." },
    permission: "registry.export",
    params: OF_REGISTRY,
    query: Type.Object({ ...REGISTRY_FILTER, ...SORT }),
    type: "text/csv; charset=utf-8",
    handle: desk.exportCsv,
  }),
  route({
    method: "GET",
    path: "/api/registries/:registry/export.xlsx",
    area: "registries",
    summary: { ru: "Тот же отбор в Excel.", en: "The same rows for Excel." },
    permission: "registry.export",
    params: OF_REGISTRY,
    query: Type.Object({ ...REGISTRY_FILTER, ...SORT }),
    type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    handle: desk.exportXlsx,
  }),
  route({
    method: "GET",
    path: "/api/registries/:registry/verification",
    area: "registries",
    summary: { ru: "Цел ли реестр: печати, цепочка, история.", en: "Does the registry hold: seals, chain, history." },
    permission: "registry.read",
    params: OF_REGISTRY,
    answer: REGISTRY_VERIFICATION,
    handle: desk.verify,
  }),
  route({
    method: "GET",
    path: "/api/registries/:registry/views",
    area: "registries",
    summary: { ru: "Сохранённые представления: свои и общие.", en: "Saved views: own ones, and shared." },
    permission: "registry.read",
    params: OF_REGISTRY,
    answer: REGISTRY_VIEWS,
    handle: desk.readViews,
  }),
  route({
    method: "PUT",
    path: "/api/registries/:registry/views/:name",
    area: "registries",
    summary: { ru: "Сохранить отбор под именем.", en: "Keep a filter under a name." },
    permission: "self.edit",
    own: "filtered",
    params: OF_VIEW,
    body: REGISTRY_VIEW_BODY,
    async handle(call) {
      await desk.saveView(call);
      return new Reply(null, { status: 204 });
    },
  }),
  route({
    method: "DELETE",
    path: "/api/registries/:registry/views/:name",
    area: "registries",
    summary: { ru: "Убрать своё представление.", en: "Take a view of one's own away." },
    permission: "self.edit",
    own: "filtered",
    params: OF_VIEW,
    async handle(call) {
      await desk.removeView(call);
      return new Reply(null, { status: 204 });
    },
  }),
] as const;
