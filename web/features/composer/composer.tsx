import { isSeen } from '@colloquy/schema/rules'
import { ArrowUp, Paperclip } from 'lucide-react'
import type { ClipboardEvent, KeyboardEvent } from 'react'
import { useEffect, useRef } from 'react'
import { Button } from '../../ui/button.tsx'
import { isTooLong } from './draft-text.ts'
import { isSendingEnter } from './enter-key.ts'
import { GrowingTextarea } from './growing-textarea.tsx'
import { LengthNotice } from './length-notice.tsx'
import { ReplyBar } from './reply-bar.tsx'
import { hasTouchKeyboard } from './touch-keyboard.ts'
import { isPending } from './uploads.ts'
import { UploadTile } from './upload-tile.tsx'
import type { Compose } from './use-compose.ts'
import { useTypingSignal } from './use-typing-signal.ts'

interface ComposerProps {
  conversationId: string
  compose: Compose
  /** Whom the message goes to. */
  recipient: string
  /** Begins to edit the viewer's last message; does nothing when there is none. */
  onEditLast: () => void
}

export function Composer({ conversationId, compose, recipient, onEditLast }: ComposerProps) {
  const { draft, uploads, write, replyTo, attach, attachText, detach, send } = compose
  const { text } = draft
  const input = useRef<HTMLTextAreaElement>(null)
  const picker = useRef<HTMLInputElement>(null)
  const signalTyping = useTypingSignal(conversationId)
  const isEmpty = !isSeen(text) && uploads.length === 0
  const isLong = isTooLong(text)
  const isUploading = uploads.some(isPending)
  const hasFailed = uploads.some(({ problem }) => problem !== null)

  // A phone's keyboard would cover what somebody came to read, and a menu closes when it loses the focus.
  useEffect(() => {
    if (isInMenuOrDialog(document.activeElement)) return
    if (!hasTouchKeyboard() || draft.replyTo) input.current?.focus()
  }, [draft.replyTo])

  const submit = () => {
    if (isEmpty || isLong) return
    send()
    signalTyping(false)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape' && draft.replyTo) replyTo(null)
    if (event.key === 'ArrowUp' && text === '' && uploads.length === 0 && !draft.replyTo) {
      // Else the caret moves in the text that takes this one's place.
      event.preventDefault()
      return onEditLast()
    }
    if (!isSendingEnter(event.nativeEvent) || hasTouchKeyboard()) return
    event.preventDefault()
    submit()
  }
  const onPaste = (event: ClipboardEvent) => {
    const files = [...event.clipboardData.files]
    if (files.length === 0) return
    event.preventDefault()
    attach(files)
  }

  return (
    <form
      aria-label={`Message to ${recipient}`}
      onSubmit={(event) => {
        event.preventDefault()
        submit()
      }}
      className="pb-safe mx-auto w-full max-w-[56rem] px-3 sm:px-6"
    >
      <div className="mb-3 rounded-3xl border bg-background shadow-xs transition-colors focus-within:border-ring sm:mb-5">
        {draft.replyTo && <ReplyBar answered={draft.replyTo} onCancel={() => replyTo(null)} />}
        {uploads.length > 0 && (
          <ul aria-label="Attachments" className="flex gap-2 overflow-x-auto p-3 pb-0">
            {uploads.map((upload) => (
              <li key={upload.key}>
                <UploadTile upload={upload} onRemove={() => detach(upload.key)} />
              </li>
            ))}
          </ul>
        )}
        <div className="flex items-end gap-1 p-1.5">
          <input
            ref={picker}
            type="file"
            multiple
            hidden
            data-testid="file-input"
            onChange={(event) => {
              attach([...(event.target.files ?? [])])
              event.target.value = ''
            }}
          />
          <Button variant="ghost" size="icon" aria-label="Attach files" onClick={() => picker.current?.click()}>
            <Paperclip />
          </Button>
          <GrowingTextarea
            ref={input}
            aria-label="Message"
            placeholder="Write a message"
            value={text}
            onChange={(event) => {
              write(event.target.value)
              signalTyping(isSeen(event.target.value))
            }}
            onKeyDown={onKeyDown}
            onPaste={onPaste}
          />
          <Button
            type="submit"
            size="icon"
            aria-label="Send"
            disabled={isEmpty || isLong || hasFailed}
            className="rounded-full disabled:bg-muted disabled:text-muted-foreground disabled:opacity-100"
          >
            <ArrowUp />
          </Button>
        </div>
        <LengthNotice text={text} canAttach={!isUploading} onAttach={attachText} />
      </div>
    </form>
  )
}

function isInMenuOrDialog(element: Element | null): boolean {
  return Boolean(element?.closest('[role=menu], [role=dialog]'))
}
