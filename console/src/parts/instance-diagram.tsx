import { useComputedColorScheme } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { answered, api } from "../api/client.ts";
import { SafeSvg } from "../screens/processes/safe-svg.tsx";
import { useLocale } from "../words/locale.ts";
import { Answer } from "./answer.tsx";

/** The process as a picture, opened where the instance stands now. */
export function InstanceDiagram(of: {
  readonly instance: string;
  readonly title: string;
  /** Drawn anew when it changes. */
  readonly revision: number | string;
  /** True: at full size, to be scrolled in both ways. @default as wide as there is room */
  readonly isWhole?: boolean;
}) {
  const { instance, title, revision, isWhole = false } = of;
  const locale = useLocale();
  const scheme = useComputedColorScheme("light");
  const query = useQuery({
    queryKey: ["requests", "diagram", instance, revision, scheme, locale],
    queryFn: () =>
      answered(
        api.GET("/api/instances/{instance}/diagram.svg", {
          params: { path: { instance }, query: { scheme, language: locale } },
          parseAs: "text",
        }),
      ),
    placeholderData: (before) => before,
  });
  return (
    <Answer query={query} rows={4}>
      {(svg) => <Opened svg={String(svg)} title={title} isWhole={isWhole} />}
    </Answer>
  );
}

function Opened({ svg, title, isWhole }: { readonly svg: string; readonly title: string; readonly isWhole: boolean }) {
  const place = useRef<HTMLElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another picture, and another size of it, are scrolled anew
  useEffect(() => {
    const now = place.current?.querySelector(".now")?.getBoundingClientRect();
    const room = place.current?.getBoundingClientRect();
    if (now === undefined || room === undefined) return;
    place.current?.scrollBy(
      now.left + now.width / 2 - room.left - room.width / 2,
      now.top + now.height / 2 - room.top - room.height / 2,
    );
  }, [svg, isWhole]);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reached by keys
    <section ref={place} className="instance-diagram" data-whole={isWhole} tabIndex={0} aria-label={title}>
      <SafeSvg svg={svg} zoom={1} />
    </section>
  );
}
