import { once } from 'node:events'
import { connect } from 'node:net'

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

export async function answersTcp(port: number): Promise<void> {
  const socket = connect({ host: '127.0.0.1', port })
  try {
    await once(socket, 'connect', { signal: AbortSignal.timeout(PROBE_TIMEOUT_MS) })
  } finally {
    socket.destroy()
  }
}

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

export async function answersHttp(url: string): Promise<void> {
  const response = await fetch(url, { signal: AbortSignal.timeout(PROBE_TIMEOUT_MS) })
  const body = await response.text()
  if (!response.ok) throw new Error(`${response.status} ${body.slice(0, 300)}`)
}
