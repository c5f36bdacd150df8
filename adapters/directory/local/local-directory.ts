import type { People } from "../../../engine/ports/people.ts";
import type { Adapter } from "../../adapter.ts";
import type { LocalDirectoryConfig } from "../config.ts";
import { openLocalDirectory } from "./open-local-directory.ts";

/** People from a file of the company's: `directory: directory.yaml`. */
export const localDirectory: Adapter<People, LocalDirectoryConfig> = {
  name: "local",
  read: (root) => ({ file: root.path("directory") ?? "" }),
  open: async ({ file }, needs) => ({
    port: openLocalDirectory(file, needs),
    ...{ watches: [], routes: [], close: async () => {} },
  }),
  // The file is looked at where the processes are that name its people: `doctor/check-company.ts`.
  check: async () => [],
};
