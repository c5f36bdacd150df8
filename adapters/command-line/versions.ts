import { relativeText } from "../../engine/view/moment.ts";
import { textTable } from "../../engine/view/text-table.ts";
import { operate, pageOf, printJson, rowJson } from "./operate.ts";
import type { ExitCode, Terminal } from "./terminal.ts";
import type { OperatingOptions } from "./with-engine.ts";

/** Enough of a digest to tell versions apart. */
const DIGEST_SHOWN = 12;

/** `ordo versions`: what is deployed, which version new instances start on, how many live on each. */
export function versions(options: OperatingOptions, terminal: Terminal): Promise<ExitCode> {
  return operate(options, terminal, async (operating) => {
    const rows = await operating.engine.versions();
    if (options.json) printJson(terminal, { versions: rows.map(rowJson) });
    else if (rows.length === 0)
      terminal.print(
        terminal.pick({
          ru: "Ничего не развёрнуто. Развернуть: ordo deploy",
          en: "Nothing is deployed. To deploy: ordo deploy",
        }),
      );
    else {
      const page = await pageOf(operating);
      const columns = [
        { title: terminal.pick({ ru: "ПРОЦЕСС", en: "PROCESS" }) },
        { title: terminal.pick({ ru: "ВЕРСИЯ", en: "VERSION" }), align: "right" as const },
        { title: "" },
        { title: terminal.pick({ ru: "НАЗВАНИЕ", en: "TITLE" }), shrinks: true },
        { title: terminal.pick({ ru: "ИДУТ", en: "LIVE" }), align: "right" as const },
        { title: terminal.pick({ ru: "РАЗВЁРНУТА", en: "DEPLOYED" }) },
        { title: terminal.pick({ ru: "ОТПЕЧАТОК", en: "DIGEST" }) },
      ];
      const lines = rows.map((row) => [
        { text: row.process, ansi: row.current ? "1" : "2" },
        { text: String(row.number) },
        row.current ? { text: terminal.pick({ ru: "действует", en: "current" }), ansi: "32" } : { text: "" },
        { text: row.title },
        { text: String(row.live) },
        { text: relativeText(row.deployedAt, page.now, page.locale), ansi: "2" },
        { text: row.digest.slice(0, DIGEST_SHOWN), ansi: "2" },
      ]);
      terminal.print(textTable(columns, lines, page));
    }
    return 0;
  });
}
