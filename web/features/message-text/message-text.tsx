import { memo } from 'react'
import type { Block } from './blocks.ts'
import { parseMessage } from './blocks.ts'
import type { Span } from './spans.ts'

/** A message as it was typed, with its emphasis, code, quotes and addresses drawn. Pictures from elsewhere are addresses. */
export const MessageText = memo(function MessageText({ text }: { text: string }) {
  return (
    <div className="prose-message">
      <Blocks blocks={parseMessage(text)} />
    </div>
  )
})

// The parts of a message have nothing but their places, and a message that changes is drawn anew.
/* oxlint-disable react/no-array-index-key */

function Blocks({ blocks }: { blocks: readonly Block[] }) {
  return blocks.map((block, index) => <BlockView key={index} block={block} />)
}

function BlockView({ block }: { block: Block }) {
  switch (block.kind) {
    case 'paragraph':
      return (
        <p dir="auto">
          <Spans spans={block.spans} />
        </p>
      )
    case 'item':
      return (
        <p dir="auto" data-depth={block.depth}>
          <Spans spans={block.spans} />
        </p>
      )
    case 'code':
      return (
        <figure>
          {block.language !== '' && <figcaption>{block.language}</figcaption>}
          {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- so that the keyboard can scroll it */}
          <pre tabIndex={0}>
            <code>{block.text}</code>
          </pre>
        </figure>
      )
    case 'quote':
      return (
        <blockquote>
          <Blocks blocks={block.blocks} />
        </blockquote>
      )
    default:
      return block satisfies never
  }
}

function Spans({ spans }: { spans: readonly Span[] }) {
  return spans.map((span, index) => <SpanView key={index} span={span} />)
}

function SpanView({ span }: { span: Span }) {
  switch (span.kind) {
    case 'text':
      return span.text
    case 'code':
      return <code>{span.text}</code>
    case 'link':
      return (
        <a href={span.href} title={span.href} target="_blank" rel="noopener noreferrer nofollow">
          {span.text}
        </a>
      )
    case 'strong':
      return (
        <strong>
          <Spans spans={span.spans} />
        </strong>
      )
    case 'emphasis':
      return (
        <em>
          <Spans spans={span.spans} />
        </em>
      )
    case 'strike':
      return (
        <s>
          <Spans spans={span.spans} />
        </s>
      )
    default:
      return span satisfies never
  }
}
