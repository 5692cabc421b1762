import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { cleanEnv } from '@colloquy/local/infrastructure/stand-in'
import { freePorts } from '@colloquy/local/ports'
import { startSystem } from '@colloquy/local/system'
import type { System } from '@colloquy/local/system'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { refresh, request, signIn } from './client.ts'
import type { Person, Recording } from './client.ts'
import { deadline } from './deadline.ts'
import { CONVERSATION, INBOX, SEND, direct } from './talk.ts'

/** How long a client waits before it tries again. */
const RETRY_MS = 50

/** Services are killed here on purpose, and the others complain. */
const silent = { info: () => {}, warn: () => {} }

let boot: () => Promise<System>
let system: System
let dataDirectory: string

beforeAll(async () => {
  dataDirectory = await mkdtemp(join(tmpdir(), 'colloquy-crash-'))
  const ports = await freePorts()
  boot = () => startSystem({ env: cleanEnv({}), ports, dataDirectory, supervision: { report: silent }, web: false })
  system = await boot()
}, 120_000)

afterAll(async () => {
  await system[Symbol.asyncDispose]()
  await rm(dataDirectory, { recursive: true, force: true })
}, 60_000)

/** Sends as a client does that must not lose a message: again, with the same clientId, until there is an answer. */
async function insist(person: Person, conversationId: string, text: string): Promise<number> {
  const operation = { query: SEND, variables: { input: { conversationId, clientId: randomUUID(), text } } }
  return deadline(`an answer to "${text}"`, async () => {
    const answer = await request(system.addresses, operation, person.session.accessToken).catch(() => null)
    if (answer?.data?.sendMessage) return answer.data.sendMessage.seq
    await pause(RETRY_MS)
    return undefined
  })
}

interface Follower {
  /** The seqs that came, in the order in which they came. */
  seqs: () => number[]
  stop: () => Promise<void>
}

/** Follows a conversation as a client does that must miss nothing: subscribes again from the last seq it has. */
function follow(person: Person, id: string): Follower {
  const stopping = new AbortController()
  const stopped = once(stopping.signal, 'abort')
  let before: number[] = []
  let current: Recording | undefined
  const seqs = () => [...before, ...(current?.results ?? []).map(({ data }) => data.conversation.seq)]
  const following = (async () => {
    while (!stopping.signal.aborted) {
      before = seqs()
      await using socket = person.connect()
      current = socket.subscribe({ query: CONVERSATION, variables: { id, afterSeq: before.at(-1) ?? 0 } })
      await Promise.race([current.ended, socket.closed, stopped])
      await pause(RETRY_MS)
    }
  })()
  return {
    seqs,
    stop: async () => {
      stopping.abort()
      await following
    },
  }
}

test.each(['chat', 'gateway', 'users', 'redis', 'mongodb'])(
  'a kill -9 of %s in the middle of a talk loses nothing and repeats nothing',
  async (victim) => {
    const [ada, ben] = await Promise.all([signIn(system.addresses, 'ada'), signIn(system.addresses, 'ben')])
    const id = await direct(ada, ben)
    const follower = follow(ben, id)
    const texts = Array.from({ length: 40 }, (_, index) => `message ${index}`)
    const seqs: number[] = []
    let killed: Promise<void> | undefined
    for (const [index, text] of texts.entries()) {
      if (index === 15) killed = system.restart(victim, 'SIGKILL')
      seqs.push(await insist(ada, id, text))
    }
    await killed
    seqs.push(await insist(ada, id, 'the end'))
    expect(seqs).toEqual(seqs.map((_, index) => index + 2))
    await deadline('the last message at the follower', () => follower.seqs().includes(42) || undefined)
    await follower.stop()
    expect(follower.seqs()).toEqual(Array.from({ length: 42 }, (_, index) => index + 1))
    const { conversation } = await ben.ask(
      'query ($id: ID!) { conversation(id: $id) { lastSeq messages(first: 100) { edges { node { text } } } } }',
      { id },
    )
    expect(conversation.lastSeq).toBe(42)
    expect(conversation.messages.edges.map((edge: { node: { text: string } }) => edge.node.text)).toEqual([
      ...texts,
      'the end',
    ])
  },
)

test('after a kill -9 of everything, a new start has all that was acknowledged', async () => {
  const [ada, ben] = await Promise.all([signIn(system.addresses, 'ada'), signIn(system.addresses, 'ben')])
  const id = await direct(ada, ben)
  const { inboxCursor } = await ben.ask('{ inboxCursor }')
  const texts = Array.from({ length: 20 }, (_, index) => `message ${index}`)
  for (const text of texts) await insist(ada, id, text)
  const names = ['gateway', 'chat', 'users', 'mail-worker', 'mongodb', 'redis', 'rabbitmq', 's3', 'mail']
  await Promise.all(names.map((name) => system.process(name).kill('SIGKILL')))
  await system[Symbol.asyncDispose]()
  system = await boot()
  expect((await refresh(system.addresses, ada.session.refreshToken)).errors).toBeUndefined()
  await using socket = ben.connect()
  const inbox = socket.subscribe({ query: INBOX, variables: { after: inboxCursor } })
  await inbox.find(({ data }) => (data.inbox.message?.text === texts.at(-1) ? true : undefined))
  expect(inbox.results.flatMap(({ data }) => (data.inbox.message ? [data.inbox.message.text] : []))).toEqual(texts)
})
