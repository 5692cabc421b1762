import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createSession, SessionRefused } from './session.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const TEN_MINUTES_MS = 600_000

function server() {
  let issued = 0
  const post = vi.fn<(path: string) => Promise<Response>>(async (path) => {
    if (path.endsWith('/sign-out')) return Response.json({ signedOut: true })
    issued += 1
    return Response.json({ accessToken: `token-${issued}`, expiresInMs: TEN_MINUTES_MS, isNewUser: false })
  })
  return { post, locks: undefined, now: () => Date.now() }
}

test('asks once for a token, however many need it', async () => {
  const environment = server()
  const session = createSession(environment)
  expect(await Promise.all([session.accessToken(), session.accessToken()])).toEqual(['token-1', 'token-1'])
  expect(await session.accessToken()).toBe('token-1')
  expect(environment.post).toHaveBeenCalledOnce()
})

test('renews a token before it expires', async () => {
  const session = createSession(server())
  await session.accessToken()
  await vi.advanceTimersByTimeAsync(TEN_MINUTES_MS - 60_000)
  expect(await session.accessToken()).toBe('token-2')
})

test('replaces a refused token once, also when several requests were refused', async () => {
  const environment = server()
  const session = createSession(environment)
  await session.accessToken()
  expect(await session.replaceToken('token-1')).toBe('token-2')
  expect(await session.replaceToken('token-1')).toBe('token-2')
  expect(environment.post).toHaveBeenCalledTimes(2)
})

test('is signed out when the server has no session', async () => {
  const refused = { errors: [{ message: 'Nobody is signed in', extensions: { code: 'UNAUTHENTICATED' } }] }
  const session = createSession({ ...server(), post: async () => Response.json(refused, { status: 401 }) })
  await expect(session.accessToken()).rejects.toThrow(SessionRefused)
  expect(session.state.get()).toEqual({ status: 'signed-out' })
})

test('stays signed in when the server cannot be reached, and tries again', async () => {
  const environment = server()
  const session = createSession(environment)
  await session.accessToken()
  environment.post.mockRejectedValueOnce(new TypeError('Failed to fetch'))
  await vi.advanceTimersByTimeAsync(TEN_MINUTES_MS - 60_000)
  expect(session.state.get()).toMatchObject({ status: 'signed-in', accessToken: 'token-1' })
  await vi.advanceTimersByTimeAsync(5_000)
  expect(session.state.get()).toMatchObject({ status: 'signed-in', accessToken: 'token-2' })
})

test('takes turns with other tabs', async () => {
  const order: string[] = []
  const locks = {
    request: async <Result>(_name: string, run: () => Promise<Result>) => {
      order.push('locked')
      const result = await run()
      order.push('released')
      return result
    },
  }
  const environment = server()
  const post = (path: string) => {
    order.push('posted')
    return environment.post(path)
  }
  const session = createSession({ ...environment, post, locks })
  await session.accessToken()
  expect(order).toEqual(['locked', 'posted', 'released'])
})

test('is signed out once the server has ended the session, not before', async () => {
  const environment = server()
  const session = createSession(environment)
  await session.accessToken()
  environment.post.mockRejectedValueOnce(new TypeError('Failed to fetch'))
  await expect(session.signOut()).rejects.toThrow('Failed to fetch')
  const away = { errors: [{ message: 'Away', extensions: { code: 'INTERNAL_SERVER_ERROR' } }] }
  environment.post.mockResolvedValueOnce(Response.json(away, { status: 502 }))
  await expect(session.signOut()).rejects.toThrow(SessionRefused)
  expect(session.state.get()).toMatchObject({ status: 'signed-in' })
  await session.signOut()
  expect(session.state.get()).toEqual({ status: 'signed-out' })
})

test('does not take a refused token for the end of the session', async () => {
  const environment = server()
  const session = createSession(environment)
  await session.accessToken()
  const refused = { errors: [{ message: 'No such token', extensions: { code: 'UNAUTHENTICATED' } }] }
  environment.post.mockResolvedValueOnce(Response.json(refused, { status: 401 }))
  await session.signOut()
  expect(environment.post.mock.calls.map(([path]) => path.split('/').at(-1))).toEqual([
    'refresh',
    'sign-out',
    'refresh',
    'sign-out',
  ])
})
