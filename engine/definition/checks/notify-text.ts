import { childOf, entryOf } from "../node.ts";
import type { Check } from "./check.ts";

export const notifyText: Check = {
  explanation: {
    code: "notify-text",
    severity: "error",
    title: { ru: "Сообщение без текста", en: "A message without a text" },
    why: {
      ru: "У notify есть либо text, либо template. Без того и другого посылать нечего, с обоими непонятно, что посылать.",
      en: "A `notify` has a `text` or a `template`. Without either there is nothing to send, with both it is not clear what.",
    },
    wrong: "- id: tell\n  notify: ${ requester }\n  subject: Готово\n",
    right: "- id: tell\n  notify: ${ requester }\n  subject: Готово\n  text: Заявка обработана\n",
  },
  *find({ outline }) {
    for (const step of outline.steps) {
      if (step.kind !== "notify") continue;
      const text = childOf(step.node, "text");
      const template = entryOf(step.node, "template");
      if (!text && !template) {
        yield {
          at: step.keyword.key,
          message: { ru: `В сообщении «${step.id}» нет текста`, en: `The message "${step.id}" has no text` },
          remedy: { ru: "Добавьте text или template", en: "Add `text` or `template`" },
        };
      }
      if (text && template) {
        yield {
          at: template.key,
          message: { ru: "У сообщения и text, и template", en: "A message with both `text` and `template`" },
          remedy: { ru: "Оставьте одно", en: "Leave one" },
        };
      }
    }
  },
};
