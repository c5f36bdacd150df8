import type { AccountsBench } from "./accounts-bench.ts";

/** Names a law and checks it on a database of its own. */
export type Law = (title: string, check: (bench: AccountsBench) => Promise<void>) => void;
