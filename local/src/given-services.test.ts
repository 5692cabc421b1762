import { expect, test } from 'vitest'
import { portsToOpen, readGivenServices } from './given-services.ts'

test('a service that the environment names needs no port', () => {
  const given = readGivenServices({ REDIS_URL: 'redis://somewhere:6379', RABBITMQ_URL: 'amqp://somewhere' })
  expect(portsToOpen(given, ['WEB_PORT'])).toEqual(['WEB_PORT', 'MONGODB_PORT', 'S3_PORT', 'MAIL_PORT', 'SMTP_PORT'])
})

test('a bucket without keys is refused', () => {
  expect(() => readGivenServices({ S3_ENDPOINT: 'https://s3.example.org' })).toThrow('S3_SECRET_ACCESS_KEY')
})
