import type { Text } from "../../engine/definition/problem.ts";
import type { Parcel } from "../../engine/ports/notifier.ts";
import type { InboundAnswer, InboundRequest } from "../inbound-route.ts";

/** A message as it leaves: what the engine asked for, and what the outgoing desk made of it. */
export interface OutgoingMessage extends Parcel {
  /** Where what it is about opens in a browser; null: nowhere. */
  readonly link: string | null;
  /** Redirected: whom it was meant for, and the channel must say so. Null: it goes where it should. */
  readonly meantFor: string | null;
  /** Which time it is handed to the channel, from 1: from the second on the other side may have it already. */
  readonly tries: number;
}

/** Why nothing leaves by a channel. */
export interface ChannelTrouble {
  /** `SMTP_AUTH` */
  readonly code: string;
  readonly message: Text;
  readonly remedy: Text;
}

/** What one try came to. `unknown` and `keyed`: surely not sent, or recognized when it comes again. */
export type Delivered =
  /** The other side took it over; `id`: how it calls it, where it says so. */
  | { readonly kind: "done"; readonly id: string | null }
  | {
      readonly kind: "refused";
      readonly code: string;
      readonly message: string;
      /** It is the address that will not do (no such mailbox, a wrong number), not what we send, nor we. */
      readonly unreachable?: boolean;
    }
  | {
      readonly kind: "unknown";
      readonly message: string;
      readonly keyed: boolean;
      readonly retryAfterMs?: number;
      /** What stands in the way of all messages alike (a wrong password): people must see to it. */
      readonly trouble?: ChannelTrouble;
      /** It answered, but not as itself (a page, no id): what people are told where that repeats, while all else is held. */
      readonly odd?: ChannelTrouble;
    };

/** What will go out, before it does. */
export interface Preview {
  /** To the letter: transliterated, with what a redirection adds. */
  readonly text: string;
  /** Characters as the channel counts them. */
  readonly length: number;
  /** Parts that are paid for one by one; null: the channel counts none. */
  readonly segments: number | null;
}

/** What became of a message after it was taken over. */
export interface DeliveryNews {
  /** The other side's id of it. */
  readonly id: string;
  /** `pending` is asked for again. */
  readonly state: "delivered" | "undelivered" | "pending";
  /** The other side's word or number for it. */
  readonly reason: string | null;
}

/** Where the other side reports deliveries over HTTP. */
export interface ReportDoor {
  /** `/sms/sms-ru/reports/*` */
  readonly path: string;
  readonly bytesMax: number;
  /** Null: not believed; it is answered 404, as if there were nothing. */
  read(request: InboundRequest): { readonly news: readonly DeliveryNews[]; readonly answer: InboundAnswer } | null;
}

/**
 * One way out for messages of one kind: SMTP, an SMS gateway, a portal, the log. It only sends; whether a message may
 * leave now, and that it leaves once, is the outgoing desk's.
 */
export interface Channel {
  /** Of the adapter: `smtp`, `sms`, `log`. */
  readonly name: string;
  /**
   * Does a message reach its addressee alone, and is it written down nowhere on the way? Only then its link may be one by
   * which he decides without signing in. @default no
   */
  readonly isPrivate?: boolean;
  /** Does the other side recognize the key, so that sending again is safe? */
  readonly isKeyed: boolean;
  /** Never throws: not to know is an outcome. `done` means that the other side took it over. */
  deliver(message: OutgoingMessage, signal: AbortSignal): Promise<Delivered>;
  /** Takes back what told people of a task, where that is possible. Never throws. */
  untell(task: string): Promise<void>;
  /** The address in its usual form; null: nothing could be sent there. */
  addressOf(address: string): string | null;
  preview(message: OutgoingMessage): Preview;
  /** What it would refuse by itself, known before anything leaves; null: nothing. Absent: it refuses nothing by itself. */
  readonly refusal?: (message: OutgoingMessage) => Extract<Delivered, { readonly kind: "refused" }> | null;
  /** Asks what became of messages; those it knows nothing of are left out. Absent: it cannot be asked. Never throws. */
  readonly newsOf?: (ids: readonly string[], signal: AbortSignal) => Promise<readonly DeliveryNews[]>;
  /** Does the other side report deliveries, asked or not? Absent: a message that was taken over is all there is to know. */
  readonly tracks?: boolean;
  readonly reports?: ReportDoor | null;
  close(): Promise<void>;
}
