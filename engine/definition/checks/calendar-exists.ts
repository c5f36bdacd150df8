import { DEFAULT_CALENDAR } from "../compile-definition.ts";
import { childOf, entryOf, textOf } from "../node.ts";
import type { Check } from "./check.ts";

export const calendarExists: Check = {
  explanation: {
    code: "calendar-exists",
    severity: "error",
    title: { ru: "Нет такого календаря", en: "There is no such calendar" },
    why: {
      ru: "Рабочие дни и часы считаются по календарю процесса: это файл в ближайшей папке calendars или календарь из поставки.",
      en: "Business days and hours are counted on the process's calendar: a file of the nearest calendars/ folder, or one that ships with the product.",
    },
    wrong: "process: example\ntitle: Пример\ncalendar: ru-offise\n",
    right: "process: example\ntitle: Пример\ncalendar: ru-office\n",
  },
  *find({ document, calendars }) {
    const node = childOf(document.root, "calendar");
    const name = textOf(node) ?? DEFAULT_CALENDAR;
    if (calendars(name)) return;
    const at = node ?? entryOf(document.root, "process")?.key ?? document.root;
    yield {
      at,
      message: { ru: `Нет календаря «${name}»`, en: `There is no calendar "${name}"` },
      remedy: {
        ru: `Положите файл calendars/${name}.yaml или назовите другой, например ${DEFAULT_CALENDAR}`,
        en: `Add the file calendars/${name}.yaml, or name another, such as ${DEFAULT_CALENDAR}`,
      },
    };
  },
};
