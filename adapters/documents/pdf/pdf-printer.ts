import type { DocumentModel } from "../../../engine/document/document-model.ts";
import { DocumentTooLarge, type Printer } from "../../../engine/ports/printer.ts";
import { type PdfLayout, pdfLayout } from "./pdf-layout.ts";
import { type Printable, printableBy } from "./printable-text.ts";
import { commonGlyphs, robotoFiles } from "./roboto.ts";

/**
 * Rows and lines that are printed at once. While a document is made nothing else of the process runs: 1,000 rows take about
 * a second, and a worker whose lease is not renewed for thirty is taken for dead.
 */
const LINES_MAX = 2_500;
/** Characters for the same reason: a comment may be as long as a book. */
const CHARACTERS_MAX = 1_000_000;

/**
 * A printer that needs no browser: pdfmake, with Roboto. Nothing of it is loaded before the first document. It reads its
 * fonts and nothing else, whatever a document says.
 */
export function pdfPrinter(): Printer {
  let tools: Promise<Tools> | null = null;
  return {
    async pdf(model) {
      mustFit(model);
      tools ??= load();
      const { make, text } = await tools;
      return make(pdfLayout(model, text));
    },
  };
}

interface Tools {
  readonly text: Printable;
  readonly make: (layout: PdfLayout) => Promise<Uint8Array>;
}

async function load(): Promise<Tools> {
  const { default: pdfmake } = await import("pdfmake");
  const files = robotoFiles();
  const paths: ReadonlySet<string> = new Set(Object.values(files));
  pdfmake.setFonts({ Roboto: { ...files } });
  pdfmake.setUrlAccessPolicy(() => false);
  pdfmake.setLocalAccessPolicy((path) => paths.has(path));
  const make = async (layout: PdfLayout): Promise<Uint8Array> =>
    new Uint8Array(await pdfmake.createPdf(layout).getBuffer());
  return { text: printableBy(commonGlyphs(files)), make };
}

/** @throws {DocumentTooLarge} */
function mustFit({ blocks }: DocumentModel): void {
  let lines = 0;
  let characters = 0;
  const count = (texts: readonly string[]): void => {
    lines += texts.length;
    for (const { length } of texts) characters += length;
  };
  const flat = (all: readonly (readonly { readonly text: string }[])[]): readonly string[] =>
    all.map((spans) => spans.map(({ text }) => text).join(""));
  for (const block of blocks) {
    if (block.kind === "paragraph") count(flat(block.lines));
    else if (block.kind === "bullets") for (const item of block.items) count(flat(item));
    else if (block.kind === "facts") count(block.rows.map(({ title, text }) => title + text));
    else if (block.kind === "table")
      for (const { rows } of block.table.groups)
        for (const { cells } of rows) count([cells.map((cell) => flat(cell).join("\n")).join("\n")]);
  }
  if (lines > LINES_MAX || characters > CHARACTERS_MAX)
    throw new DocumentTooLarge({
      ru: `В документе строк ${lines}, знаков ${characters}; в PDF печатается не больше ${LINES_MAX} и ${CHARACTERS_MAX}. Укажите format: html или сделайте несколько`,
      en: `The document has ${lines} lines and ${characters} characters; ${LINES_MAX} and ${CHARACTERS_MAX} are printed as PDF at most. Say format: html, or make several`,
    });
}
