import { readEnv, urlOf } from '@colloquy/platform/config'
import type { Env } from '@colloquy/platform/config'
import { z } from 'zod'
import type { PortName } from './ports.ts'

/** Services that the environment names, so that none is started in their place. */
export interface GivenServices {
  mongodbUrl?: string
  redisUrl?: string
  rabbitmqUrl?: string
  s3?: { endpoint: string; accessKeyId: string; secretAccessKey: string; region: string; bucket: string }
  mail?: { smtpUrl: string; mailApiUrl: string }
}

const variables = z.object({
  /** Without a database's name; may list several hosts, so that it is not a URL to everybody. */
  MONGODB_URL: z.string().startsWith('mongodb').optional(),
  REDIS_URL: urlOf('redis', 'rediss').optional(),
  RABBITMQ_URL: urlOf('amqp', 'amqps').optional(),
  S3_ENDPOINT: urlOf('http', 'https').optional(),
  S3_REGION: z.string().default('us-east-1'),
  S3_BUCKET: z.string().default('colloquy'),
  S3_ACCESS_KEY_ID: z.string().optional(),
  S3_SECRET_ACCESS_KEY: z.string().optional(),
  SMTP_URL: urlOf('smtp', 'smtps').optional(),
  /** Where tests read the mail that went to SMTP_URL: an API like the mail catcher's. */
  MAIL_API_URL: urlOf('http', 'https').optional(),
})

/** @throws ConfigError naming what is wrong among the variables given */
export function readGivenServices(env: Env): GivenServices {
  const given = readEnv(
    variables.refine(
      ({ S3_ENDPOINT, S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY }) =>
        !S3_ENDPOINT || (S3_ACCESS_KEY_ID && S3_SECRET_ACCESS_KEY),
      { path: ['S3_ENDPOINT'], error: 'needs S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY beside it' },
    ),
    env,
  )
  const { S3_ENDPOINT: endpoint, S3_ACCESS_KEY_ID: accessKeyId, S3_SECRET_ACCESS_KEY: secretAccessKey } = given
  return {
    mongodbUrl: given.MONGODB_URL,
    redisUrl: given.REDIS_URL,
    rabbitmqUrl: given.RABBITMQ_URL,
    s3:
      endpoint && accessKeyId && secretAccessKey
        ? { endpoint, accessKeyId, secretAccessKey, region: given.S3_REGION, bucket: given.S3_BUCKET }
        : undefined,
    mail: given.SMTP_URL ? { smtpUrl: given.SMTP_URL, mailApiUrl: given.MAIL_API_URL ?? '' } : undefined,
  }
}

/** The ports that are this process's to open, given what it need not start. */
export function portsToOpen(given: GivenServices, services: PortName[]): PortName[] {
  return [
    ...services,
    ...(given.mongodbUrl ? [] : ['MONGODB_PORT' as const]),
    ...(given.redisUrl ? [] : ['REDIS_PORT' as const]),
    ...(given.rabbitmqUrl ? [] : (['RABBITMQ_PORT', 'RABBITMQ_DIST_PORT', 'RABBITMQ_EPMD_PORT'] as const)),
    ...(given.s3 ? [] : ['S3_PORT' as const]),
    ...(given.mail ? [] : (['MAIL_PORT', 'SMTP_PORT'] as const)),
  ]
}
