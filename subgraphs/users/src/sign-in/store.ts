import type { RedisConnection } from '@colloquy/platform/redis'
import { z } from 'zod'
import { MAX_GUESSES, partsOf } from './code.ts'
import { FAILURES_KEPT_MS, FIRST_WAIT_MS, LONGEST_WAIT_MS, WEIGHT_OF_ONE_NETWORK } from './limits.ts'
import type { Shares } from './limits.ts'

/**
 * Takes a place among an address's requests, if each share leaves one.
 * KEYS: the failures, then the requests of each share, a sorted set by time. ARGV: what is asked, as JSON.
 * Returns whether it was granted, when the next one may be, and what holds it up until then.
 */
const RESERVE = `
local asked = cjson.decode(ARGV[1])
local function free_at()
  local at, reason = asked.nowMs, 'nothing'
  local function wait_until(moment, why)
    if moment > at then at, reason = moment, why end
  end
  for i, share in ipairs(asked.shares) do
    for _, limit in ipairs(share.requests) do
      local nth = redis.call('ZREVRANGE', KEYS[i + 1], limit.count - 1, limit.count - 1, 'WITHSCORES')
      if nth[2] then wait_until(nth[2] + limit.windowMs, 'requests') end
    end
    local failures = redis.call('HMGET', KEYS[1], share.name, share.name .. ':at')
    local excess = (failures[1] or 0) - share.failuresBorne
    if excess >= 0 then
      local wait = asked.firstWaitMs * 2 ^ math.floor(excess / asked.maxGuesses)
      wait_until(failures[2] + math.min(wait, asked.longestWaitMs), 'failures')
    end
  end
  return at, reason
end
local at, reason = free_at()
if at > asked.nowMs then return {0, at, reason} end
for i, share in ipairs(asked.shares) do
  local longest = share.requests[#share.requests].windowMs
  redis.call('ZREMRANGEBYSCORE', KEYS[i + 1], '-inf', asked.nowMs - longest)
  redis.call('ZADD', KEYS[i + 1], asked.nowMs, asked.nonce)
  redis.call('PEXPIRE', KEYS[i + 1], longest)
end
at, reason = free_at()
return {1, at, reason}
`

/** Makes a request live. KEYS: the request. ARGV: its MAC, what is sealed in it, its shares' names, when it expires. */
const PUT = `
redis.call('HSET', KEYS[1], 'mac', ARGV[1], 'sealed', ARGV[2], 'shares', ARGV[3])
redis.call('PEXPIREAT', KEYS[1], ARGV[4])
`

/**
 * One guess, from the comparison to its consequences, so that no two at once can count as one.
 * KEYS: the request, the failures. ARGV: the guess, as JSON. Returns what it was, and how many are left.
 */
const GUESS = `
local guess = cjson.decode(ARGV[1])
local mac = redis.call('HGET', KEYS[1], 'mac')
if not mac then return {'over', 0} end
if mac == guess.mac then
  redis.call('DEL', KEYS[1])
  for _, name in ipairs(guess.shares) do redis.call('HDEL', KEYS[2], name, name .. ':at') end
  return {'right', 0}
end
local left = guess.maxGuesses - redis.call('HINCRBY', KEYS[1], 'guesses', 1)
if left <= 0 then redis.call('DEL', KEYS[1]) end
local own
for i, name in ipairs(guess.shares) do
  if i == 1 or own <= guess.weight then
    local failures = redis.call('HINCRBY', KEYS[2], name, 1)
    redis.call('HSET', KEYS[2], name .. ':at', guess.nowMs)
    own = own or failures
  end
end
redis.call('PEXPIRE', KEYS[2], guess.keptMs)
return {'wrong', left}
`

const reserveReply = z.tuple([z.int(), z.int(), z.enum(['nothing', 'requests', 'failures'])])
const guessReply = z.tuple([z.enum(['over', 'right', 'wrong']), z.int()])
const liveRequest = z.object({ sealed: z.string(), shares: z.string().transform((names) => names.split(' ')) })

/** `reason`: what holds the next request up: too many before it, or too many wrong guesses. */
export interface Place {
  granted: boolean
  nextAtMs: number
  reason: 'nothing' | 'requests' | 'failures'
}

/** A live request, as far as it can be read without the key. */
export type LiveRequest = z.infer<typeof liveRequest>

export type Guessed = { outcome: 'right' } | { outcome: 'wrong'; guessesLeft: number } | { outcome: 'over' }

export type CodeStore = ReturnType<typeof createCodeStore>

/** Requests for codes and their limits in Redis, which sees neither codes nor addresses. */
export function createCodeStore(redis: RedisConnection) {
  const keysOf = (requestId: string) => {
    const { account, nonce } = partsOf(requestId)
    // In braces: a Redis Cluster keeps what one script touches in one place.
    const base = `sign-in:{${account}}`
    return {
      nonce,
      request: `${base}:request:${nonce}`,
      failures: `${base}:failures`,
      requestsOf: ({ name }: { name: string }) => `${base}:requests:${name}`,
    }
  }

  return {
    /** Counts a request for a code in its shares, unless it comes too early for one of them. */
    async reserve(requestId: string, shares: Shares, nowMs: number): Promise<Place> {
      const { nonce, failures, requestsOf } = keysOf(requestId)
      const keys = [failures, ...shares.map(requestsOf)]
      const asked = {
        nowMs,
        nonce,
        shares,
        maxGuesses: MAX_GUESSES,
        firstWaitMs: FIRST_WAIT_MS,
        longestWaitMs: LONGEST_WAIT_MS,
      }
      const reply = await redis.eval(RESERVE, keys.length, ...keys, JSON.stringify(asked))
      const [granted, nextAtMs, reason] = reserveReply.parse(reply)
      return { granted: granted === 1, nextAtMs, reason }
    },

    /** Takes a request back, as if it had not been made. */
    async release(requestId: string, shares: Shares): Promise<void> {
      const { nonce, requestsOf } = keysOf(requestId)
      await Promise.all(shares.map((share) => redis.zrem(requestsOf(share), nonce)))
    },

    /** Makes a request live: from now on its code can be guessed. */
    async put(requestId: string, request: { mac: string; sealed: string; shares: Shares; expiresAt: Date }) {
      const { mac, sealed, shares, expiresAt } = request
      const names = shares.map(({ name }) => name).join(' ')
      await redis.eval(PUT, 1, keysOf(requestId).request, mac, sealed, names, expiresAt.getTime())
    },

    /** Null when a request is over, or never was. */
    async find(requestId: string): Promise<LiveRequest | null> {
      const [sealed, shares] = await redis.hmget(keysOf(requestId).request, 'sealed', 'shares')
      return liveRequest.safeParse({ sealed, shares }).data ?? null
    },

    /** Tries a code; a right one is used up by it, and forgives the failures before it. */
    async guess(requestId: string, { shares }: LiveRequest, mac: string, nowMs: number): Promise<Guessed> {
      const { request, failures } = keysOf(requestId)
      const guess = {
        mac,
        shares,
        nowMs,
        maxGuesses: MAX_GUESSES,
        weight: WEIGHT_OF_ONE_NETWORK,
        keptMs: FAILURES_KEPT_MS,
      }
      const reply = await redis.eval(GUESS, 2, request, failures, JSON.stringify(guess))
      const [outcome, guessesLeft] = guessReply.parse(reply)
      return outcome === 'wrong' ? { outcome, guessesLeft } : { outcome }
    },
  }
}
