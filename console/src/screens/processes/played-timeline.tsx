import { Text, Timeline } from "@mantine/core";
import type { Schemas } from "../../api/client.ts";
import { useLocale } from "../../words/locale.ts";

const COLORS: Readonly<Record<string, string>> = {
  decision: "ordo",
  end: "ordo",
  start: "ordo",
  escalation: "orange",
  incident: "red",
  message: "blue",
  outside: "violet",
};

/** What happened in a scenario, as people tell it; times of the process's zone. */
export function PlayedTimeline({ lines }: { readonly lines: readonly Schemas["PlayedLine"][] }) {
  const locale = useLocale();
  return (
    <Timeline bulletSize={12} lineWidth={2} active={lines.length}>
      {lines.map(({ at, tone, text, details, instance }, index) => (
        <Timeline.Item
          // biome-ignore lint/suspicious/noArrayIndexKey: lines of a story never move
          key={index}
          color={COLORS[tone] ?? "gray"}
          title={
            <Text size="sm" style={{ overflowWrap: "anywhere" }}>
              {text}
            </Text>
          }
        >
          <Text size="xs" c="dimmed">
            {timeText(at, locale)}
            {instance === null ? "" : ` · ${instance}`}
          </Text>
          {details.map((detail) => (
            <Text key={detail} size="xs" style={{ whiteSpace: "pre-wrap", overflowWrap: "anywhere" }}>
              {detail}
            </Text>
          ))}
        </Timeline.Item>
      ))}
    </Timeline>
  );
}

/** `23.11.2026 10:00`: as the process counts it, not as the browser's zone has it. */
function timeText(at: string, locale: "ru" | "en"): string {
  const [date = "", time = ""] = at.slice(0, 16).split("T");
  return `${locale === "ru" ? date.split("-").reverse().join(".") : date} ${time}`;
}
