"""Where the outside world meets the core: chat platforms, directories, pictures and HTTP."""
