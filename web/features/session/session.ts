import type { Store } from '../store/store.ts'
import { createStore } from '../store/store.ts'
import type { ApiError, CodeAnswer, SessionAnswer } from './session-answer.ts'
import { codeAnswer, errorAnswer, sessionAnswer } from './session-answer.ts'

/** A token with less than this left is renewed before it is used, and by a timer even when nobody asks. */
const RENEW_BEFORE_EXPIRY_MS = 60_000
const RETRY_RENEWAL_MS = 5_000
/** One renewal at a time among all tabs: they share the cookie, and a refresh token works once. */
const LOCK = 'colloquy:refresh-session'

export type SessionState =
  /** Not asked yet whether the browser has a session. */
  { status: 'unknown' } | { status: 'signed-in'; accessToken: string; expiresAtMs: number } | { status: 'signed-out' }

/** The server said no; errors are as the API words them. */
export class SessionRefused extends Error {
  readonly errors: ApiError[]
  constructor(errors: ApiError[]) {
    super(errors[0]?.message ?? 'Refused')
    this.errors = errors
  }
}

export interface Session {
  state: Store<SessionState>
  /** An access token that works for a while yet. Throws SessionRefused when nobody is signed in. */
  accessToken: () => Promise<string>
  /** A new access token in place of one that the gateway refused; the current one, if that is another already. */
  replaceToken: (refused: string) => Promise<string>
  /** Asks the server for a new token, and so whether there still is a session. */
  renew: () => Promise<string>
  /** Has a code sent to an address; throws SessionRefused when it may not be sent now. */
  requestCode: (email: string) => Promise<CodeAnswer>
  /** Signs in with the code of a request; throws SessionRefused when it is wrong. */
  verify: (requestId: string, code: string) => Promise<SessionAnswer>
  /** Ends the session. When the server could not be asked, it throws and the person is signed in as before. */
  signOut: () => Promise<void>
}

interface Locks {
  request: <Result>(name: string, run: () => Promise<Result>) => Promise<Result>
}

interface Environment {
  post: (path: string, init?: RequestInit) => Promise<Response>
  /** Missing where the page is served over plain http from another machine. */
  locks: Locks | undefined
  now: () => number
}

const browser = (): Environment => ({
  // keepalive: the answer's cookie arrives even when the page is left meanwhile.
  post: (path, init) => fetch(path, { method: 'POST', keepalive: true, ...init }),
  locks: typeof navigator === 'undefined' ? undefined : navigator.locks,
  now: () => Date.now(),
})

/**
 * The page's side of a session: it holds the access token, in memory only, and renews it through this site's own routes,
 * which keep the refresh token in a cookie that scripts cannot read.
 */
export function createSession({ post, locks, now }: Environment = browser()): Session {
  const state = createStore<SessionState>({ status: 'unknown' })
  let renewal: Promise<string> | null = null
  let timer: ReturnType<typeof setTimeout> | undefined

  const adopt = (answer: SessionAnswer) => {
    state.set({ status: 'signed-in', accessToken: answer.accessToken, expiresAtMs: now() + answer.expiresInMs })
    renewIn(Math.max(answer.expiresInMs - RENEW_BEFORE_EXPIRY_MS, RETRY_RENEWAL_MS))
  }

  const ended = () => {
    clearTimeout(timer)
    state.set({ status: 'signed-out' })
  }

  const renewIn = (delayMs: number) => {
    clearTimeout(timer)
    timer = setTimeout(() => {
      renew().catch(() => state.get().status === 'signed-in' && renewIn(RETRY_RENEWAL_MS))
    }, delayMs)
  }

  const renew = () => {
    renewal ??= (locks ? locks.request(LOCK, requestRenewal) : requestRenewal()).finally(() => (renewal = null))
    return renewal
  }

  const requestRenewal = async () => {
    try {
      const answer = sessionAnswer.parse(await readAnswer(await post('/api/session/refresh')))
      adopt(answer)
      return answer.accessToken
    } catch (error) {
      if (isOver(error)) ended()
      throw error
    }
  }

  const requestEnd = async (token: string) =>
    readAnswer(await post('/api/session/sign-out', { headers: { authorization: `Bearer ${token}` } }))

  const currentToken = () => {
    const current = state.get()
    const usable = current.status === 'signed-in' && current.expiresAtMs - now() > RENEW_BEFORE_EXPIRY_MS / 2
    return usable ? current.accessToken : null
  }

  return {
    state,
    renew,
    accessToken: async () => currentToken() ?? renew(),
    replaceToken: async (refused) => {
      const token = currentToken()
      return token && token !== refused ? token : renew()
    },
    requestCode: async (email) => codeAnswer.parse(await readAnswer(await post('/api/session/code', json({ email })))),
    verify: async (requestId, code) => {
      const answer = sessionAnswer.parse(await readAnswer(await post('/api/session/verify', json({ requestId, code }))))
      adopt(answer)
      return answer
    },
    signOut: async () => {
      try {
        await requestEnd(currentToken() ?? (await renew())).catch(async (error: unknown) => {
          if (!isOver(error)) throw error
          await requestEnd(await renew())
        })
      } catch (error) {
        if (!isOver(error)) throw error
      }
      ended()
    },
  }
}

/** The server knows no such session, or not this token of it. */
const isOver = (error: unknown): boolean =>
  error instanceof SessionRefused && error.errors[0]?.extensions?.code === 'UNAUTHENTICATED'

const json = (body: object): RequestInit => ({
  body: JSON.stringify(body),
  headers: { 'content-type': 'application/json' },
})

async function readAnswer(response: Response): Promise<unknown> {
  const body: unknown = await response.json()
  const failure = errorAnswer.safeParse(body)
  if (failure.success) throw new SessionRefused(failure.data.errors)
  return body
}
