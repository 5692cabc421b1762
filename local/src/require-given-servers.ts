import { withoutPassword } from '@colloquy/platform/config'
import type { Env } from '@colloquy/platform/config'
import { connect } from 'amqplib'
import { Redis } from 'ioredis'
import mongoose from 'mongoose'
import { createTransport } from 'nodemailer'
import { readGivenServices } from './given-services.ts'
import { reasonOf } from './processes/wait-until.ts'

/** Servers that the environment names cannot be used; a line each, with the variable. */
export class GivenServerUnusable extends Error {
  override name = 'GivenServerUnusable'
}

const TIMEOUT_MS = 5_000
/** Of clients: sooner, since they know better what is wrong. */
const CLIENT_TIMEOUT_MS = 4_000

/**
 * Asks every server that the environment names whether it answers and lets us in, as the services will.
 * @throws GivenServerUnusable naming all that do not
 * @throws ConfigError naming what is wrong among the variables given
 */
export async function requireGivenServers(env: Env): Promise<void> {
  const { mongodbUrl, redisUrl, rabbitmqUrl, s3, mail } = readGivenServices(env)
  const asked = await Promise.all([
    problemOf('MONGODB_URL', mongodbUrl, asksMongodb),
    problemOf('REDIS_URL', redisUrl, asksRedis),
    problemOf('RABBITMQ_URL', rabbitmqUrl, asksRabbitmq),
    problemOf('S3_ENDPOINT', s3?.endpoint, asksHttp),
    problemOf('SMTP_URL', mail?.smtpUrl, asksSmtp),
    problemOf('MAIL_API_URL', mail?.mailApiUrl || undefined, asksHttp),
  ])
  const problems = asked.filter((problem) => problem !== undefined)
  if (problems.length > 0) throw new GivenServerUnusable(problems.join('\n'))
}

async function problemOf(
  variable: string,
  url: string | undefined,
  ask: (url: string) => Promise<void>,
): Promise<string | undefined> {
  if (url === undefined) return undefined
  const late = Promise.withResolvers<never>()
  const timer = setTimeout(() => late.reject(new Error(`no answer within ${TIMEOUT_MS / 1_000} s`)), TIMEOUT_MS)
  try {
    await Promise.race([ask(url), late.promise])
    return undefined
  } catch (error) {
    return `${variable}: ${withoutPassword(url)} does not answer as it should: ${withoutPassword(reasonOf(error))}`
  } finally {
    clearTimeout(timer)
  }
}

async function asksMongodb(url: string): Promise<void> {
  const client = new mongoose.mongo.MongoClient(url, { serverSelectionTimeoutMS: CLIENT_TIMEOUT_MS })
  try {
    await client.db('admin').command({ ping: 1 })
  } finally {
    await client.close(true)
  }
}

async function asksRedis(url: string): Promise<void> {
  const redis = new Redis(url, { lazyConnect: true, connectTimeout: CLIENT_TIMEOUT_MS, retryStrategy: () => null })
  let reason: Error | undefined
  redis.on('error', (error: Error) => (reason = error))
  try {
    await redis.connect()
    await redis.ping()
  } catch (error) {
    throw reason ?? error
  } finally {
    redis.disconnect()
  }
}

async function asksRabbitmq(url: string): Promise<void> {
  const connection = await connect(url, { timeout: CLIENT_TIMEOUT_MS })
  await connection.close()
}

async function asksSmtp(url: string): Promise<void> {
  const transport = createTransport(url)
  try {
    await transport.verify()
  } finally {
    transport.close()
  }
}

/** Any answer will do: what an S3 server says to somebody without a signature differs. */
async function asksHttp(url: string): Promise<void> {
  const response = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS) })
  await response.body?.cancel()
}
