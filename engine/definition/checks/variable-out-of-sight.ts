import { notesOf } from "../survey.ts";
import type { Check, Finding } from "./check.ts";

export const variableOutOfSight: Check = {
  explanation: {
    code: "variable-out-of-sight",
    severity: "error",
    title: { ru: "Переменная осталась внутри блока", en: "The variable stayed inside a block" },
    why: {
      ru: "У блоков, повторений и ветвей свои переменные: снаружи их не видно. Чтобы вынести значение, дайте переменную до блока, а в блоке измените её через set; из цикла — collect, из ветви — результат fork.",
      en: "Blocks, iterations and branches have variables of their own that are not seen outside. To bring a value out, `set` the variable before the block and change it inside; of a loop use `collect`, of a branch the result of the fork.",
    },
    wrong:
      '- id: stage\n  do:\n    - id: fresh\n      call: crm.get\n      with: { record: "${ lead }" }\n- id: tell\n  notify: ${ requester }\n  text: Заявка ${ fresh.title }\n',
    right:
      '- id: fresh\n  call: crm.get\n  with: { record: "${ lead }" }\n- id: tell\n  notify: ${ requester }\n  text: Заявка ${ fresh.title }\n',
  },
  *find({ survey, variables, document }) {
    for (const { at, name, source } of notesOf(survey, "out-of-sight")) {
      const variable = variables.all.find((one) => one.name === name);
      const owner = variable?.scope.owner ?? null;
      const origin = variable?.origins[0];
      const finding: Finding = {
        at,
        message: owner
          ? { ru: `«${name}» видна только внутри «${owner.id}»`, en: `"${name}" is seen inside "${owner.id}" only` }
          : { ru: `«${name}» здесь не видна`, en: `"${name}" is not seen here` },
        remedy:
          owner === null && origin?.kind === "input" && !source
            ? atStart(document.text.slice(at.end))
            : remedyFor(variable?.scope.role === "branch" ? "branch" : owner?.kind === "for" ? "for" : "block"),
        ...(origin && !source
          ? { related: [{ at: origin.at, message: { ru: "здесь она появляется", en: "it is made here" } }] }
          : {}),
      };
      yield source ? { ...finding, source } : finding;
    }
  },
};

/** Before the start there is only what starts it. */
function atStart(rest: string): { readonly ru: string; readonly en: string } {
  const path = `event.record${/^(?:\.[\p{L}_][\p{L}\p{N}_]*)*/u.exec(rest)?.[0] ?? ""}`;
  return {
    ru: `Процесс ещё не начат: возьмите ${path} из события`,
    en: `The process has not started yet: take ${path} from the event`,
  };
}

function remedyFor(holder: "branch" | "for" | "block"): { readonly ru: string; readonly en: string } {
  switch (holder) {
    case "branch":
      return { ru: "Возьмите её из результата fork", en: "Take it from the result of the fork" };
    case "for":
      return { ru: "Соберите её через collect", en: "Gather it with `collect`" };
    case "block":
      return {
        ru: "Дайте переменную через set до блока и измените её внутри",
        en: "`set` the variable before the block and change it inside",
      };
  }
}
