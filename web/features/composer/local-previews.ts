import type { Preview } from './upload.ts'

const byAttachmentId = new Map<string, Preview>()

/** Keeps showing the viewer's own picture from the file it was made of, when the message with it comes back. */
export const rememberPreview = (attachmentId: string, preview: Preview): void =>
  void byAttachmentId.set(attachmentId, preview)

export const localPreview = (attachmentId: string): Preview | null => byAttachmentId.get(attachmentId) ?? null
