import { expect, test } from 'vitest'
import { portsToOpen, readGivenServices, withDatabase } from './given-services.ts'

test('a service that the environment names needs no port', () => {
  const given = readGivenServices({ REDIS_URL: 'redis://somewhere:6379', RABBITMQ_URL: 'amqp://somewhere' })
  expect(portsToOpen(given, ['WEB_PORT'])).toEqual(['WEB_PORT', 'MONGODB_PORT', 'S3_PORT', 'MAIL_PORT', 'SMTP_PORT'])
})

test('a bucket without keys is refused', () => {
  expect(() => readGivenServices({ S3_ENDPOINT: 'https://s3.example.org' })).toThrow('S3_SECRET_ACCESS_KEY')
})

test('a database’s name goes before the options of a MongoDB URL', () => {
  expect(withDatabase('mongodb://127.0.0.1:27117', 'chat')).toBe('mongodb://127.0.0.1:27117/chat')
  expect(withDatabase('mongodb://127.0.0.1:27117/', 'chat')).toBe('mongodb://127.0.0.1:27117/chat')
  expect(withDatabase('mongodb://me:pw@a,b/?replicaSet=rs0', 'chat')).toBe('mongodb://me:pw@a,b/chat?replicaSet=rs0')
})
