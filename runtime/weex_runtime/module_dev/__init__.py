"""Load modules from files, reload changed files, and write new modules for `weex-runtime modules
new`. Users import `load_modules`.
"""

from weex_runtime.module_dev.loader import load_modules as load_modules
