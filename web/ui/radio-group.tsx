import { RadioGroup as Radix } from 'radix-ui'
import { useId } from 'react'

interface RadioGroupProps<Value extends string> {
  label: string
  value: Value
  options: readonly { value: Value; label: string }[]
  isDisabled?: boolean
  onChange: (value: Value) => void
}

/** One of a few, all of which can be seen. */
export function RadioGroup<Value extends string>({
  label,
  value,
  options,
  isDisabled,
  onChange,
}: RadioGroupProps<Value>) {
  const id = useId()
  const choose = (chosen: string) => {
    const option = options.find((one) => one.value === chosen)
    if (option) onChange(option.value)
  }
  return (
    <div className="py-1.5">
      <p id={id} className="leading-6 font-medium">
        {label}
      </p>
      <Radix.Root aria-labelledby={id} value={value} disabled={isDisabled} onValueChange={choose} className="mt-1 grid">
        {options.map((option) => (
          <div key={option.value} className="flex min-h-10 items-center gap-3">
            <Radix.Item
              id={`${id}-${option.value}`}
              value={option.value}
              className="flex size-5 shrink-0 items-center justify-center rounded-full border border-foreground/40 outline-none focus-visible:ring-3 focus-visible:ring-ring/40 disabled:opacity-50 data-[state=checked]:border-primary"
            >
              <Radix.Indicator className="size-2.5 rounded-full bg-primary" />
            </Radix.Item>
            <label htmlFor={`${id}-${option.value}`} className="flex-1 py-2">
              {option.label}
            </label>
          </div>
        ))}
      </Radix.Root>
    </div>
  )
}
