/** What the viewer reacts to a message with, as it was up to an event. */
export interface OwnReactions {
  upToSeq: number
  emoji: readonly string[]
}

/** By id of the message. */
export type OwnByMessage = ReadonlyMap<string, OwnReactions>

/** A message that was read for the viewer: what is the same for everybody does not say who they are. */
export interface ReadForViewer {
  id: string
  version: number
  reactions: readonly { emoji: string; viewerReacted: boolean }[]
}

/** With what was read; events that are applied already are not taken back by it. */
export function withOwnRead(known: OwnByMessage, messages: readonly ReadForViewer[]): OwnByMessage {
  const later = messages.filter(({ id, version }) => version > (known.get(id)?.upToSeq ?? 0))
  if (later.length === 0) return known
  return new Map([...known, ...later.map((message) => [message.id, ownOf(message)] as const)])
}

/** With what the viewer did, here or on another device; nothing changes when it is in what was read. */
export function withOwnChange(
  known: OwnByMessage,
  messageId: string,
  { seq, emoji, added }: { seq: number; emoji: string; added: boolean },
): OwnByMessage {
  const own = known.get(messageId)
  if (own && own.upToSeq >= seq) return known
  const others = own?.emoji.filter((one) => one !== emoji) ?? []
  return new Map(known).set(messageId, { upToSeq: seq, emoji: added ? [...others, emoji] : others })
}

function ownOf({ version, reactions }: ReadForViewer): OwnReactions {
  return { upToSeq: version, emoji: reactions.flatMap(({ emoji, viewerReacted }) => (viewerReacted ? [emoji] : [])) }
}
