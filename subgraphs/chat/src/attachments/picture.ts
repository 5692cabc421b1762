import probe from 'probe-image-size/sync.js'

/** A picture's size in pixels, as browsers show it: turned as its file says. */
export interface Picture {
  width: number
  height: number
}

/** From EXIF's orientation 5 on, a picture is turned by a quarter. */
const FIRST_QUARTER_TURN = 5

/**
 * Measures a picture by the beginning of its file.
 * @returns null when that does not tell, or the type is not one that is shown in place
 */
export function measure(contentType: string, start: Uint8Array): Picture | null {
  const size = sizeOf(contentType, start)
  if (!size || size.width <= 0 || size.height <= 0) return null
  const { width, height, orientation = 1 } = size
  return orientation >= FIRST_QUARTER_TURN ? { width: height, height: width } : { width, height }
}

interface StoredSize {
  width: number
  height: number
  /** As EXIF numbers them, 1 to 8. */
  orientation?: number
}

function sizeOf(contentType: string, start: Uint8Array): StoredSize | undefined {
  const { png, jpeg, gif, webp, avif } = probe.parsers
  switch (contentType) {
    case 'image/png': {
      const size = png(start)
      return size && { ...size, orientation: pngOrientation(start, jpeg) }
    }
    case 'image/jpeg':
      return jpeg(start)
    case 'image/gif':
      return gif(start)
    case 'image/webp':
      return webp(start)
    case 'image/avif':
      return avif(untilEndOfMeta(start))
    default:
      return undefined
  }
}

/** Browsers turn an AVIF by its properties (irot, imir), never by EXIF, which may follow its meta box. */
function untilEndOfMeta(start: Uint8Array): Uint8Array {
  const view = new DataView(start.buffer, start.byteOffset, start.byteLength)
  for (let at = 0; at + 8 <= start.length;) {
    const end = at + Math.max(8, view.getUint32(at))
    if (textAt(start, at + 4) === 'meta') return start.subarray(0, end)
    at = end
  }
  return start
}

const PNG_SIGNATURE_BYTES = 8
/** Length and type before a chunk's data, a checksum behind. */
const CHUNK_HEADER_BYTES = 8
const CHUNK_BYTES = 12

/** The orientation in a PNG's eXIf chunk, whose data is what a JPEG has in its APP1 segment. */
function pngOrientation(start: Uint8Array, jpeg: typeof probe.parsers.jpeg): number | undefined {
  const view = new DataView(start.buffer, start.byteOffset, start.byteLength)
  for (let at = PNG_SIGNATURE_BYTES; at + CHUNK_HEADER_BYTES <= start.length;) {
    const length = view.getUint32(at)
    const data = start.subarray(at + CHUNK_HEADER_BYTES, at + CHUNK_HEADER_BYTES + length)
    if (textAt(start, at + 4) === 'eXIf') return jpeg(jpegAround(data))?.orientation
    at += CHUNK_BYTES + length
  }
  return undefined
}

/** The beginning of a JPEG of one pixel with that EXIF. */
function jpegAround(exif: Uint8Array): Uint8Array {
  const signature = Buffer.from('Exif\0\0')
  const length = Buffer.alloc(2)
  const kept = exif.subarray(0, 0xff_ff - 2 - signature.length)
  length.writeUInt16BE(2 + signature.length + kept.length)
  return Buffer.concat([
    Buffer.from('ffd8ffe1', 'hex'),
    length,
    signature,
    kept,
    Buffer.from(FRAME_OF_ONE_PIXEL, 'hex'),
  ])
}

/** SOF0: length 11, 8 bits, 1 by 1, one component. */
const FRAME_OF_ONE_PIXEL = 'ffc0000b080001000101011100'

const textAt = (bytes: Uint8Array, at: number): string => Buffer.from(bytes.subarray(at, at + 4)).toString('latin1')
