import type { EntryType } from './protocol.generated';

/// The messages of /ws/participant, as the outside contract names them. Everything that comes from the server is
/// treated as possibly incomplete: a page that is a version behind still has to work.
/// Clarifications and appeals are offered by servers that take them.
export type EventType = EntryType | 'clarification' | 'appeal';

export type Body = Record<string, unknown>;

/// The fields of a message by the names that the contract has, none of them checked yet.
export type Unread<Message> = { [Name in keyof Message]?: unknown };

/// One numbered event of the client. A void entry keeps the number of a draft that a newer one replaced.
export interface OutboxEntry {
  seq: number;
  type: EventType;
  id: string;
  body: Body;
  /// Local time of storing it, Unix milliseconds: only for showing and for the age in the queue.
  storedAt: number;
}

export interface EventResult extends Body {
  ok?: boolean;
  error?: string;
  detail?: string;
}

export interface PushMessage {
  sseq: number | null;
  type: string;
  body: Body;
}

export function eventFrame(entry: OutboxEntry): Body {
  return entry.type === 'void'
    ? { t: 'ev', seq: entry.seq, type: 'void' }
    : { t: 'ev', seq: entry.seq, type: entry.type, id: entry.id, body: entry.body };
}

export function asBody(value: unknown): Body {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Body) : {};
}

export function fieldsOf<Message>(value: unknown): Unread<Message> {
  return asBody(value) as Unread<Message>;
}

export function asNumber(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

export function asText(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

export function pushMessage(value: unknown): PushMessage | null {
  const message = asBody(value);
  const type = asText(message['type']);
  return type === null ? null : { sseq: asNumber(message['sseq']), type, body: asBody(message['body']) };
}
