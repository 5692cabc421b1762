import { isSeen } from '@colloquy/schema/rules'
import { Check, Pencil, X } from 'lucide-react'
import type { KeyboardEvent } from 'react'
import { useEffect, useRef, useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { useChat } from '../chat/chat-provider.tsx'
import { succeeds } from '../settings/succeeds.ts'
import { isTooLong, outgoingText } from './draft-text.ts'
import type { Edit } from './edits.ts'
import { isSendingEnter } from './enter-key.ts'
import { GrowingTextarea } from './growing-textarea.tsx'
import { LengthNotice } from './length-notice.tsx'
import { hasTouchKeyboard } from './touch-keyboard.ts'

/** In the place of the composer while a message is edited. */
export function EditComposer({ conversationId, edit }: { conversationId: string; edit: Edit }) {
  const { chat } = useChat()
  const { message, text } = edit
  const [isSaving, setIsSaving] = useState(false)
  const input = useRef<HTMLTextAreaElement>(null)
  const isEmpty = !isSeen(text) && message.attachments.length === 0
  const cannotSave = isEmpty || isTooLong(text) || isSaving

  useEffect(() => {
    const field = input.current
    field?.focus()
    field?.setSelectionRange(field.value.length, field.value.length)
  }, [])

  const close = () => chat.edits.end(conversationId)
  const save = async () => {
    if (cannotSave) return
    const edited = outgoingText(text)
    if (edited === message.text) return close()
    setIsSaving(true)
    const isDone = await succeeds(chat.edit(conversationId, message.id, edited))
    setIsSaving(false)
    if (isDone) close()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') close()
    if (!isSendingEnter(event.nativeEvent) || hasTouchKeyboard()) return
    event.preventDefault()
    void save()
  }

  return (
    <form
      aria-label="Edit a message"
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
      className="pb-safe mx-auto w-full max-w-[56rem] px-3 sm:px-6"
    >
      <div className="mb-3 rounded-3xl border bg-background shadow-xs transition-colors focus-within:border-ring sm:mb-5">
        <div className="flex items-center gap-3 border-b py-1.5 pr-1.5 pl-4 text-sm">
          <Pencil className="size-4 shrink-0 text-primary" />
          <p className="min-w-0 flex-1 font-medium">Edit message</p>
          <Button variant="ghost" size="icon" aria-label="Do not edit" onClick={close}>
            <X />
          </Button>
        </div>
        <div className="flex items-end gap-1 p-1.5 pl-3">
          <GrowingTextarea
            ref={input}
            aria-label="Text of the message"
            value={text}
            onChange={(event) => chat.edits.write(conversationId, event.target.value)}
            onKeyDown={onKeyDown}
          />
          <Button
            type="submit"
            size="icon"
            aria-label="Save"
            disabled={cannotSave}
            className="rounded-full disabled:bg-muted disabled:text-muted-foreground disabled:opacity-100"
          >
            <Check />
          </Button>
        </div>
        <LengthNotice text={text} />
      </div>
    </form>
  )
}
