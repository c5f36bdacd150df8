import type { Text } from "../problem.ts";

/** What to write for a duration that somebody wrote in words or in another tool's notation. */
export function durationMeant(text: string): Text {
  const given = text.trim().toLowerCase();
  const clock = /^(\d{1,2}):(\d{2})$/.exec(given);
  if (clock !== null) return write(`{ minutes: ${Number(clock[1]) * 60 + Number(clock[2])} }`);
  const counted = /^(\d+)\s*(.*)$/u.exec(given);
  if (counted === null) return EXAMPLES;
  const [, count = "1", unit = ""] = counted;
  const meant = UNITS.find(([pattern]) => pattern.test(unit.trim()))?.[1];
  if (meant !== undefined) return write(`{ ${meant}: ${count} }`);
  return unit === ""
    ? {
        ru: `Назовите единицу: { businessDays: ${count} } или { hours: ${count} }`,
        en: `Name the unit: { businessDays: ${count} } or { hours: ${count} }`,
      }
    : EXAMPLES;
}

const UNITS: readonly (readonly [RegExp, string])[] = [
  [/^(?:раб\S*\s+(?:д|день)|business\s*days?|working\s*days?|bd$|рд$)/, "businessDays"],
  [/^(?:раб\S*\s+час|business\s*hours?|working\s*hours?|bh$|рч$)/, "businessHours"],
  [/^(?:мин|min|m$)/, "minutes"],
  [/^(?:сек|sec|s$)/, "seconds"],
  [/^(?:ч$|час|hour|hr|h$)/, "hours"],
  [/^(?:нед|week|w$)/, "weeks"],
  [/^(?:мес|month|mo$)/, "months"],
  [/^(?:год|лет|year|y$)/, "years"],
  [/^(?:д$|дн|ден|сут|day|d$)/, "days"],
];

const EXAMPLES: Text = {
  ru: "Напишите, например, { businessDays: 1 }, { hours: 4 } или P1D",
  en: "Write, for example, { businessDays: 1 }, { hours: 4 } or P1D",
};

function write(text: string): Text {
  return { ru: `Напишите: ${text}`, en: `Write: ${text}` };
}
