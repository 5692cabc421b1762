import * as z from 'zod/mini'

/** Numbers of RFC 5321, 4.5.3.1, in octets; an address stands in angle brackets, which count too. */
const MAX_LOCAL_LENGTH = 64
const MAX_DOMAIN_LENGTH = 255
export const MAX_EMAIL_ADDRESS_LENGTH = 254

const ATOM = "[a-z0-9!#$%&'*+/=?^_`{|}~-]+"
const LOCAL_PART = new RegExp(`^${ATOM}(\\.${ATOM})*$`)
const LABEL = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/
const TOP_LABEL = /^([a-z]{2,63}|xn--[a-z0-9-]+)$/
/** What a URL would take for the end of a host, decode in it, or leave out. */
const NO_DOMAIN = /[\s\p{Cc}/?#@:\\%[\]]/u
const BEYOND_ASCII = /[^\p{ASCII}]/u

/**
 * The rules of an e-mail address wherever one comes in. What comes out is its one spelling: in lower case, with the domain as
 * the DNS has it (xn--…), so that whichever way it is written it is one account, and any mail server takes it.
 */
export const emailAddress = z.pipe(
  z.string(),
  z.transform((text: string, context) => {
    const read = readEmailAddress(text.trim())
    if ('address' in read) return read.address
    context.issues.push({ code: 'custom', input: text, message: read.problem })
    return z.NEVER
  }),
)

const NO_ADDRESS = { problem: 'is not an e-mail address' }

function readEmailAddress(text: string): { address: string } | { problem: string } {
  const at = text.lastIndexOf('@')
  const written = text.slice(0, Math.max(at, 0))
  if (at < 0) return NO_ADDRESS
  // Before the case is folded: some letters beyond ASCII fold into it.
  if (BEYOND_ASCII.test(written))
    return { problem: 'has a letter before the "@" that not every mail server takes: use an address in ASCII' }
  const local = unquoted(written).toLowerCase()
  if (local.length > MAX_LOCAL_LENGTH) return { problem: `has more than ${MAX_LOCAL_LENGTH} characters before the "@"` }
  if (!LOCAL_PART.test(local)) return NO_ADDRESS
  const domain = asciiDomain(text.slice(at + 1))
  if (domain === null) return NO_ADDRESS
  const address = `${local}@${domain}`
  if (address.length > MAX_EMAIL_ADDRESS_LENGTH)
    return { problem: `has more than ${MAX_EMAIL_ADDRESS_LENGTH} characters` }
  return { address }
}

/** Quotes around what needs none say nothing: "ada"@people.example is ada@people.example. What needs them is refused. */
const unquoted = (local: string): string => /^"([^"\\]*)"$/.exec(local)?.[1] ?? local

/** A domain as the DNS has it, by the mapping that browsers use; null when it is none that mail could be sent to. */
function asciiDomain(domain: string): string | null {
  if (domain.length > MAX_DOMAIN_LENGTH || NO_DOMAIN.test(domain)) return null
  const url = `http://${domain}`
  if (!URL.canParse(url)) return null
  const { hostname } = new URL(url)
  const labels = hostname.split('.')
  const isDomain =
    labels.length > 1 && labels.every((label) => LABEL.test(label)) && TOP_LABEL.test(labels.at(-1) ?? '')
  return isDomain ? hostname : null
}
