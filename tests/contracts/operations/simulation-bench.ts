import type { RecordChange } from "../../../engine/record/record-change.ts";
import { LetterBox } from "../../../engine/simulation/letter-box.ts";
import { operate } from "../../../engine/simulation/operations.ts";
import { RecordBook } from "../../../engine/simulation/record-book.ts";
import type { OpenBench, ToldChange } from "./bench.ts";

/** The records of a dry run. */
export const openSimulation: OpenBench = async (data, catalog) => {
  const book = new RecordBook(data, catalog);
  const letters = new LetterBox();
  let told: ToldChange[] = [];
  const changed = ({ type, change, record, previous, changed }: RecordChange): void =>
    void told.push({ name: `crm.${type}.${change}`, record, previous, changed });
  return {
    perform: async (operation, input, { ofDeleted = false } = {}) =>
      operate(operation, input, { book, letters, registry: new Map(), locale: "en", ofDeleted, changed }),
    told: async () => {
      const all = told;
      told = [];
      return all;
    },
    remove: async (ref) => changed(book.delete(ref)),
    close: async () => {},
  };
};
