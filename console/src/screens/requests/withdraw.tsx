import { Button, Group, Modal, Stack, Text, Textarea } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconArrowBackUp } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { answered, api, commandKey } from "../../api/client.ts";
import { problemOf } from "../../api/problem.ts";
import { ProblemNote } from "../../parts/problem-note.tsx";
import { useWords } from "../../words/use-words.ts";

const WORDS = {
  open: { ru: "Отозвать", en: "Withdraw" },
  title: { ru: "Отозвать заявку?", en: "Withdraw the request?" },
  about: {
    ru: "Она закончится, её задания закроются. Вернуть её нельзя, можно подать новую.",
    en: "It ends, and its tasks close. It cannot be brought back; a new one can be made.",
  },
  reason: { ru: "Почему (увидят все, кто видит заявку)", en: "Why (everybody who sees the request reads it)" },
  keep: { ru: "Оставить", en: "Keep it" },
};

/** Taking a request back, with a reason. */
export function Withdraw({ instance, subject }: { readonly instance: string; readonly subject: string }) {
  const words = useWords(WORDS);
  const queries = useQueryClient();
  const [isOpen, { open, close }] = useDisclosure(false);
  const [reason, setReason] = useState("");
  const key = useRef(commandKey());
  const withdraw = useMutation({
    mutationFn: () =>
      answered(
        api.POST("/api/instances/{instance}/withdraw", {
          params: { path: { instance } },
          headers: { "Idempotency-Key": key.current },
          body: reason.trim() === "" ? {} : { reason: reason.trim() },
        }),
      ),
    async onSuccess() {
      close();
      await queries.invalidateQueries({ queryKey: ["requests"] });
    },
    onError() {
      key.current = commandKey();
    },
  });
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconArrowBackUp size={18} aria-hidden />}
        onClick={open}
        style={{ flexShrink: 0 }}
      >
        {words.open}
      </Button>
      <Modal opened={isOpen} onClose={close} title={words.title}>
        <Stack>
          <Text fw={600}>{subject}</Text>
          <Text size="sm">{words.about}</Text>
          <Textarea
            label={words.reason}
            value={reason}
            autosize
            minRows={2}
            maxLength={2_000}
            data-autofocus
            onChange={({ currentTarget }) => setReason(currentTarget.value)}
          />
          {withdraw.isError && <ProblemNote problem={problemOf(withdraw.error)} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {words.keep}
            </Button>
            <Button color="red" loading={withdraw.isPending} onClick={() => withdraw.mutate()}>
              {words.open}
            </Button>
          </Group>
        </Stack>
      </Modal>
    </>
  );
}
