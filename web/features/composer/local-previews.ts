import type { Upload } from './kept-forms.ts'

export interface Preview {
  url: string
  width: number
  height: number
}

const urlsByKey = new Map<string, string>()
const byAttachmentId = new Map<string, Preview>()

/** Where this page has a file that is not sent yet. */
export function localUrl({ key, file }: Upload): string {
  const url = urlsByKey.get(key) ?? URL.createObjectURL(file)
  urlsByKey.set(key, url)
  return url
}

/** For pictures: the file itself, to be shown before it is sent, and on when the message with it comes back. */
export function previewOf(upload: Upload): Preview | null {
  if (!upload.image) return null
  const preview = { url: localUrl(upload), ...upload.image }
  if (upload.attachmentId !== null) byAttachmentId.set(upload.attachmentId, preview)
  return preview
}

/** The viewer's own picture, from the file it was made of. */
export const localPreview = (attachmentId: string): Preview | null => byAttachmentId.get(attachmentId) ?? null
