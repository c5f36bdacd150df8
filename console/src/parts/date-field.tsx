import "@mantine/dates/styles.css";
import "dayjs/locale/ru";
import "dayjs/locale/en-gb";
import { ActionIcon, Popover } from "@mantine/core";
import { DatePicker, DatesProvider } from "@mantine/dates";
import { useDisclosure } from "@mantine/hooks";
import { IconCalendar } from "@tabler/icons-react";
import { companyZone } from "../words/company-zone.ts";
import { useLocale } from "../words/locale.ts";
import { instantAt, shownDay, shownMoment, typedDay, typedMoment, wallClock } from "../words/typed-moment.ts";
import { useWords } from "../words/use-words.ts";
import type { FieldInputProps } from "./field-input.tsx";
import { TypedInput } from "./typed-input.tsx";

const WORDS = {
  day: { ru: "ДД.ММ.ГГГГ", en: "DD.MM.YYYY" },
  moment: { ru: "ДД.ММ.ГГГГ ЧЧ:ММ", en: "DD.MM.YYYY HH:MM" },
  wrongDay: (text: string) => ({
    ru: `Даты «${text}» нет. Пишите ДД.ММ.ГГГГ: 25.12.2026.`,
    en: `There is no date “${text}”. Write DD.MM.YYYY: 25.12.2026.`,
  }),
  wrongMoment: (text: string) => ({
    ru: `Времени «${text}» нет. Пишите ДД.ММ.ГГГГ ЧЧ:ММ: 25.12.2026 14:30.`,
    en: `There is no time “${text}”. Write DD.MM.YYYY HH:MM: 25.12.2026 14:30.`,
  }),
  calendar: (title: string) => ({ ru: `Календарь: ${title}`, en: `Calendar: ${title}` }),
};

/** When a day that is chosen in the calendar begins its work. */
const MORNING = "09:00";

/**
 * A date, or a date with a time of the company's zone: typed as ДД.ММ.ГГГГ (or ISO), or chosen in a calendar. Gives
 * `2026-12-25` (an ISO instant with a time), or what was typed where that is no date.
 */
export default function DateField({ field, value, onChange, error, disabled = false }: FieldInputProps) {
  const locale = useLocale();
  const words = useWords(WORDS);
  const zone = companyZone();
  const [isOpen, { toggle, close }] = useDisclosure(false);
  const hasTime = field.type === "dateTime";
  const text = textOf(value);
  const given = !hasTime && text !== null && /^\d{4}-\d\d-\d\dT/.test(text) ? text.slice(0, 10) : text;
  const moment = hasTime && given !== null ? typedMoment(shownMoment(given, zone), zone) : null;
  const at = moment === null ? null : wallClock(moment, zone);
  const day = hasTime ? (at?.day ?? null) : given === null ? null : typedDay(given);

  function choose(next: string | null): void {
    close();
    if (next !== null) onChange(hasTime ? instantAt(next, at?.time ?? MORNING, zone) : next);
  }

  return (
    <TypedInput
      label={field.title}
      description={field.help}
      withAsterisk={field.required}
      error={error}
      disabled={disabled}
      name={field.name}
      maw={260}
      value={given}
      onValue={onChange}
      writing={{
        read: (typed) => (hasTime ? typedMoment(typed, zone) : typedDay(typed)),
        show: (kept) => (hasTime ? shownMoment(kept, zone) : shownDay(kept)),
        wrong: hasTime ? words.wrongMoment : words.wrongDay,
      }}
      placeholder={hasTime ? words.moment : words.day}
      rightSection={
        <DatesProvider settings={{ locale: locale === "ru" ? "ru" : "en-gb", firstDayOfWeek: 1 }}>
          <Popover opened={isOpen} onChange={(next) => !next && close()} position="bottom-end" trapFocus returnFocus>
            <Popover.Target>
              <ActionIcon
                variant="subtle"
                color="gray"
                disabled={disabled}
                aria-label={words.calendar(field.title)}
                onClick={toggle}
              >
                <IconCalendar size={16} aria-hidden />
              </ActionIcon>
            </Popover.Target>
            <Popover.Dropdown>
              <DatePicker value={day} {...(day === null ? {} : { defaultDate: day })} onChange={choose} />
            </Popover.Dropdown>
          </Popover>
        </DatesProvider>
      }
    />
  );
}

/** Values of a process are tagged: `{ $type: "date", value: "2026-11-25" }`. */
function textOf(value: unknown): string | null {
  if (typeof value === "string" && value !== "") return value;
  const inner = typeof value === "object" && value !== null ? Reflect.get(value, "value") : null;
  return typeof inner === "string" ? inner : null;
}
