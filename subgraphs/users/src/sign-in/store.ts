import { createHash } from 'node:crypto'
import type { RedisConnection } from '@colloquy/platform/redis'
import { z } from 'zod'
import { CODE_LIMITS, FAILURE_LIMIT, MAX_GUESSES } from './code.ts'

/**
 * Takes a place among an address's requests, if the limits leave one.
 * KEYS: the requests, a sorted set by time. ARGV: now, the request's id, then count and window of each limit.
 * Returns whether it was granted, and when the next one may be.
 */
const RESERVE = `
local now = tonumber(ARGV[1])
local longest = ARGV[#ARGV]
local function free_at()
  local at = now
  for i = 3, #ARGV, 2 do
    local nth = redis.call('ZREVRANGE', KEYS[1], ARGV[i] - 1, ARGV[i] - 1, 'WITHSCORES')
    if nth[2] then at = math.max(at, nth[2] + ARGV[i + 1]) end
  end
  return at
end
local at = free_at()
if at > now then return {0, at} end
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - longest)
redis.call('ZADD', KEYS[1], now, ARGV[2])
redis.call('PEXPIRE', KEYS[1], longest)
return {1, free_at()}
`

/** Puts a code in the place of any other. KEYS: the code. ARGV: its id, its MAC, when it expires. */
const PUT = `
redis.call('DEL', KEYS[1])
redis.call('HSET', KEYS[1], 'id', ARGV[1], 'mac', ARGV[2])
redis.call('PEXPIREAT', KEYS[1], ARGV[3])
`

/**
 * One guess, from the check of the limits to its consequences, so that no two at once can count as one.
 * KEYS: the code, the failures. ARGV: code id and MAC of the guess, guesses a code bears, failures an address bears, and in
 * which time. Returns what the guess was, and for how long the address is locked.
 */
const GUESS = `
local failures = tonumber(redis.call('GET', KEYS[2]) or 0)
if failures >= tonumber(ARGV[4]) then return {'locked', redis.call('PTTL', KEYS[2])} end
local code = redis.call('HMGET', KEYS[1], 'id', 'mac')
if code[1] == ARGV[1] and code[2] == ARGV[2] then
  redis.call('DEL', KEYS[1], KEYS[2])
  return {'right', 0}
end
if redis.call('INCR', KEYS[2]) == 1 then redis.call('PEXPIRE', KEYS[2], ARGV[5]) end
if code[1] and redis.call('HINCRBY', KEYS[1], 'guesses', 1) >= tonumber(ARGV[3]) then redis.call('DEL', KEYS[1]) end
return {'wrong', 0}
`

const reserveReply = z.tuple([z.int(), z.int()])
const guessReply = z.tuple([z.enum(['locked', 'right', 'wrong']), z.int()])

export type CodeStore = ReturnType<typeof createCodeStore>

/** Codes and their limits in Redis. Addresses stand in its keys as hashes only. */
export function createCodeStore(redis: RedisConnection) {
  const keysOf = (email: string) => {
    // In braces: a Redis Cluster keeps what one script touches in one place.
    const base = `sign-in:{${createHash('sha256').update(email).digest('base64url')}}`
    return { requests: `${base}:requests`, code: `${base}:code`, failures: `${base}:failures` }
  }
  const limits = CODE_LIMITS.flatMap(({ count, windowMs }) => [count, windowMs])

  return {
    /** Counts a request for a code, unless it comes too early. */
    async reserve(email: string, requestId: string, nowMs: number): Promise<{ granted: boolean; nextAtMs: number }> {
      const reply = await redis.eval(RESERVE, 1, keysOf(email).requests, nowMs, requestId, ...limits)
      const [granted, nextAtMs] = reserveReply.parse(reply)
      return { granted: granted === 1, nextAtMs }
    },

    /** Takes a request back, as if it had not been made. */
    async release(email: string, requestId: string): Promise<void> {
      await redis.zrem(keysOf(email).requests, requestId)
    },

    /** Makes a code the one that works, in the place of any other. */
    async put(email: string, code: { id: string; mac: string; expiresAt: Date }): Promise<void> {
      const key = keysOf(email).code
      const { id, mac, expiresAt } = code
      await redis.eval(PUT, 1, key, id, mac, expiresAt.getTime())
    },

    /** Id of the code that works now. */
    currentId(email: string): Promise<string | null> {
      return redis.hget(keysOf(email).code, 'id')
    },

    /** Tries a code; a right one is used up by it. `retryAfterMs`: for how long no guess is heard. */
    async guess(
      email: string,
      { id, mac }: { id: string; mac: string },
    ): Promise<{ outcome: 'locked' | 'right' | 'wrong'; retryAfterMs: number }> {
      const { code, failures } = keysOf(email)
      const { count, windowMs } = FAILURE_LIMIT
      const reply = await redis.eval(GUESS, 2, code, failures, id, mac, MAX_GUESSES, count, windowMs)
      const [outcome, retryAfterMs] = guessReply.parse(reply)
      return { outcome, retryAfterMs }
    },
  }
}
