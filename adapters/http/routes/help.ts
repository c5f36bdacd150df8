import Type from "typebox";
import { Reply, route } from "../api-route.ts";
import { ERROR_PAGE, errorPage, errorPageTitle } from "../manual/error-page.ts";
import { Manual } from "../manual/manual.ts";
import { notFound } from "../problem.ts";

const manual = new Manual();

const TITLE = {
  page: Type.String(),
  title: Type.String(),
  part: Type.Enum(["console", "guide"], { description: "About a screen, or for analysts and administrators." }),
};

/** The manual, as it lies beside the code. */
export const HELP_ROUTES = [
  route({
    method: "GET",
    path: "/api/help",
    area: "help",
    summary: { ru: "Оглавление руководства.", en: "Contents of the manual." },
    permission: "signed-in",
    answer: Type.Array(Type.Object(TITLE)),
    async handle({ locale }) {
      const errors = { page: ERROR_PAGE, title: errorPageTitle(locale), part: "guide" } as const;
      return [...manual.titles(locale), errors];
    },
  }),
  route({
    method: "GET",
    path: "/api/help/:page",
    area: "help",
    summary: {
      ru: "Страница руководства; errors — что значат коды.",
      en: "A page of the manual; `errors`: what codes mean.",
    },
    permission: "signed-in",
    params: Type.Object({ page: Type.String({ minLength: 1, maxLength: 100 }) }),
    answer: Type.Object(
      {
        ...TITLE,
        html: Type.String({ description: "Made here from the manual's own text; holds no tag of anybody else." }),
        locale: Type.Enum(["ru", "en"]),
      },
      { $id: "ManualPage" },
    ),
    async handle({ params, locale }) {
      const page = params.page === ERROR_PAGE ? errorPage(locale) : manual.page(params.page, locale);
      if (page === null) throw notFound({ ru: "Такой страницы нет", en: "There is no such page" });
      return { ...page };
    },
  }),
  route({
    method: "GET",
    path: "/api/help/pictures/:locale/:picture",
    area: "help",
    summary: { ru: "Снимок экрана из руководства, PNG.", en: "A picture of a screen in the manual, a PNG." },
    permission: "signed-in",
    params: Type.Object({
      locale: Type.Enum(["ru", "en"]),
      picture: Type.String({ minLength: 1, maxLength: 100 }),
    }),
    type: "image/png",
    async handle({ params }) {
      const picture = manual.picture(params.locale, params.picture);
      if (picture === null) throw notFound({ ru: "Такого снимка нет", en: "There is no such picture" });
      return new Reply(Buffer.from(picture), { headers: { "cache-control": "private, max-age=3600" } });
    },
  }),
] as const;
