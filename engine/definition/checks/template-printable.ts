import { notesOf } from "../survey.ts";
import type { Check } from "./check.ts";

export const templatePrintable: Check = {
  explanation: {
    code: "template-printable",
    severity: "error",
    title: { ru: "HTML-шаблон не печатается в PDF", en: "An HTML template is not printed as PDF" },
    why: {
      ru: "PDF делается из текста: заголовков, списков, таблиц Markdown. HTML печатает только браузер, а его здесь нет, — во время работы такой шаг был бы отклонён (TEMPLATE_NOT_PRINTABLE).",
      en: "A PDF is made of text: headings, lists and tables of Markdown. Only a browser prints HTML, and there is none here: at run time the step would be refused (TEMPLATE_NOT_PRINTABLE).",
    },
    wrong: "- id: paper\n  document: contract-page     # templates/contract-page.html\n  format: pdf\n",
    right: "- id: paper\n  document: discount-result   # templates/discount-result.md\n  format: pdf\n",
  },
  *find({ survey }) {
    for (const { at, name } of notesOf(survey, "template-not-printable"))
      yield {
        at,
        message: {
          ru: `Шаблон «${name}» — HTML, в PDF он не печатается`,
          en: `The template "${name}" is HTML, which is not printed as PDF`,
        },
        remedy: {
          ru: `Перепишите его как templates/${name}.md или поставьте format: html`,
          en: `Rewrite it as templates/${name}.md, or say format: html`,
        },
      };
  },
};
