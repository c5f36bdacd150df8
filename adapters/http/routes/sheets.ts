import Type from "typebox";
import { diagramSvg } from "../../../engine/diagram/diagram-svg.ts";
import { currentSheet } from "../../../engine/document/current-sheet.ts";
import { fileName } from "../../../engine/document/file-name.ts";
import { DocumentTooLarge } from "../../../engine/ports/printer.ts";
import type { Shown } from "../../../engine/runtime/use-cases.ts";
import { pdfPrinter } from "../../documents/pdf/pdf-printer.ts";
import { type Call, Reply, route } from "../api-route.ts";
import { disposition } from "../file-kinds.ts";
import { Problem } from "../problem.ts";
import { SHEET_SHOWN, sheetShown } from "../sheet-shown.ts";
import { etagOf, shownTo } from "./instances.ts";

const ONE = Type.Object({ instance: Type.String({ minLength: 1, maxLength: 200 }) });
const printer = pdfPrinter();

/** What an instance looks like on paper, and as a picture. */
export const SHEET_ROUTES = [
  route({
    method: "GET",
    path: "/api/instances/:instance/sheet",
    area: "instances",
    summary: { ru: "Лист согласования.", en: "The approval sheet." },
    permission: "instance.read",
    own: "filtered",
    params: ONE,
    answer: SHEET_SHOWN,
    async handle(call) {
      const shown = await shownTo(call);
      return new Reply(sheetShown(await sheetOf(shown, call)), { etag: etagOf(shown, call.locale) });
    },
  }),
  route({
    method: "GET",
    path: "/api/instances/:instance/sheet.pdf",
    area: "instances",
    summary: { ru: "Лист согласования: PDF.", en: "The approval sheet as PDF." },
    permission: "instance.read",
    own: "filtered",
    params: ONE,
    type: "application/pdf",
    async handle(call) {
      const shown = await shownTo(call);
      const model = await sheetOf(shown, call);
      const name = `${fileName(model.kind ?? model.title)}.pdf`;
      try {
        return new Reply(Buffer.from(await printer.pdf(model)), {
          etag: etagOf(shown, call.locale),
          headers: { "content-disposition": disposition(name, { isShown: true, type: "application/pdf" }) },
        });
      } catch (error) {
        if (!(error instanceof DocumentTooLarge)) throw error;
        throw new Problem("DOCUMENT_TOO_LARGE", {
          says: error.says,
          remedy: { ru: "Распечатайте страницу листа из браузера.", en: "Print the sheet's page from the browser." },
        });
      }
    },
  }),
  route({
    method: "GET",
    path: "/api/instances/:instance/diagram.svg",
    area: "instances",
    summary: {
      ru: "Схема процесса с отметками, где он стоит и что прошёл.",
      en: "The diagram of the process, with where the instance stands and what it has passed.",
    },
    permission: "instance.read",
    own: "filtered",
    params: ONE,
    query: Type.Object(
      {
        scheme: Type.Optional(Type.Enum(["auto", "light", "dark"])),
        language: Type.Optional(
          Type.Enum(["ru", "en"], { description: "Pictures are asked for by browsers, which choose none." }),
        ),
      },
      { additionalProperties: false },
    ),
    type: "image/svg+xml; charset=utf-8",
    async handle(call) {
      const { service, query } = call;
      const shown = await shownTo(call);
      const locale = query.language ?? call.locale;
      const { instance, definition } = shown;
      const svg = await diagramSvg(definition, {
        ...{ locale, directory: await service.useCases.people(), scheme: query.scheme ?? "auto" },
        overlay: {
          current: Object.values(instance.activations).map(({ step }) => step),
          visited: Object.values(instance.visits).flatMap((counts) => Object.keys(counts)),
        },
      });
      return new Reply(svg, {
        etag: etagOf(shown, locale),
        // The picture carries its own styles and nothing else.
        headers: { "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox" },
      });
    },
  }),
] as const;

async function sheetOf(shown: Shown, { service, locale }: Pick<Call<never, never, never>, "service" | "locale">) {
  const { useCases, assembled } = service;
  const written = Object.entries(shown.catalog?.lists ?? {}).map(([name, { values }]) => [name, values] as const);
  const lists = { ...Object.fromEntries(written), ...(await assembled.outside.crm.lists()) };
  return currentSheet(shown, { people: await useCases.people(), locale, lists });
}
