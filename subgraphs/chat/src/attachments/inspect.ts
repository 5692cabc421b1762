import { fileTypeFromBuffer } from 'file-type'
import { fits, isInlineImage } from './content-types.ts'
import { measure } from './picture.ts'
import type { Picture } from './picture.ts'

/** How much of a file is looked at: enough for the size of a photo behind its metadata. */
export const INSPECTED_BYTES = 1024 * 1024
/** More than any camera's; what has more was made to exhaust whoever decodes it. */
const MAX_PIXELS = 100_000_000

/**
 * Checks a file's first bytes against the type that it was said to have. `picture` is null for all but pictures that can
 * be shown in place: their size is known, and bounded.
 */
export async function inspect(
  contentType: string,
  start: Uint8Array,
): Promise<{ picture: Picture | null } | { problem: string }> {
  const detected = await fileTypeFromBuffer(start)
  if (!fits(contentType, detected?.mime, start)) return { problem: `Its bytes are not ${contentType}.` }
  const picture = isInlineImage(contentType) ? measure(contentType, start) : null
  if (picture && picture.width * picture.height > MAX_PIXELS) return { problem: 'The picture has too many pixels.' }
  return { picture }
}
