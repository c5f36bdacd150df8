import { Tooltip } from "@mantine/core";
import { useEffect, useRef, useState } from "react";

/** A hint about the element that it stands in, as long as it is drawn. */
export function Hint({ label }: { readonly label: string }) {
  const own = useRef<HTMLSpanElement>(null);
  const [about, setAbout] = useState<HTMLElement | null>(null);
  useEffect(() => setAbout(own.current?.parentElement ?? null), []);
  return (
    <>
      <span ref={own} hidden />
      {about !== null && <Tooltip target={about} label={label} opened />}
    </>
  );
}
