import type { ChatMessage } from '../chat/message-log.ts'
import { plainText } from '../message-text/plain-text.ts'

interface QuotedMessageProps {
  quote: NonNullable<ChatMessage['quote']>
  onShow: () => void
}

/** What a message answers, in a few words; goes to it when it is loaded. */
export function QuotedMessage({ quote, onShow }: QuotedMessageProps) {
  return (
    <button
      type="button"
      data-testid="message-quote"
      onClick={onShow}
      className="mb-1.5 block w-full rounded-lg border-l-[3px] border-primary bg-foreground/5 px-2.5 py-1.5 text-left text-sm"
    >
      <span className="block font-medium text-primary">{quote.sender.name}</span>
      <span className="line-clamp-2 text-muted-foreground">{quotedText(quote)}</span>
    </button>
  )
}

function quotedText({ text, deletedAt }: QuotedMessageProps['quote']): string {
  return deletedAt === null ? plainText(text) || 'Attachment' : 'Deleted message'
}
