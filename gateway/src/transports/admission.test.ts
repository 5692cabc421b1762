import { createLogger } from '@colloquy/platform/logger'
import { unauthenticated } from '@colloquy/platform/errors'
import { expect, test, vi } from 'vitest'
import { defaultLimits } from '../limits.ts'
import { createDoorkeeper } from './admission.ts'
import type { Channel } from './channel.ts'
import { SESSION_ENDED, TOO_MANY_SOCKETS } from './close-codes.ts'

const setup = () => {
  const revoke: (() => void)[] = []
  const unwatch = vi.fn<() => void>()
  const connected: string[] = []
  const doorkeeper = createDoorkeeper({
    limits: { ...defaultLimits, socketsPerUser: 2 },
    securityLog: () => undefined,
    logger: createLogger('test', 'silent'),
    identify: async (userId, from) =>
      userId === undefined
        ? { kind: 'anonymous', ...from }
        : { kind: 'user', userId, sessionId: `session of ${userId}`, scopes: [], ...from },
    sessions: {
      isRevoked: async () => false,
      async watch({ userId }, onRevoked) {
        if (userId === 'ended') throw unauthenticated('The session has ended.')
        revoke.push(onRevoked)
        return unwatch
      },
      [Symbol.dispose]: () => undefined,
    },
    presence: {
      async connect(userId) {
        connected.push(userId)
        return async () => void connected.splice(connected.indexOf(userId), 1)
      },
    },
  })
  return { doorkeeper, revoke, unwatch, connected }
}

const channel = () => {
  const close = vi.fn<Channel['close']>()
  return {
    protocol: 'graphql-transport-ws',
    signedIn: () => undefined,
    from: { ip: '127.0.0.1' },
    send: () => undefined,
    outbox: { push: () => undefined, roomy: async () => undefined },
    terminate: () => undefined,
    close,
  }
}

test('a user is present once, from the first socket to the last', async () => {
  const { doorkeeper, unwatch, connected } = setup()
  const first = await doorkeeper.admit('ada', channel())
  const second = await doorkeeper.admit('ada', channel())
  expect(connected).toEqual(['ada'])
  first.leave()
  expect(unwatch).toHaveBeenCalledTimes(1)
  expect(connected).toEqual(['ada'])
  second.leave()
  await doorkeeper[Symbol.asyncDispose]()
  expect(connected).toEqual([])
})

test('one socket too many is refused, and one that left makes room', async () => {
  const { doorkeeper } = setup()
  const first = await doorkeeper.admit('ada', channel())
  await doorkeeper.admit('ada', channel())
  await expect(doorkeeper.admit('ada', channel())).rejects.toMatchObject({ closing: TOO_MANY_SOCKETS })
  first.leave()
  await expect(doorkeeper.admit('ada', channel())).resolves.toMatchObject({ identity: { userId: 'ada' } })
})

test('whose session has ended is not let in, and takes no room', async () => {
  const { doorkeeper, connected } = setup()
  for (let attempt = 0; attempt < 5; attempt++) {
    await expect(doorkeeper.admit('ended', channel())).rejects.toMatchObject({ code: 'UNAUTHENTICATED' })
  }
  expect(connected).toEqual([])
})

test('the end of a session closes the socket', async () => {
  const { doorkeeper, revoke } = setup()
  const socket = channel()
  await doorkeeper.admit('ada', socket)
  revoke[0]?.()
  expect(socket.close).toHaveBeenCalledExactlyOnceWith(SESSION_ENDED)
})

test('who names nobody is anonymous, and not present', async () => {
  const { doorkeeper, connected } = setup()
  expect((await doorkeeper.admit(undefined, channel())).identity).toEqual({ kind: 'anonymous', ip: '127.0.0.1' })
  expect(connected).toEqual([])
})
