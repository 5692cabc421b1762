/** Three dots that move as long as somebody types. */
export function TypingDots() {
  return (
    <span aria-hidden className="ml-1 inline-flex gap-[3px]">
      {['0s', '0.15s', '0.3s'].map((animationDelay) => (
        <span
          key={animationDelay}
          style={{ animationDelay }}
          className="size-1 animate-typing rounded-full bg-current"
        />
      ))}
    </span>
  )
}
