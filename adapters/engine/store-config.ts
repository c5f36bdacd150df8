import type { Configuration } from "../configuration/configuration.ts";
import type { StoreConfig } from "../store/open-store.ts";

/** The store as `openDatabase` wants it: the one place where its secret is told. */
export function storeConfig({ store }: Pick<Configuration, "store">): StoreConfig {
  if (store.kind === "sqlite") return store;
  return { kind: "postgres", url: store.url.reveal(), poolSize: store.pool };
}
