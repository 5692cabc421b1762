import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import type { System } from '@colloquy/local/system'
import { WebSocket } from 'ws'
import { z } from 'zod'

/** Somebody signed in. */
export interface Person {
  id: string
  /** Runs a query or mutation, and gives its data. */
  ask: (query: string, variables?: object) => Promise<unknown>
  /** Opens a socket with one subscription; `onResult` gets each message of it as it came. */
  listen: (query: string, variables: object, onResult: (message: Buffer) => void) => Promise<WebSocket>
}

const MAIL_DEADLINE_MS = 10_000
const MAIL_INTERVAL_MS = 50

const mails = z.array(z.object({ to: z.array(z.string()), subject: z.string() }))
const requested = z.object({ requestSignInCode: z.object({ id: z.string() }) })
const verified = z.object({
  verifySignInCode: z.object({ accessToken: z.string(), user: z.object({ id: z.string() }) }),
})

/** Signs in a new person by the code that is mailed. */
export async function signIn({ addresses }: System): Promise<Person> {
  const { gatewayUrl, mailUrl } = addresses
  const email = `${randomUUID()}@example.com`
  const { requestSignInCode } = requested.parse(
    await post(gatewayUrl, 'mutation ($email: EmailAddress!) { requestSignInCode(email: $email) { id } }', { email }),
  )
  const { verifySignInCode } = verified.parse(
    await post(
      gatewayUrl,
      `mutation ($requestId: ID!, $code: String!) {
        verifySignInCode(requestId: $requestId, code: $code) { accessToken user { id } }
      }`,
      { requestId: requestSignInCode.id, code: await mailedCode(mailUrl, email) },
    ),
  )
  const { accessToken, user } = verifySignInCode
  const authorization = `Bearer ${accessToken}`
  return {
    id: user.id,
    ask: (query, variables) => post(gatewayUrl, query, variables, { authorization }),
    async listen(query, variables, onResult) {
      const socket = new WebSocket(gatewayUrl.replace(/^http/, 'ws'), 'graphql-transport-ws')
      await once(socket, 'open')
      socket.send(JSON.stringify({ type: 'connection_init', payload: { authorization } }))
      await once(socket, 'message')
      socket.on('message', (data) => {
        if (Buffer.isBuffer(data)) onResult(data)
      })
      socket.send(JSON.stringify({ id: randomUUID(), type: 'subscribe', payload: { query, variables } }))
      return socket
    },
  }
}

async function mailedCode(mailUrl: string, email: string): Promise<string> {
  for (const deadline = Date.now() + MAIL_DEADLINE_MS; Date.now() < deadline; await pause(MAIL_INTERVAL_MS)) {
    const received = mails.parse(await (await fetch(`${mailUrl}/messages`)).json())
    const code = received.find(({ to }) => to.includes(email))?.subject.match(/\d{6}/)?.[0]
    if (code) return code
  }
  throw new Error(`no code came for ${email}`)
}

const answer = z.object({ data: z.unknown(), errors: z.unknown().optional() })

async function post(url: string, query: string, variables: object = {}, headers: object = {}): Promise<unknown> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query, variables }),
  })
  const { data, errors } = answer.parse(await response.json())
  if (errors) throw new Error(`${query}: ${JSON.stringify(errors)}`)
  return data
}
