"""Steps of `weex-runtime run --do`: their syntax, how they find elements, and what they do."""
