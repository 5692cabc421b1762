/** Operations that work as they are for whoever is signed in, each in a tab of its own. */
export const EXAMPLES = [
  `# You, and the conversations you are in: users, chat and realtime answer together.
query MyConversations {
  me {
    name
    username
    email
  }
  conversations(first: 10) {
    edges {
      node {
        id
        kind
        title
        viewer {
          unreadCount
        }
        members(first: 5) {
          edges {
            node {
              user {
                name
                presence {
                  status
                  lastSeenAt
                }
              }
            }
          }
        }
        lastMessage {
          text
          sentAt
          sender {
            name
          }
        }
      }
    }
  }
}
`,
  `# All that happens in your conversations, live. Run it, then write something in the chat.
subscription Inbox {
  inbox {
    __typename
    seq
    cursor
    conversation {
      id
    }
    ... on MessageSent {
      message {
        text
        sentAt
        sender {
          name
          username
        }
      }
    }
    ... on TypingChanged {
      user {
        name
      }
      typing
    }
    ... on MessagesRead {
      user {
        name
      }
      upToSeq
    }
  }
}
`,
  `# People whose name or username starts with these words.
query FindPeople {
  searchUsers(query: "a", first: 10) {
    id
    name
    username
    presence {
      status
    }
  }
}
`,
  `# The newest messages of each of your conversations, with what they answer and carry.
query RecentMessages {
  conversations(first: 3) {
    edges {
      node {
        title
        lastSeq
        messages(last: 5) {
          pageInfo {
            hasPreviousPage
            startCursor
          }
          edges {
            node {
              seq
              text
              sender {
                name
              }
              quote {
                text
              }
              attachments {
                fileName
                byteSize
                image {
                  width
                  height
                }
              }
            }
          }
        }
      }
    }
  }
}
`,
  `# A group of your own. Then see it arrive in the chat, and in the inbox subscription.
mutation CreateGroup {
  createGroup(input: { title: "From the playground", memberIds: [] }) {
    id
    title
    memberCount
  }
}
`,
]
