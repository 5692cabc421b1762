import type { Upload } from './kept-forms.ts'

export interface Preview {
  url: string
  width: number
  height: number
}

const byUploadKey = new Map<string, Preview>()
const byAttachmentId = new Map<string, Preview>()

/** For pictures: the file itself, to be shown before it is sent, and on when the message with it comes back. */
export function previewOf({ key, file, image, attachmentId }: Upload): Preview | null {
  if (!image) return null
  const preview = byUploadKey.get(key) ?? { url: URL.createObjectURL(file), ...image }
  byUploadKey.set(key, preview)
  if (attachmentId !== null) byAttachmentId.set(attachmentId, preview)
  return preview
}

/** The viewer's own picture, from the file it was made of. */
export const localPreview = (attachmentId: string): Preview | null => byAttachmentId.get(attachmentId) ?? null
