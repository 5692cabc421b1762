import { readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { expect, test } from 'vitest'
import { DEFAULT_PORTS, PortsUnusable, freePorts, readPorts, requireFreePorts } from './ports.ts'
import { isRefusedByBrowsers } from './refused-ports.ts'

const NOBODY = 65_534

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
  await expect(refused).rejects.toThrow(PortsUnusable)
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

test('a port that browsers refuse is said to be one, before anything starts', async () => {
  const ports = readPorts({ COLLOQUY_PORT_OFFSET: '3000' })
  await expect(requireFreePorts(ports, ['WEB_PORT'])).rejects.toThrow(
    'port 6000 for the web is one that browsers refuse: set WEB_PORT to another, or COLLOQUY_PORT_OFFSET',
  )
})

test('the ports refused are those that fetch refuses', async () => {
  const cause = (port: number): Promise<string> =>
    fetch(`http://127.0.0.1:${port}`).then(
      () => 'an answer',
      (error: unknown) =>
        error instanceof TypeError && error.cause instanceof Error ? error.cause.message : String(error),
    )
  const refused = Array.from({ length: 10_080 }, (_, index) => index + 1).filter(isRefusedByBrowsers)
  expect(refused).toContain(6000)
  for (const port of refused) expect(`${port}: ${await cause(port)}`).toBe(`${port}: bad port`)
  for (const port of Object.values(DEFAULT_PORTS)) expect(isRefusedByBrowsers(port)).toBe(false)
})

test('a port that this user may not open is not called taken', async () => {
  const firstFree = Number(readFileSync('/proc/sys/net/ipv4/ip_unprivileged_port_start', 'utf8'))
  const root = process.geteuid?.() === 0
  if (root) process.seteuid?.(NOBODY)
  try {
    const ports = { ...(await freePorts()), WEB_PORT: 81 }
    const outcome = await requireFreePorts(ports, ['WEB_PORT']).then(() => 'it may', String)
    expect(outcome).toContain(
      firstFree > 81 ? 'port 81 for the web may be opened by root alone: set WEB_PORT' : 'it may',
    )
  } finally {
    if (root) process.seteuid?.(0)
  }
})
