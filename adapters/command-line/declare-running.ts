import type { FrontDoor } from "./front-door.ts";
import { endWith } from "./run.ts";

/** Commands of who runs the engine. */
export function declareRunning(door: FrontDoor): void {
  const { option, say, examples, json, terminal } = door;
  const command = door.under({ ru: "Движок:", en: "Engine:" });

  command("serve", "", {
    ru: "работать: исполнять процессы, будить по срокам, принимать команды",
    en: "work: run processes, keep deadlines, take commands",
  })
    .addHelpText("after", examples(["serve"]))
    .action(async () => {
      const { serve } = await import("./serve.ts");
      endWith(await serve("serve", terminal));
    });

  command("worker", "", {
    ru: "ещё один работник на той же базе (PostgreSQL)",
    en: "one more worker on the same database (PostgreSQL)",
  })
    .addHelpText("after", examples(["worker"]))
    .action(async () => {
      const { serve } = await import("./serve.ts");
      endWith(await serve("worker", terminal));
    });

  command("workers", "", { ru: "кто исполняет процессы", en: "who runs the processes" })
    .option("--all", say({ ru: "и тех, кто ушёл", en: "also those that left" }))
    .option("--json", json())
    .action(async (options) => {
      const { workers } = await import("./workers.ts");
      endWith(await workers(options, terminal));
    });

  command("doctor", "", {
    ru: "проверить настройки, связи, часы, права — и сказать, что делать",
    en: "check configuration, connections, clock, rights, each with a remedy",
  })
    .option("--json", json())
    .action(async (options) => {
      const { doctor } = await import("./doctor.ts");
      endWith(await doctor(options, terminal));
    });

  command("backup", "", {
    ru: "резервная копия: база, файлы, печати — не останавливая работу",
    en: "a backup of database, files and heads while work goes on",
  })
    .option(
      "--to <folder>",
      say({
        ru: "папка (иначе backup: в ordo.yaml, иначе backups)",
        en: "the folder (else that of ordo.yaml, else backups)",
      }),
    )
    .option("--verify <backup>", say({ ru: "проверить готовую копию", en: "look through a backup" }))
    .option("--json", json())
    .addHelpText("after", examples(["backup", "backup --verify backups/ordo-2026-11-23T21-00-00Z"]))
    .action(async (options) => {
      const { backup } = await import("./backup.ts");
      endWith(await backup(options, terminal));
    });

  command("restore", "<backup>", {
    ru: "восстановить базу и файлы из резервной копии",
    en: "put a backup's database and files back",
  })
    .option("--replace", say({ ru: "заменить то, что в базе есть", en: "replace what the store holds" }))
    .option("--json", json())
    .action(async (file: string, options) => {
      const { restore } = await import("./restore.ts");
      endWith(await restore(file, options, terminal));
    });

  command("rebuild", "", {
    ru: "сверить базу с историей каждого процесса",
    en: "compare the store with the history of every instance",
  })
    .option("--repair", say({ ru: "записать заново то, что расходится", en: "write anew what differs" }))
    .option("--json", json())
    .addHelpText("after", examples(["rebuild", "rebuild --repair"]))
    .action(async (options) => {
      const { rebuild } = await import("./rebuild.ts");
      endWith(await rebuild(options, terminal));
    });

  command("retention", "", {
    ru: "что по сроку хранения уйдёт в архив и что будет удалено",
    en: "what would be archived and removed now, by `retention:`",
  })
    .option("--preview", say({ ru: "показать (иначе и не бывает)", en: "show it (it never does more)" }))
    .option("--json", json())
    .addHelpText("after", examples(["retention --preview"]))
    .action(async (options) => {
      const { retention } = await import("./retention.ts");
      endWith(await retention(options, terminal));
    });

  const person = command("person", "", {
    ru: "персональные данные: выдать всё, что известно, или стереть",
    en: "personal data: everything that is known, or erase it",
  });
  person.action(() => person.outputHelp());
  const also = (value: string, before: readonly string[]): readonly string[] => [...before, value];
  for (const [action, text] of [
    [
      "export",
      { ru: "всё, что известно о человеке, в папку", en: "everything that is known of a person, in a folder" },
    ],
    ["erase", { ru: "заменить человека псевдонимом везде", en: "put a pseudonym wherever a person stands" }],
  ] as const) {
    const one = person
      .command(`${action} <who>`)
      .summary(say(text))
      .description(say(text))
      .addOption(
        option("--also <text>", say({ ru: "ещё имя, адрес или телефон", en: "another name, address or phone" }))
          .argParser(also)
          .default([]),
      )
      .option("--json", json());
    if (action === "export") one.option("--to <folder>", say({ ru: "папка", en: "the folder" }));
    else
      one
        .option(
          "--reason <text>",
          say({ ru: "причина, для реестра стираний", en: "why, for the registry of erasures" }),
        )
        .option("--yes", say({ ru: "стереть; без него — показать", en: "erase; without it, show" }));
    one.action(async (who: string, options) => {
      const { person: run } = await import("./person.ts");
      endWith(await run({ action, who }, options, terminal));
    });
  }

  const calendar = command("calendar", "", { ru: "производственный календарь", en: "the business calendar" });
  calendar.action(() => calendar.outputHelp());
  calendar
    .command("import <file>")
    .summary(say({ ru: "внести год из файла издателя", en: "enter a year from a publisher's file" }))
    .description(say({ ru: "внести год из файла издателя", en: "enter a year from a publisher's file" }))
    .addOption(
      option("--format <format>", say({ ru: "чей файл", en: "whose file" })).choices(["xmlcalendar", "isdayoff"]),
    )
    .option("--year <year>", say({ ru: "год", en: "the year" }))
    .option("--name <calendar>", say({ ru: "календарь (иначе ru-office)", en: "the calendar (else ru-office)" }))
    .option("--json", json())
    .action(async (file: string, options) => {
      const { calendarImport } = await import("./calendar-import.ts");
      endWith(await calendarImport(file, options, terminal));
    });
}
