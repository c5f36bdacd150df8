import { join } from "node:path";
import type { Calendar } from "../../engine/calendar/calendar.ts";
import { couldNotRun } from "../complaint.ts";
import { productFolder } from "../product-folder.ts";
import type { Reader } from "./reader.ts";

/** The calendar that ships with the product, for what belongs to no process. */
export function shippedCalendar(reader: Reader): Calendar {
  const path = join(productFolder(), "calendars/ru-office.yaml");
  const { value } = reader.calendar(path, "ru-office");
  if (value !== null) return value;
  throw couldNotRun(
    { ru: `Календарь повреждён: ${path}`, en: `The calendar is damaged: ${path}` },
    { ru: "Установите Ordo заново.", en: "Install Ordo again." },
  );
}
