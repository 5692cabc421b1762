import { connect, createServer } from 'node:net'
import type { Socket } from 'node:net'

export interface BreakableConnection extends AsyncDisposable {
  /** Reaches the same server as the URL given, for as long as it is not broken. */
  url: string
  break: () => void
  mend: () => void
}

/** A way to a server that can be cut, as networks and restarts do. */
export async function breakableConnection(targetUrl: string): Promise<BreakableConnection> {
  const target = new URL(targetUrl)
  const sockets = new Set<Socket>()
  let isBroken = false
  const server = createServer((near) => {
    if (isBroken) {
      near.destroy()
      return
    }
    const far = connect(Number(target.port), target.hostname)
    for (const socket of [near, far]) {
      sockets.add(socket)
      socket.on('error', () => undefined)
      socket.on('close', () => {
        near.destroy()
        far.destroy()
        sockets.delete(socket)
      })
    }
    near.pipe(far).pipe(near)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('not listening on a TCP port')
  const url = new URL(targetUrl)
  url.hostname = '127.0.0.1'
  url.port = String(address.port)
  const cut = () => {
    for (const socket of sockets) socket.destroy()
  }
  return {
    url: url.href,
    break() {
      isBroken = true
      cut()
    },
    mend() {
      isBroken = false
    },
    async [Symbol.asyncDispose]() {
      cut()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
