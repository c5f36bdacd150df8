import { Badge, Button, Card, Group, Modal, Radio, Stack, Text, TextInput, Title } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { answered, api, type Schemas } from "../../api/client.ts";
import { problemOf } from "../../api/problem.ts";
import { Answer } from "../../parts/answer.tsx";
import { ProblemNote } from "../../parts/problem-note.tsx";
import { useWords } from "../../words/use-words.ts";

const WORDS = {
  title: { ru: "Каналы", en: "Channels" },
  live: { ru: "отправляются", en: "live" },
  hold: { ru: "придерживаются", en: "held" },
  redirect: (to: string) => ({ ru: `все уходят на ${to}`, en: `all go to ${to}` }),
  change: { ru: "Переключить", en: "Switch" },
  channel: (name: string) => ({ ru: `Канал ${name}`, en: `Channel ${name}` }),
  toLive: { ru: "Отправлять", en: "Let messages leave" },
  toHold: { ru: "Придерживать до решения", en: "Hold for review" },
  toRedirect: { ru: "Отправлять всё на один адрес", en: "Send everything to one address" },
  toConfigured: (mode: string) => ({ ru: `Как в ordo.yaml: ${mode}`, en: `As ordo.yaml says: ${mode}` }),
  address: { ru: "Адрес", en: "Address" },
  reason: { ru: "Причина", en: "Reason" },
  save: { ru: "Переключить", en: "Switch" },
  cancel: { ru: "Отмена", en: "Cancel" },
  by: (who: string, reason: string | null) => ({
    ru: `переключил(а) ${who}${reason === null ? "" : `: ${reason}`}`,
    en: `switched by ${who}${reason === null ? "" : `: ${reason}`}`,
  }),
  machine: { ru: "администратор", en: "an administrator" },
};

/** What lets messages out, channel by channel. */
export function ChannelSwitches() {
  const words = useWords(WORDS);
  const [switching, setSwitching] = useState<Schemas["OutgoingChannel"] | null>(null);
  const query = useQuery({
    queryKey: ["operations", "channels"],
    queryFn: () => answered(api.GET("/api/channels")),
  });
  return (
    <Card withBorder padding="md">
      <Title order={2} mb="xs">
        {words.title}
      </Title>
      <Answer query={query} rows={1}>
        {({ rows }) => (
          <Stack gap="xs">
            {rows.map((one) => (
              <Group key={one.channel} gap="sm" justify="space-between">
                <Group gap="xs">
                  <Text size="sm" fw={600}>
                    {one.channel}
                  </Text>
                  <Mode mode={one.mode} />
                  {one.switched !== null && (
                    <Text size="xs" c="dimmed">
                      {words.by(one.switched.by?.name ?? words.machine, one.switched.reason)}
                    </Text>
                  )}
                </Group>
                <Button size="compact-sm" variant="default" onClick={() => setSwitching(one)}>
                  {words.change}
                </Button>
              </Group>
            ))}
          </Stack>
        )}
      </Answer>
      {switching !== null && <Dialog channel={switching} close={() => setSwitching(null)} />}
    </Card>
  );
}

function Mode({ mode }: { readonly mode: string }) {
  const words = useWords(WORDS);
  const to = /^redirect:(.*)$/.exec(mode)?.[1];
  const color = mode === "live" ? "green" : "yellow";
  const text = to !== undefined ? words.redirect(to) : mode === "hold" ? words.hold : words.live;
  return (
    <Badge color={color} variant="light" tt="none">
      {text}
    </Badge>
  );
}

function Dialog({ channel, close }: { readonly channel: Schemas["OutgoingChannel"]; readonly close: () => void }) {
  const words = useWords(WORDS);
  const queries = useQueryClient();
  const [mode, setMode] = useState(channel.mode.startsWith("redirect:") ? "redirect" : channel.mode);
  const [address, setAddress] = useState(/^redirect:(.*)$/.exec(channel.mode)?.[1] ?? "");
  const [reason, setReason] = useState("");
  const change = useMutation({
    mutationFn: () =>
      answered(
        api.PUT("/api/channels/{channel}", {
          params: { path: { channel: channel.channel } },
          body: {
            mode: mode === "configured" ? null : mode === "redirect" ? `redirect:${address.trim()}` : mode,
            ...(reason.trim() === "" ? {} : { reason }),
          },
        }),
      ),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ["operations"] });
      close();
    },
  });
  return (
    <Modal opened onClose={close} title={words.channel(channel.channel)}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          change.mutate();
        }}
      >
        <Stack>
          <Radio.Group value={mode} onChange={setMode} aria-label={words.channel(channel.channel)}>
            <Stack gap="xs">
              <Radio value="live" label={words.toLive} />
              <Radio value="hold" label={words.toHold} />
              <Radio value="redirect" label={words.toRedirect} />
              {channel.switched !== null && <Radio value="configured" label={words.toConfigured(channel.configured)} />}
            </Stack>
          </Radio.Group>
          {mode === "redirect" && (
            <TextInput
              label={words.address}
              withAsterisk
              value={address}
              onChange={({ currentTarget }) => setAddress(currentTarget.value)}
            />
          )}
          <TextInput
            label={words.reason}
            value={reason}
            onChange={({ currentTarget }) => setReason(currentTarget.value)}
          />
          {change.isError && <ProblemNote problem={problemOf(change.error)} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {words.cancel}
            </Button>
            <Button type="submit" loading={change.isPending}>
              {words.save}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
