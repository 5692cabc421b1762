import { once } from 'node:events'
import { createServer } from 'node:http'
import { connect } from 'node:net'
import { expect, test } from 'vitest'
import { refuseUpgrades } from './no-upgrades.ts'

test('after the first request an upgrade is answered as a request', async () => {
  refuseUpgrades()
  // As Next does it.
  const server = createServer((_request, response) => response.end('a page')).on('upgrade', () => {})
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' ? (address?.port ?? 0) : 0
  await fetch(`http://127.0.0.1:${port}`)
  const socket = connect(port, '127.0.0.1')
  socket.write('GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n')
  const [answer] = await once(socket, 'data')
  expect(String(answer)).toMatch(/^HTTP\/1\.1 200 OK/)
  socket.destroy()
  server.close()
})
