import { createServer } from 'node:net'
import { expect, test } from 'vitest'
import { PortsTaken, freePorts, readPorts, requireFreePorts } from './ports.ts'

test('each port has a variable, and one offset moves all that have none', () => {
  const ports = readPorts({ COLLOQUY_PORT_OFFSET: '100', WEB_PORT: '8080' })
  expect(ports).toMatchObject({ WEB_PORT: 8080, GATEWAY_PORT: 4100, RABBITMQ_PORT: 5872, RABBITMQ_EPMD_PORT: 5874 })
})

test('all wrong ports are named at once', () => {
  expect(() => readPorts({ WEB_PORT: 'x', S3_PORT: '70000' })).toThrow(/WEB_PORT[\s\S]*S3_PORT/)
})

test('a taken port is one line with the service, the port and the variable', async () => {
  const ports = await freePorts()
  await requireFreePorts(ports, ['CHAT_PORT', 'WEB_PORT'])
  await using server = createServer()
  await new Promise<void>((resolve) => server.listen(ports.CHAT_PORT, '127.0.0.1', resolve))
  const refused = requireFreePorts(ports, ['CHAT_PORT', 'WEB_PORT'])
  await expect(refused).rejects.toThrow(PortsTaken)
  await expect(refused).rejects.toThrow(
    `port ${ports.CHAT_PORT} for chat is taken: set CHAT_PORT to another, or COLLOQUY_PORT_OFFSET to move all ports`,
  )
})

test('two services on one port are refused', async () => {
  const ports = await freePorts()
  await expect(requireFreePorts({ ...ports, WEB_PORT: ports.CHAT_PORT }, ['CHAT_PORT', 'WEB_PORT'])).rejects.toThrow(
    `chat and the web both have port ${ports.CHAT_PORT}: set WEB_PORT`,
  )
})
