import type { ChatState } from './chat-state.ts'
import type { Conversation, Person } from './conversation.ts'
import type { ChatMessage } from './message-log.ts'

/** The state with somebody's name and username as they are now. What does not name them stays the object it was. */
export function withPerson(state: ChatState, person: Person): ChatState {
  const known = [...state.conversations.values()]
  const conversations = each(known, (conversation) => withPersonIn(conversation, person))
  if (conversations === known) return state
  return { ...state, conversations: new Map(conversations.map((conversation) => [conversation.id, conversation])) }
}

function withPersonIn(conversation: Conversation, person: Person): Conversation {
  const peer = conversation.peer && renewed(conversation.peer, person)
  const lastMessage = conversation.lastMessage && withSender(conversation.lastMessage, person)
  const members = conversation.members && each(conversation.members, (member) => withUser(member, person))
  const typing = each(conversation.typing, (one) => withTyping(one, person))
  const messages = conversation.log && each(conversation.log.messages, (message) => withPeople(message, person))
  const log = conversation.log && messages && { ...conversation.log, messages }
  const isSame =
    peer === conversation.peer &&
    lastMessage === conversation.lastMessage &&
    members === conversation.members &&
    typing === conversation.typing &&
    messages === (conversation.log?.messages ?? null)
  return isSame ? conversation : { ...conversation, peer, lastMessage, members, typing, log }
}

function withPeople(message: ChatMessage, person: Person): ChatMessage {
  const said = withSender(message, person)
  const quote = said.quote && withSender(said.quote, person)
  return quote === said.quote ? said : { ...said, quote }
}

function withSender<Said extends { sender: Person }>(said: Said, person: Person): Said {
  const sender = renewed(said.sender, person)
  return sender === said.sender ? said : { ...said, sender }
}

function withUser<Member extends { user: Person }>(member: Member, person: Person): Member {
  const user = renewed(member.user, person)
  return user === member.user ? member : { ...member, user }
}

function withTyping<Typing extends { person: Person }>(typing: Typing, person: Person): Typing {
  const one = renewed(typing.person, person)
  return one === typing.person ? typing : { ...typing, person: one }
}

function renewed(known: Person, { id, name, username }: Person): Person {
  const isSame = known.id !== id || (known.name === name && known.username === username)
  return isSame ? known : { ...known, name, username }
}

function each<Item>(items: readonly Item[], change: (item: Item) => Item): readonly Item[] {
  const next = items.map(change)
  return next.every((item, index) => item === items[index]) ? items : next
}
