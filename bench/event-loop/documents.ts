/** The hardest that the limits allow, each for every `n` in a form of its own, so that it has not been seen before. */
export interface HardRequest {
  name: string
  query: (n: number) => string
  variables?: Record<string, unknown>
}

const PERSON = 'name username presence { status }'
const QUOTED = `sender { ${PERSON} } quote { sender { ${PERSON} } }`
const times = (count: number, part: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => part(index)).join(' ')

export const HARD_REQUESTS: readonly HardRequest[] = [
  {
    name: 'a field that is written 120 times',
    query: (n) => `{ me { a${n}: id ${'blockedUsers { id } '.repeat(120)} } }`,
  },
  {
    name: 'arguments that are compared',
    query: (n) => `{ conversation(id: "${n}") { ${'members(first: 1) { totalCount } '.repeat(70)} } }`,
  },
  {
    name: 'a query with a plan of many steps',
    query: (n) => `{ conversations(first: ${(n % 10) + 1}) { edges { node { a${n}: id
      ${times(9, (i) => `a${i}: lastMessage { ${QUOTED} conversation { lastMessage { sender { ${PERSON} } } } }`)} } } } }`,
  },
  {
    name: 'a mutation with 12 fields',
    query: (n) =>
      `mutation { ${times(12, (i) => `m${i}: markRead(conversationId: "${n}", seq: 1) { title lastMessage { ${QUOTED} } }`)} }`,
  },
  {
    name: 'a subscription with a plan of many steps',
    query: (n) => `subscription { inbox { ... on MessageSent { message { a${n}: id
      ${times(14, (i) => `a${i}: conversation { title lastMessage { sender { name presence { status } } quote { sender { name } } } }`)} } } } }`,
  },
  {
    name: 'a string of 60,000 characters',
    query: (n) => `{ user(id: """${n}${'a\n'.repeat(30_000)}""") { id } }`,
  },
  {
    name: 'much of the introspection',
    query: (n) =>
      `{ a${n}: __typename __schema { types { name fields { name args { name type { name ofType { name ofType { name } } } } type { name } } } } }`,
  },
  {
    name: '19,000 values of a variable',
    query: (n) => `mutation ($ids: [ID!]!) { addMembers(conversationId: "${n}", userIds: $ids) { id } }`,
    variables: { ids: Array.from({ length: 19_000 }, (_, index) => `id-${index}`) },
  },
  {
    name: '19,000 variables that nobody asked for',
    query: (n) => `{ a${n}: __typename }`,
    variables: fields(19_000),
  },
  {
    name: '15,000 fields of an input that it does not have',
    query: (n) => `mutation ($input: SendMessageInput!) { m${n}: sendMessage(input: $input) { id } }`,
    variables: { input: fields(15_000) },
  },
]

function fields(count: number): Record<string, number> {
  return Object.fromEntries(Array.from({ length: count }, (_, n) => [`k${n}`, 1]))
}
