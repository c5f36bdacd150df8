import type { Text } from "../definition/problem.ts";
import type { DocumentModel } from "../document/document-model.ts";

/** Makes files of documents. */
export interface Printer {
  /**
   * The document as PDF; the same model is the same bytes, in whichever process, zone and language of the machine.
   *
   * @throws {DocumentTooLarge} where it would take longer than a worker may be busy with one thing
   */
  pdf(model: DocumentModel): Promise<Uint8Array>;
}

/** More rows than are printed at once. */
export class DocumentTooLarge extends Error {
  override readonly name = "DocumentTooLarge";
  readonly says: Text;
  constructor(says: Text) {
    super(says.en);
    this.says = says;
  }
}
