import { memo } from 'react'
import type { Components } from 'react-markdown'
import Markdown from 'react-markdown'
import remarkGfm from 'remark-gfm'

const PLUGINS = [remarkGfm]

// Pictures from elsewhere would tell their host who reads what, and when: they are shown as links.
const COMPONENTS: Components = {
  a: ({ href, children }) => (
    <a href={href} target="_blank" rel="noopener noreferrer nofollow">
      {children}
    </a>
  ),
  img: ({ src, alt }) => {
    const href = typeof src === 'string' ? src : undefined
    return (
      <a href={href} target="_blank" rel="noopener noreferrer nofollow">
        {alt || href}
      </a>
    )
  },
}

/** A message's Markdown. HTML in it is left out, and links that are not plain web or mail addresses lead nowhere. */
export const MessageText = memo(function MessageText({ text }: { text: string }) {
  return (
    <div className="prose-message">
      <Markdown remarkPlugins={PLUGINS} components={COMPONENTS} skipHtml>
        {text}
      </Markdown>
    </div>
  )
})
