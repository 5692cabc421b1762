export interface FoundLink {
  href: string
  /** What is shown of it. */
  text: string
  /** Where the text goes on behind it. */
  end: number
}

const NAMED = /\[([^[\]\n]*[^[\]\s][^[\]\n]*)\]\(((?:https?:\/\/|mailto:)(?:[^\s()<>]|\([^\s()<>]*\))+)\)/iuy
const HOST = /(?:https?:\/\/|www\.)[\p{L}\p{N}][\p{L}\p{N}\p{M}.-]{0,252}(?::\d{1,5})?/iuy
const PATH = /(?:[/?#][^\s<>"`]*)?/uy
const MAIL = /[a-z\d][\w.+-]{0,63}@[a-z\d-]{1,63}(?:\.[a-z\d-]{1,63}){1,8}/iuy
/** What ends a sentence or a bracket around an address, rather than the address. */
const TRAILING = new Set('.,;:!?\'"*_~]}|…、。，）」』】！？：；”’»')

/** `[words](address)` at an index. Words that look like an address themselves are none: they could lie. */
export function findNamedLink(text: string, index: number): FoundLink | null {
  const [all, words, address] = matchAt(NAMED, text, index)
  if (!all || !words || !address || /^\s*(?:\w+:\/\/|www\.)/i.test(words)) return null
  const href = safeHref(address)
  return href === null ? null : { href, text: words, end: index + all.length }
}

/** An address of the web or of mail as it stands in a text, at an index where a word begins. */
export function findAddress(text: string, index: number): FoundLink | null {
  const [host] = matchAt(HOST, text, index)
  if (!host) {
    const [mail] = matchAt(MAIL, text, index)
    return mail ? found(`mailto:${mail}`, mail, index) : null
  }
  // With a host that is none, the path is not even looked at: many such would each look at all that follows.
  const scheme = /^www\./i.test(host) ? 'https://' : ''
  if (safeHref(scheme + host) === null) return null
  const [path = ''] = matchAt(PATH, text, index + host.length)
  const shown = withoutTrailing(host + path)
  return found(scheme + shown, shown, index)
}

function found(address: string, shown: string, index: number): FoundLink | null {
  const href = safeHref(address)
  return href === null ? null : { href, text: shown, end: index + shown.length }
}

function matchAt(pattern: RegExp, text: string, index: number): readonly (string | undefined)[] {
  const sticky = new RegExp(pattern)
  sticky.lastIndex = index
  return sticky.exec(text) ?? []
}

function withoutTrailing(address: string): string {
  let open = 0
  for (const character of address) open += character === '(' ? 1 : character === ')' ? -1 : 0
  let length = address.length
  for (; length > 0; length -= 1) {
    const last = address.charAt(length - 1)
    if (last === ')' && open < 0) open += 1
    else if (!TRAILING.has(last)) break
  }
  return address.slice(0, length)
}

/** Null for what leads nowhere. Scripts and data never do: only these schemes get here. */
function safeHref(address: string): string | null {
  if (!URL.canParse(address)) return null
  const { protocol, hostname, href } = new URL(address)
  if (protocol === 'mailto:') return href
  return (protocol === 'https:' || protocol === 'http:') && hostname !== '' ? href : null
}
