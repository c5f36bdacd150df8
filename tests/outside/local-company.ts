import { id, type UserId } from "../../engine/base/ids.ts";
import { sampleCompany } from "../simulation/company.ts";
import type { CompanyCrm } from "./company-at-work.ts";

/** The sample company on our own records: nothing else installed. */
export function localCompany(): CompanyCrm {
  return {
    name: "crm/local",
    settings: "",
    clock: null,
    environment: {},
    trouble: null,
    begin: async () => {},
    records: sampleCompany().records,
    screen({ editing }) {
      if (editing === null) throw new Error("the local CRM is edited here");
      const by = (name: string): UserId => id<UserId>(name);
      return {
        create: async (type, set, name) => (await editing.create({ type, set, by: by(name) })).ref,
        edit: async (ref, set, name) => void (await editing.edit({ ref, set, by: by(name) })),
        remove: async (ref, name) => void (await editing.delete({ ref, by: by(name) })),
      };
    },
    pump: async () => 0,
    close: async () => {},
  };
}
