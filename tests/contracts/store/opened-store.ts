import type { Store } from "../../../engine/ports/store.ts";
import type { TestClock } from "../../support/test-clock.ts";

/** An empty store that a test has to itself. */
export interface OpenedStore {
  readonly store: Store;
  /** A second way in, as another process has it; null where one process writes. */
  readonly other: Store | null;
  readonly clock: TestClock;
  close(): Promise<void>;
}

/** Opens one at {@link MORNING}. */
export type OpenStore = () => Promise<OpenedStore>;
