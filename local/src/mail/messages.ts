import { mkdir, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import PostalMime from 'postal-mime'

/** A caught mail as the API shows it. */
export interface Message {
  id: string
  from: string
  /** Everybody it was delivered to, hidden copies included. */
  to: string[]
  subject: string
  text: string
  html: string
  receivedAt: string
}

export interface Envelope {
  from: string
  to: string[]
}

export interface Messages {
  /** Resolves when the mail is on disk and listed. */
  add: (envelope: Envelope, source: Buffer) => Promise<Message>
  /** Newest first. */
  list: () => Message[]
  find: (id: string) => Message | undefined
  clear: () => Promise<void>
}

/** Older mail than the newest so many is deleted. */
const KEPT_MESSAGES = 1_000

/**
 * Opens a folder of mail: one .eml file a message, with the envelope in the headers by which mail servers keep it
 * (Return-Path, Delivered-To), named so that names sort by time.
 */
export async function openMessages(directory: string): Promise<Messages> {
  await mkdir(directory, { recursive: true })
  const files = (await readdir(directory)).filter((file) => file.endsWith('.eml')).toSorted()
  const kept = files.slice(-KEPT_MESSAGES)
  const messages = new Map<string, Message>()
  for (const file of kept) {
    const id = file.slice(0, -'.eml'.length)
    messages.set(id, await parse(id, await readFile(join(directory, file))))
  }
  let sequence = 0
  const remove = (id: string) => rm(join(directory, `${id}.eml`), { force: true })

  return {
    add: async (envelope, source) => {
      const id = newId((sequence += 1))
      const path = join(directory, `${id}.eml`)
      const stored = Buffer.concat([Buffer.from(envelopeHeaders(envelope)), source])
      await writeFile(`${path}.part`, stored)
      await rename(`${path}.part`, path)
      const message = await parse(id, stored)
      messages.set(id, message)
      const [oldest] = messages.keys()
      if (messages.size > KEPT_MESSAGES && oldest) {
        messages.delete(oldest)
        await remove(oldest)
      }
      return message
    },
    list: () => [...messages.values()].toReversed(),
    find: (id) => messages.get(id),
    clear: async () => {
      const ids = [...messages.keys()]
      messages.clear()
      await Promise.all(ids.map(remove))
    },
  }
}

/** Time of arrival, and order within it. */
const newId = (sequence: number): string => `${Date.now()}-${String(sequence).padStart(6, '0')}`

const envelopeHeaders = ({ from, to }: Envelope): string =>
  [`Return-Path: <${from}>`, ...to.map((address) => `Delivered-To: ${address}`)].map((line) => `${line}\r\n`).join('')

async function parse(id: string, source: Buffer): Promise<Message> {
  const mail = await PostalMime.parse(source)
  return {
    id,
    from: mail.from?.address ?? mail.returnPath ?? '',
    to: mail.headers.filter(({ key }) => key === 'delivered-to').map(({ value }) => value),
    subject: mail.subject ?? '',
    text: mail.text ?? '',
    html: mail.html ?? '',
    receivedAt: new Date(Number(id.split('-', 1)[0])).toISOString(),
  }
}
