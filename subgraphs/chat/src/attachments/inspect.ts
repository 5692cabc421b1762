import { fileTypeFromBuffer } from 'file-type'
import { imageSize } from 'image-size'
import { fits, isInlineImage } from './content-types.ts'

/** A picture's size in pixels; null when its first bytes do not tell. */
export interface Picture {
  width: number | null
  height: number | null
}

/** How much of a file is looked at: enough for the size of a photo behind its metadata. */
const INSPECTED_BYTES = 256 * 1024
/** More than any camera's; what has more was made to exhaust whoever decodes it. */
const MAX_PIXELS = 100_000_000

/** Checks a file against the type that it was said to have. `picture` is null for all but pictures shown in place. */
export async function inspect(
  contentType: string,
  readStart: (maxBytes: number) => Promise<Uint8Array>,
): Promise<{ picture: Picture | null } | { problem: string }> {
  const start = await readStart(INSPECTED_BYTES)
  const detected = await fileTypeFromBuffer(start)
  if (!fits(contentType, detected?.mime, start)) return { problem: `Its bytes are not ${contentType}.` }
  if (!isInlineImage(contentType)) return { picture: null }
  const picture = measure(start)
  if ((picture.width ?? 0) * (picture.height ?? 0) > MAX_PIXELS) return { problem: 'The picture has too many pixels.' }
  return { picture }
}

function measure(start: Uint8Array): Picture {
  try {
    const { width, height, orientation = 1 } = imageSize(start)
    // EXIF orientations from 5 on are turned by a quarter.
    return orientation >= 5 ? { width: height, height: width } : { width, height }
  } catch {
    return { width: null, height: null }
  }
}
