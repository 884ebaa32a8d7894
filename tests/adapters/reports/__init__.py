"""Reports as files: what each form holds, read back by other libraries."""
