import type { Block } from './blocks.ts'
import { parseMessage } from './blocks.ts'
import type { Span } from './spans.ts'

/** More is never seen of a message in one line. */
export const PLAIN_TEXT_LENGTH = 300

/** A message in one line, for lists, quotes and notices: the words that its bubble shows, cut where nobody sees them. */
export function plainText(text: string): string {
  const words = shownText(parseMessage(text)).replaceAll(/\s+/gu, ' ').trim()
  const start = words.slice(0, PLAIN_TEXT_LENGTH * 2)
  return Array.from(start).slice(0, PLAIN_TEXT_LENGTH).join('')
}

/** All that is shown of a message, a line for each block. */
export function shownText(blocks: readonly Block[]): string {
  return blocks.map(textOfBlock).join('\n')
}

function textOfBlock(block: Block): string {
  switch (block.kind) {
    case 'paragraph':
    case 'item':
      return textOfSpans(block.spans)
    case 'code':
      return `${block.language}\n${block.text}`
    case 'quote':
      return shownText(block.blocks)
    default:
      return block satisfies never
  }
}

function textOfSpans(spans: readonly Span[]): string {
  return spans.map((span) => ('spans' in span ? textOfSpans(span.spans) : span.text)).join('')
}
