import { directoryContract } from "./directory/directory.contract.ts";
import { openLocalBench } from "./directory/local-directory-bench.ts";
import { openPortalBench } from "./directory/portal-directory-bench.ts";

directoryContract("people from a file", openLocalBench);
directoryContract("people from a portal", openPortalBench);
