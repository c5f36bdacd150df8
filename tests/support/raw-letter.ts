/** A letter in the words of the protocol, for tests. */
export interface RawLetter {
  readonly id?: string;
  readonly from?: string;
  readonly to?: string;
  readonly subject?: string;
  readonly text?: string;
  /** More headers, whole lines. */
  readonly headers?: readonly string[];
  readonly files?: readonly { readonly name: string; readonly content: string }[];
}

const BOUNDARY = "=_part_of_the_letter";

/** Its bytes. Every part can be given; what is not given is what a client's program would write. */
export function rawLetter(letter: RawLetter = {}): Buffer {
  const { id, from = "Olga <olga@kofe-dom.example>", to = "sales@company.example", text = "Добрый день!" } = letter;
  const headers = [
    `From: ${from}`,
    `To: ${to}`,
    `Subject: =?utf-8?B?${Buffer.from(letter.subject ?? "Вопрос").toString("base64")}?=`,
    "Date: Tue, 24 Nov 2026 10:00:00 +0300",
    ...(id === undefined ? [] : [`Message-ID: ${id}`]),
    ...(letter.headers ?? []),
    "MIME-Version: 1.0",
  ];
  const plain = ["Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: 8bit", "", text];
  const { files = [] } = letter;
  if (files.length === 0) return Buffer.from([...headers, ...plain, ""].join("\r\n"));
  const parts = files.map(({ name, content }) => [
    `Content-Type: application/octet-stream; name="=?utf-8?B?${Buffer.from(name).toString("base64")}?="`,
    "Content-Transfer-Encoding: base64",
    `Content-Disposition: attachment; filename="=?utf-8?B?${Buffer.from(name).toString("base64")}?="`,
    "",
    Buffer.from(content).toString("base64"),
  ]);
  const body = [plain, ...parts].flatMap((part) => [`--${BOUNDARY}`, ...part]);
  return Buffer.from(
    [...headers, `Content-Type: multipart/mixed; boundary="${BOUNDARY}"`, "", ...body, `--${BOUNDARY}--`, ""].join(
      "\r\n",
    ),
  );
}
