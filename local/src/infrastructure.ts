import { join } from 'node:path'
import type { Env } from '@colloquy/platform/config'
import { startMail } from './infrastructure/mail.ts'
import { startMongodb } from './infrastructure/mongodb.ts'
import { startRabbitmq } from './infrastructure/rabbitmq.ts'
import { startRedis } from './infrastructure/redis.ts'
import { startS3 } from './infrastructure/s3.ts'
import type { Place, StandIn } from './infrastructure/stand-in.ts'
import { readGivenServices } from './given-services.ts'
import type { Ports } from './ports.ts'
import type { Supervised, Supervision } from './processes/supervisor.ts'

/** Where the services of the infrastructure are. */
export interface InfrastructureAddresses {
  /** Without a database's name. */
  mongodbUrl: string
  redisUrl: string
  rabbitmqUrl: string
  s3: { endpoint: string; accessKeyId: string; secretAccessKey: string; region: string; bucket: string }
  smtpUrl: string
  /** Of the mail catcher; of no use when mail goes to a server given by SMTP_URL. */
  mailApiUrl: string
}

export interface Infrastructure extends AsyncDisposable {
  addresses: InfrastructureAddresses
  /** What this process runs; a service given by its URL is not among them. */
  processes: Supervised[]
}

export interface InfrastructureOptions {
  env: Env
  ports: Ports
  dataDirectory: string
  s3Keys: { accessKeyId: string; secretAccessKey: string }
  /** Origins whose pages may put to the bucket. */
  allowedOrigins: string[]
  supervision: Supervision
}

const REGION = 'us-east-1'
const BUCKET = 'colloquy'

/**
 * Starts what the environment gives no URL of, all at the same time.
 * @throws when one does not start; the others are then ended
 */
export async function startInfrastructure(options: InfrastructureOptions): Promise<Infrastructure> {
  const { env, ports, dataDirectory, s3Keys, allowedOrigins, supervision } = options
  const given = readGivenServices(env)
  const cancelled = new AbortController()
  const signal = AbortSignal.any([cancelled.signal, ...(supervision.signal ? [supervision.signal] : [])])
  const place = (name: string): Place => ({ ...supervision, signal, directory: join(dataDirectory, name) })

  await using started = new AsyncDisposableStack()
  const processes: Supervised[] = []
  const starting: Promise<unknown>[] = []
  const keep = <Started extends StandIn>(standIn: Promise<Started>): Promise<Started> => {
    const kept = standIn.then((running) => {
      processes.push(...running.processes)
      return started.use(running)
    })
    starting.push(kept)
    return kept
  }
  const mongodb = async () => (await keep(startMongodb(ports.MONGODB_PORT, place('mongodb')))).url
  const redis = async () => (await keep(startRedis(ports.REDIS_PORT, place('redis')))).url
  const rabbitmq = async () => (await keep(startRabbitmq(rabbitmqPorts(ports), place('rabbitmq')))).url
  const s3 = async () => {
    const bucket = { ...s3Keys, bucket: BUCKET, allowedOrigins }
    const { url } = await keep(startS3(ports.S3_PORT, bucket, place('s3')))
    return { ...s3Keys, endpoint: url, region: REGION, bucket: BUCKET }
  }
  const mail = async () => {
    const { url, smtpUrl } = await keep(startMail(mailPorts(ports), place('mail')))
    return { smtpUrl, mailApiUrl: url }
  }

  try {
    const [mongodbUrl, redisUrl, rabbitmqUrl, bucket, mailUrls] = await Promise.all([
      given.mongodbUrl ?? mongodb(),
      given.redisUrl ?? redis(),
      given.rabbitmqUrl ?? rabbitmq(),
      given.s3 ?? s3(),
      given.mail ?? mail(),
    ])
    const owned = started.move()
    return {
      addresses: { mongodbUrl, redisUrl, rabbitmqUrl, s3: bucket, ...mailUrls },
      processes,
      [Symbol.asyncDispose]: () => owned.disposeAsync(),
    }
  } catch (error) {
    cancelled.abort(error)
    await Promise.allSettled(starting)
    throw error
  }
}

const rabbitmqPorts = (ports: Ports) => ({
  port: ports.RABBITMQ_PORT,
  distPort: ports.RABBITMQ_DIST_PORT,
  epmdPort: ports.RABBITMQ_EPMD_PORT,
})

const mailPorts = (ports: Ports) => ({ httpPort: ports.MAIL_PORT, smtpPort: ports.SMTP_PORT })
