import type { ReactNode } from 'react'
import { Component } from 'react'

interface MessageBoundaryProps {
  /** What is shown when the rest cannot be. */
  text: string
  children: ReactNode
}

/**
 * Shows a message by its bare text when it cannot be drawn, so that the conversation around it stays of use. Wants a
 * key that changes with the message.
 */
export class MessageBoundary extends Component<MessageBoundaryProps, { hasFailed: boolean }> {
  override state = { hasFailed: false }

  static getDerivedStateFromError(): { hasFailed: boolean } {
    return { hasFailed: true }
  }

  override render(): ReactNode {
    if (!this.state.hasFailed) return this.props.children
    return (
      <div data-testid="message" className="px-3 pt-[3px] sm:px-6">
        <p dir="auto" className="rounded-[1.125rem] bg-bubble-other px-3.5 py-2 wrap-anywhere whitespace-pre-wrap">
          {this.props.text || 'This message cannot be shown here.'}
        </p>
      </div>
    )
  }
}
