import { conformance } from './conformance/harness.ts'

const names: Record<string, string> = { 1: 'Ann', 2: 'Bob' }
const skus: Record<string, string | null> = { chair: 'u1', ghost: null }

conformance('keys', {
  probe: {
    user: { id: '1', nick: 'annie' },
    users: [{ id: '1' }, null, { id: '2' }, { id: '1' }],
    grid: [[{ id: '1' }, { id: '2' }], [], [{ id: '2' }]],
    unknown: { id: '9', nick: 'who' },
    nobody: null,
    chair: { sku: 'chair' },
    ghost: { sku: 'ghost' },
  },
  subgraphs: {
    a: {
      sdl: /* GraphQL */ `
        type Probe {
          user: User
          users: [User]
          grid: [[User!]!]!
          unknown: User
          nobody: User
          chair: Product
          ghost: Product
        }
        type User @key(fields: "id") {
          id: ID!
          nick: String
        }
        type Product @key(fields: "sku") {
          sku: ID!
        }
      `,
    },
    b: {
      sdl: /* GraphQL */ `
        enum Language {
          EN
          DE
        }
        type User @key(fields: "id") {
          id: ID!
          name: String
          greeting(in: Language = EN): String
          team: Team
        }
        type Team @key(fields: "org { id } code") {
          org: Org!
          code: String!
        }
        type Org @shareable {
          id: ID!
        }
        type Product @key(fields: "sku") @key(fields: "upc") {
          sku: ID!
          upc: ID
        }
      `,
      resolvers: {
        User: {
          __resolveReference: ({ id }: { id: string }) => (names[id] ? { id, name: names[id] } : null),
          greeting: ({ name }, args) => `${args.in === 'DE' ? 'Hallo' : 'Hello'} ${name}`,
          team: ({ id }) => ({ org: { id: 'acme' }, code: `t${id}` }),
        },
        Product: { __resolveReference: ({ sku }: { sku: string }) => ({ sku, upc: skus[sku] }) },
      },
    },
    c: {
      sdl: /* GraphQL */ `
        type Team @key(fields: "org { id } code") {
          org: Org!
          code: String!
          title: String!
        }
        type Org @shareable {
          id: ID!
        }
        type Product @key(fields: "upc") {
          upc: ID
          price: Int
        }
      `,
      resolvers: {
        Team: {
          __resolveReference: (team: { org: { id: string }; code: string }) => team,
          title: ({ org, code }) => `${org.id}/${code}`,
        },
        Product: {
          __resolveReference: ({ upc }: { upc: string | null }) => (upc === null ? null : { upc, price: 10 }),
        },
      },
    },
  },
  cases: [
    { select: 'user { id }', gives: { user: { id: '1' } } },
    { select: 'user { nick name }', gives: { user: { nick: 'annie', name: 'Ann' } } },
    { select: 'user { name }', gives: { user: { name: 'Ann' } } },
    { select: 'user { key: id call: name }', gives: { user: { key: '1', call: 'Ann' } } },
    { select: 'one: user { name } two: user { nick }', gives: { one: { name: 'Ann' }, two: { nick: 'annie' } } },
    { select: 'user { __typename name }', gives: { user: { __typename: 'User', name: 'Ann' } } },
    { select: '__typename user { name }', gives: { __typename: 'Probe', user: { name: 'Ann' } } },
    {
      select: 'users { name }',
      gives: { users: [{ name: 'Ann' }, null, { name: 'Bob' }, { name: 'Ann' }] },
    },
    {
      select: 'grid { name }',
      gives: { grid: [[{ name: 'Ann' }, { name: 'Bob' }], [], [{ name: 'Bob' }]] },
    },
    { select: 'unknown { nick name }', gives: { unknown: { nick: 'who', name: null } } },
    { select: 'nobody { name team { title } }', gives: { nobody: null } },
    { select: 'user { team { code } }', gives: { user: { team: { code: 't1' } } } },
    { select: 'user { team { title } }', gives: { user: { team: { title: 'acme/t1' } } } },
    {
      select: 'users { team { org { id } title } }',
      gives: {
        users: [
          { team: { org: { id: 'acme' }, title: 'acme/t1' } },
          null,
          { team: { org: { id: 'acme' }, title: 'acme/t2' } },
          { team: { org: { id: 'acme' }, title: 'acme/t1' } },
        ],
      },
    },
    { select: 'chair { upc }', gives: { chair: { upc: 'u1' } } },
    { select: 'chair { price }', gives: { chair: { price: 10 } } },
    { select: 'ghost { sku price }', gives: { ghost: { sku: 'ghost', price: null } } },
    { select: 'user { greeting }', gives: { user: { greeting: 'Hello Ann' } } },
    { select: 'user { greeting(in: DE) }', gives: { user: { greeting: 'Hallo Ann' } } },
    {
      select: 'user { en: greeting(in: EN) de: greeting(in: $in) }',
      declares: '($in: Language!)',
      variables: { in: 'DE' },
      gives: { user: { en: 'Hello Ann', de: 'Hallo Ann' } },
    },
    {
      select: 'user { ...F }',
      fragments: 'fragment F on User { nick ...G } fragment G on User { name }',
      gives: { user: { nick: 'annie', name: 'Ann' } },
    },
    { select: 'user { ... { name } ... on User { nick } }', gives: { user: { name: 'Ann', nick: 'annie' } } },
    ...[true, false].flatMap((yes) => [
      {
        select: `user { id name @include(if: $yes) } # ${yes}\n`,
        declares: '($yes: Boolean!)',
        variables: { yes },
        gives: { user: { id: '1', ...(yes && { name: 'Ann' }) } },
      },
      {
        select: `user { id ... @skip(if: $yes) { name } } # ${yes}\n`,
        declares: '($yes: Boolean!)',
        variables: { yes },
        gives: { user: { id: '1', ...(!yes && { name: 'Ann' }) } },
      },
      {
        select: `user { id } chair @include(if: $yes) { price } # ${yes}\n`,
        declares: '($yes: Boolean!)',
        variables: { yes },
        gives: { user: { id: '1' }, ...(yes && { chair: { price: 10 } }) },
      },
    ]),
  ],
})
