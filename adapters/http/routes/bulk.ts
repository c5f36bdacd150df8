import Type, { type Static } from "typebox";
import { type InstanceId, id } from "../../../engine/base/ids.ts";
import type { Text } from "../../../engine/definition/problem.ts";
import { instanceAt } from "../../task-address.ts";
import { type Call, route } from "../api-route.ts";
import { BULK_ACTIONS, BULK_MAX, type BulkAction, type BulkPreview, carryOutBulk, previewBulk } from "../bulk-order.ts";
import { filterOf, INSTANCE_FILTER_OBJECT, OPERATED_ROW, operatedRows } from "../operated-row.ts";
import { Problem } from "../problem.ts";
import { screenText } from "../screen-text.ts";

const ACTION = Type.Object({ action: Type.Enum([...BULK_ACTIONS]) });
const IDS = Type.Array(Type.String({ minLength: 1, maxLength: 200 }), { minItems: 1, maxItems: BULK_MAX });
const TEXT_OR_NULL = Type.Union([Type.String(), Type.Null()]);

const PREVIEW = Type.Object(
  {
    action: Type.Enum([...BULK_ACTIONS]),
    goes: Type.Array(Type.String(), { description: "Ids that the order would touch." }),
    digest: Type.String({ description: "The order carries it: exactly these are touched as they stand, or none." }),
    refused: Type.Integer(),
    isMore: Type.Boolean({ description: "More fit the filter than one order takes." }),
    rows: Type.Array(
      Type.Object({
        row: OPERATED_ROW,
        verdict: Type.Enum(["goes", "refused"]),
        reason: TEXT_OR_NULL,
        remedy: TEXT_OR_NULL,
        notes: Type.Array(Type.String()),
      }),
    ),
  },
  { $id: "BulkPreview" },
);

/** Many instances at once, seen before it is done. */
export const BULK_ROUTES = [
  route({
    method: "POST",
    path: "/api/operations/:action/preview",
    area: "operations",
    summary: {
      ru: "Что сделала бы команда над несколькими процессами: кого коснётся, кому откажет. Ничего не меняет.",
      en: "What a command on many instances would do: whom it reaches, whom it refuses. Changes nothing.",
    },
    permission: "instance.operate",
    params: ACTION,
    body: Type.Object(
      { instances: Type.Optional(IDS), filter: Type.Optional(INSTANCE_FILTER_OBJECT) },
      { additionalProperties: false },
    ),
    answer: PREVIEW,
    async handle(call) {
      const { ids, isMore } = await chosen(call);
      const preview = await previewBulk(call.service, { action: call.params.action, ids, viewer: call.viewer });
      return { ...(await shownPreview(call, preview)), isMore };
    },
  }),
  route({
    method: "POST",
    path: "/api/operations/:action",
    area: "operations",
    summary: {
      ru: "Сделать это с процессами, показанными в предварительном просмотре; ответ — по каждому.",
      en: "Do it to the instances of a preview; answered instance by instance.",
    },
    permission: "instance.operate",
    params: ACTION,
    body: Type.Object(
      {
        instances: IDS,
        digest: Type.String({ maxLength: 100 }),
        reason: Type.Optional(Type.String({ maxLength: 2_000 })),
      },
      { additionalProperties: false },
    ),
    answer: Type.Object(
      {
        done: Type.Integer(),
        refused: Type.Integer(),
        rows: Type.Array(
          Type.Object({
            instance: Type.String(),
            outcome: Type.Enum(["done", "refused"]),
            reason: TEXT_OR_NULL,
            remedy: TEXT_OR_NULL,
          }),
        ),
      },
      { $id: "BulkOutcome" },
    ),
    async handle(call) {
      const { service, viewer, params, body, commandId, locale } = call;
      const { action } = params;
      const reason = body.reason?.trim() ?? "";
      if (reason === "" && NEEDS_REASON.has(action)) throw reasonMissing();
      const ids = [...new Set(body.instances)].map((one) => id<InstanceId>(one));
      const { starts } = service.assembled.store;
      // Its own first part may be what has changed them: whoever got no answer asks again.
      const begun = `bulk:${action}:${commandId}:${body.digest}`;
      if ((await starts.handled(begun)) === null) {
        const preview = await previewBulk(service, { action, ids, viewer });
        const isWhole = preview.verdicts.filter(({ verdict }) => verdict === "goes").length === ids.length;
        if (!isWhole || preview.digest !== body.digest) throw stale(await shownPreview(call, preview));
        await starts.keep([begun], service.useCases.now());
      }
      const outcomes = await carryOutBulk(service, {
        ...{ action, ids, viewer, commandId },
        reason: reason === "" ? null : reason,
      });
      const refused = outcomes.filter(({ outcome }) => outcome === "refused").length;
      return {
        ...{ done: outcomes.length - refused, refused },
        rows: outcomes.map((one) => ({
          ...one,
          reason: said(one.reason, locale),
          remedy: said(one.remedy, locale),
        })),
      };
    },
  }),
] as const;

/** Stopping people's work is told to them with its reason. */
const NEEDS_REASON: ReadonlySet<BulkAction> = new Set(["suspend", "cancel"]);

type Asked = Pick<Call<unknown, unknown, unknown>, "service" | "locale"> & {
  readonly params: { readonly action: BulkAction };
};

async function chosen({
  service,
  body,
}: Pick<Call<unknown, unknown, unknown>, "service"> & {
  readonly body: {
    readonly instances?: readonly string[];
    readonly filter?: Static<typeof INSTANCE_FILTER_OBJECT>;
  };
}): Promise<{ readonly ids: readonly InstanceId[]; readonly isMore: boolean }> {
  const { instances, filter } = body;
  if (instances !== undefined)
    return { ids: [...new Set(instances)].map((one) => id<InstanceId>(instanceAt(one))), isMore: false };
  if (filter === undefined || Object.keys(filter).length === 0) throw nothingChosen();
  const { rows, next } = await service.useCases.instances(
    { ...filterOf(filter), archived: false },
    { limit: BULK_MAX },
  );
  return { ids: rows.map((row) => row.id), isMore: next !== null };
}

async function shownPreview(
  { service, params, locale }: Asked,
  preview: BulkPreview,
): Promise<Omit<Static<typeof PREVIEW>, "isMore">> {
  const { queries } = service.assembled.store;
  const found = await Promise.all(preview.verdicts.map(({ instance }) => queries.instance(instance)));
  const rows = await operatedRows(
    service,
    found.flatMap((row) => row ?? []),
    locale,
  );
  const shown = preview.verdicts.flatMap(({ instance, verdict, reason, remedy, notes }) => {
    const row = rows.find((one) => one.id === instance);
    if (row === undefined) return [];
    const why = { reason: said(reason, locale), remedy: said(remedy, locale) };
    return [{ row, verdict, ...why, notes: notes.map((note) => note[locale]) }];
  });
  const goes = preview.verdicts.flatMap(({ instance, verdict }) => (verdict === "goes" ? [instance] : []));
  return {
    ...{ action: params.action, digest: preview.digest, goes, refused: preview.verdicts.length - goes.length },
    rows: shown as Static<typeof PREVIEW>["rows"],
  };
}

function said(text: Text | null, locale: "ru" | "en"): string | null {
  return text === null ? null : screenText(text)[locale];
}

function stale(preview: Omit<Static<typeof PREVIEW>, "isMore">): Problem {
  return new Problem("PREVIEW_STALE", {
    says: {
      ru: "Пока вы смотрели, что-то изменилось. Ничего не сделано.",
      en: "Something has changed since the preview. Nothing was done.",
    },
    remedy: {
      ru: "Посмотрите, как обстоит сейчас, и подтвердите ещё раз.",
      en: "Look at how things stand now, and confirm again.",
    },
    more: { preview },
  });
}

function nothingChosen(): Problem {
  return new Problem("INPUT_INVALID", {
    says: { ru: "Не сказано, какие процессы.", en: "It is not said which instances." },
    remedy: {
      ru: "Назовите их (instances) или задайте хотя бы одно условие (filter).",
      en: "Name them (instances), or give at least one condition (filter).",
    },
  });
}

function reasonMissing(): Problem {
  const says = { ru: "Напишите причину: её увидят в истории.", en: "Write the reason: it stands in the history." };
  return new Problem("COMMENT_REQUIRED", {
    says,
    remedy: { ru: "Заполните поле и повторите.", en: "Fill in the field and try again." },
    fields: { reason: says },
  });
}
