import type { UserId } from "../../engine/base/ids.ts";
import type { Role } from "./role.ts";

/** Who asks: what every route of the API is given. */
export interface Viewer {
  /** The person of the directory. */
  readonly user: UserId;
  /** As the directory has it; null: it names nobody. */
  readonly name: string | null;
  /** `person` is always among them; a link carries nothing but that. */
  readonly roles: readonly Role[];
  /** A browser's session, a program's token, or a link in a letter, which holds for one task alone. */
  readonly via: "session" | "token" | "link";
  /** Id (a hash) of the session; null: there is none. It opens nothing. */
  readonly session: string | null;
  /** What a token is limited to, as it was made; null: whatever the roles allow. */
  readonly scopes: readonly string[] | null;
}
