import { type ComponentType, useState } from "react";
import { OwnButton } from "./own-button.tsx";

const load = () => import("./open-own-menu.tsx");

/** Who I am; language, look, and the way out: loaded when somebody reaches for it. */
export function OwnMenu() {
  const [Loaded, setLoaded] = useState<ComponentType | null>(null);
  // Where it cannot be loaded the button stays as it is, and the next press tries again.
  const near = (): void => void load().catch(() => null);
  const open = (): void => void load().then(({ OpenOwnMenu }) => setLoaded(() => OpenOwnMenu), near);
  if (Loaded !== null) return <Loaded />;
  return <OwnButton aria-expanded={false} onPointerEnter={near} onFocus={near} onClick={open} />;
}
