import { once } from 'node:events'
import { connect } from 'node:net'
import { serialize } from 'bson'

const PROBE_TIMEOUT_MS = 2_000

/** Sends bytes to a loopback port and gives the first that come back. */
async function exchange(port: number, bytes: Uint8Array | string): Promise<Buffer> {
  const signal = AbortSignal.timeout(PROBE_TIMEOUT_MS)
  const socket = connect({ host: '127.0.0.1', port })
  try {
    await once(socket, 'connect', { signal })
    socket.write(bytes)
    const [answer]: Buffer[] = await once(socket, 'data', { signal })
    return answer ?? Buffer.alloc(0)
  } finally {
    socket.destroy()
  }
}

/** MongoDB answers a ping, in its wire protocol (OP_MSG). */
export async function answersMongodb(port: number): Promise<void> {
  const body = serialize({ ping: 1, $db: 'admin' })
  const head = Buffer.alloc(21)
  head.writeInt32LE(head.length + body.length)
  head.writeInt32LE(OP_MSG, 12)
  await exchange(port, Buffer.concat([head, body]))
}
const OP_MSG = 2013

/** Erlang's port mapper answers when asked for names. */
export async function answersEpmd(port: number): Promise<void> {
  await exchange(port, Buffer.from([0, 1, NAMES_REQUEST]))
}
const NAMES_REQUEST = 110

/** Redis answers PING, and is not still loading its data. */
export async function answersRedis(port: number): Promise<void> {
  const answer = (await exchange(port, 'PING\r\n')).toString().trim()
  if (answer !== '+PONG') throw new Error(`Redis says ${answer}`)
}

/** A broker answers the header of AMQP 0-9-1 with a method frame (type 1). */
export async function answersAmqp(port: number): Promise<void> {
  const answer = await exchange(port, 'AMQP\u0000\u0000\u0009\u0001')
  if (answer[0] !== 1) throw new Error('it does not speak AMQP 0-9-1')
}

/** Any answer will do: what an S3 server says to a request without a signature is a refusal. */
export async function answersAtAll(url: string): Promise<void> {
  const response = await fetch(url, { signal: AbortSignal.timeout(PROBE_TIMEOUT_MS) })
  await response.body?.cancel()
}

export async function answersHttp(url: string): Promise<void> {
  const response = await fetch(url, { signal: AbortSignal.timeout(PROBE_TIMEOUT_MS) })
  const body = await response.text()
  if (!response.ok) throw new Error(`${response.status} ${body.slice(0, 300)}`)
}
