import { APPROVAL_SHEET } from "../compile-message.ts";
import { templateName } from "../message-template.ts";
import { hasUnknown } from "../survey.ts";
import type { Check } from "./check.ts";

export const templateUnused: Check = {
  explanation: {
    code: "template-unused",
    severity: "warning",
    title: { ru: "Шаблоном никто не пользуется", en: "Nobody uses the template" },
    why: {
      ru: "Файл лежит в templates, но ни один шаг его не называет. Возможно, шаг называет другой, старый.",
      en: "The file lies in templates/, but no step names it. Perhaps a step names another, older one.",
    },
    wrong: "# templates/discount-result.md\ndo:\n  - id: log\n    set: { done: true }\n",
    right: "- id: tell\n  notify: ${ requester }\n  template: discount-result\n",
  },
  *find({ survey, templates }) {
    if (hasUnknown(survey, "template", [...templates.map((file) => templateName(file.path)), APPROVAL_SHEET])) return;
    for (const file of templates) {
      const name = templateName(file.path);
      if (survey.mentions.some((one) => one.kind === "template" && one.name === name)) continue;
      const end = file.text.indexOf("\n");
      yield {
        source: file,
        at: { start: 0, end: end < 0 ? file.text.length : end },
        message: { ru: `Шаблон «${name}» нигде не используется`, en: `The template "${name}" is used nowhere` },
        remedy: {
          ru: `Напишите у шага template: ${name} или удалите файл`,
          en: `Write template: ${name} at a step, or delete the file`,
        },
      };
    }
  },
};
