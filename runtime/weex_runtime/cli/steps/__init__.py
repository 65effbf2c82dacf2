"""Steps of `weex-runtime run --do`: their syntax, their search for elements, and their effects."""
