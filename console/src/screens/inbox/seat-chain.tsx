import { Badge, Group, Paper, Text, Timeline, Title } from "@mantine/core";
import { IconCheck, IconClock, IconMinus, IconUser, IconX } from "@tabler/icons-react";
import type { Schemas } from "../../api/client.ts";
import { AttachedFiles } from "../../parts/attached-files.tsx";
import { When } from "../../parts/when.tsx";
import { useWords } from "../../words/use-words.ts";
import type { Task } from "./task-page.tsx";

const WORDS = {
  chain: { ru: "Кто согласует", en: "Who approves" },
  before: { ru: "Что уже решено", en: "What has been decided" },
  here: { ru: "вы здесь", en: "you are here" },
  open: { ru: "решает сейчас", en: "deciding now" },
  waiting: { ru: "ждёт своей очереди", en: "waits for its turn" },
  sentBack: { ru: "ждёт, пока заявку доработают", en: "waits until the request is sent again" },
  skipped: { ru: "пропущено", en: "skipped" },
  closed: { ru: "не понадобилось", en: "not needed any more" },
  added: (name: string) => ({ ru: `место добавлено: ${name}`, en: `added by ${name}` }),
  round: (round: number) => ({ ru: `круг ${round}`, en: `round ${round}` }),
  takenBack: { ru: "решение отменено", en: "taken back" },
  earlierRound: { ru: "до доработки, не учитывается", en: "before the rework, does not count" },
  clock: { ru: "по сроку", en: "by the clock" },
  standsIn: (name: string) => ({ ru: `за: ${name}`, en: `for ${name}` }),
};

/** Decisions; answers to questions stand among the comments. */
const ON_SHEET: ReadonlySet<string> = new Set(["work", "seat", "skip", "rework"]);

type Settled = Schemas["Settled"];

const ICONS = {
  waiting: IconClock,
  sentBack: IconClock,
  open: IconUser,
  decided: IconCheck,
  skipped: IconMinus,
  closed: IconX,
};

/** Where I stand among those who decide: who did, what and when, and who comes next; and what was decided before. */
export function SeatChain({ task }: { readonly task: Task }) {
  const words = useWords(WORDS);
  const { seats, sheet } = task;
  const isInChain = (line: Task["sheet"][number]): boolean =>
    seats.length > 0 && line.purpose === "seat" && line.counts;
  const earlier = sheet.filter((line) => ON_SHEET.has(line.purpose) && !isInChain(line));
  // The line at the side is colored as far as it has come.
  const reached = seats.findIndex(({ status }) => status === "open" || status === "waiting" || status === "sentBack");
  return (
    <>
      {seats.length > 0 && (
        <section aria-labelledby="chain">
          <Title order={2} id="chain" mb="sm">
            {words.chain}
          </Title>
          <Timeline active={reached < 0 ? seats.length : reached} bulletSize={26} lineWidth={2}>
            {seats.map((seat) => {
              const Icon = ICONS[seat.status];
              const name = seat.decision?.by?.name ?? (seat.people.map(({ text }) => text).join(", ") || seat.who);
              // Who sits there by name is not named twice.
              const seatOf = [
                ...(seat.who === name ? [] : [seat.who]),
                ...(seat.addedBy === null ? [] : [words.added(seat.addedBy.name)]),
              ];
              return (
                <Timeline.Item
                  key={seat.number}
                  bullet={<Icon size={15} aria-hidden />}
                  title={
                    <Group gap={8}>
                      <span>{name}</span>
                      {seat.isThis && (
                        <Badge variant="light" tt="none">
                          {words.here}
                        </Badge>
                      )}
                    </Group>
                  }
                >
                  {seatOf.length > 0 && (
                    <Text size="sm" className="quiet">
                      {seatOf.join(" · ")}
                    </Text>
                  )}
                  {seat.decision === null ? (
                    <Text size="sm">{seat.status === "decided" ? "" : words[seat.status]}</Text>
                  ) : (
                    <Decided decision={seat.decision} />
                  )}
                  {seat.note !== null && (
                    <Text size="sm" className="quiet">
                      {seat.note}
                    </Text>
                  )}
                </Timeline.Item>
              );
            })}
          </Timeline>
        </section>
      )}
      {earlier.length > 0 && (
        <section aria-labelledby="before">
          <Title order={2} id="before" mb={6}>
            {words.before}
          </Title>
          <Paper withBorder p="md">
            <ul className="plain-list">
              {earlier.map((line) => (
                <li key={`${line.step} ${line.decision.at} ${line.decision.by?.id ?? ""}`}>
                  <Text size="sm" fw={600}>
                    {line.stepTitle}
                    {line.round > 1 && ` · ${words.round(line.round)}`}
                    {line.standing === "skipped" && ` · ${words.skipped}`}
                    {line.standing === "takenBack" && ` · ${words.takenBack}`}
                    {line.standing === "earlierRound" && ` · ${words.earlierRound}`}
                  </Text>
                  {line.standing === "skipped" ? (
                    <Text size="sm">{line.decision.reason}</Text>
                  ) : (
                    <>
                      <Text size="sm">{line.decision.by?.name ?? words.clock}</Text>
                      <Decided decision={line.decision} />
                    </>
                  )}
                </li>
              ))}
            </ul>
          </Paper>
        </section>
      )}
    </>
  );
}

function Decided({ decision }: { readonly decision: Settled }) {
  const words = useWords(WORDS);
  const { word, at, comment, onBehalfOf, files } = decision;
  return (
    <Text size="sm" component="div">
      {word}
      {onBehalfOf !== null && ` (${words.standsIn(onBehalfOf.name)})`}, <When at={at} />
      {comment !== null && <div className="said">«{comment}»</div>}
      <AttachedFiles files={files} />
    </Text>
  );
}
