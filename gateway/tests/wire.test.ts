import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { clientFrame, openRawSocket, upgradeRequest } from './support/raw-socket.ts'
import { startWorld } from './support/world.ts'
import type { World } from './support/world.ts'

let world: World
beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world[Symbol.asyncDispose]())

const isAlive = async () => (await fetch(`${new URL(world.url).origin}/health/live`)).status === 200

describe('an upgrade that is refused', () => {
  test.each([undefined, 'graphql-ws', 'soap, graphql-ws'])(
    'because of its subprotocols (%s), though a frame comes right behind it',
    async (protocols) => {
      const request = upgradeRequest(world.url, { 'sec-websocket-protocol': protocols })
      await using raw = await openRawSocket(
        world.url,
        Buffer.concat([Buffer.from(request), clientFrame('{"type":"connection_init"}')]),
      )
      const answer = await raw.ended
      expect(answer).toMatch(/^HTTP\/1\.1 400 /)
      expect(answer).toContain('graphql-transport-ws')
      expect(await isAlive()).toBe(true)
    },
  )
})
