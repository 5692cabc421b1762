/**
 * Prints what somebody is sent, and misses nothing: through lost connections, restarts of the gateway and of this program.
 *
 *   SESSION_FILE=session.json node examples/inbox.ts
 *
 * The file holds `{ "refreshToken": "…" }`, as verifySignInCode gave it. A refresh token works once, so that the file is written
 * anew after each use; the position in the inbox is kept there too.
 */
import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { createClient } from 'graphql-ws'

const { GATEWAY_URL = 'http://localhost:4000/graphql', SESSION_FILE = 'session.json' } = process.env
const REFRESH = 'mutation ($token: String!) { refreshSession(refreshToken: $token) { accessToken refreshToken } }'
const INBOX = `subscription ($after: String, $seen: [ConversationPosition!]) {
  inbox(after: $after, seen: $seen) {
    seq cursor conversation { id }
    ... on MessageSent { message { text sender { name } } }
  }
}`

/** Where to go on: the last cursor, and the last seq of each conversation. */
const state: { refreshToken: string; after?: string; seen?: Record<string, number> } = JSON.parse(
  readFileSync(SESSION_FILE, 'utf8'),
)
function save(change: Partial<typeof state>) {
  Object.assign(state, change)
  writeFileSync(`${SESSION_FILE}.part`, JSON.stringify(state), { mode: 0o600 })
  renameSync(`${SESSION_FILE}.part`, SESSION_FILE)
}

/** Thrown where trying again does not help. */
class Hopeless extends Error {}
const HOPELESS = new Set<unknown>(['FORBIDDEN', 'BAD_USER_INPUT', 'GRAPHQL_VALIDATION_FAILED', 4400, 4401, 4409, 4429])

/** Of a closed socket, or of the error that ended the subscription. */
function codeOf(reason: unknown): unknown {
  const [error = reason]: unknown[] = Array.isArray(reason) ? reason : [reason]
  if (typeof error !== 'object' || error === null) return undefined
  if ('code' in error) return error.code
  return 'extensions' in error ? Object(error.extensions).code : undefined
}

/** One refresh at a time, for all who wait: the token that was used for one is of no use for another. */
let refreshing: Promise<string> | undefined
const accessToken = () => (refreshing ??= refresh().finally(() => (refreshing = undefined)))
async function refresh() {
  const { data, errors } = await post(REFRESH, { token: state.refreshToken })
  if (errors?.[0]?.extensions.code === 'UNAUTHENTICATED') throw new Hopeless('The session has ended: sign in again.')
  if (!data) throw new Error(JSON.stringify(errors))
  save({ refreshToken: data.refreshSession.refreshToken })
  return data.refreshSession.accessToken
}

interface Answer {
  data?: { refreshSession: { accessToken: string; refreshToken: string }; inboxCursor: string }
  errors?: { message: string; extensions: { code: string } }[]
}
async function post(query: string, variables: object, authorization = ''): Promise<Answer> {
  const headers = { 'content-type': 'application/json', ...(authorization && { authorization }) }
  const response = await fetch(GATEWAY_URL, { method: 'POST', headers, body: JSON.stringify({ query, variables }) })
  return JSON.parse(await response.text())
}

/** Loads afresh: what came before is in the conversations' messages; what comes from now on is not missed. */
async function startFromNow() {
  const { data } = await post('{ inboxCursor }', {}, `Bearer ${await accessToken()}`)
  save({ after: data?.inboxCursor, seen: {} })
}

interface Event {
  inbox: {
    seq: number | null
    cursor: string
    conversation: { id: string }
    message?: { text: string; sender: { name: string } }
  }
}
/** One connection with one subscription, from where the last one ended. */
async function listen(onEvent: () => void) {
  const client = createClient({
    url: GATEWAY_URL.replace(/^http/, 'ws'),
    connectionParams: async () => ({ authorization: `Bearer ${await accessToken()}` }),
    // Its own way of trying again would subscribe with an old position.
    retryAttempts: 0,
  })
  const seen = Object.entries(state.seen ?? {}).map(([conversationId, seq]) => ({ conversationId, seq }))
  try {
    for await (const { data } of client.iterate<Event>({ query: INBOX, variables: { after: state.after, seen } })) {
      onEvent()
      if (!data) continue
      const { seq, cursor, conversation, message } = data.inbox
      if (seq === null || seq <= (state.seen?.[conversation.id] ?? 0)) continue
      if (message) console.log(`${message.sender.name}: ${message.text}`)
      save({ after: cursor, seen: { ...state.seen, [conversation.id]: seq } })
    }
  } finally {
    await client.dispose()
  }
}

for (let failures = 0; ; failures++) {
  try {
    if (!state.after) await startFromNow()
    await listen(() => (failures = 0))
  } catch (reason) {
    const code = codeOf(reason)
    if (code === 'CURSOR_EXPIRED') await startFromNow()
    if (reason instanceof Hopeless || HOPELESS.has(code)) throw reason
    console.error('Trying again:', code ?? reason)
  }
  await pause(Math.min(30_000, 500 * 2 ** failures) * Math.random())
}
