/** Other names under which clients know a type. */
const ALIASES: Record<string, string> = {
  'image/jpg': 'image/jpeg',
  'image/pjpeg': 'image/jpeg',
  'image/x-png': 'image/png',
  'image/apng': 'image/png',
}

/** What every browser can show and none runs: the rest is only ever downloaded. */
const INLINE_IMAGES = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'image/avif'])

/** What a browser might run if it came to open it. */
const ACTIVE =
  /^(text\/(html|xml|javascript|ecmascript)|image\/svg\+xml|application\/(xml|(x-)?javascript|ecmascript))$|\+xml$/

/** Types that are text: their files have no NUL byte. */
const TEXTUAL = /^text\/|^application\/(json|xml|(x-)?javascript|ecmascript)$|\+(json|xml)$/

/** Files of these types are ZIP archives, which the first bytes may not tell apart. */
const ZIPPED =
  /^application\/(zip|epub\+zip|java-archive|vnd\.(openxmlformats-officedocument|oasis\.opendocument)\..+)$/

export const normalType = (contentType: string): string => ALIASES[contentType] ?? contentType

/** Whether files of the type are shown in place. */
export const isInlineImage = (contentType: string): boolean => INLINE_IMAGES.has(contentType)

/** What a download says that it is. */
export const servedType = (contentType: string): string =>
  ACTIVE.test(contentType) ? 'application/octet-stream' : contentType

/**
 * Whether bytes fit the type that was said: what can be known by its bytes must be known as that.
 * @param detected what the first bytes look like; undefined when like nothing known
 */
export function fits(contentType: string, detected: string | undefined, start: Uint8Array): boolean {
  const actual = detected === undefined ? undefined : normalType(detected)
  if (TEXTUAL.test(contentType)) return !start.includes(0)
  if (contentType.startsWith('image/')) return actual === contentType
  if (/^(audio|video)\//.test(contentType))
    return actual !== undefined && /^(audio|video)\/|^application\/(ogg|mxf|vnd\.ms-asf)$/.test(actual)
  if (ZIPPED.test(contentType)) return actual !== undefined && ZIPPED.test(actual)
  if (contentType === 'application/pdf') return actual === contentType
  return true
}
