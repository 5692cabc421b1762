/** Where a conversation is. */
export const conversationPath = (id: string): string => `/c/${encodeURIComponent(id)}`
