import { MAX_ATTACHMENTS, isSeen } from '@colloquy/schema/rules'
import { useMemo } from 'react'
import { toast } from '../../ui/toast.ts'
import { useChat } from '../chat/chat-provider.tsx'
import type { ChatMessage } from '../chat/message-log.ts'
import { useStore } from '../store/store.ts'
import { isTooLong, outgoingText } from './draft-text.ts'
import { EMPTY_DRAFT } from './drafts.ts'
import type { Answered, Draft, Upload } from './kept-forms.ts'
import { attachedFile } from './upload-file.ts'

/** What a text is called that was too long for a message. */
const TEXT_FILE_NAME = 'message.txt'

export interface Compose {
  draft: Draft
  /** The draft's files. */
  uploads: readonly Upload[]
  write: (text: string) => void
  replyTo: (message: ChatMessage | null) => void
  attach: (files: readonly File[]) => void
  /** Makes a file of the text; the text stays until the file is uploaded. */
  attachText: () => void
  detach: (key: string) => void
  /** Sends the draft; what is still to be uploaded of it is uploaded first. */
  send: () => void
}

/** The draft of a conversation and what can be done with it. */
export function useCompose(conversationId: string): Compose {
  const { chat } = useChat()
  const draft = useStore(chat.drafts.all, (drafts) => drafts.get(conversationId)) ?? EMPTY_DRAFT
  const allUploads = useStore(chat.uploads.all, (uploads) => uploads)
  const uploads = useMemo(() => draft.files.flatMap((key) => allUploads.get(key) ?? []), [draft.files, allUploads])

  const actions = useMemo(() => {
    const current = () => chat.drafts.get(conversationId)
    const change = (part: Partial<Draft>) => chat.drafts.change(conversationId, part)

    const attach = async (files: readonly File[]) => {
      const attached = await Promise.all(files.map(attachedFile))
      const room = MAX_ATTACHMENTS - current().files.length
      if (files.length > room) toast.error(`A message carries at most ${MAX_ATTACHMENTS} files.`)
      const taken = attached.slice(0, room)
      taken.forEach(chat.uploads.add)
      change({ files: [...current().files, ...taken.map(({ key }) => key)] })
      return taken.map(({ key }) => key)
    }

    return {
      write: (text: string) => change({ text }),
      replyTo: (message: ChatMessage | null) => change({ replyTo: message && answeredBy(message) }),
      attach: (files: readonly File[]) => void attach(files),
      attachText: () => {
        const { text } = current()
        const clearWhenUploaded = async () => {
          const keys = await attach([new File([text], TEXT_FILE_NAME, { type: 'text/plain' })])
          if (keys.length === 0) return
          await chat.uploads.attachmentIds(keys, new AbortController().signal)
          if (current().text === text) change({ text: '' })
        }
        // The tile of a file that could not be uploaded says so.
        clearWhenUploaded().catch(() => null)
      },
      detach: (key: string) => {
        change({ files: current().files.filter((other) => other !== key) })
        chat.uploads.remove(key)
      },
      send: () => {
        const { text, replyTo, files } = current()
        const hasFailed = files.some((key) => chat.uploads.all.get().get(key)?.problem)
        if (hasFailed || isTooLong(text) || (!isSeen(text) && files.length === 0)) return
        chat.outbox.add({ clientId: crypto.randomUUID(), conversationId, text: outgoingText(text), replyTo, files })
        change(EMPTY_DRAFT)
      },
    }
  }, [chat, conversationId])

  return { draft, uploads, ...actions }
}

const answeredBy = ({ id, seq, text, sender }: ChatMessage): Answered => ({
  messageId: id,
  seq,
  text,
  sender: { id: sender.id, name: sender.name, username: sender.username },
})
