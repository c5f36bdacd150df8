import { collected, type FrontDoor } from "./front-door.ts";
import { endWith } from "./run.ts";

/** Commands on records and reference lists. */
export function declareRecords(door: FrontDoor): void {
  const { say, examples, json, as, limit, after, option, terminal } = door;
  const command = door.under({ ru: "Данные:", en: "Data:" });
  const where = () =>
    say({
      ru: "условие: stage=NEW, amount>=1000, title~кофе; можно повторять",
      en: "a condition: stage=NEW, amount>=1000, title~coffee; may be repeated",
    });
  const format = () =>
    option("--format <format>", say({ ru: "формат файла", en: "format of the file" })).choices(["yaml", "json", "csv"]);
  const separator = () => say({ ru: "разделитель CSV: ; , tab", en: "separator of CSV: ; , tab" });
  const encoding = () =>
    say({ ru: "кодировка файла: utf-8, windows-1251", en: "encoding of the file: utf-8, windows-1251" });

  command("record", "<record> [name]", {
    ru: "записи CRM: найти, показать, изменить, создать, вывезти в файл, ввезти из файла",
    en: "records: find, show, change, create, export to a file, import from one",
  })
    .option(
      "--find <text>",
      say({ ru: "найти: номер, телефон, почта, слова", en: "find: number, phone, address, words" }),
    )
    .option("--where <condition>", where(), collected, [])
    .option("--limit <count>", limit())
    .option("--after <record>", after())
    .option("--history", say({ ru: "кто что менял", en: "who changed what" }))
    .option(
      "--set <field=value>",
      say({ ru: "записать поле; можно повторять", en: "write a field; may be repeated" }),
      collected,
      [],
    )
    .option(
      "--expected <revision>",
      say({ ru: "только если версия ещё эта", en: "only if the revision is still this" }),
    )
    .option("--create", say({ ru: "создать запись этого типа", en: "create a record of this type" }))
    .option("--delete", say({ ru: "удалить", en: "delete it" }))
    .option("--undelete", say({ ru: "вернуть удалённую", en: "undo its deletion" }))
    .option("--note <text>", say({ ru: "добавить примечание", en: "add a note" }))
    .option("--out <file>", say({ ru: "export: в какой файл", en: "export: to which file" }))
    .addOption(format())
    .option("--separator <separator>", separator())
    .option("--encoding <encoding>", encoding())
    .option("--type <type>", say({ ru: "import: тип записей файла", en: "import: type of the file's records" }))
    .option(
      "--key <field>",
      say({ ru: "import: поле, по которому искать запись", en: "import: the field that finds a record" }),
    )
    .option("--dry-run", say({ ru: "import: только показать, что будет", en: "import: only show what would happen" }))
    .option("--events", say({ ru: "import: с событиями", en: "import: with events" }))
    .option("--silent", say({ ru: "import: без событий", en: "import: without events" }))
    .option("--skip-wrong", say({ ru: "import: неверные строки пропустить", en: "import: leave out wrong rows" }))
    .option("--as <user>", as())
    .option("--json", json())
    .addHelpText(
      "after",
      examples([
        "record lead --find '8 911 000-01-01'",
        "record deal --where 'stage=NEW amount>=100000'",
        "record lead/101 --history",
        "record lead/101 --set stage=WON",
        "record lead --create --set title=…",
        "record export lead --out leads.csv",
        "record import leads.csv --type lead --dry-run",
      ]),
    )
    .action(async (name: string, second: string | undefined, options) => {
      if (name === "export") {
        const { recordExport } = await import("./record-export.ts");
        return endWith(await recordExport(second, options, terminal));
      }
      if (name === "import") {
        const { recordImport } = await import("./record-import.ts");
        return endWith(await recordImport(second, options, terminal));
      }
      const { record } = await import("./record.ts");
      endWith(await record(name, options, terminal));
    });

  command("list", "[list] [row]", {
    ru: "справочники (бренды, категории…): показать, изменить, ввезти",
    en: "reference lists (brands, categories, …): show, change, import",
  })
    .option(
      "--set <column=value>",
      say({ ru: "записать столбец строки; можно повторять", en: "write a column of the row; may be repeated" }),
      collected,
      [],
    )
    .option("--remove", say({ ru: "убрать строку", en: "remove the row" }))
    .option("--import <file>", say({ ru: "ввезти строки из файла", en: "import rows from a file" }))
    .option(
      "--only",
      say({
        ru: "import: строк, которых нет в файле, не останется",
        en: "import: rows that the file does not name go",
      }),
    )
    .option("--out <file>", say({ ru: "записать строки в файл", en: "write the rows to a file" }))
    .addOption(format())
    .option("--separator <separator>", separator())
    .option("--encoding <encoding>", encoding())
    .option("--as <user>", as())
    .option("--json", json())
    .addHelpText(
      "after",
      examples(["list", "list brands", "list brands Bravante --set discount=7", "list brands --import brands.csv"]),
    )
    .action(async (name: string | undefined, row: string | undefined, options) => {
      const { list } = await import("./list.ts");
      endWith(await list({ name, row }, options, terminal));
    });
}
