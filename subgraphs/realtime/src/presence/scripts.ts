/**
 * The steps of presence that must not interleave, in Lua. All take KEYS connections, state, due and ARGV userId, topic;
 * time is that of Redis, the one clock that all processes share.
 */
const common = `
local connections, state, due = KEYS[1], KEYS[2], KEYS[3]
local userId, topic = ARGV[1], ARGV[2]
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local function announce(status, lastSeenAtMs)
  redis.call('HSET', state, 'status', status)
  redis.call('PUBLISH', topic, cjson.encode({ userId = userId, status = status, lastSeenAtMs = lastSeenAtMs }))
end
`

/** ARGV[3..5]: connectionId, its time to live, the delay of offline. */
export const touchScript = `${common}
local connectionId, ttlMs, delayMs = ARGV[3], tonumber(ARGV[4]), tonumber(ARGV[5])
redis.call('ZADD', connections, now + ttlMs, connectionId)
redis.call('PEXPIRE', connections, ttlMs + delayMs)
redis.call('ZADD', due, now + ttlMs + delayMs, userId)
redis.call('HSET', state, 'lastSeenAtMs', now)
if redis.call('HGET', state, 'status') ~= 'ONLINE' then announce('ONLINE', now) end
`

/** ARGV[3..4]: connectionId, the delay of offline. */
export const leaveScript = `${common}
local connectionId, delayMs = ARGV[3], tonumber(ARGV[4])
if redis.call('ZREM', connections, connectionId) == 0 then return end
redis.call('HSET', state, 'lastSeenAtMs', now)
redis.call('ZREMRANGEBYSCORE', connections, '-inf', now)
if redis.call('ZCARD', connections) == 0 then redis.call('ZADD', due, now + delayMs, userId) end
`

/** ARGV[3]: the delay of offline. */
export const settleScript = `${common}
local delayMs = tonumber(ARGV[3])
local dueAt = tonumber(redis.call('ZSCORE', due, userId))
if not dueAt or dueAt > now then return end
redis.call('ZREMRANGEBYSCORE', connections, '-inf', now)
local last = redis.call('ZREVRANGE', connections, 0, 0, 'WITHSCORES')[2]
if last then
  redis.call('ZADD', due, last + delayMs, userId)
  return
end
redis.call('ZREM', due, userId)
if redis.call('HGET', state, 'status') == 'ONLINE' then
  announce('OFFLINE', tonumber(redis.call('HGET', state, 'lastSeenAtMs')))
end
`
