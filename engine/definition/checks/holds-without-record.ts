import { childOf, textOf } from "../node.ts";
import type { Check } from "./check.ts";

export const holdsWithoutRecord: Check = {
  explanation: {
    code: "holds-without-record",
    severity: "warning",
    title: { ru: "Условие ожидания не смотрит на запись", en: "The condition waited for does not look at the record" },
    why: {
      ru: "holds проверяют, когда запись меняется, а сама запись в нём — record. Вход хранит то, что было при запуске, и сам не изменится: ожидание не кончится.",
      en: "`holds` is tested when the record changes, and in it the record is `record`. An input keeps what was there at the start and never changes: the wait would not end.",
    },
    wrong:
      '- id: moved\n  listen: { of: "${ lead }", holds: \'lead.stageKind = "won"\' }\n  timeout: { after: P7D, then: end }\n',
    right:
      '- id: moved\n  listen: { of: "${ lead }", holds: \'record.stageKind = "won"\' }\n  timeout: { after: P7D, then: end }\n',
  },
  *find({ outline }) {
    for (const step of outline.steps) {
      const awaited = step.kind === "listen" ? step.keyword.value : childOf(step.node, "until");
      const holds = childOf(awaited, "holds") ?? (step.kind === "listen" ? childOf(step.node, "holds") : undefined);
      const text = textOf(holds);
      if (!holds || text === undefined || /\brecord\b/u.test(text)) continue;
      yield {
        at: holds,
        message: {
          ru: "holds не смотрит на record: изменений записи оно не заметит",
          en: "`holds` does not read `record`: it would not see the record change",
        },
        remedy: { ru: "Напишите условие на record: record.поле = …", en: "Write it about record: record.field = …" },
      };
    }
  },
};
