import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import type { Socket } from 'node:net'

export interface BreakableLink extends AsyncDisposable {
  /** The target's URL with this link's host and port. */
  url: string
  /** Cuts all connections and refuses new ones until {@link restore}. */
  cut: () => Promise<void>
  restore: () => Promise<void>
}

/** Stands between a service under test and a real server, so that a test can take the server away and give it back. */
export async function createBreakableLink(targetUrl: string): Promise<BreakableLink> {
  const target = new URL(targetUrl)
  const sockets = new Set<Socket>()
  const server = createServer((near) => {
    const far = connect(Number(target.port), target.hostname)
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(socket)
      socket.on('error', () => other.destroy())
      socket.on('close', () => {
        sockets.delete(socket)
        other.destroy()
      })
      socket.pipe(other)
    }
  })
  const listen = async (port: number) => {
    server.listen(port, '127.0.0.1')
    await once(server, 'listening')
    const address = server.address()
    if (address === null || typeof address === 'string') throw new Error('not listening on a TCP port')
    return address.port
  }
  const cut = async () => {
    if (!server.listening) return
    const closed = once(server, 'close')
    server.close()
    for (const socket of sockets) socket.destroy()
    await closed
  }
  const port = await listen(0)
  const url = new URL(targetUrl)
  url.hostname = '127.0.0.1'
  url.port = String(port)
  return {
    url: url.href,
    cut,
    restore: async () => void (await listen(port)),
    [Symbol.asyncDispose]: cut,
  }
}
