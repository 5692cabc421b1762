import { useChat } from '../chat/chat-provider.tsx'
import { useStore } from '../store/store.ts'

/** How far an upload is, along the lower edge of what it is drawn in. */
export function UploadProgress({ uploadKey, fileName }: { uploadKey: string; fileName: string }) {
  const { chat } = useChat()
  const fraction = useStore(chat.uploads.progress, (progress) => progress.get(uploadKey)) ?? 0
  return (
    <progress
      aria-label={`Uploading ${fileName}`}
      value={fraction}
      className="absolute inset-x-1.5 bottom-1.5 h-1.5 w-[calc(100%-0.75rem)] appearance-none overflow-hidden rounded-full [&::-moz-progress-bar]:bg-primary bg-foreground/20 [&::-webkit-progress-bar]:bg-foreground/20 [&::-webkit-progress-value]:bg-primary"
    />
  )
}
