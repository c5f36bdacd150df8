import Type from "typebox";
import { route } from "../api-route.ts";
import { choiceRows, FORM_FIELD, formField } from "../form-field.ts";
import { notFound } from "../problem.ts";

/** Forms by which people start processes. */
export const FORM_ROUTES = [
  route({
    method: "GET",
    path: "/api/forms",
    area: "instances",
    summary: {
      ru: "Процессы, которые вы можете запустить по форме.",
      en: "Processes that you may start by a form.",
    },
    permission: "process.start",
    answer: Type.Array(
      Type.Object({
        process: Type.String(),
        title: Type.String(),
        asks: Type.Array(Type.String(), { description: "Titles of what has to be filled in." }),
      }),
    ),
    async handle({ service, viewer }) {
      const forms = await service.assembled.engine.startForms(viewer.user);
      return forms.map(({ process, title, inputs }) => ({
        ...{ process, title },
        asks: inputs.filter(({ required }) => required).map((input) => input.title),
      }));
    },
  }),
  route({
    method: "GET",
    path: "/api/forms/:process",
    area: "instances",
    summary: { ru: "Форма запуска процесса.", en: "The start form of a process." },
    permission: "process.start",
    params: Type.Object({ process: Type.String({ minLength: 1, maxLength: 200 }) }),
    answer: Type.Object(
      { process: Type.String(), title: Type.String(), fields: Type.Array(FORM_FIELD) },
      { $id: "StartForm" },
    ),
    async handle({ service, viewer, params }) {
      const forms = await service.assembled.engine.startForms(viewer.user);
      const form = forms.find(({ process }) => process === params.process);
      if (form === undefined) throw notFound({ ru: "Такой формы нет", en: "There is no such form" });
      const { process, title, inputs, catalog } = form;
      const rows = await choiceRows(service.assembled, catalog, inputs);
      return { process, title, fields: inputs.map((input) => formField(input, rows)) };
    },
  }),
] as const;
