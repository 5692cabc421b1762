import { createLogger } from '@colloquy/platform/logger'
import { unauthenticated } from '@colloquy/platform/errors'
import type { SecurityLog } from '@colloquy/platform/security-log'
import { expect, test, vi } from 'vitest'
import { defaultLimits } from '../limits.ts'
import { createDoorkeeper, SESSION_ENDED, TOO_MANY_SOCKETS } from './doorkeeper.ts'
import type { NewSocket } from './doorkeeper.ts'

const setup = () => {
  const revoke: (() => void)[] = []
  const unwatch = vi.fn<() => void>()
  const securityLog = vi.fn<SecurityLog>()
  const connected: string[] = []
  const doorkeeper = createDoorkeeper({
    limits: { ...defaultLimits, socketsPerUser: 2 },
    securityLog,
    logger: createLogger('test', 'silent'),
    identify: async (userId, from) =>
      userId === undefined
        ? { kind: 'anonymous', ...from }
        : { kind: 'user', userId, sessionId: `session of ${userId}`, scopes: [], ...from },
    sessions: {
      isRevoked: async () => false,
      async watch({ userId }, onRevoked) {
        if (userId === 'ended') throw unauthenticated('The session has ended.')
        if (userId === 'unknown') throw new Error('Redis is away')
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
  return { doorkeeper, revoke, unwatch, securityLog, connected }
}

/** A socket with that token, and how it closes. */
const socket = (authorization?: string) => {
  const callbacks: (() => void)[] = []
  return {
    authorization,
    from: { ip: '127.0.0.1' },
    signedIn: () => undefined,
    close: vi.fn<NewSocket['close']>(),
    whenClosed: (callback: () => void) => void callbacks.push(callback),
    leave: () => callbacks.forEach((callback) => callback()),
  }
}

test('a user is present once, from the first socket to the last', async () => {
  const { doorkeeper, unwatch, connected } = setup()
  const [first, second] = [socket('ada'), socket('ada')]
  await doorkeeper.admit(first)
  await doorkeeper.admit(second)
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
  const first = socket('ada')
  await doorkeeper.admit(first)
  await doorkeeper.admit(socket('ada'))
  await expect(doorkeeper.admit(socket('ada'))).rejects.toMatchObject({ closing: TOO_MANY_SOCKETS })
  first.leave()
  await expect(doorkeeper.admit(socket('ada'))).resolves.toMatchObject({ userId: 'ada' })
})

test('whose session has ended is not let in, and takes no room', async () => {
  const { doorkeeper, connected } = setup()
  for (let attempt = 0; attempt < 5; attempt++) {
    await expect(doorkeeper.admit(socket('ended'))).rejects.toMatchObject({ code: 'UNAUTHENTICATED' })
  }
  expect(connected).toEqual([])
})

test('a session that ended since its token was verified is a refused token in the security log', async () => {
  const { doorkeeper, securityLog } = setup()
  await expect(doorkeeper.admit(socket('ended'))).rejects.toMatchObject({ code: 'UNAUTHENTICATED' })
  expect(securityLog).toHaveBeenCalledExactlyOnceWith({ type: 'token-refused', userId: 'ended' }, { ip: '127.0.0.1' })
})

test('a session that cannot be looked up is no refused token', async () => {
  const { doorkeeper, securityLog } = setup()
  await expect(doorkeeper.admit(socket('unknown'))).rejects.toThrow('Redis is away')
  expect(securityLog).not.toHaveBeenCalled()
})

test('the end of a session closes the socket', async () => {
  const { doorkeeper, revoke } = setup()
  const one = socket('ada')
  await doorkeeper.admit(one)
  revoke[0]?.()
  expect(one.close).toHaveBeenCalledExactlyOnceWith(SESSION_ENDED)
})

test('who names nobody is anonymous, and not present', async () => {
  const { doorkeeper, connected } = setup()
  expect(await doorkeeper.admit(socket())).toEqual({ kind: 'anonymous', ip: '127.0.0.1' })
  expect(connected).toEqual([])
})
