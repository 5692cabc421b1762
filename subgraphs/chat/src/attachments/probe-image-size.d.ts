declare module 'probe-image-size/sync.js' {
  interface Size {
    width: number
    height: number
    orientation?: number
  }
  type Parser = (start: Uint8Array) => Size | undefined

  const probe: { parsers: Record<'png' | 'jpeg' | 'gif' | 'webp' | 'avif', Parser> }
  export default probe
}
