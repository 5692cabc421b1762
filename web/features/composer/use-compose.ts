import { useApolloClient } from '@apollo/client/react'
import { MAX_ATTACHMENTS } from '@colloquy/schema/rules'
import { useMemo } from 'react'
import { toast } from 'sonner'
import { useChat } from '../chat/chat-provider.tsx'
import type { ChatMessage } from '../chat/message-log.ts'
import { useStore } from '../store/store.ts'
import { isTooLong, outgoingText } from './draft-text.ts'
import type { Draft } from './drafts.ts'
import { EMPTY_DRAFT } from './drafts.ts'
import { rememberPreview } from './local-previews.ts'
import type { Upload } from './upload.ts'
import { upload } from './upload.ts'

/** What a text is called that was too long for a message. */
const TEXT_FILE_NAME = 'message.txt'

export interface Compose {
  draft: Draft
  write: (text: string) => void
  replyTo: (message: ChatMessage | null) => void
  attach: (files: readonly File[]) => void
  /** Makes a file of the text; the text stays until the file is there. */
  attachText: () => void
  detach: (upload: Upload) => void
  /** Sends the draft, as soon as its uploads are done. */
  send: () => void
}

/** The draft of a conversation and what can be done with it. */
export function useCompose(conversationId: string): Compose {
  const apollo = useApolloClient()
  const { chat, viewer } = useChat()
  const draft = useStore(chat.drafts.store, (drafts) => drafts.get(conversationId)) ?? EMPTY_DRAFT

  const actions = useMemo(() => {
    const current = () => chat.drafts.get(conversationId)
    const change = (part: Partial<Draft>) => chat.drafts.change(conversationId, part)

    const sendIfReady = () => {
      const { isWaitingForUploads, uploads, replyTo, text } = current()
      if (!isWaitingForUploads || isTooLong(text) || !uploads.every(({ state }) => state.status === 'done')) return
      const message = messageOf(current(), { id: viewer.id, name: viewer.name, username: viewer.username })
      const attachmentIds = message.attachments.map(({ id }) => id)
      change(EMPTY_DRAFT)
      chat.outbox.add({ conversationId, message, attachmentIds, replyToId: replyTo?.id ?? null })
    }

    const put = (changed: Upload) => {
      const { uploads } = current()
      const isKnown = uploads.some(({ key }) => key === changed.key)
      const isStarting = changed.state.status === 'uploading' && changed.state.fraction === 0
      // One that was taken back meanwhile does not come back with its next progress.
      if (!isKnown && !isStarting) return
      change({
        uploads: isKnown
          ? uploads.map((other) => (other.key === changed.key ? changed : other))
          : [...uploads, changed],
      })
      sendIfReady()
    }

    /** How many files more there is room for; says so when that is less than wanted. */
    const roomFor = (wanted: number) => {
      const room = MAX_ATTACHMENTS - current().uploads.length
      if (wanted > room) toast.error(`A message carries at most ${MAX_ATTACHMENTS} files.`)
      return room
    }

    return {
      write: (text: string) => change({ text }),
      replyTo: (message: ChatMessage | null) => change({ replyTo: message }),
      attach: (files: readonly File[]) => {
        const room = roomFor(files.length)
        for (const file of files.slice(0, room)) void upload(apollo, file, put)
      },
      attachText: () => {
        const { text } = current()
        if (roomFor(1) < 1) return
        void upload(apollo, new File([text], TEXT_FILE_NAME, { type: 'text/plain' }), (changed) => {
          if (changed.state.status === 'done' && current().text === text) change({ text: '' })
          put(changed)
        })
      },
      detach: ({ key, cancel }: Upload) => {
        cancel()
        change({ uploads: current().uploads.filter((other) => other.key !== key) })
        sendIfReady()
      },
      send: () => {
        const { text, uploads } = current()
        const hasFailed = uploads.some(({ state }) => state.status === 'failed')
        if (hasFailed || isTooLong(text) || (text.trim() === '' && uploads.length === 0)) return
        change({ isWaitingForUploads: true })
        sendIfReady()
      },
    }
  }, [apollo, chat, conversationId, viewer])

  return { draft, ...actions }
}

/** The message as it will look, to be shown until the server's own is here. */
function messageOf({ text, replyTo, uploads }: Draft, sender: ChatMessage['sender']): ChatMessage {
  const clientId = crypto.randomUUID()
  return {
    id: clientId,
    clientId,
    seq: Number.MAX_SAFE_INTEGER,
    // Any version of the server's own is later.
    version: 0,
    text: outgoingText(text),
    sentAt: new Date().toISOString(),
    sender,
    quote: replyTo && { messageId: replyTo.id, seq: replyTo.seq, text: replyTo.text, sender: replyTo.sender },
    attachments: uploads.flatMap(({ state, fileName, contentType, byteSize, preview }) => {
      if (state.status !== 'done') return []
      if (preview) rememberPreview(state.attachmentId, preview)
      return [{ id: state.attachmentId, fileName, contentType, byteSize, url: preview?.url ?? '', image: preview }]
    }),
  }
}
