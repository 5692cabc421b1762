import type { Span } from './spans.ts'
import { parseSpans } from './spans.ts'

/** A part of a message that begins on a line of its own. */
export type Block =
  | { kind: 'paragraph'; spans: readonly Span[] }
  /** A line of a list, with its own mark or number; depth 0 is the outermost. */
  | { kind: 'item'; depth: number; spans: readonly Span[] }
  | { kind: 'code'; language: string; text: string }
  | { kind: 'quote'; blocks: readonly Block[] }

/** Quotes within quotes go so deep; further marks are text. */
export const MAX_QUOTE_DEPTH = 4
const MAX_ITEM_DEPTH = 3

const QUOTE = /^(?:> ?)*>(?: |$)/
const ITEM = /^(\s*)(?:[-*+•–]|\d{1,9}[.)])\s+\S/
const FENCE = /^(`{3,})([^`]*)$/

/**
 * What a message looks like, from what was typed. Marks that do not do what they could are text: HTML, headings, rules,
 * fences without an end, numbers and dashes of lists.
 */
export function parseMessage(text: string): Block[] {
  return parseBlocks(text.split(/\r\n|\r|\n/), 0)
}

function parseBlocks(lines: readonly string[], depth: number): Block[] {
  const blocks: Block[] = []
  const fenceEnds = pairFences(lines)
  let paragraph: string[] = []
  const endParagraph = () => {
    if (paragraph.length > 0) blocks.push({ kind: 'paragraph', spans: parseSpans(paragraph.join('\n')) })
    paragraph = []
  }
  const add = (block: Block) => {
    endParagraph()
    blocks.push(block)
  }

  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? ''
    const fenceEnd = fenceEnds.get(at)
    const indent = ITEM.exec(line)?.[1]
    if (fenceEnd !== undefined) {
      add({ kind: 'code', language: languageOf(line), text: lines.slice(at + 1, fenceEnd).join('\n') })
      at = fenceEnd
    } else if (depth < MAX_QUOTE_DEPTH && QUOTE.test(line)) {
      let end = at + 1
      while (end < lines.length && QUOTE.test(lines[end] ?? '')) end += 1
      const quoted = lines.slice(at, end)
      const inner = quoted.map((other) => other.replace(/^> ?/, ''))
      if (inner.some((other) => /[^>\s]/.test(other))) add({ kind: 'quote', blocks: parseBlocks(inner, depth + 1) })
      else paragraph.push(...quoted)
      at = end - 1
    } else if (indent !== undefined) {
      const itemDepth = Math.min(MAX_ITEM_DEPTH, Math.floor(indent.replaceAll('\t', '  ').length / 2))
      add({ kind: 'item', depth: itemDepth, spans: parseSpans(line.trimStart()) })
    } else if (line.trim() === '') {
      endParagraph()
    } else {
      paragraph.push(line)
    }
  }
  endParagraph()
  return blocks
}

/** For each line that begins a block of code with something in it: the line that ends it. */
function pairFences(lines: readonly string[]): Map<number, number> {
  const pairs = new Map<number, number>()
  const nextOfLength = new Map<number, number>()
  let nextWithText = lines.length
  for (let at = lines.length - 1; at >= 0; at -= 1) {
    const line = lines[at] ?? ''
    const [, ticks, language] = FENCE.exec(line) ?? []
    if (ticks !== undefined && language !== undefined) {
      const end = nextOfLength.get(ticks.length)
      if (end !== undefined && nextWithText < end) pairs.set(at, end)
      if (language.trim() === '') nextOfLength.set(ticks.length, at)
    }
    if (line.trim() !== '') nextWithText = at
  }
  return pairs
}

const languageOf = (fence: string): string => fence.replace(/^`+/, '').trim()
