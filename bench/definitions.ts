import { ProcessLoader } from "../adapters/command-line/process-loader.ts";
import { folderSource } from "../adapters/process-source/folder/folder-source.ts";
import { ratePerSecond } from "./measure.ts";
import type { Row } from "./row.ts";

/** The shipped processes read, checked and compiled again and again, with everything around them. */
export function definitions(): readonly Row[] {
  const source = folderSource();
  const { folders } = source.find(["processes"]);
  const lines = folders.reduce(
    (sum, folder) => sum + (source.read(folder).process.bytes?.filter((byte) => byte === 10).length ?? 0),
    0,
  );
  const rate = ratePerSecond(() => {
    const loader = new ProcessLoader(source);
    for (const folder of folders) {
      if (loader.load(folder).definition === null) throw new Error(`${folder} has problems`);
    }
  }, 3_000);
  return [
    {
      what: "definitions read, checked, compiled",
      measured: `${Math.round(rate * folders.length)} /s`,
      ratio: `${Math.round(rate * lines).toLocaleString("en")} lines/s`,
      target: "",
      holds: null,
    },
  ];
}
