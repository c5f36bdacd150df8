import { createHash } from "node:crypto";
import { pdfPrinter } from "../../../../adapters/documents/pdf/pdf-printer.ts";
import { sampleLine, sampleModel } from "./sample-sheet.ts";

/*
 * A process of its own, started by the test with a zone and a language of the machine's: prints the digest of one document
 * twice.
 */
const printer = pdfPrinter();
const lines = Array.from({ length: 30 }, (_, index) => sampleLine(index));
for (let round = 0; round < 2; round += 1) {
  const bytes = await printer.pdf(sampleModel(lines));
  process.stdout.write(`${createHash("sha256").update(bytes).digest("hex")}\n`);
}
