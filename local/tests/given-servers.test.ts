import { createServer } from 'node:net'
import type { Socket } from 'node:net'
import { expect, inject, test } from 'vitest'
import { freePorts } from '../src/ports.ts'
import { GivenServerUnusable, requireGivenServers } from '../src/require-given-servers.ts'

const { mongodbUrl, redisUrl, rabbitmqUrl, s3, smtpUrl, mailApiUrl } = inject('infrastructure')
const bucket = { S3_ACCESS_KEY_ID: s3.accessKeyId, S3_SECRET_ACCESS_KEY: s3.secretAccessKey }

test('servers that answer are let pass', async () => {
  const asked = requireGivenServers({
    MONGODB_URL: mongodbUrl,
    REDIS_URL: redisUrl,
    RABBITMQ_URL: rabbitmqUrl,
    S3_ENDPOINT: s3.endpoint,
    ...bucket,
    SMTP_URL: smtpUrl,
    MAIL_API_URL: mailApiUrl,
  })
  await expect(asked).resolves.toBeUndefined()
})

test('every one that does not is named with its variable, without its password', async () => {
  const { WEB_PORT: closed } = await freePorts()
  const at = (scheme: string) => `${scheme}://me:hunter2@127.0.0.1:${closed}`
  const refused = requireGivenServers({
    MONGODB_URL: at('mongodb'),
    REDIS_URL: at('redis'),
    RABBITMQ_URL: at('amqp'),
    S3_ENDPOINT: `http://127.0.0.1:${closed}`,
    ...bucket,
    SMTP_URL: at('smtp'),
  })
  await expect(refused).rejects.toThrow(GivenServerUnusable)
  const message = await refused.catch(String)
  for (const variable of ['MONGODB_URL', 'REDIS_URL', 'RABBITMQ_URL', 'S3_ENDPOINT', 'SMTP_URL']) {
    expect(String(message).match(new RegExp(`${variable}: `, 'g'))).toHaveLength(1)
  }
  expect(message).toContain('ECONNREFUSED')
  expect(message).not.toContain('hunter2')
})

test('one that accepts connections and says nothing is given up', async () => {
  const sockets: Socket[] = []
  await using silent = createServer((socket) => void sockets.push(socket))
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
  const address = silent.address()
  const port = typeof address === 'object' && address ? address.port : 0
  for (const variable of ['REDIS_URL', 'RABBITMQ_URL']) {
    const url = `${variable === 'REDIS_URL' ? 'redis' : 'amqp'}://127.0.0.1:${port}`
    await expect(requireGivenServers({ [variable]: url })).rejects.toThrow(`${variable}: ${url}`)
  }
  for (const socket of sockets) socket.destroy()
})
