import { DropdownMenu as Radix } from 'radix-ui'
import type { ComponentProps, ReactNode } from 'react'
import { cn } from './class-names.ts'

interface MenuProps {
  trigger: ReactNode
  align?: 'start' | 'end'
  children: ReactNode
}

export function DropdownMenu({ trigger, align = 'end', children }: MenuProps) {
  return (
    // A modal menu hides the page from screen readers with what can take the focus still in it.
    <Radix.Root modal={false}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          align={align}
          sideOffset={6}
          className="z-50 min-w-56 animate-enter rounded-xl border bg-popover p-1.5 shadow-lg outline-none"
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}

const itemClasses =
  'flex min-h-11 items-center gap-3 rounded-lg px-3 text-[0.9375rem] outline-none select-none data-highlighted:bg-accent data-disabled:opacity-50 sm:min-h-9 [&_svg]:size-4 [&_svg]:text-muted-foreground'

export function DropdownMenuItem({ className, ...props }: ComponentProps<typeof Radix.Item>) {
  return <Radix.Item className={cn(itemClasses, className)} {...props} />
}

interface MenuChoiceProps<Value extends string> {
  label: string
  options: readonly { value: Value; label: string; icon: ReactNode }[]
  value: Value
  onChange: (value: Value) => void
}

/** One of a few, side by side; choosing leaves the menu open. */
export function DropdownMenuChoice<Value extends string>({ label, options, value, onChange }: MenuChoiceProps<Value>) {
  return (
    <Radix.RadioGroup value={value} aria-label={label} className="flex gap-1 rounded-xl bg-muted p-1">
      {options.map((option) => (
        <Radix.RadioItem
          key={option.value}
          value={option.value}
          aria-label={option.label}
          title={option.label}
          onSelect={(event) => {
            event.preventDefault()
            onChange(option.value)
          }}
          className="inline-flex h-10 flex-1 items-center justify-center rounded-lg text-muted-foreground -outline-offset-2 outline-ring select-none data-highlighted:outline-2 data-[state=checked]:bg-background data-[state=checked]:text-foreground data-[state=checked]:shadow-xs [&_svg]:size-4"
        >
          {option.icon}
        </Radix.RadioItem>
      ))}
    </Radix.RadioGroup>
  )
}

export const DropdownMenuSeparator = () => <Radix.Separator className="mx-2 my-1.5 border-t" />
